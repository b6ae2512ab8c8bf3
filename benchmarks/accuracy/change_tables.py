# SPDX-License-Identifier: Apache-2.0
"""Tables of change.py."""

from __future__ import annotations

import math
from typing import Any

from change_scenes import ALL, NOTHING
from rich.table import Table
from segmentation import table

Row = dict[str, Any]
Rows = dict[str, dict[str, dict[str, Row]]]  # by tool, change and scene
Truth = dict[str, dict[str, float]]  # by change and measure

MEASURES = ("visibility", "diameter", "count")
HELD = ("visibility", "diameter", "contrast", "density")
TARGETED = ("visibility", "diameter")
TARGET_POINTS = 2.0  # of diameter, and of visibility where nothing changed
WIDE_TARGET_POINTS = 3.0  # of visibility where the pores changed; of both where only the photograph did, in everything


def summarize(rows: dict[str, Row]) -> Row:
    """By measure: mean absolute error over the scenes, and the worst of them; None where none was read."""
    summary: Row = {}
    for measure in MEASURES:
        errors = {scene: row["error"][measure] for scene, row in rows.items() if math.isfinite(row["error"][measure])}
        worst = max(errors, key=lambda scene: abs(errors[scene]), default=None)
        summary[measure] = worst and {
            "mean": sum(abs(error) for error in errors.values()) / len(errors),
            "worst": {"scene": worst, "error": errors[worst]},
        }
    return summary


def scene_table(rows: dict[str, dict[str, Row]], truth: Truth) -> Table:
    """Errors of porevis, one row a scene, one column a change."""
    columns = (f"{change}\n{percent(truth[change])}" for change in rows)
    made = table(
        "porevis: error of visibility / diameter, points (* misses its target)",
        "second photograph",
        *columns,
        "intervals\nthat hold",
        "refused",
    )
    for scene in next(iter(rows.values())):
        row = {change: of[scene] for change, of in rows.items()}
        cells = [
            " / ".join(starred(r["error"][m], target(m, change, scene)) for m in TARGETED) for change, r in row.items()
        ]
        held, seeds, refused = (sum(r.get(key, 0) for r in row.values()) for key in ("held", "seeds", "refused"))
        made.add_row(scene, *cells, f"{held}/{seeds - refused}", str(refused))
    made.add_section()
    summaries = [summarize(of) for of in rows.values()]
    made.add_row("mean absolute error", *(" / ".join(mean(s[m]) for m in TARGETED) + " " for s in summaries))
    made.add_row("worst", *("\n".join(worst(s[m]) for m in TARGETED) for s in summaries))
    return made


def tool_table(rows: Rows, truth: Truth) -> Table:
    """Mean absolute error and worst scene of each tool, change by change."""
    made = table("All scenes: mean absolute error and worst, points", "true change: visibility / diameter", *MEASURES)
    for change, true in truth.items():
        made.add_row(f"{change}: {percent(true)}")
        for tool, of in rows.items():
            summary = summarize(of[change])
            made.add_row(f"  {tool}", *(f"{mean(summary[m])}, {worst(summary[m])}" for m in MEASURES))
        made.add_section()
    return made


def coverage_table(rows: dict[str, Row]) -> Table:
    """How often the intervals of porevis hold the truth, one row a change."""
    made = table(
        f"porevis: 95 % intervals and verdicts over {max(row['skins'] for row in rows.values())} skins; points",
        "true change",
        *(f"{m}\nheld" for m in HELD),
        "called\ndecreased",
        "called\nincreased",
        "visibility: error\n+- deviation",
        "half-width",
        "refused",
    )
    for change, row in rows.items():
        held = (share(row["held"][m]) for m in HELD)
        error = f"{points(row['error']['mean'])} +- {row['error']['deviation']:.1f}"
        called = (share(row["called"][verdict]) for verdict in ("decreased", "increased"))
        made.add_row(
            f"{change}, {percent(row['truth'])}", *held, *called, error, f"{row['half_width']:.1f}", str(row["refused"])
        )
    skins = {change: row["skins"] - row["refused"] for change, row in rows.items()}
    together = (sum(n * rows[change]["held"][m] for change, n in skins.items()) / sum(skins.values()) for m in HELD)
    made.add_row(f"all {sum(skins.values())} pairs", *(share(held) for held in together))
    return made


def labelled_table(rows: Rows) -> Table:
    """Visibility porevis reads on real skin, one row a second photograph, one column a fade."""
    made = table(
        "porevis on real skin: change of visibility, % (parts of the face called decreased)",
        "second photograph",
        *(f"pores faded\nby {fade} %" for fade in next(iter(rows["porevis"].values()))),
    )
    for name, fades in rows["porevis"].items():
        cells = []
        for row in fades.values():
            called = sum(part["verdict"] == "decreased" for part in row["parts"])
            cells.append(f"{reported(row)} ({called}/{len(row['parts'])})")
        made.add_row(name, *cells)
    return made


def labelled_tool_table(rows: Rows) -> Table:
    """Visibility each tool reads on real skin: mean over the second photographs, lowest and highest."""
    fades = next(iter(next(iter(rows.values())).values()))
    made = table(
        "Real skin, all second photographs: change of visibility, %, mean (lowest to highest)",
        "tool",
        *(f"pores faded\nby {fade} %" for fade in fades),
    )
    for tool, shots in rows.items():
        cells = []
        for fade in fades:
            read = [100 * row[fade]["reported"]["visibility"] for row in shots.values() if row[fade]["reported"]]
            middle = sum(read) / max(1, len(read))
            cells.append(f"{points(middle)} ({points(min(read))} to {points(max(read))})" if read else "–")
        made.add_row(tool, *cells)
    return made


def target(measure: str, change: str, scene: str) -> float:
    """Largest error allowed, points."""
    wide = scene == ALL if change == NOTHING else measure == "visibility"
    return WIDE_TARGET_POINTS if wide else TARGET_POINTS


def starred(error: float, most: float) -> str:
    """An error, with a star where it is larger than allowed."""
    return points(error) + ("*" if abs(error) > most else " ")


def mean(summary: Row | None) -> str:
    """Absolute error of one measure over the scenes."""
    return f"{summary['mean']:.1f}" if summary else "–"


def worst(summary: Row | None) -> str:
    """Error of one measure in its worst scene."""
    return f"{points(summary['worst']['error'])} {summary['worst']['scene']}" if summary else "–"


def percent(truth: dict[str, float]) -> str:
    """A true change of visibility and diameter."""
    return f"{100 * truth['visibility']:+.1f} / {100 * truth['diameter']:+.1f} %"


def reported(row: Row) -> str:
    """A change of visibility, in per cent."""
    return points(100 * row["reported"]["visibility"] if row["reported"] else math.nan)


def share(value: float) -> str:
    """A share in per cent."""
    return f"{100 * value:.0f} %" if math.isfinite(value) else "–"


def points(value: float) -> str:
    """A signed number, or a dash where there is none."""
    return f"{value:+.1f}" if math.isfinite(value) else "–"
