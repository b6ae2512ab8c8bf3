# SPDX-License-Identifier: Apache-2.0
"""Change between two photographs as porevis reads it, and as users of the other tools do: each photograph by itself."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import cv2
import numpy as np
import porevis
from numpy.typing import NDArray
from peers import PEERS, Tool

NAMES = {"visibility": "visibility", "diameter": "diameter", "count": "density"}  # here: in porevis


@dataclass(frozen=True)
class View:
    """A photograph and what of it is looked at."""

    rgb: NDArray[np.uint8]  # (H, W, 3)
    px_per_mm: float  # true; the other tools are told that of both photographs, porevis that of the first
    mask: NDArray[np.bool_] | None = None  # (H, W); None: everything


@dataclass(frozen=True)
class Reading:
    """Change a tool reports, after / before - 1; of the other tools visibility is the area fraction of the spots."""

    change: dict[str, float]  # visibility, diameter, count
    regions: tuple[Any, ...] = ()  # of porevis: those it compared, as in Comparison.regions


def outlines(mask: NDArray[np.bool_]) -> list[porevis.Region]:
    """The connected parts of a mask as regions; holes are filled."""
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    corners = [cv2.approxPolyDP(contour, 1, True)[:, 0] for contour in contours]
    return [porevis.Region(f"part {i}", [(float(x), float(y)) for x, y in c]) for i, c in enumerate(corners, 1)]


def by_porevis(before: View, after: View) -> Reading | None:
    """The tool under test, with its defaults; None where it refuses. Regions weigh as the darkness of their pores."""
    result = porevis.compare_photos(
        before.rgb,
        after.rgb,
        px_per_mm=before.px_per_mm,
        regions=None if before.mask is None else outlines(before.mask),
        whole=before.mask is None,
        accept_quality=True,
    )
    regions = tuple(region for region in result.regions if region.change)
    if not regions:
        return None
    weight = [region.before.visibility * region.before.area_mm2 for region in regions]
    values = {key: [region.change[name].relative for region in regions] for key, name in NAMES.items()}
    return Reading({key: float(np.average(v, weights=weight)) for key, v in values.items()}, regions)


def by_itself(find: Tool, before: View, after: View) -> Reading:
    """Another tool: area fraction, mean diameter and count of the spots it finds in each photograph."""
    first, second = figures(find, before), figures(find, after)
    return Reading({key: second[key] / first[key] - 1 if first[key] else math.nan for key in first})


def figures(find: Tool, view: View) -> dict[str, float]:
    """Of what is found in a photograph: area fraction (its visibility), mean diameter (mm) and count (per mm2)."""
    spots = find(view.rgb, view.px_per_mm)
    mask = np.ones(view.rgb.shape[:2], bool) if view.mask is None else view.mask
    column, row = (
        v.round().astype(int).clip(0, n - 1) for v, n in zip((spots.x, spots.y), mask.shape[::-1], strict=True)
    )
    diameter_px = spots.diameter_px[mask[row, column] & np.isfinite(spots.diameter_px)]
    return {
        "visibility": float(np.pi / 4 * (diameter_px**2).sum() / mask.sum()),
        "diameter": float(diameter_px.mean() / view.px_per_mm) if len(diameter_px) else 0.0,
        "count": len(diameter_px) * view.px_per_mm**2 / float(mask.sum()),
    }


TOOLS: dict[str, Callable[[View, View], Reading | None]] = {
    "porevis": by_porevis,
    **{name: partial(by_itself, find) for name, find in PEERS.items()},
}
