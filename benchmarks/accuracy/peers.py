# SPDX-License-Identifier: Apache-2.0
"""The tools people find pores with today, each fed and set up as a careful user would.

All of them see the same darkness: the green channel in linear light over its surroundings. Their settings are lengths
in mm and darkness, so that one set serves every scale. The defaults are the best of GRIDS on phantoms of their own:
python benchmarks/accuracy/segmentation.py --tune runs that search again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import sep
from numpy.typing import NDArray
from scipy import ndimage
from skimage.feature import blob_dog as skimage_blob_dog
from skimage.feature import blob_log as skimage_blob_log
from skimage.measure import regionprops_table

Values = NDArray[np.float64]

SURROUNDINGS_MM = 1.0  # sigma of the Gaussian that stands for the skin without pores
FWHM = 2 * np.sqrt(2 * np.log(2))  # full width at half maximum / sigma of a Gaussian
SCALES = 8  # of the Laplacian, from the smallest to the largest sigma


@dataclass(frozen=True)
class Spots:
    """Pores a tool found; place and diameter in px."""

    x: Values
    y: Values
    diameter_px: Values  # not a number where the tool claims no size
    confidence: Values | None = None  # that it is a pore, 0..1; None where the tool gives none
    mask: NDArray[np.bool_] | None = None  # (H, W), pores as photographed; None: discs of these diameters


def darkness(rgb: NDArray[np.uint8], px_per_mm: float) -> Values:
    """1 - linear green light over that of the surroundings, (H, W), below 0 where brighter. rgb: (H, W, 3), sRGB."""
    green = rgb[..., 1] / 255
    linear = np.where(green <= 0.04045, green / 12.92, ((green + 0.055) / 1.055) ** 2.4)
    return 1 - linear / np.maximum(ndimage.gaussian_filter(linear, SURROUNDINGS_MM * px_per_mm), 1e-6)


def blob_log(
    rgb: NDArray[np.uint8],
    px_per_mm: float,
    *,
    min_sigma_mm: float = 0.06,
    max_sigma_mm: float = 0.2,
    threshold: float = 0.06,
) -> Spots:
    """scikit-image: extrema of the scale-normalized Laplacian of Gaussian."""
    blobs = skimage_blob_log(
        darkness(rgb, px_per_mm),
        min_sigma=min_sigma_mm * px_per_mm,
        max_sigma=max_sigma_mm * px_per_mm,
        num_sigma=SCALES,
        log_scale=True,
        threshold=threshold,
    )
    return Spots(blobs[:, 1], blobs[:, 0], FWHM * blobs[:, 2])


def blob_dog(
    rgb: NDArray[np.uint8],
    px_per_mm: float,
    *,
    min_sigma_mm: float = 0.06,
    max_sigma_mm: float = 0.2,
    threshold: float = 0.05,
) -> Spots:
    """scikit-image: extrema of the difference of Gaussians."""
    blobs = skimage_blob_dog(
        darkness(rgb, px_per_mm),
        min_sigma=min_sigma_mm * px_per_mm,
        max_sigma=max_sigma_mm * px_per_mm,
        sigma_ratio=1.3,
        threshold=threshold,
    )
    return Spots(blobs[:, 1], blobs[:, 0], FWHM * blobs[:, 2])


def simple_blob(
    rgb: NDArray[np.uint8],
    px_per_mm: float,
    *,
    smooth_mm: float = 0.03,
    threshold: float = 0.08,
    min_diameter_mm: float = 0.05,
    min_inertia: float = 0.3,
) -> Spots:
    """OpenCV: components that keep their place over a range of thresholds."""
    grey_levels = 255 / 0.6  # a unit of darkness; pores darker than 0.6 are rare
    settings = cv2.SimpleBlobDetector_Params()
    settings.minThreshold, settings.maxThreshold, settings.thresholdStep = threshold * grey_levels, 250, 4
    settings.filterByColor, settings.blobColor = True, 255
    settings.filterByArea = True
    settings.minArea, settings.maxArea = (np.pi / 4 * (d * px_per_mm) ** 2 for d in (min_diameter_mm, 0.8))
    settings.filterByInertia, settings.minInertiaRatio = True, min_inertia
    settings.filterByCircularity = settings.filterByConvexity = False
    settings.minDistBetweenBlobs, settings.minRepeatability = 0.1 * px_per_mm, 2
    smooth = ndimage.gaussian_filter(darkness(rgb, px_per_mm), smooth_mm * px_per_mm)
    points = cv2.SimpleBlobDetector_create(settings).detect((smooth * grey_levels).clip(0, 255).astype(np.uint8))
    place = np.array([p.pt for p in points], float).reshape(-1, 2)
    return Spots(place[:, 0], place[:, 1], np.array([p.size for p in points], float))


def particles(
    rgb: NDArray[np.uint8],
    px_per_mm: float,
    *,
    smooth_mm: float = 0.015,
    threshold: float = 0.12,
    min_diameter_mm: float = 0.1,
    min_circularity: float = 0.3,
) -> Spots:
    """What users of Fiji do: subtract the background, smooth, threshold, analyse particles by area and circularity."""
    smooth = ndimage.gaussian_filter(darkness(rgb, px_per_mm), smooth_mm * px_per_mm)
    labels, _ = ndimage.label(smooth > threshold)
    table = regionprops_table(labels, properties=("centroid", "area", "perimeter"))
    diameter = 2 * np.sqrt(table["area"] / np.pi)
    circularity = 4 * np.pi * table["area"] / np.maximum(table["perimeter"], 1) ** 2
    kept = (diameter >= min_diameter_mm * px_per_mm) & (diameter <= 0.8 * px_per_mm) & (circularity >= min_circularity)
    return Spots(table["centroid-1"][kept], table["centroid-0"][kept], diameter[kept])


def sextractor(
    rgb: NDArray[np.uint8],
    px_per_mm: float,
    *,
    smooth_mm: float = 0.03,
    threshold: float = 0.1,
    min_diameter_mm: float = 0.1,
    min_roundness: float = 0.4,
) -> Spots:
    """sep (SExtractor): connected pixels over the background, deblended; diameter from the radius of half the light."""
    dark = darkness(rgb, px_per_mm)
    dark -= sep.Background(dark, bw=round(3 * px_per_mm), bh=round(3 * px_per_mm))
    reach = int(np.ceil(2 * smooth_mm * px_per_mm))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / (smooth_mm * px_per_mm)) ** 2)
    sep.set_extract_pixstack(dark.size)
    sep.set_sub_object_limit(dark.size)
    found = sep.extract(
        dark,
        threshold,
        minarea=max(1, round(np.pi / 4 * (min_diameter_mm * px_per_mm) ** 2)),
        filter_kernel=np.outer(kernel, kernel),
    )
    found = found[found["b"] >= min_roundness * found["a"]]
    # Moments see only what is above the threshold and read 0.63 of the true width; wider apertures take in neighbours.
    radius, _ = sep.flux_radius(dark, found["x"], found["y"], 4 * found["a"], 0.5, subpix=5)
    return Spots(found["x"], found["y"], 2 * radius)


Tool = Callable[[NDArray[np.uint8], float], Spots]
PEERS: dict[str, Tool] = {
    "blob_log": blob_log,
    "blob_dog": blob_dog,
    "SimpleBlobDetector": simple_blob,
    "threshold + particles": particles,
    "SExtractor (sep)": sextractor,
}
GRIDS: dict[str, dict[str, tuple[float, ...]]] = {
    "blob_log": {"min_sigma_mm": (0.04, 0.06, 0.075), "threshold": (0.05, 0.06, 0.07)},
    "blob_dog": {"min_sigma_mm": (0.04, 0.06, 0.075), "threshold": (0.04, 0.05, 0.06)},
    "SimpleBlobDetector": {
        "smooth_mm": (0.015, 0.03, 0.045),
        "threshold": (0.06, 0.08, 0.1),
        "min_inertia": (0.2, 0.3, 0.4),
    },
    "threshold + particles": {
        "smooth_mm": (0.0, 0.015, 0.03),
        "threshold": (0.1, 0.12, 0.14),
        "min_circularity": (0.3, 0.5, 0.7),
    },
    "SExtractor (sep)": {
        "smooth_mm": (0.015, 0.03, 0.045),
        "threshold": (0.08, 0.1, 0.12),
        "min_roundness": (0.3, 0.4, 0.6),
    },
}
