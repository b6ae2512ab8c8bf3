# SPDX-License-Identifier: Apache-2.0
"""Regions, density and visibility that porevis reads on heads of known shape and pores, face on and turned.

Usage: python benchmarks/accuracy/faces.py [--heads HEADS] [--yaws YAWS] [--px-per-mm K] [--out DIR]
Needs: pip install '.[bench]'.
Three heads of other shapes than the one that porevis corrects with (face_phantom.py), photographed in full size from
1.2 m. Each photograph is measured three times: with its true landmarks and scale, curvature corrected and not; and with
the landmarks that porevis finds and the scale of the eye distance. Truth is what the measured skin shows: its true
area, the pores on it of 6 % peak darkness or more, and the darkness of all. Truth of the places: the regions drawn on
the face from the front, carried over the head's surface. The same skin laid flat tells what its shape has no part in.
Prints tables and writes results/faces.json; a run over some of the heads or views writes only where --out says.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import cv2
import face_phantom as phantoms
import numpy as np
from face_phantom import CAMERA_MM, HEADS, VISIBLE, Head, Shot, View
from numpy.typing import NDArray
from porevis import Error, MeasureOptions, Region, phantom
from porevis._core import measure_photo, regions_from_face
from rich.console import Console
from rich.progress import track
from rich.table import Table
from segmentation import RESULTS, Row, machine, rounded, versions

YAWS = (0.0, -20.0, 20.0, -35.0, 35.0, -45.0, 45.0)
PER_CM2 = 60.0
SMALLEST_MM2 = 100.0  # a region of which less is measured tells nothing
STEEPEST = 0.5  # cosine of the tilt from where skin is left out
CORRECTED, NOT_CORRECTED, FOUND = RUNS = ("corrected", "not corrected", "found")


def options_of(shot: Shot, run: str) -> MeasureOptions:
    """How a run measures a photograph."""
    options = MeasureOptions()
    if run == FOUND:
        return options
    options.px_per_mm = shot.view.px_per_mm
    options.given_face = shot.face
    options.curvature.correct = run == CORRECTED
    return options


def true_figures(shot: Shot, roi: Sequence[int], measurable: NDArray[np.uint8]) -> Row:
    """Area, number and darkness of what a mask shows of the head."""
    x, y, width, height = roi
    mask = np.zeros(shot.view.size[::-1], np.uint8)
    mask[y : y + height, x : x + width] = measurable
    grid = shot.grid
    share = cv2.resize(mask.astype(np.float32) / 255, grid.cosine.shape[::-1], interpolation=cv2.INTER_AREA)
    # A pixel's area at its distance, over its tilt against the line of sight.
    seen = shot.view.before_camera(grid.place)
    slant = np.linalg.norm(seen, axis=-1) / seen[..., 2]
    pixel_mm2 = (seen[..., 2] / (CAMERA_MM * shot.view.px_per_mm)) ** 2 / (grid.cosine.clip(0.05) * slant)
    cells_px2 = np.prod(np.divide(shot.view.size, grid.cosine.shape[::-1]))
    area_mm2 = float(np.nansum(share * pixel_mm2) * cells_px2)
    column, row = np.rint(shot.view.picture(shot.pores.place[shot.seen])).astype(int).T
    inside = shot.seen[mask[row, column] > 0]
    return {
        "area_mm2": area_mm2,
        "count": int((shot.contrast[inside] >= VISIBLE).sum()),
        "darkness_mm2": float(shot.pores.darkness_mm2[inside].sum()),
    }


def filled(region: Region, shot: Shot) -> NDArray[np.bool_]:
    """A region of a photograph on the head's grid."""
    canvas = np.zeros(shot.grid.cosine.shape, np.uint8)
    for polygon, value in [(region.outline, 1), *((part, 0) for part in region.keep_out)]:
        corners = (np.array(polygon) + 0.5) / shot.grid.step_px - 0.5
        cv2.fillPoly(canvas, [np.rint(corners * 16).astype(np.int32)], value, shift=4)
    return np.asarray(canvas > 0)


def carried(region: Region, front: Shot, shot: Shot) -> NDArray[np.bool_]:
    """A region of the face seen from the front, on another view's grid."""
    on_front = filled(region, front)
    px = front.view.picture(np.nan_to_num(shot.grid.place))
    column, row = np.rint((np.moveaxis(px, -1, 0) + 0.5) / front.grid.step_px - 0.5).astype(int)
    height, width = on_front.shape
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    return inside & on_front[row.clip(0, height - 1), column.clip(0, width - 1)]


def centre_error_mm(region: Region, true: NDArray[np.bool_], shot: Shot) -> float:
    """Between the middles of a region and of its truth, both without what turns away."""
    facing = np.nan_to_num(shot.grid.cosine) >= STEEPEST
    here, there = filled(region, shot) & facing, true & facing
    if not (here.any() and there.any()):
        return math.nan
    middles = [np.argwhere(mask).mean(axis=0) for mask in (here, there)]
    return float(np.linalg.norm(middles[0] - middles[1])) * shot.grid.step_px / shot.view.px_per_mm


def measure(shot: Shot, run: str, front: Shot, drawn: dict[str, Region]) -> dict[str, Row] | str:
    """Figures by region beside their truth; or why there are none. drawn: the regions seen from the front, by name."""
    options = options_of(shot, run)
    try:
        measurement = measure_photo(shot.photo, options)
    except Error as refused:
        return str(refused)
    rows: dict[str, Row] = {}
    for region in measurement.regions:
        true = true_figures(shot, region.roi, region.measurable)
        if true["area_mm2"] < SMALLEST_MM2:
            continue
        row = {
            "area": region.area_mm2 / true["area_mm2"] - 1,
            "density": region.density_per_cm2 / (100 * true["count"] / true["area_mm2"]) - 1,
            "visibility": region.visibility / (true["darkness_mm2"] / true["area_mm2"]) - 1,
            "scale": measurement.scale.px_per_mm / shot.view.px_per_mm - 1,
            "true": true,
            "tilt_deg": region.curvature.tilt_deg,
            "area_factor": region.curvature.area_factor,
        }
        if region.name in drawn:
            row["centre_mm"] = centre_error_mm(region.region, carried(drawn[region.name], front, shot), shot)
        rows[region.name] = row
    return rows


def lay_flat(tone: int, px_per_mm: float, seed: int) -> Row:
    """The same figures on flat skin of a face's size."""
    skin = phantom.make_skin(phantom.SkinDescription(width_mm=50, height_mm=50, pores_per_cm2=PER_CM2, tone=tone), seed)
    shot = phantom.photograph(skin, phantom.ShotDescription(px_per_mm=px_per_mm, seed=seed))
    options = MeasureOptions(whole=True, px_per_mm=px_per_mm)
    region = measure_photo(shot.photo, options).regions[0]
    visible = int((np.asarray(shot.pores["blurred_contrast"]) >= VISIBLE).sum())
    area_cm2 = 25.0
    return {
        "density": region.density_per_cm2 / (visible / area_cm2) - 1,
        "visibility": region.visibility / skin.visibility - 1,
    }


def run_head(head: Head, yaws: Iterable[float], px_per_mm: float, seed: int) -> dict[str, Row]:
    """All views of a head: figures by view, run and region."""
    pores = phantoms.strew(head, PER_CM2, seed)
    marks = phantoms.landmarks_on(head)
    front = phantoms.photograph(head, View(0, px_per_mm), pores, seed, marks=marks)
    drawn = {region.name: region for region in regions_from_face(front.face, front.photo)}
    views: dict[str, Row] = {}
    for i, yaw in enumerate(yaws):
        shot = front if yaw == 0 else phantoms.photograph(head, View(yaw, px_per_mm), pores, seed + i, marks=marks)
        views[f"{yaw:g}"] = {run: measure(shot, run, front, drawn) for run in RUNS}
    return views


def spread(values: Iterable[float], form: str) -> str:
    """Mean and the worst of the finite ones."""
    finite = [value for value in values if math.isfinite(value)]
    return f"{np.mean(finite):{form}} ({max(finite, key=abs):{form}})" if finite else "–"


def columns(rows: Iterable[tuple[Row, Row]], keys: Iterable[str]) -> list[str]:
    """Errors over regions, per cent, those of flat skin taken out; and of the centres, mm. rows: each with its flat."""
    rows = list(rows)
    return [
        *(spread((100 * ((1 + row[k]) / (1 + flat.get(k, 0)) - 1) for row, flat in rows), "+.1f") for k in keys),
        spread((row["centre_mm"] for row, _ in rows if "centre_mm" in row), ".1f"),
    ]


def view_table(heads: dict[str, Row]) -> Table:
    """A row a head and view: errors over its regions."""
    table = Table(
        title="Error over a photograph's regions: mean (worst), %; density and visibility beside those of flat skin; "
        "centres: mean (worst), mm"
    )
    for column in ("head", "yaw", "run", "regions", "scale", "area", "density", "visibility", "centres"):
        table.add_column(column, justify="left" if column in {"head", "run"} else "right")
    for head, of in heads.items():
        for yaw, runs in of["views"].items():
            for run, found in runs.items():
                if isinstance(found, str):
                    table.add_row(head, yaw, run, "none")
                    continue
                rows = [(row, of["laid flat"]) for row in found.values()]
                table.add_row(
                    head, yaw, run, str(len(rows)), *columns(rows, ("scale", "area", "density", "visibility"))
                )
        flat = (f"{100 * of['laid flat'][k]:+.1f}" for k in ("density", "visibility"))
        table.add_row(head, "", "laid flat", "", "", "", *flat, "")
        table.add_section()
    return table


def region_table(heads: dict[str, Row], run: str) -> Table:
    """A row a region, over all heads and views."""
    by_region: dict[str, list[tuple[Row, Row]]] = {}
    for of in heads.values():
        for runs in of["views"].values():
            if not isinstance(runs[run], str):
                for name, row in runs[run].items():
                    by_region.setdefault(name, []).append((row, of["laid flat"]))
    table = Table(title=f"The same by region, {run}")
    for column in ("region", "views", "tilt, degrees", "area", "density", "visibility", "centres"):
        table.add_column(column, justify="left" if column == "region" else "right")
    for name, rows in by_region.items():
        tilt = np.mean([row["tilt_deg"] for row, _ in rows])
        table.add_row(name, str(len(rows)), f"{tilt:.0f}", *columns(rows, ("area", "density", "visibility")))
    return table


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--heads", default=",".join(HEADS), help="comma-separated; of: %(default)s")
    parser.add_argument("--yaws", default=",".join(f"{yaw:g}" for yaw in YAWS), help="degrees; default: %(default)s")
    parser.add_argument("--px-per-mm", type=float, default=20, help="default: %(default)s")
    parser.add_argument("--out", type=Path, help="folder for faces.json")
    given = parser.parse_args()
    usual = all(getattr(given, name) == parser.get_default(name) for name in ("heads", "yaws", "px_per_mm"))
    given.heads = [name.strip() for name in given.heads.split(",")]
    if unknown := sorted(set(given.heads) - set(HEADS)):
        parser.error(f"--heads: no {', '.join(unknown)}; there are {', '.join(HEADS)}")
    try:
        given.yaws = [float(yaw) for yaw in given.yaws.split(",")]
    except ValueError:
        parser.error("--yaws: give degrees, comma-separated, as in 0,-45,45")
    if given.out is None and usual:
        given.out = RESULTS
    return given


def main() -> None:
    """Runs what is asked for, prints it and writes it."""
    given = arguments()
    console = Console()
    if not console.is_terminal:
        console = Console(width=150)  # a file has no width of its own
    heads: dict[str, Row] = {}
    for i, name in enumerate(track(given.heads, "heads", console=console, transient=True)):
        seed = 700 + 10 * i
        views = run_head(HEADS[name], given.yaws, given.px_per_mm, seed)
        heads[name] = {"views": views, "laid flat": lay_flat(HEADS[name].tone, given.px_per_mm, seed)}
    console.print(view_table(heads))
    for run in RUNS:
        console.print(region_table(heads, run))
    if given.out is None:
        return
    record: dict[str, Any] = {
        "command": "python benchmarks/accuracy/faces.py",
        "machine": machine(),
        "versions": versions(),
        "px_per_mm": given.px_per_mm,
        "heads": heads,
    }
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "faces.json").write_text(json.dumps(rounded(record), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
