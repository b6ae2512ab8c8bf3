# SPDX-License-Identifier: Apache-2.0
"""Photographs synthetic skin with each source of the scale by itself, and prints what is read from it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import porevis
from numpy.typing import NDArray
from porevis import phantom

PX_PER_MM = 20.0
PLACES = 4  # a side of each pixel at which a target is looked up
MARKER_0 = np.array([[1, 0, 1, 1], [0, 1, 0, 1], [0, 0, 1, 1], [0, 0, 1, 0]])  # number 0 of the dictionary 4x4_50
CHART_CODES = """115,82,68 194,150,130 98,122,157 87,108,67 133,128,177 103,189,170 214,126,44 80,91,166 193,90,99
94,60,108 157,188,64 224,163,46 56,61,150 70,148,73 175,54,60 231,199,31 187,86,149 8,133,161 243,243,242 200,200,200
160,160,160 122,122,121 85,85,85 52,52,52"""  # the chart as X-Rite publishes it, sRGB
Floats = NDArray[np.float64]
Target = Callable[[Floats, Floats], tuple[Floats, NDArray[np.bool_]]]  # x, y in mm -> linear light, whether it is there


@dataclass(frozen=True)
class Row:
    """What was read from one photograph."""

    source: str
    true_px_per_mm: float
    read_px_per_mm: float
    relative_uncertainty: float  # as stated, one standard deviation

    @property
    def within(self) -> bool:
        """The error is less than 2.5 of the stated standard deviations."""
        return abs(self.read_px_per_mm / self.true_px_per_mm - 1) <= 2.5 * self.relative_uncertainty + 1e-9


def marker(side_mm: float) -> Target:
    """An ArUco marker on white paper with a margin of one cell."""
    cells = np.pad(np.pad(MARKER_0, 1), 1, constant_values=1)

    def look_up(x: Floats, y: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        column, row = np.floor(6 * x / side_mm + 4).astype(int), np.floor(6 * y / side_mm + 4).astype(int)
        there = (column >= 0) & (row >= 0) & (column < 8) & (row < 8)
        white = cells[np.clip(row, 0, 7), np.clip(column, 0, 7)][..., None]
        return np.where(white, 0.75, 0.04) * np.ones(3), there

    return look_up


def ruler(length_mm: float) -> Target:
    """A white ruler with a black tick each millimetre."""

    def look_up(x: Floats, y: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        tick = ((x - np.floor(x)) < 1 / 6)[..., None]
        return np.where(tick, 0.05, 0.7) * np.ones(3), (np.abs(x) < length_mm / 2) & (np.abs(y) < 3)

    return look_up


def chart(pitch_mm: float, light: Floats) -> Target:
    """A colour chart of 24 patches on a black card, in light of a colour of its own."""
    codes = np.array([[int(code) for code in patch.split(",")] for patch in CHART_CODES.split()])
    colours = to_linear(codes / 255) * light

    def look_up(x: Floats, y: Floats) -> tuple[Floats, NDArray[np.bool_]]:
        u, v = x / pitch_mm + 3, y / pitch_mm + 2
        column, row = np.floor(u).astype(int), np.floor(v).astype(int)
        patch = (column >= 0) & (row >= 0) & (column < 6) & (row < 4)
        patch &= (np.abs(u - column - 0.5) < 0.455) & (np.abs(v - row - 0.5) < 0.455)
        colour = colours[np.clip(6 * row + column, 0, 23)]
        there = (u > -0.25) & (v > -0.25) & (u < 6.25) & (v < 4.25)
        return np.where(patch[..., None], colour, 0.025), there

    return look_up


def to_linear(encoded: Floats) -> Floats:
    """Linear light of sRGB values, both in 0 to 1."""
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def to_srgb(linear: Floats) -> Floats:
    """The sRGB values of linear light, both in 0 to 1."""
    linear = np.clip(linear, 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def blur(layer: Floats, sigma_px: float) -> Floats:
    """A Gaussian blur."""
    steps = np.arange(-int(4 * sigma_px + 1), int(4 * sigma_px + 2))
    weights = np.exp(-0.5 * (steps / sigma_px) ** 2)
    for axis in (0, 1):
        layer = sum(w * np.roll(layer, s, axis) for w, s in zip(weights / weights.sum(), steps, strict=True))
    return layer


def photograph(
    target: Target, turn_deg: float, px_per_mm: float = PX_PER_MM, width_mm: float = 60
) -> NDArray[np.uint8]:
    """A target on skin, turned, out of a little blur and noise."""
    skin = phantom.make_skin(phantom.SkinDescription(width_mm=width_mm, height_mm=width_mm * 2 / 3), seed=5)
    picture = phantom.photograph(skin, phantom.ShotDescription(px_per_mm=px_per_mm, noise=0, seed=5)).photo.pixels
    height, width = picture.shape[:2]
    colour, share = np.zeros((height, width, 3)), np.zeros((height, width, 1))
    turn = np.deg2rad(turn_deg)
    for step_y in (np.arange(PLACES) + 0.5) / PLACES - 0.5:
        for step_x in (np.arange(PLACES) + 0.5) / PLACES - 0.5:
            y, x = np.mgrid[:height, :width]
            dx, dy = (x + step_x - (width - 1) / 2) / px_per_mm, (y + step_y - (height - 1) / 2) / px_per_mm
            light, there = target(np.cos(turn) * dx + np.sin(turn) * dy, np.cos(turn) * dy - np.sin(turn) * dx)
            colour += light * there[..., None] / PLACES**2
            share += there[..., None] / PLACES**2
    linear = to_linear(picture / 255) * (1 - blur(share, 1)) + blur(colour, 1)
    linear += np.random.default_rng(5).normal(0, 0.003, linear.shape)
    return np.rint(255 * to_srgb(linear)).astype(np.uint8)


def along(turn_deg: float, length_mm: float, size: tuple[int, ...]) -> tuple[float, float, float, float]:
    """Both ends of a line through the middle of a picture, px."""
    half = length_mm / 2 * PX_PER_MM * np.array([np.cos(np.deg2rad(turn_deg)), np.sin(np.deg2rad(turn_deg))])
    middle = (np.array([size[1], size[0]]) - 1) / 2
    return (*(middle - half), *(middle + half))


def rows() -> list[Row]:
    """Each source of the scale by itself; those of the face need a photograph of a person and are not among them."""
    found: list[Row] = []

    def read(picture: NDArray[np.uint8], true: float, px_per_mm: float | None = None, **sources: object) -> None:
        options = porevis.ScaleOptions(**sources)
        scale = porevis.find_scale(picture, px_per_mm=px_per_mm, options=options)
        found.append(Row(scale.source, true, scale.px_per_mm, scale.relative_uncertainty))

    plain = photograph(ruler(40), 7)
    read(plain, PX_PER_MM, px_per_mm=PX_PER_MM)
    x1, y1, x2, y2 = along(7, 40, plain.shape)  # to half a pixel, as a person would set them
    ends = {"x1_px": round(x1), "y1_px": round(y1), "x2_px": round(x2), "y2_px": round(y2)}
    read(plain, PX_PER_MM, ruler=porevis.RulerOptions(**ends, length_mm=40))
    x1, y1, x2, y2 = along(7, 33.4, plain.shape)
    line = {"x1_px": x1, "y1_px": y1, "x2_px": x2, "y2_px": y2}
    read(plain, PX_PER_MM, ticks=porevis.RulerOptions(**line, length_mm=1))
    read(photograph(marker(12), 17), PX_PER_MM, marker=porevis.MarkerOptions(side_mm=12))
    warm = np.array([0.8, 0.65, 0.45])
    read(photograph(chart(6, warm), 5), PX_PER_MM, chart=porevis.ChartOptions(pitch_mm=6))
    read(plain, PX_PER_MM, device=_device())
    return found


def _device() -> porevis.DeviceProfile:
    """A camera of 4.4 um pixels and 85 mm, at the distance that gives PX_PER_MM, known to 5 mm."""
    focal_mm, pitch_um = 85.0, 4.4
    distance_mm = focal_mm / (PX_PER_MM * pitch_um * 1e-3) + focal_mm
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "booth.yaml"
        profile.write_text(
            f"name: booth\nfocal_length_mm: {focal_mm}\npixel_pitch_um: {pitch_um}\n"
            f"distance_mm: {round(distance_mm)}\ndistance_uncertainty_mm: 5\n",
            encoding="utf-8",
        )
        return porevis.read_device(profile)


if __name__ == "__main__":
    print(f"{'source':12} {'true px/mm':>10} {'read':>9} {'error':>8} {'stated':>8}  within")
    for row in rows():
        error = row.read_px_per_mm / row.true_px_per_mm - 1
        print(
            f"{row.source:12} {row.true_px_per_mm:10.2f} {row.read_px_per_mm:9.4f} {100 * error:+7.3f}%"
            f" {100 * row.relative_uncertainty:7.3f}%  {'yes' if row.within else 'NO'}"
        )
    print("eye distance, iris: not shown, they need a photograph of a person")
