# SPDX-License-Identifier: Apache-2.0
"""How well pores are found and sized, by porevis and by the tools people use today, on the same photographs.

Usage: python benchmarks/accuracy/segmentation.py [--seeds N] [--labelled FOLDER] [--only TOOLS] [--scenes SCENES]
Needs: pip install '.[bench]'.
Synthetic skin of exact truth, scene by scene (scenes.py), and the hand-labelled half of a real face. A pore must be
found from 6 % peak darkness after blur; fainter ones and those under a hair are no mistake where they are found.
Prints tables and writes results/segmentation.json and .png; a run over some of the tools or scenes writes only where
--out says.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import platform
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import porevis
from agreement import discs, match, scores
from numpy.typing import NDArray
from peers import GRIDS, PEERS, Spots, Tool
from PIL import Image
from plots import draw_curves
from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table
from scenes import CLEAN, CONFUSERS, FIRST_SEED, SCENES, SIZE_GRID, SMALL_MM, TONES, TUNING, TUNING_SEED, Truth, take
from scipy import ndimage

RESULTS = Path(__file__).resolve().parents[1] / "results"
LABELLED = Path(__file__).resolve().parents[3] / "shared" / "data" / "labelled_half"
LABELLED_PX_PER_MM = 13.0
UNSIZED_PX = 2.0  # disc drawn for a pore too small for its size to be claimed
CONFIDENCE_BINS = ((0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.0))
PACKAGES = ("numpy", "scipy", "scikit-image", "opencv-python-headless", "sep")

Row = dict[str, Any]


def by_porevis(rgb: NDArray[np.uint8], px_per_mm: float) -> Spots:
    """The tool under test, with its defaults."""
    measurement = porevis.measure_photo(rgb, whole=True, px_per_mm=px_per_mm)
    pores = measurement.pores
    x, y, diameter_mm, confidence = (np.asarray(pores[c]) for c in ("x_px", "y_px", "diameter_mm", "confidence"))
    return Spots(x, y, diameter_mm * px_per_mm, confidence, porevis.draw_pores(measurement) > 0)


TOOLS: dict[str, Tool] = {"porevis": by_porevis, **PEERS}


@dataclass(frozen=True)
class Outcome:
    """What a tool found in one photograph, held against its truth."""

    found: int  # without those that excuse themselves: faint pores, pores under a hair
    true: int
    found_px: NDArray[np.float64]  # diameter of each pore found rightly
    true_px: NDArray[np.float64]  # and of the true pore it is
    shared_px: int  # area in both the discs found and the true ones
    discs_px: int  # area of the discs found + of the true ones
    seconds: float
    confidence: dict[str, NDArray[np.float64]] = field(default_factory=dict)  # of `true`, `faint` and `false` ones


def run(tool: Tool, rgb: NDArray[np.uint8], px_per_mm: float) -> tuple[Spots, float]:
    """What a tool finds, and its seconds."""
    start = time.perf_counter()
    spots = tool(rgb, px_per_mm)
    return spots, time.perf_counter() - start


def judge(spots: Spots, seconds: float, truth: Truth, shape: tuple[int, int]) -> Outcome:
    """Holds what was found in a photograph of this shape against its truth."""
    place, seen = np.c_[spots.x, spots.y], truth.seen
    pairs = match(place, truth.place[seen], truth.diameter_px[seen] / 2)
    rest = np.setdiff1d(np.arange(len(place)), pairs[:, 0])
    faint = rest[match(place[rest], truth.place[~seen], truth.diameter_px[~seen] / 2)[:, 0]]
    false = np.setdiff1d(rest, faint)

    counted = np.union1d(pairs[:, 0], false)
    drawn = draw(spots, shape, counted)
    true = discs(shape, *truth.place[seen].T, truth.diameter_px[seen])
    elsewhere = true | ~discs(shape, *truth.place[~seen].T, truth.diameter_px[~seen])
    drawn &= elsewhere
    confidence = {}
    if spots.confidence is not None:
        kinds = {"true": pairs[:, 0], "faint": faint, "false": false}
        confidence = {kind: spots.confidence[index] for kind, index in kinds.items()}
    return Outcome(
        found=len(counted),
        true=int(seen.sum()),
        found_px=spots.diameter_px[pairs[:, 0]],
        true_px=truth.diameter_px[seen][pairs[:, 1]],
        shared_px=int((drawn & true).sum()),
        discs_px=int(drawn.sum() + true.sum()),
        seconds=seconds,
        confidence=confidence,
    )


def draw(spots: Spots, shape: tuple[int, int], index: NDArray[np.int64]) -> NDArray[np.bool_]:
    """A mask of the discs of the spots of this index."""
    return discs(shape, spots.x[index], spots.y[index], np.nan_to_num(spots.diameter_px[index], nan=UNSIZED_PX))


def pool(outcomes: list[Outcome]) -> Row:
    """The figures of a scene from all its photographs. Size is found / true diameter over the pores that have one."""
    found_px = np.concatenate([o.found_px for o in outcomes])
    true_px = np.concatenate([o.true_px for o in outcomes])
    sized = np.isfinite(found_px) & (found_px > 0)
    ratio, log_found, log_true = (np.log(v[sized]) for v in (found_px / true_px, found_px, true_px))
    enough = len(ratio) >= 10
    low, middle, high = np.percentile(ratio, (16, 50, 84)) if enough else (math.nan,) * 3
    varied = enough and log_found.std() > 0
    f1, precision, recall = scores(len(found_px), sum(o.found for o in outcomes), sum(o.true for o in outcomes))
    return {
        "f1": f1,
        "precision": precision,
        "recall": recall,
        "dice": 2 * sum(o.shared_px for o in outcomes) / max(1, sum(o.discs_px for o in outcomes)),
        "size": float(np.exp(middle)),
        "size_spread": float((high - low) / 2),
        "size_correlation": float(np.corrcoef(log_found, log_true)[0, 1]) if varied else math.nan,
        "sized_share": len(ratio) / max(1, len(found_px)),
        "true": sum(o.true for o in outcomes),
        "found": sum(o.found for o in outcomes),
        "seconds": sum(o.seconds for o in outcomes) / len(outcomes),
    }


def run_scenes(
    tools: dict[str, Tool], names: Iterable[str], seeds: int
) -> Iterator[tuple[str, dict[str, list[Outcome]]]]:
    """The outcomes of each tool, scene after scene."""
    for name in names:
        outcomes: dict[str, list[Outcome]] = {tool: [] for tool in tools}
        for seed in range(FIRST_SEED, FIRST_SEED + seeds):
            shot, truth = take(SCENES[name], seed)
            rgb = shot.photo.pixels
            for tool, find in tools.items():
                outcomes[tool].append(judge(*run(find, rgb, shot.px_per_mm), truth, rgb.shape[:2]))
        yield name, outcomes


def calibrate(outcomes: list[Outcome]) -> list[Row]:
    """How many of the pores of each confidence are true."""
    pooled = {
        kind: np.concatenate([o.confidence[kind] for o in outcomes if o.confidence] or [np.empty(0)])
        for kind in ("true", "faint", "false")
    }
    rows = []
    for low, high in CONFIDENCE_BINS:
        count = {k: int(((c >= low) & ((c < high) | (high == 1))).sum()) for k, c in pooled.items()}
        total = sum(count.values())
        rows.append({"low": low, "high": high, "count": total, **{k: n / max(1, total) for k, n in count.items()}})
    return rows


def run_labelled(tools: dict[str, Tool], folder: Path) -> dict[str, Row]:
    """Agreement with a person's labels inside the regions where they are to be trusted."""
    rgb = np.asarray(Image.open(folder / "photo.png").convert("RGB"))
    label = np.asarray(Image.open(folder / "pores.png").convert("L")) > 127
    region = np.asarray(Image.open(folder / "regions.png").convert("L")) > 127

    def inside(place: NDArray[np.float64]) -> NDArray[np.bool_]:
        column, row = place.round().astype(int).T
        return region[row.clip(0, region.shape[0] - 1), column.clip(0, region.shape[1] - 1)]

    labels, count = ndimage.label(label, np.ones((3, 3)))
    index = np.arange(1, count + 1)
    true = np.array(ndimage.center_of_mass(label, labels, index))[:, ::-1]
    radius = np.sqrt(ndimage.sum_labels(label, labels, index) / np.pi)
    kept = inside(true)
    label &= region

    rows = {}
    for name, find in tools.items():
        spots, seconds = run(find, rgb, LABELLED_PX_PER_MM)
        place = np.c_[spots.x, spots.y]
        counted = np.flatnonzero(inside(place))
        matched = len(match(place[counted], true[kept], radius[kept]))
        f1, precision, recall = scores(matched, len(counted), int(kept.sum()))
        # Labels trace what the photograph shows, its blur included, as the other tools' diameters do.
        mask = (draw(spots, region.shape, counted) if spots.mask is None else spots.mask) & region
        shared, either = int((mask & label).sum()), int((mask | label).sum())
        rows[name] = {
            "f1": f1,
            "precision": precision,
            "recall": recall,
            "dice": 2 * shared / max(1, shared + either),
            "intersection_over_union": shared / max(1, either),
            "found": len(counted),
            "true": int(kept.sum()),
            "seconds": seconds,
        }
    return rows


def summarize(rows: dict[str, Row]) -> Row:
    """A tool's figures over the scenes it was run on; None for what those cannot tell."""
    f1 = {name: row["f1"] for name, row in rows.items()}
    tones = [f1[name] for name in TONES.values() if name in f1]
    confusers = {name: f1[name] for name in CONFUSERS if name in f1}
    sizes = {name: rows[name]["size"] for name in SIZE_GRID.values() if name in rows and rows[name]["size"] > 0}
    worst_size = max(sizes, key=lambda name: abs(math.log(sizes[name])), default=None)
    worst_confuser = min(confusers, key=confusers.__getitem__, default=None)
    worst = min(f1, key=f1.__getitem__)
    return {
        "f1_mean": sum(f1.values()) / len(f1),
        "f1_worst": {"scene": worst, "f1": f1[worst]},
        "f1_clean": f1.get(CLEAN),
        "f1_confusers_mean": sum(confusers.values()) / len(confusers) if confusers else None,
        "f1_confusers_worst": worst_confuser and {"scene": worst_confuser, "f1": confusers[worst_confuser]},
        "f1_tone_difference": max(tones) - min(tones) if len(tones) > 1 else None,
        "dice_mean": sum(row["dice"] for row in rows.values()) / len(rows),
        "size_worst": worst_size and {"scene": worst_size, "size": sizes[worst_size]},
    }


def tune(names: Iterable[str], console: Console) -> None:
    """Prints, for each peer, the settings of its grid with the best mean F1 on the tuning phantoms."""
    photographs = [take(scene.sized(SMALL_MM), TUNING_SEED + i) for i, scene in enumerate(TUNING.values())]
    for name in names:
        best: tuple[float, Row] = (-1, {})
        choices = [dict(zip(GRIDS[name], values, strict=True)) for values in itertools.product(*GRIDS[name].values())]
        for settings in track(choices, name, console=console, transient=True):
            find = partial(PEERS[name], **settings)
            f1 = [
                pool([judge(*run(find, shot.photo.pixels, shot.px_per_mm), truth, shot.photo.pixels.shape[:2])])["f1"]
                for shot, truth in photographs
            ]
            best = max(best, (float(np.mean(f1)), settings), key=lambda choice: choice[0])
        console.print(f"{name}: F1 {best[0]:.3f} with {best[1]} ({len(choices)} tried)")


def machine() -> Row:
    """The processor and how much of it this process may use."""
    info = Path("/proc/cpuinfo")
    models = [line.split(":", 1)[1].strip() for line in _lines(info) if line.startswith("model name")]
    return {"cpu": models[0] if models else platform.processor(), "cores": os.cpu_count()}


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def versions() -> dict[str, str]:
    """Of everything that finds pores here."""
    return {
        "porevis": porevis.__version__,
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }


def figure(value: float | None, digits: int = 3) -> str:
    """A number, or a dash where there is none."""
    return "–" if value is None or not math.isfinite(value) else f"{value:.{digits}f}"


def table(title: str, *columns: str) -> Table:
    """An empty table: the first column names the row, the others are numbers."""
    made = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for i, column in enumerate(columns):
        made.add_column(column, justify="right" if i else "left", no_wrap=not i)
    return made


def scene_table(tool: str, rows: dict[str, Row]) -> Table:
    """One row a scene."""
    made = table(
        tool, "scene", "F1", "precision", "recall", "Dice", "size found/true", "spread", "log-corr.", "seconds"
    )
    keys = ("f1", "precision", "recall", "dice", "size", "size_spread", "size_correlation")
    for name, row in rows.items():
        made.add_row(name, *(figure(row[key]) for key in keys), figure(row["seconds"], 2))
    return made


def summary_table(summaries: dict[str, Row]) -> Table:
    """One row a tool, over all scenes."""
    made = table(
        "All scenes", "tool", "mean F1", "mean Dice", "clean", "confusers", "worst F1", "tones I-VI", "worst size"
    )
    for tool, s in summaries.items():
        size = s["size_worst"]
        made.add_row(
            tool,
            *(figure(s[key]) for key in ("f1_mean", "dice_mean", "f1_clean", "f1_confusers_mean")),
            f"{figure(s['f1_worst']['f1'])} {s['f1_worst']['scene']}",
            figure(s["f1_tone_difference"]),
            f"{figure(size['size'], 2)} {size['scene']}" if size else "–",
        )
    return made


def labelled_table(rows: dict[str, Row]) -> Table:
    """One row a tool, on the labelled half face."""
    made = table("Labelled half of a real face", "tool", "F1", "precision", "recall", "Dice", "IoU", "pores", "seconds")
    for tool, row in rows.items():
        keys = ("f1", "precision", "recall", "dice", "intersection_over_union")
        made.add_row(tool, *(figure(row[key]) for key in keys), str(row["found"]), figure(row["seconds"], 2))
    return made


def calibration_table(rows: list[Row]) -> Table:
    """One row a range of confidence."""
    made = table("porevis: confidence, all scenes", "confidence", "pores", "true", "true but faint", "false")
    for row in rows:
        shares = (f"{100 * row[kind]:.1f} %" if row["count"] else "–" for kind in ("true", "faint", "false"))
        made.add_row(f"{row['low']:.1f}-{row['high']:.1f}", str(row["count"]), *shares)
    return made


def rounded(value: Any) -> Any:
    """For JSON: four decimals, None for what is no number."""
    if isinstance(value, dict):
        return {key: rounded(v) for key, v in value.items()}
    if isinstance(value, list):
        return [rounded(v) for v in value]
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return value


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=4, help="photographs a scene")
    parser.add_argument("--labelled", type=Path, default=LABELLED, help="folder of the labelled half face")
    parser.add_argument("--only", metavar="TOOLS", default=",".join(TOOLS), help="comma-separated; of: %(default)s")
    parser.add_argument("--scenes", metavar="SCENES", default=",".join(SCENES), help="comma-separated; of: %(default)s")
    parser.add_argument("--out", type=Path, help="folder for segmentation.json and .png")
    parser.add_argument("--tune", action="store_true", help="search the peers' settings and print the best")
    given = parser.parse_args()
    for option, known in (("only", TOOLS), ("scenes", SCENES)):
        names = [name.strip() for name in getattr(given, option).split(",")]
        if unknown := sorted(set(names) - set(known)):
            parser.error(f"--{option}: no {', '.join(unknown)}; there are {', '.join(known)}")
        setattr(given, option, names)
    if given.out is None and (len(given.only), len(given.scenes)) == (len(TOOLS), len(SCENES)):
        given.out = RESULTS
    return given


def main() -> None:
    """Runs what is asked for, prints it and writes it."""
    given = arguments()
    console = Console()
    if not console.is_terminal:
        console = Console(width=150)  # a file has no width of its own
    if given.tune:
        tune([name for name in given.only if name in PEERS], console)
        return
    tools = {name: TOOLS[name] for name in given.only}

    rows: dict[str, dict[str, Row]] = {tool: {} for tool in tools}
    ours: list[Outcome] = []
    scenes = run_scenes(tools, given.scenes, given.seeds)
    for scene, outcomes in track(scenes, "scenes", len(given.scenes), console=console, transient=True):
        for tool, shots in outcomes.items():
            rows[tool][scene] = pool(shots)
        ours += outcomes.get("porevis", [])
    summaries = {tool: summarize(r) for tool, r in rows.items()}
    calibration = calibrate(ours)
    labelled = run_labelled(tools, given.labelled) if (given.labelled / "photo.png").is_file() else {}

    for tool in tools:
        console.print(scene_table(tool, rows[tool]))
    console.print(summary_table(summaries))
    if labelled:
        console.print(labelled_table(labelled))
    else:
        console.print("Labelled half skipped: no photo.png in the folder of --labelled (datasets/README.md).\n")
    if ours:
        console.print(calibration_table(calibration))
    if given.out is None:
        return

    record = {
        "command": f"python benchmarks/accuracy/segmentation.py --seeds {given.seeds}",
        "machine": machine(),
        "versions": versions(),
        "scenes": {name: {"skin": SCENES[name].skin, "shot": SCENES[name].shot} for name in given.scenes},
        "tools": {
            tool: {"summary": summaries[tool], "labelled_half": labelled.get(tool), "scenes": rows[tool]}
            for tool in tools
        },
        "porevis_confidence": calibration if ours else None,
    }
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "segmentation.json").write_text(json.dumps(rounded(record), indent=1) + "\n", encoding="utf-8")
    draw_curves(rows, given.out / "segmentation.png")


if __name__ == "__main__":
    main()
