# SPDX-License-Identifier: Apache-2.0
"""What the formats have in common: labelled shapes, of which regions are made."""

from __future__ import annotations

import json
import math
import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NoReturn

from porevis import _core

Polygon = list[tuple[float, float]]
KEEP_OUT = "keep_out"
_KEEP_OUT = re.compile(KEEP_OUT + r"([ _-]?\d+)?")
_IMAGE_DATA = re.compile(rb'"imageData"\s*:\s*"[A-Za-z0-9+/=]*"')  # LabelMe puts the photograph into its file
_MAX_JSON_BYTES = 16_000_000
_MAX_SHAPES = 1000
_MAX_CORNERS = 100_000  # as check_regions(); here before what is common to all regions is copied to each
_FLATNESS_PX = 0.02  # by how much a polygon may lie inside the curve it stands for


@dataclass(frozen=True)
class Shape:
    """A drawn area, px of the photograph; the centre of its top-left pixel is (0, 0)."""

    label: str
    outline: Polygon
    keep_out: list[Polygon] = field(default_factory=list)
    group: int | None = None
    """Of a shape labelled keep_out: the regions it is kept out of; None: of all."""


@dataclass(frozen=True)
class Drawing:
    """A file of regions, and the photograph they were drawn on."""

    path: str | os.PathLike[str]
    content: bytes
    photo: _core.Photo

    @cached_property
    def json(self) -> dict[str, Any]:
        """The JSON object that the file is; empty where it is something else."""
        if not self.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return {}
        content = _IMAGE_DATA.sub(b'"imageData": null', self.content, count=1)
        if len(content) > _MAX_JSON_BYTES:
            most = f"more than the {_MAX_JSON_BYTES // 10**6} MB allowed"
            self.refuse(f"has {len(content) // 10**6} MB of shapes, {most}", "check that it is the right file")
        try:
            parsed = json.loads(content.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            return {}
        return parsed if isinstance(parsed, dict) else {}

    @property
    def name(self) -> str:
        """The path as it can be shown, whatever bytes it holds."""
        return printable(self.path)

    def refuse(self, wrong: str, mend: str) -> NoReturn:
        """Raises InputError, naming the file."""
        raise _core.InputError(f"{self.name}: {wrong}; {mend}")

    def check_size(self, width: object, height: object) -> None:
        """Raises InputError: the shapes were drawn on a picture of another size."""
        own = (self.photo.width_px, self.photo.height_px)
        if (width, height) != own:
            self.refuse(
                f"belongs to a picture of {_size(width, height)}, but {self.photo.file} has {_size(*own)}",
                "give the regions of this photograph",
            )


def regions_of(shapes: Sequence[Shape], drawing: Drawing) -> list[_core.Region]:
    """The regions that shapes stand for, in their order.

    Spaces in labels become underscores. Shapes of one label are numbered: cheek_1, cheek_2. Shapes labelled keep_out
    (or keep_out_1, ...) are no regions: they are kept out of the regions of their group, or of all.
    Raises InputError: no shape, too many, nothing but keep_out, a keep_out whose group has no region.
    """
    if len(shapes) > _MAX_SHAPES:
        drawing.refuse(f"holds {len(shapes)} shapes, more than the {_MAX_SHAPES} allowed", "leave some out")
    areas = [shape for shape in shapes if not _KEEP_OUT.fullmatch(shape.label)]
    if not areas:
        drawing.refuse("holds no region", "draw at least one, and label it with the region's name")
    labels = [re.sub(r"\s+", "_", printable(shape.label.strip())) for shape in areas]
    several = {label for label, count in Counter(labels).items() if count > 1}
    numbers: Counter[str] = Counter()
    regions = []
    for label, shape in zip(labels, areas, strict=True):
        numbers[label] += 1
        name = f"{label}_{numbers[label]}" if label in several else label
        regions.append(_core.Region(name, shape.outline, shape.keep_out))
    corners = sum(len(polygon) for shape in areas for polygon in (shape.outline, *shape.keep_out))
    for hole in (shape for shape in shapes if _KEEP_OUT.fullmatch(shape.label)):
        own = [i for i, shape in enumerate(areas) if hole.group is None or shape.group == hole.group]
        if not own:
            drawing.refuse(f"a {KEEP_OUT} has group {hole.group}, but no region has", "give it the group of a region")
        corners += len(own) * len(hole.outline)
        if corners > _MAX_CORNERS:
            drawing.refuse(f"has more than {_MAX_CORNERS} corners", "simplify the polygons")
        for i in own:
            regions[i].keep_out = [*regions[i].keep_out, hole.outline]
    return regions


def from_corner(points: Sequence[tuple[float, float]]) -> Polygon:
    """From coordinates that count from the corner of the top-left pixel to those that count from its centre."""
    return [(x - 0.5, y - 0.5) for x, y in points]


def ellipse(x: float, y: float, radius_x: float, radius_y: float) -> Polygon:
    """An upright ellipse as a polygon, with its centre and half axes."""
    radius = max(radius_x, radius_y, 1.0)
    wanted = math.pi * math.sqrt(radius / (2 * _FLATNESS_PX)) if math.isfinite(radius) else 0
    corners = math.ceil(min(max(16.0, wanted), 4096.0))
    angles = [2 * math.pi * i / corners for i in range(corners)]
    return [(x + radius_x * math.cos(angle), y + radius_y * math.sin(angle)) for angle in angles]


def printable(text: str | os.PathLike[str]) -> str:
    """A text on one line without anything that is no UTF-8, which a path or a JSON text may hold."""
    return " ".join(str(text).encode("utf-8", "replace").decode().split("\n"))


def number(value: object) -> float:
    """A number of a JSON file; NaN where it is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _size(width: object, height: object) -> str:
    return f"{str(width)[:20]} x {str(height)[:20]} px"
