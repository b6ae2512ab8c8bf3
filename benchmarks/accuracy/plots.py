# SPDX-License-Identifier: Apache-2.0
"""Pictures of benchmark results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scenes import BLUR, PX_PER_MM, TONES

SERIES: tuple[tuple[str, dict[Any, str]], ...] = (
    ("px/mm", PX_PER_MM),
    ("blur at 20 px/mm (sigma, px)", BLUR),
    ("skin tone (Fitzpatrick type)", TONES),
)
COLOURS = ("#c0392b", "#2c6fa6", "#64a6d6", "#d9902f", "#8a8a8a", "#5f9e6e")
SIZES = (0.5, 0.7, 1, 1.4, 2)
LIMITS = {"visibility": (-60.0, 60.0), "diameter": (-30.0, 40.0)}  # of changes reported, %


def draw_curves(rows: dict[str, dict[str, dict[str, Any]]], path: Path) -> None:
    """F1 (left) and size bias (right) of each tool against scale, blur and tone.

    rows: figures by tool and scene; a scene that was not run leaves a gap.
    """
    with mpl.rc_context({"font.size": 9, "axes.spines.top": False, "axes.spines.right": False}):
        figure = Figure(figsize=(9, 9), layout="constrained")
        axes = figure.subplots(len(SERIES), 2)
        for (label, scenes), (f1, size) in zip(SERIES, axes, strict=True):
            for panel, measure in ((f1, "f1"), (size, "size")):
                draw_panel(panel, rows, scenes, measure)
                panel.set_xlabel(label)
            f1.set_ylim(0, 1)
            f1.set_ylabel("F1")
            size.set_yscale("log")
            size.set_yticks(SIZES, [f"{s:g}" for s in SIZES], minor=False)
            size.set_yticks([], minor=True)
            size.set_ylim(0.45, 2.6)
            size.axhline(1, color="black", linewidth=0.6, zorder=1)
            size.set_ylabel("diameter found / true (median)")
        handles, labels = axes[0, 0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper center", ncols=len(labels), frameon=False)
        figure.savefig(path, dpi=100)


def draw_panel(panel: Axes, rows: dict[str, dict[str, dict[str, Any]]], scenes: dict[Any, str], measure: str) -> None:
    """One curve a tool; values of x stand at equal distances."""
    for (tool, figures), colour in zip(rows.items(), COLOURS, strict=False):
        y = [figures[name][measure] if name in figures else float("nan") for name in scenes.values()]
        ours = tool == "porevis"
        panel.plot(
            y, "o-", label=tool, color=colour, linewidth=2.4 if ours else 1.2, markersize=5 if ours else 3, zorder=3
        )
    panel.set_xticks(range(len(scenes)), [str(x) for x in scenes])
    panel.set_xlim(-0.25, len(scenes) - 0.75)
    panel.grid(axis="y", color="#dddddd", linewidth=0.6)


def draw_changes(
    rows: dict[str, dict[str, dict[str, dict[str, Any]]]], truth: dict[str, dict[str, float]], path: Path
) -> None:
    """Change reported of visibility (above) and diameter (below) against the true one, a dot a scene.

    rows: figures by tool, change and scene. truth: by change and measure.
    """
    with mpl.rc_context({"font.size": 9, "axes.spines.top": False, "axes.spines.right": False}):
        figure = Figure(figsize=(9, 9), layout="constrained")
        for panel, (measure, limits) in zip(figure.subplots(len(LIMITS), 1), LIMITS.items(), strict=True):
            for k, ((tool, changes), colour) in enumerate(zip(rows.items(), COLOURS, strict=False)):
                offset = (k - (len(rows) - 1) / 2) * 0.8 / len(rows)
                reported = [[100 * row["reported"][measure] for row in of.values()] for of in changes.values()]
                draw_dots(panel, reported, offset, limits, label=tool, color=colour, s=28 if tool == "porevis" else 16)
            true = [100 * of[measure] for of in truth.values()]
            for i, value in enumerate(true):
                panel.hlines(value, i - 0.44, i + 0.44, color="black", linewidth=0.8, zorder=2)
            panel.set_xticks(range(len(true)), [f"{c}\n{v:+.1f} %" for c, v in zip(truth, true, strict=True)])
            panel.set_ylim(*limits)
            panel.set_xlabel(f"true change of {measure} (black line)")
            panel.set_ylabel(f"change of {measure} reported, %")
            panel.grid(axis="y", color="#dddddd", linewidth=0.6)
        handles, labels = panel.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper center", ncols=len(labels), frameon=False)
        figure.supxlabel("a dot: one kind of second photograph; a triangle: beyond the scale", fontsize=9)
        figure.savefig(path, dpi=100)


def draw_dots(
    panel: Axes, columns: list[list[float]], offset: float, limits: tuple[float, float], label: str, **style: Any
) -> None:
    """One tool's dots, a column a change, beside those of the other tools; what is beyond the limits lies on them."""
    place = np.array([(i + offset, y) for i, column in enumerate(columns) for y in column])
    x, y = place[np.isfinite(place[:, 1])].T
    low, high = limits
    kinds = (("o", (y >= low) & (y <= high), label), ("v", y < low, None), ("^", y > high, None))
    for marker, chosen, name in kinds:
        panel.scatter(
            x[chosen],
            y[chosen].clip(low, high),
            marker=marker,
            label=name,
            linewidths=0,
            alpha=0.8,
            zorder=3,
            clip_on=False,
            **style,
        )
