# SPDX-License-Identifier: Apache-2.0
"""COCO's JSON (cocodataset.org/#format-data): annotations of many pictures, as polygons or run-length masks.

Corners count from the corner of the top-left pixel; masks name the pixels themselves.
"""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from porevis import _core
from porevis.region_files.shapes import Drawing, Shape, from_corner, number

_MAX_MASKS = 100


def recognizes(drawing: Drawing) -> bool:
    """Whether the file is COCO's."""
    return {"images", "annotations"} <= drawing.json.keys()


def read(drawing: Drawing) -> list[Shape]:
    """The annotations of the picture that has the photograph's name, or of the only picture."""
    image = _image(drawing)
    drawing.check_size(image.get("width"), image.get("height"))
    labels = {repr(category.get("id")): category.get("name") for category in _objects(drawing, "categories")}
    shapes: list[Shape] = []
    masks = 0
    for number_, annotation in enumerate(_objects(drawing, "annotations"), 1):
        if annotation.get("image_id") != image.get("id"):
            continue
        where = f"annotation {str(annotation.get('id', number_))[:20]}"
        label = labels.get(repr(annotation.get("category_id")))
        if not isinstance(label, str):
            drawing.refuse(f"{where} is of no category that is listed", "add it to `categories`, with a name")
        drawn = annotation.get("segmentation")
        if isinstance(drawn, list) and drawn:
            shapes += [Shape(label, _corners(drawing, where, flat)) for flat in drawn]
        elif isinstance(drawn, dict):
            masks += 1
            if masks > _MAX_MASKS:
                drawing.refuse(f"holds more than {_MAX_MASKS} masks of this picture", "give polygons")
            parts = _core.regions_from_mask(_mask(drawing, where, drawn), f"{drawing.name}: {where}")
            shapes += [Shape(label, part.outline, part.keep_out) for part in parts]
        else:
            drawing.refuse(f"{where} has no segmentation", "draw it as a polygon or mask")
    return shapes


def _objects(drawing: Drawing, key: str) -> list[dict[str, Any]]:
    items = drawing.json.get(key)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        drawing.refuse(f"`{key}` is no list of objects", "export it as COCO JSON again")
    return items


def _image(drawing: Drawing) -> dict[str, Any]:
    images = _objects(drawing, "images")
    own = [image for image in images if _file_name(image) == drawing.photo.file]
    if len(own) == 1 or (not own and len(images) == 1):
        return (own or images)[0]
    if own:
        drawing.refuse(f"lists {drawing.photo.file} {len(own)} times", "keep one")
    known = ", ".join(_file_name(image)[:64] for image in images[:3])
    more = ", ..." if len(images) > 3 else ""
    drawing.refuse(
        f"lists no {drawing.photo.file} among its pictures ({known}{more})", "give the file of this photograph"
    )


def _file_name(image: dict[str, Any]) -> str:
    name = str(image.get("file_name", ""))
    return PureWindowsPath(name).name if "\\" in name else PurePosixPath(name).name


def _corners(drawing: Drawing, where: str, flat: object) -> list[tuple[float, float]]:
    if not isinstance(flat, list) or len(flat) % 2:
        drawing.refuse(f"{where}: a polygon is no list of x, y, x, y, ...", "export it as COCO JSON again")
    return from_corner([(number(x), number(y)) for x, y in zip(flat[::2], flat[1::2], strict=True)])


def _mask(drawing: Drawing, where: str, drawn: dict[str, Any]) -> NDArray[np.uint8]:
    """A run-length mask: runs of 0 and 1 by turns, column by column."""
    height, width = drawing.photo.height_px, drawing.photo.width_px
    if drawn.get("size") != [height, width]:
        drawing.refuse(f"{where}: its mask is of another size than the picture", "export it as COCO JSON again")
    counts = drawn.get("counts")
    runs = _decoded(counts) if isinstance(counts, str) else counts
    whole = isinstance(runs, list) and all(type(run) is int and 0 <= run <= height * width for run in runs)
    if not isinstance(runs, list) or not whole or sum(runs) != height * width:
        drawing.refuse(f"{where}: the runs of its mask do not fill the picture", "export it as COCO JSON again")
    values = np.arange(len(runs), dtype=np.uint8) & 1
    return np.ascontiguousarray(np.repeat(values, runs).reshape(width, height).T)


def _decoded(text: str) -> list[int] | None:
    """The runs of a compressed mask: five bits a character, from the third run on the difference to the last but one.

    See rleFrString() in pycocotools' maskApi.c.
    """
    runs: list[int] = []
    value = bits = 0
    for character in text:
        code = ord(character) - 48
        if not 0 <= code < 64 or bits > 40:
            return None
        value |= (code & 31) << bits
        bits += 5
        if code & 32:
            continue
        if code & 16:
            value -= 1 << bits
        runs.append(value + (runs[-2] if len(runs) > 2 else 0))
        value = bits = 0
    return None if bits else runs
