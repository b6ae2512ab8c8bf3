# SPDX-License-Identifier: Apache-2.0
"""Pictures of benchmark results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
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
        for panel, measure in zip(figure.subplots(2, 1), ("visibility", "diameter"), strict=True):
            for i, true in enumerate(truth.values()):
                panel.hlines(100 * true[measure], i - 0.44, i + 0.44, color="black", linewidth=0.8, zorder=2)
            for k, ((tool, changes), colour) in enumerate(zip(rows.items(), COLOURS, strict=False)):
                offset = (k - (len(rows) - 1) / 2) * 0.8 / len(rows)
                dots = [
                    (i + offset, 100 * row["reported"][measure])
                    for i, of in enumerate(changes.values())
                    for row in of.values()
                ]
                panel.scatter(
                    *zip(*dots, strict=True), s=18, label=tool, color=colour, alpha=0.8, linewidths=0, zorder=3
                )
            names = [f"{change}\ntruly {100 * true[measure]:+.1f} %" for change, true in truth.items()]
            panel.set_xticks(range(len(names)), names)
            panel.set_ylabel(f"{measure}: change reported, %")
            panel.grid(axis="y", color="#dddddd", linewidth=0.6)
        panel.set_xlabel("true change (black line); a dot is one kind of second photograph")
        handles, labels = panel.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper center", ncols=len(labels), frameon=False)
        figure.savefig(path, dpi=100)
