# SPDX-License-Identifier: Apache-2.0
"""LabelMe's JSON (github.com/wkentaro/labelme): shapes with a label, points from the corner of the top-left pixel.

It is also what `porevis regions` writes: an outline a region, and what is kept out as shapes labelled keep_out. These
belong to the regions of their group_id; without one, to all.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from porevis import _core
from porevis.region_files.shapes import KEEP_OUT, Drawing, Polygon, Shape, ellipse, from_corner, number, printable

_VERSION = "5.5.0"  # of LabelMe, whose format this is


def recognizes(drawing: Drawing) -> bool:
    """Whether the file is LabelMe's."""
    return "shapes" in drawing.json


def read(drawing: Drawing) -> list[Shape]:
    """Polygons, rectangles, upright or not, and circles."""
    content = drawing.json
    width, height = content.get("imageWidth"), content.get("imageHeight")
    if width is not None or height is not None:
        drawing.check_size(width, height)
    shapes = content["shapes"]
    if not isinstance(shapes, list):
        drawing.refuse("`shapes` is no list", "save it from LabelMe again")
    return [_shape(drawing, f"shape {number}", shape) for number, shape in enumerate(shapes, 1)]


def write(regions: Sequence[_core.Region], photo: _core.Photo) -> str:
    """The text of a file that LabelMe opens where the photograph lies beside it."""
    shapes: list[dict[str, Any]] = []
    common: list[Polygon] = []  # kept out of all regions that they reach
    for group, region in enumerate(regions, 1):
        holes = [
            hole for hole in region.keep_out if _area(hole) >= 1
        ]  # what the picture's border left of one may be less
        shared = [hole for hole in holes if _is_common(hole, regions)]
        own = [hole for hole in holes if hole not in shared]
        common += [hole for hole in shared if hole not in common]
        number = group if own else None
        shapes += [_written(region.name, region.outline, number), *(_written(KEEP_OUT, hole, number) for hole in own)]
    shapes += [_written(KEEP_OUT, hole, None) for hole in common]
    content: dict[str, Any] = {
        "version": _VERSION,
        "flags": {},
        "shapes": shapes,
        "imagePath": photo.file,
        "imageData": None,
        "imageHeight": photo.height_px,
        "imageWidth": photo.width_px,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _shape(drawing: Drawing, where: str, shape: object) -> Shape:
    if not isinstance(shape, dict) or not isinstance(shape.get("label"), str):
        drawing.refuse(f"{where} has no label", "save it from LabelMe again")
    where = f"{where} ({printable(shape['label'][:64])})"
    points = shape.get("points")
    if not isinstance(points, list) or not all(isinstance(point, list) and len(point) == 2 for point in points):
        drawing.refuse(f"{where} has no list of points [x, y]", "save it from LabelMe again")
    corners = from_corner([(number(x), number(y)) for x, y in points])
    group = shape.get("group_id")
    if group is not None and (isinstance(group, bool) or not isinstance(group, int)):
        drawing.refuse(f"{where}: group_id is no whole number", "correct it in LabelMe")
    kind = shape.get("shape_type") or "polygon"
    if kind in ("rectangle", "circle") and len(corners) != 2:
        drawing.refuse(f"{where}: a {kind} has {len(corners)} points instead of 2", "draw it anew")
    if kind == "rectangle":
        (left, top), (right, bottom) = corners
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    elif kind == "circle":
        (x, y), (on_x, on_y) = corners
        radius = math.hypot(on_x - x, on_y - y)
        corners = ellipse(x, y, radius, radius)
    elif kind not in ("polygon", "oriented_rectangle"):
        drawing.refuse(f"{where} is a {str(kind)[:20]}", "draw it as a polygon, rectangle or circle")
    return Shape(shape["label"], corners, group=group)


def _written(label: str, polygon: Polygon, group: int | None) -> dict[str, Any]:
    return {
        "label": label,
        "points": [[x + 0.5, y + 0.5] for x, y in polygon],
        "group_id": group,
        "description": "",
        "shape_type": "polygon",
        "flags": {},
    }


def _is_common(hole: Polygon, regions: Sequence[_core.Region]) -> bool:
    """Whether a polygon is kept out of all regions that it reaches, so that it need not say of which."""
    return all(hole in region.keep_out or not _meet(hole, region.outline) for region in regions)


def _area(polygon: Polygon) -> float:
    """In px2."""
    return abs(sum(x * b - a * y for (x, y), (a, b) in zip(polygon, [*polygon[1:], polygon[0]], strict=True))) / 2


def _meet(a: Polygon, b: Polygon) -> bool:
    """Whether the boxes of two polygons meet."""
    return all(
        min(p[axis] for p in a) <= max(p[axis] for p in b) and min(p[axis] for p in b) <= max(p[axis] for p in a)
        for axis in (0, 1)
    )
