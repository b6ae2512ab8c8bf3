# SPDX-License-Identifier: Apache-2.0
"""Change read between two photographs whose true change is known, by porevis and by the tools people use today.

Usage: python benchmarks/accuracy/change.py [--seeds N] [--coverage N] [--labelled FOLDER] [--only TOOLS]
       [--scenes SCENES] [--changes CHANGES] [--out DIR]
Needs: pip install '.[bench]'.
Synthetic skin of 12 cm2 at 20 px/mm: its pores change or not, the second photograph differs in one thing at a time and
in all at once (change_scenes.py). Real skin: hand-labelled pores are faded and photographed again (change_labelled.py).
porevis compares two photographs; the other tools measure each by itself, and their visibility is the area fraction of
their spots. Errors are in points: reported - true, each in per cent. --coverage tries the 95 % intervals and verdicts
of porevis on N skins, each photographed under a mix of its own, and on N skins that differ in tone, pores, furrows,
confusers, resolution and compression as well.
Prints tables and writes results/change.json and .png; a run over some of the tools, scenes or changes writes only where
--out says.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Collection, Iterable
from dataclasses import asdict
from pathlib import Path

import change_labelled
import numpy as np
from change_scenes import CHANGES, COVERAGE, COVERAGE_SEED, FIRST_SEED, SCENES, take
from change_tables import (
    HELD,
    MEASURES,
    Row,
    Rows,
    Truth,
    coverage_table,
    labelled_table,
    labelled_tool_table,
    scene_table,
    summarize,
    tool_table,
)
from change_tools import TOOLS, Reading
from plots import draw_changes
from rich.console import Console
from rich.progress import track
from segmentation import LABELLED, LABELLED_PX_PER_MM, RESULTS, machine, rounded, versions


def holds(reading: Reading, measure: str, true: float) -> bool:
    """Whether the 95 % interval of porevis, of its single region, holds the truth."""
    low, high = reading.regions[0].change[measure].ci95
    return low <= true <= high


def mean(values: Iterable[float]) -> float:
    """Of the finite ones; not a number where there is none."""
    finite = [value for value in values if math.isfinite(value)]
    return sum(finite) / len(finite) if finite else math.nan


def pool(readings: list[Reading | None], truth: dict[str, float]) -> Row:
    """The figures of a scene from all its seeds; None stands for a refusal. `held` counts intervals of visibility."""
    read = [reading for reading in readings if reading]
    reported = {m: mean(reading.change[m] for reading in read) for m in MEASURES}
    row: Row = {
        "reported": reported,
        "error": {m: 100 * (reported[m] - truth.get(m, 0)) for m in MEASURES},  # no pore comes or goes
        "seeds": len(readings),
        "refused": len(readings) - len(read),
    }
    ours = [reading for reading in read if reading.regions]
    if ours:
        row["held"] = sum(holds(reading, "visibility", truth["visibility"]) for reading in ours)
        row["ci95"] = [list(reading.regions[0].change["visibility"].ci95) for reading in ours]
        row["verdicts"] = [reading.regions[0].verdict for reading in ours]
    return row


def run_scenes(
    tools: Iterable[str], changes: Iterable[str], scenes: Iterable[str], seeds: int, console: Console
) -> tuple[Rows, Truth]:
    """The figures of each tool, and the truth of each change."""
    rows: Rows = {tool: {change: {} for change in changes} for tool in tools}
    truth: Truth = {}
    cases = [(change, scene) for change in changes for scene in scenes]
    for change, scene in track(cases, "scenes", console=console, transient=True):
        pairs = [take(SCENES[scene], CHANGES[change], seed) for seed in range(FIRST_SEED, FIRST_SEED + seeds)]
        truth[change] = pairs[0].truth
        for tool in tools:
            rows[tool][change][scene] = pool([TOOLS[tool](p.before, p.after) for p in pairs], truth[change])
    return rows, truth


def run_coverage(skins: int, console: Console) -> dict[str, Row]:
    """Shares of the skins, by change, on which an interval of porevis held the truth and which verdict it gave."""
    rows = {}
    for change, (draw, description) in COVERAGE.items():
        read: list[tuple[Reading, dict[str, float]]] = []  # each with its truth
        for i in track(range(skins), f"intervals, {change}", console=console, transient=True):
            pair = take(draw(COVERAGE_SEED + i), description, COVERAGE_SEED + i)
            reading = TOOLS["porevis"](pair.before, pair.after)
            read += [(reading, pair.truth)] if reading else []
        error = [100 * (reading.change["visibility"] - truth["visibility"]) for reading, truth in read]
        half_width = [50 * float(np.ptp(reading.regions[0].change["visibility"].ci95)) for reading, _ in read]
        rows[change] = {
            "truth": {m: mean(truth[m] for _, truth in read) for m in HELD},
            "skins": skins,
            "refused": skins - len(read),
            "held": {m: mean(holds(reading, m, truth[m]) for reading, truth in read) for m in HELD},
            "called": {v: mean(r.regions[0].verdict == v for r, _ in read) for v in ("decreased", "increased")},
            "error": {"mean": mean(error), "deviation": float(np.std(error)) if error else math.nan},
            "half_width": mean(half_width),
        }
    return rows


def run_labelled(tools: Iterable[str], folder: Path, console: Console) -> Rows:
    """Reported change by tool, second photograph and fade (per cent) on the labelled half of a real face."""
    half = change_labelled.read(folder, LABELLED_PX_PER_MM)
    light = change_labelled.linear(half.view.rgb)
    rows: Rows = {tool: {name: {} for name in change_labelled.RESHOTS} for tool in tools}
    cases = [(share, name) for share in change_labelled.FADES for name in change_labelled.RESHOTS]
    for share, name in track(cases, "real skin", console=console, transient=True):
        faded = change_labelled.fade(light, half.pores, share, LABELLED_PX_PER_MM)
        after = change_labelled.shoot(faded, half.view, change_labelled.RESHOTS[name])
        for tool in tools:
            reading = TOOLS[tool](half.view, after)
            parts = reading.regions if reading else ()
            rows[tool][name][f"{100 * share:.0f}"] = {
                "reported": reading and reading.change,
                "parts": [
                    {
                        "visibility": part.change["visibility"].relative,
                        "ci95": list(part.change["visibility"].ci95),
                        "verdict": part.verdict,
                    }
                    for part in parts
                ],
            }
    return rows


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=12, help="skins a scene")
    parser.add_argument("--coverage", type=int, default=0, metavar="N", help="skins the intervals are tried on")
    parser.add_argument("--labelled", type=Path, default=LABELLED, help="folder of the labelled half face")
    parser.add_argument("--out", type=Path, help="folder for change.json and .png")
    choices: dict[str, Collection[str]] = {"only": TOOLS, "scenes": SCENES, "changes": CHANGES}
    for option, known in choices.items():
        parser.add_argument(f"--{option}", default=",".join(known), help="comma-separated; of: %(default)s")
    given = parser.parse_args()
    for option, known in choices.items():
        names = [name.strip() for name in getattr(given, option).split(",")]
        if unknown := sorted(set(names) - set(known)):
            parser.error(f"--{option}: no {', '.join(unknown)}; there are {', '.join(known)}")
        setattr(given, option, names)
    if given.seeds < 1:
        parser.error("--seeds: at least 1")
    if given.out is None and all(len(getattr(given, option)) == len(known) for option, known in choices.items()):
        given.out = RESULTS
    return given


def main() -> None:
    """Runs what is asked for, prints it and writes it."""
    given = arguments()
    console = Console()
    if not console.is_terminal:
        console = Console(width=150)  # a file has no width of its own
    rows, truth = run_scenes(given.only, given.changes, given.scenes, given.seeds, console)
    found = (given.labelled / "photo.png").is_file()
    labelled = run_labelled(given.only, given.labelled, console) if found else {}
    coverage = run_coverage(given.coverage, console) if given.coverage and "porevis" in given.only else {}

    if "porevis" in rows:
        console.print(scene_table(rows["porevis"], truth))
    console.print(tool_table(rows, truth))
    if "porevis" in labelled:
        console.print(labelled_table(labelled))
    if labelled:
        console.print(labelled_tool_table(labelled))
    else:
        console.print("Real skin skipped: no photo.png in the folder of --labelled (datasets/README.md).\n")
    if coverage:
        console.print(coverage_table(coverage))
    if given.out is None:
        return

    record = {
        "command": f"python benchmarks/accuracy/change.py --seeds {given.seeds} --coverage {given.coverage}",
        "machine": machine(),
        "versions": versions(),
        "scenes": {name: asdict(SCENES[name]) for name in given.scenes},
        "changes": {name: {"description": CHANGES[name], "truth": truth[name]} for name in given.changes},
        "tools": {
            tool: {
                "summary": {change: summarize(of) for change, of in rows[tool].items()},
                "labelled_half": labelled.get(tool),
                "scenes": rows[tool],
            }
            for tool in rows
        },
        "porevis_intervals": coverage or None,
    }
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "change.json").write_text(json.dumps(rounded(record), indent=1) + "\n", encoding="utf-8")
    draw_changes(rows, truth, given.out / "change.png")


if __name__ == "__main__":
    main()
