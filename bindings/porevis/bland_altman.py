# SPDX-License-Identifier: Apache-2.0
"""The Bland-Altman plot of repeated photographs (1986, doi:10.1016/S0140-6736(86)90837-8)."""

from __future__ import annotations

import os
import warnings
from math import ceil, isfinite

import numpy as np

from porevis.repeatability import Repeatability
from porevis.terminal import percent

_MEASURE = "visibility"
_COLUMNS = 3
_DOT, _LINE, _LIMIT = "#1f6f8b", "#333333", "#b5482a"


def draw_bland_altman(path: str | os.PathLike[str], repeatability: Repeatability) -> None:
    """Writes a PNG: of visibility, one panel a region, one dot a pair, with bias and limits of agreement.

    Needs matplotlib (the extra `porevis[study]`).
    """
    from matplotlib.figure import Figure

    regions, table = repeatability.regions, repeatability.pairs
    columns = min(_COLUMNS, len(regions))
    rows = ceil(len(regions) / columns)
    figure = Figure(figsize=(max(6.0, 4.6 * columns), 3.6 * rows + 0.5), dpi=120, layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for panel in panels[len(regions) :]:
        panel.set_axis_off()
    for panel, region in zip(panels, regions, strict=False):
        chosen = table[(table["region"] == region.name) & (table["measure"] == _MEASURE)]
        first, second = np.asarray(chosen["value_first"]), np.asarray(chosen["value_second"])
        panel.scatter(50 * (first + second), 100 * np.asarray(chosen["change"]), s=28, color=_DOT, alpha=0.75, zorder=3)
        agreement = region.measures[_MEASURE]
        low, high = agreement.limits_of_agreement
        lines = ((high, "--", _LIMIT, "limit"), (agreement.bias, "-", _LINE, "bias"), (low, "--", _LIMIT, "limit"))
        for value, style, colour, name in lines:
            if isfinite(value):
                panel.axhline(100 * value, linestyle=style, color=colour, linewidth=1.2)
                panel.annotate(
                    f"{name}\n{percent(value)}",
                    (1.015, 100 * value),
                    xycoords=("axes fraction", "data"),
                    verticalalignment="center",
                    fontsize=8,
                    color=colour,
                )
        panel.axhline(0, color="#bbbbbb", linewidth=0.8, zorder=0)
        panel.margins(x=0.15, y=0.18)
        panel.locator_params(axis="x", nbins=5)
        panel.set_title(region.name, parse_math=False, fontsize=11)
        panel.set_xlabel("mean visibility of the two photographs (%)")
        panel.set_ylabel("second / first − 1 (%)")
    figure.suptitle("Repeated photographs of unchanged skin: change of visibility", fontsize=12)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # names in scripts that the font has not
        figure.savefig(path, metadata={"Software": None})
