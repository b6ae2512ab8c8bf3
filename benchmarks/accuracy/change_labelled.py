# SPDX-License-Identifier: Apache-2.0
"""Real skin of known change: the hand-labelled pores of a photograph are faded, and it is photographed again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from change_tools import View
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Light = NDArray[np.float32]  # (H, W, 3), linear

FADES = (0.0, 0.1, 0.25, 0.4)  # share of their darkness the labelled pores lose
SURROUNDINGS_MM = 0.5  # sigma of the Gaussian that stands for the skin around a pore
MARGIN_PX = 3  # of a pore beyond its label: a Gaussian of 5 px full width has 97 % of its darkness within
FRAME_PX = 60  # of skin round the regions; the second photograph shows as much again, turning it loses nothing
BEND_MM = 20.0  # wavelength


@dataclass(frozen=True)
class Reshot:
    """How the second photograph is taken."""

    blur_px: float = 0  # sigma, on top of the photograph's own
    exposure: float = 1
    gradient: float = 0  # (brightest - darkest) / mean light across the picture
    rotation_deg: float = 0
    scale: float = 1
    bend_px: float = 0
    noise: float = 0  # standard deviation relative to the mean light, on top of the photograph's own


RESHOTS: dict[str, Reshot] = {
    "same light": Reshot(),
    "blur 1 px": Reshot(blur_px=1),
    "exposure 0.7": Reshot(exposure=0.7),
    "gradient 40 %": Reshot(gradient=0.4),
    "3 deg + 4 % + bend": Reshot(rotation_deg=3, scale=1.04, bend_px=3),
    "noise 2 %": Reshot(noise=0.02),
    "all at once": Reshot(1, 0.7, 0.4, 3, 1.04, 3, 0.02),
}


@dataclass(frozen=True)
class Labelled:
    """A photograph, its labelled pores, and where the labels are to be trusted; masks (H, W)."""

    view: View
    pores: NDArray[np.bool_]


def read(folder: Path, px_per_mm: float) -> Labelled:
    """Reads photo.png, pores.png and regions.png, cut to the regions and a frame round them."""
    rgb = np.asarray(Image.open(folder / "photo.png").convert("RGB"))
    pores, regions = (
        np.asarray(Image.open(folder / f"{name}.png").convert("L")) > 127 for name in ("pores", "regions")
    )
    cut = tuple(slice(max(0, along.min() - FRAME_PX), along.max() + FRAME_PX + 1) for along in regions.nonzero())
    return Labelled(View(rgb[cut].copy(), px_per_mm, regions[cut]), pores[cut])


def linear(rgb: NDArray[np.uint8]) -> Light:
    """sRGB as linear light, 0 to 1."""
    value = rgb.astype(np.float32) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def encoded(light: Light) -> NDArray[np.uint8]:
    """Linear light as sRGB."""
    value = light.clip(0, 1)
    value = np.where(value <= 0.0031308, 12.92 * value, 1.055 * value ** (1 / 2.4) - 0.055)
    return (255 * value).round().astype(np.uint8)


def fade(light: Light, pores: NDArray[np.bool_], share: float, px_per_mm: float) -> Light:
    """The skin after these pores lost a share of their darkness; softly, so that no edge appears."""
    wide = ndimage.binary_dilation(pores, iterations=MARGIN_PX)
    skin = (~wide).astype(np.float32)[..., None]
    sigma_px = SURROUNDINGS_MM * px_per_mm
    around = [cv2.GaussianBlur(v, (0, 0), sigma_px) for v in (light * skin, skin)]
    surroundings = around[0] / np.maximum(around[1], 1e-6)[..., None]
    soft = cv2.GaussianBlur(wide.astype(np.float32), (0, 0), 1)[..., None]
    return light + share * soft * (surroundings - light)


def shoot(light: Light, view: View, how: Reshot) -> View:
    """Photographs a skin again. light: of the skin; view: its first photograph."""
    size = np.array(light.shape[1::-1])
    x, y = np.meshgrid(*(np.arange(n + 2 * FRAME_PX, dtype=float) - (n - 1) / 2 - FRAME_PX for n in size))
    angle = np.deg2rad(how.rotation_deg)
    wave = 2 * np.pi / (BEND_MM * view.px_per_mm)
    from_x = (np.cos(angle) * x + np.sin(angle) * y) / how.scale + how.bend_px * np.sin(wave * y) + (size[0] - 1) / 2
    from_y = (np.cos(angle) * y - np.sin(angle) * x) / how.scale + how.bend_px * np.sin(wave * x) + (size[1] - 1) / 2
    place = from_x.astype(np.float32), from_y.astype(np.float32)
    shot = cv2.remap(light, *place, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    mask = cv2.remap(view.mask.astype(np.uint8), *place, cv2.INTER_NEAREST, borderValue=0) > 0
    if how.blur_px:
        shot = cv2.GaussianBlur(shot, (0, 0), how.blur_px)
    shot *= (how.exposure * (1 + how.gradient * (x / np.ptp(x) + y / np.ptp(y)) / 2)).astype(np.float32)[..., None]
    noise = np.random.default_rng(1).standard_normal(shot.shape, np.float32)
    shot += how.noise * shot[mask].mean(axis=0) * noise
    return replace(view, rgb=encoded(shot), px_per_mm=view.px_per_mm * how.scale, mask=mask)
