# SPDX-License-Identifier: Apache-2.0
"""The report of a comparison: one HTML page beside its overlay.png."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import isfinite

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from porevis._core import Change, Comparison
from porevis.terminal import interval, percent

_OTHER_MEASURES = {
    "diameter": "Mean diameter",
    "density": "Density",
    "area_fraction": "Area fraction",
    "contrast": "Contrast",
}


def render(
    comparison: Comparison,
    truth: dict[str, float] | None = None,
    overlay: str = "overlay.png",
    pores: str = "pores.csv",
    mind: Sequence[str] | None = None,
) -> str:
    """The page as text; `truth` holds the true change of each measure where it is known; `overlay` and `pores` are the
    names of the files beside it; `mind` is what to mind of it, one line each, without it the comparison's reasons.
    """
    pages = Environment(
        loader=PackageLoader("porevis", "report"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {"percent": percent, "interval": interval}
    content = comparison.to_dict()
    options = content.pop("options")
    return pages.get_template("report.html").render(
        comparison=comparison,
        changes={region.name: region.change for region in comparison.regions},
        other_measures=_OTHER_MEASURES,
        truth=truth or {},
        mind=comparison.reasons if mind is None else mind,
        overlay=overlay,
        pores=pores,
        bar=_Bar(comparison),
        options=json.dumps(options, indent=2, ensure_ascii=False),
        version=content["version"],
    )


class _Bar:
    """Where a change and its interval lie on an axis that all regions share."""

    width = 240

    def __init__(self, comparison: Comparison) -> None:
        changes = [region.change["visibility"] for region in comparison.regions if region.change]
        values = [abs(value) for change in changes for value in (change.relative, *change.ci95) if isfinite(value)]
        self.limit = max(0.1, 1.1 * max(values, default=0.0))

    def x(self, value: float) -> float:
        """Place of a change on the axis, px."""
        return round(self.width * (0.5 + value / self.limit / 2), 1)

    def drawable(self, change: Change) -> bool:
        """Whether the change has a place."""
        return all(isfinite(value) for value in (change.relative, *change.ci95))
