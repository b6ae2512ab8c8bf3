# SPDX-License-Identifier: Apache-2.0
"""Agreement with a person's labels on a real half face, beside the tools people use today.

Usage: python benchmarks/accuracy/labelled_half.py [FOLDER with photo.png, pores.png, regions.png]
Needs: pip install '.[bench]' (Pillow, SciPy, scikit-image, OpenCV).
A pore agrees with a label within 3 px or the label's radius, whichever is larger; only what lies in regions.png counts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import porevis
from agreement import Points, discs, match, scores
from PIL import Image
from scipy import ndimage
from skimage.feature import blob_dog, blob_log

PX_PER_MM = 13.0
Spots = tuple[Points, Points, Points]  # x, y, diameter; px


def by_porevis(rgb: np.ndarray) -> Spots:
    pores = porevis.measure_photo(rgb, whole=True, px_per_mm=PX_PER_MM).pores
    return pores["x_px"], pores["y_px"], pores["diameter_mm"] * PX_PER_MM


def darkness(rgb: np.ndarray) -> np.ndarray:
    """What a careful user feeds to a blob detector: the green channel over its surroundings."""
    green = rgb[..., 1].astype(np.float64)
    return np.clip(1 - green / ndimage.gaussian_filter(green, PX_PER_MM), 0, 1)


def by_blob_log(rgb: np.ndarray) -> Spots:
    y, x, sigma = blob_log(darkness(rgb), min_sigma=1, max_sigma=4, num_sigma=7, threshold=0.02).T
    return x, y, 2.355 * sigma


def by_blob_dog(rgb: np.ndarray) -> Spots:
    y, x, sigma = blob_dog(darkness(rgb), min_sigma=1, max_sigma=4, threshold=0.015).T
    return x, y, 2.355 * sigma


def by_simple_blob(rgb: np.ndarray) -> Spots:
    settings = cv2.SimpleBlobDetector_Params()
    settings.minThreshold, settings.maxThreshold, settings.thresholdStep = 5, 100, 3
    settings.filterByColor, settings.blobColor = True, 255
    settings.filterByArea, settings.minArea, settings.maxArea = True, 3, 150
    settings.filterByCircularity, settings.filterByInertia, settings.filterByConvexity = False, True, False
    settings.minInertiaRatio, settings.minDistBetweenBlobs, settings.minRepeatability = 0.2, 2, 2
    points = cv2.SimpleBlobDetector_create(settings).detect((darkness(rgb) * 400).clip(0, 255).astype(np.uint8))
    x, y = np.array([p.pt for p in points]).reshape(-1, 2).T
    return x, y, np.array([p.size for p in points])


def by_threshold(rgb: np.ndarray) -> Spots:
    labels, count = ndimage.label(darkness(rgb) > 0.06)
    index = np.arange(1, count + 1)
    area = ndimage.sum_labels(np.ones(labels.shape), labels, index)
    index, area = index[(area >= 4) & (area <= 150)], area[(area >= 4) & (area <= 150)]
    y, x = np.array(ndimage.center_of_mass(np.ones(labels.shape), labels, index)).T
    return x, y, 2 * np.sqrt(area / np.pi)


TOOLS: dict[str, Callable[[np.ndarray], Spots]] = {
    "porevis": by_porevis,
    "scikit-image blob_log": by_blob_log,
    "scikit-image blob_dog": by_blob_dog,
    "OpenCV SimpleBlobDetector": by_simple_blob,
    "background + threshold": by_threshold,
}


def main() -> None:
    default = Path(__file__).resolve().parents[3] / "shared" / "data" / "labelled_half"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    if not (folder / "photo.png").is_file():
        sys.exit(f"error: {folder.name}: no photo.png there; give the folder of the labelled photograph")
    rgb = np.asarray(Image.open(folder / "photo.png").convert("RGB"))
    label = np.asarray(Image.open(folder / "pores.png").convert("L")) > 127
    region = np.asarray(Image.open(folder / "regions.png").convert("L")) > 127

    labels, count = ndimage.label(label, np.ones((3, 3)))
    index = np.arange(1, count + 1)
    true = np.array(ndimage.center_of_mass(label, labels, index))[:, ::-1]
    radius = np.sqrt(ndimage.sum_labels(label, labels, index) / np.pi)
    inside = region[true[:, 1].round().astype(int), true[:, 0].round().astype(int)]
    true, radius = true[inside], radius[inside]

    print(f"{'tool':27} {'F1':>6} {'Dice':>6} {'precision':>9} {'recall':>7} {'pores':>6} {'seconds':>8}")
    for name, find in TOOLS.items():
        start = time.perf_counter()
        x, y, diameter = find(rgb)
        seconds = time.perf_counter() - start
        rows = y.round().astype(int).clip(0, region.shape[0] - 1)
        inside = region[rows, x.round().astype(int).clip(0, region.shape[1] - 1)]
        x, y, diameter = x[inside], y[inside], diameter[inside]
        f1, precision, recall = scores(len(match(np.c_[x, y], true, radius)), len(x), len(true))
        mask = discs(region.shape, x, y, diameter) & region
        dice = 2 * (mask & label).sum() / (mask.sum() + (label & region).sum())
        print(f"{name:27} {f1:6.3f} {dice:6.3f} {precision:9.3f} {recall:7.3f} {len(x):6d} {seconds:8.2f}")


if __name__ == "__main__":
    main()
