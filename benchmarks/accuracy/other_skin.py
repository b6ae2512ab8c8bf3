# SPDX-License-Identifier: Apache-2.0
"""The same questions on skin that porevis' own phantoms do not draw: other texture, furrows, profiles and placement.

Usage: python benchmarks/accuracy/other_skin.py [--seeds N] [--only TOOLS] [--out FOLDER]
Needs: pip install '.[bench]'.
What is tuned on one generator may know that generator. This one shares no code with it: cells of a Voronoi diagram
lit as relief, Gaussian fine relief, pores of three profiles, the camera's blur on a grid twice as fine. Prints how
well pores are found and sized, and what is read of change, and writes results/other_skin.json.
"""

from __future__ import annotations

import argparse
import io
import json
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from change_tools import View, by_porevis
from numpy.typing import NDArray
from PIL import Image
from rich.console import Console
from rich.progress import track
from scenes import VISIBLE, Truth
from scipy import ndimage
from scipy.spatial import cKDTree
from segmentation import RESULTS, TOOLS, figure, judge, machine, pool, rounded, run, table, versions

OVER = 2  # samples a pixel along an axis
PORE = np.array([0.72, 1, 1.13])  # optical densities red : green : blue
MELANIN, BLOOD = np.array([0.45, 1, 1.7]), np.array([0.15, 1, 0.8])
LEVEL = 0.3  # linear green light of the skin
Map = NDArray[np.float64]


@dataclass(frozen=True)
class Skin:
    """Pores and texture; lengths in mm."""

    seed: int
    px_per_mm: float = 20
    side_mm: float = 34.6  # 12 cm2
    pores_per_cm2: float = 60
    diameter: float = 0.24
    contrast: float = 0.25
    profile: str = "gauss"  # or "walls" (steep), "wings" (wide)
    furrows: float = 0.05
    fine: float = 0.02
    mottle: float = 0.03
    cell: float = 0.7
    needle_marks: int = 0


@dataclass(frozen=True)
class Shot:
    """A photograph."""

    seed: int = 1
    blur_px: float = 0.8
    noise: float = 0.015
    light_deg: float = 30
    gradient: float = 0
    jpeg: int = 0


def smooth_noise(rng: np.random.Generator, side: int, sigma: float) -> Map:
    """Gaussian noise blurred by sigma, standard deviation 1."""
    noise = ndimage.gaussian_filter(rng.normal(size=(side, side)), sigma)
    return noise / noise.std()


def profile(kind: str, r2: Map) -> Map:
    """Darkness over its peak; r2 is 1 where it is half."""
    if kind == "walls":
        return 1 / (1 + np.exp((np.sqrt(r2) - 1) / 0.12))
    return np.exp2(-r2) if kind == "gauss" else np.exp2(-r2 / 4) / (1 + r2)


def draw_pores(skin: Skin, size: float = 1, depth: float = 1) -> tuple[Map, Map, NDArray[np.float64]]:
    """Darkness on the fine grid, places (n, 2), px, and diameters, mm, of pores changed by these factors."""
    rng = np.random.default_rng(skin.seed)
    scale = skin.px_per_mm * OVER
    places: list[tuple[float, float]] = []
    while len(places) < skin.pores_per_cm2 * skin.side_mm**2 / 100:
        x, y = rng.uniform(0.5, skin.side_mm - 0.5, 2)
        if all(math.hypot(x - a, y - b) > 0.45 for a, b in places):
            places.append((x, y))
    n = len(places)
    diameter = skin.diameter * np.exp(0.3 * rng.normal(size=n)) * size
    contrast = np.clip(skin.contrast * np.exp(0.35 * rng.normal(size=n)), 0.02, 0.7) * depth
    stretch, angle = np.sqrt(rng.uniform(1, 1.8, n)), rng.normal(0.6, 0.5, n)
    side = round(skin.side_mm * scale)
    light = np.ones((side, side))
    for (x, y), d, c, s, a in zip(places, diameter, contrast, stretch, angle, strict=True):
        cx, cy, reach = x * scale - 0.5, y * scale - 0.5, int(2.2 * d * scale * s) + 2
        part = tuple(slice(max(0, int(v) - reach), min(side, int(v) + reach + 1)) for v in (cy, cx))
        yy, xx = np.mgrid[part]
        u, v = (xx - cx) * np.cos(a) + (yy - cy) * np.sin(a), (yy - cy) * np.cos(a) - (xx - cx) * np.sin(a)
        light[part] *= 1 - c * profile(skin.profile, ((u / s) ** 2 + (v * s) ** 2) / (d * scale / 2) ** 2)
    return 1 - light, np.array(places) * skin.px_per_mm - 0.5, diameter


def photograph(skin: Skin, shot: Shot, size: float = 1, depth: float = 1) -> NDArray[np.uint8]:
    """(H, W, 3) sRGB of the skin with its pores changed by these factors."""
    rng = np.random.default_rng([skin.seed, 1])
    scale = skin.px_per_mm * OVER
    darkness, _, _ = draw_pores(skin, size, depth)
    side = len(darkness)

    cells = rng.uniform(-1, skin.side_mm + 1, (int((skin.side_mm / skin.cell) ** 2), 2)) * scale
    yy, xx = np.mgrid[:side, :side]
    near = cKDTree(cells).query(np.c_[xx.ravel(), yy.ravel()], k=2, workers=-1)[0]
    groove = np.exp(-(((near[:, 1] - near[:, 0]) / scale / 0.06) ** 2)).reshape(side, side)
    dy, dx = np.gradient(ndimage.gaussian_filter(-groove, 0.03 * scale))
    light = math.radians(shot.light_deg)
    relief = math.cos(light) * dx + math.sin(light) * dy
    shade = 1 + skin.furrows * (0.5 * relief / relief.std() - groove)
    shade += skin.fine * smooth_noise(rng, side, 0.05 * scale)
    density = skin.mottle * smooth_noise(rng, side, 0.8 * scale)[..., None] * MELANIN
    density += 0.7 * skin.mottle * smooth_noise(rng, side, 1.2 * scale)[..., None] * BLOOD
    for x, y in rng.uniform(0, side, (skin.needle_marks, 2)):
        radius = rng.uniform(0.06, 0.14) * scale
        part = tuple(slice(max(0, int(v - 12 * radius)), min(side, int(v + 12 * radius))) for v in (y, x))
        rows, columns = np.mgrid[part]
        r2 = ((columns - x) ** 2 + (rows - y) ** 2) / radius**2
        density[part] += (0.5 * np.exp(-r2) + 0.05 * np.exp(-r2 / 16))[..., None] * BLOOD
    density -= np.log(1 - darkness.clip(0, 0.95))[..., None] * PORE

    linear = LEVEL * np.array([1.7, 1, 0.65]) * np.exp(-density) * shade[..., None]
    linear *= (1 + shot.gradient * np.linspace(-0.5, 0.5, side))[None, :, None]
    linear = np.stack([ndimage.gaussian_filter(linear[..., c], shot.blur_px * OVER) for c in range(3)], axis=2)
    linear = linear.reshape(side // OVER, OVER, side // OVER, OVER, 3).mean((1, 3))
    grain = np.random.default_rng([skin.seed, shot.seed]).normal(size=linear.shape)
    linear = (linear + shot.noise * np.sqrt(LEVEL * linear) * grain).clip(0, 1)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    rgb = (255 * encoded).round().astype(np.uint8)
    if not shot.jpeg:
        return rgb
    file = io.BytesIO()
    Image.fromarray(rgb).save(file, "JPEG", quality=shot.jpeg)
    return np.asarray(Image.open(file))


def truth(skin: Skin, shot: Shot) -> Truth:
    """What there is to be found: peak darkness after blur, over the nine samples round a pore's centre."""
    darkness, place, diameter = draw_pores(skin)
    blurred = ndimage.maximum_filter(ndimage.gaussian_filter(darkness, shot.blur_px * OVER), 3)
    column, row = ((place + 0.5) * OVER - 0.5).round().astype(int).T
    return Truth(place, diameter * skin.px_per_mm, blurred[row, column] >= VISIBLE)


def scenes(seed: int) -> dict[str, tuple[Skin, Shot]]:
    """Photographs to find pores in."""
    skin, shot = Skin(seed), Shot()
    return {
        "default": (skin, shot),
        "steep walls": (replace(skin, profile="walls"), shot),
        "wide wings": (replace(skin, profile="wings"), shot),
        "deep furrows": (replace(skin, furrows=0.1), shot),
        "wide cells": (replace(skin, cell=1.2), shot),
        "weak pores": (replace(skin, contrast=0.15), shot),
        "150 pores/cm2": (replace(skin, pores_per_cm2=150), shot),
        "400 needle marks": (replace(skin, needle_marks=400), shot),
        "blur 1.5 px": (skin, replace(shot, blur_px=1.5)),
        "10 px/mm": (replace(skin, px_per_mm=10), shot),
        "40 px/mm": (replace(skin, px_per_mm=40, side_mm=18), shot),
    }


PAIRS = {
    "same light": Shot(2, 0.7),
    "blur 1.5 px": Shot(2, 1.5),
    "noise + JPEG 80": Shot(2, 0.7, 0.05, jpeg=80),
    "light turned 90 deg": Shot(2, 0.7, light_deg=120),
    "all at once": Shot(2, 1.3, 0.04, 100, 0.4, 85),
}
CHANGES = {"nothing": (1, 1), "diameter x0.85": (0.85, 1), "contrast x0.9": (1, 0.9)}


def find(tools: list[str], seeds: int) -> dict[str, dict[str, Any]]:
    """How well each tool finds and sizes pores, by scene."""
    rows: dict[str, dict[str, Any]] = {tool: {} for tool in tools}
    for name in track(list(scenes(0)), "scenes", transient=True):
        outcomes: dict[str, list[Any]] = {tool: [] for tool in tools}
        for seed in range(seeds):
            skin, shot = scenes(seed)[name]
            rgb, true = photograph(skin, shot), truth(skin, shot)
            for tool in tools:
                outcomes[tool].append(judge(*run(TOOLS[tool], rgb, skin.px_per_mm), true, rgb.shape[:2]))
        for tool in tools:
            rows[tool][name] = pool(outcomes[tool])
    return rows


def compare(px_per_mm: float, seeds: int) -> list[dict[str, Any]]:
    """What porevis reads of known changes."""
    rows = []
    for seed in track(range(seeds), f"changes, {px_per_mm:.0f} px/mm", transient=True):
        skin = Skin(100 + seed, px_per_mm)
        before = View(photograph(skin, Shot(1, 0.7)), px_per_mm)
        dark = draw_pores(skin)[0].sum()
        for change, (size, depth) in CHANGES.items():
            true = {"visibility": draw_pores(skin, size, depth)[0].sum() / dark - 1, "diameter": size - 1}
            for name, shot in PAIRS.items():
                reading = by_porevis(before, View(photograph(skin, shot, size, depth), px_per_mm))
                row: dict[str, Any] = {"px_per_mm": px_per_mm, "change": change, "shot": name, "seed": seed}
                if reading:
                    told = reading.regions[0].change
                    row |= {k: {"true": t, "read": told[k].relative, "ci95": told[k].ci95} for k, t in true.items()}
                rows.append(row)
    return rows


def summarize(rows: list[dict[str, Any]], px_per_mm: float, change: str, shot: str) -> list[str]:
    """Of visibility and diameter: mean error +- spread, points, and how many intervals hold the truth."""
    cells = []
    for key in ("visibility", "diameter"):
        told = [
            row[key]
            for row in rows
            if (row["px_per_mm"], row["change"], row["shot"]) == (px_per_mm, change, shot) and key in row
        ]
        errors = np.array([100 * (t["read"] - t["true"]) for t in told])
        held = sum(t["ci95"][0] <= t["true"] <= t["ci95"][1] for t in told)
        cells.append(f"{errors.mean():+.1f} +- {errors.std():.1f} ({held}/{len(told)})" if len(told) else "refused")
    return cells


def main() -> None:
    """Runs, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3, help="skins a scene, and pairs a change")
    parser.add_argument(
        "--only", default="porevis,blob_log", metavar="TOOLS", help="comma-separated; of segmentation.py"
    )
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for other_skin.json")
    given = parser.parse_args()
    tools = given.only.split(",")
    console = Console(width=150)
    found = find(tools, given.seeds)
    for tool, rows in found.items():
        made = table(tool, "scene", "F1", "precision", "recall", "size found/true", "spread", "log-corr.")
        for name, row in rows.items():
            keys = ("f1", "precision", "recall", "size", "size_spread", "size_correlation")
            made.add_row(name, *(figure(row[key]) for key in keys))
        made.add_row("mean", figure(float(np.mean([row["f1"] for row in rows.values()]))))
        console.print(made)
    changes = [row for px_per_mm in (20.0, 13.0) for row in compare(px_per_mm, given.seeds)]
    made = table("porevis: error of a change, points (intervals that hold)", "photographs", *CHANGES)
    for px_per_mm in (20.0, 13.0):
        for shot in PAIRS:
            cells = [" / ".join(summarize(changes, px_per_mm, change, shot)) for change in CHANGES]
            made.add_row(f"{px_per_mm:.0f} px/mm, {shot}", *cells)
    console.print(made)
    record = {"machine": machine(), "versions": versions(), "seeds": given.seeds, "found": found, "changes": changes}
    (given.out / "other_skin.json").write_text(json.dumps(rounded(record), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
