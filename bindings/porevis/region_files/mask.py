# SPDX-License-Identifier: Apache-2.0
"""A picture as large as the photograph, painted with the regions on black: each grey level or colour is one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from porevis import _core
from porevis.region_files.shapes import Drawing, Shape

_MAX_LEVELS = 64
_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_COLOUR_TYPE = 25  # where the header tells it
_PNG_WITH_ALPHA = (4, 6)


def recognizes(drawing: Drawing) -> bool:
    """Whether the file holds bytes that no text does."""
    return b"\0" in drawing.content[:4096]


def read(drawing: Drawing) -> list[Shape]:
    """The areas of each level, along the borders of their pixels.

    A single level is named mask; several are named level_128 or colour_ff0000.
    """
    if drawing.content.startswith(_JPEG):
        drawing.refuse("a JPEG blurs the borders of a mask", "save it as PNG")
    try:
        picture = _core.read_photo(drawing.path, _limits(drawing.photo))
    except _core.InputError as error:
        reason = str(error).removeprefix(f"{drawing.name}: ")
        drawing.refuse(f"no regions can be read from it: {reason}", "give polygons, an ImageJ file or a mask picture")
    drawing.check_size(picture.width_px, picture.height_px)
    levels = _levels(picture.pixels)
    found = np.unique(_changes(levels.ravel()))
    if found[0] != 0 or _is_cut_out(drawing, picture.pixels):
        drawing.refuse("the mask has no black background", "paint what is no region black, without transparency")
    if len(found) > _MAX_LEVELS + 1:
        drawing.refuse(
            f"the mask has {len(found) - 1} levels or colours, more than the {_MAX_LEVELS} allowed",
            "paint each region in one, without smoothed borders",
        )
    shapes: list[Shape] = []
    for level in found[1:]:
        name = "mask" if len(found) == 2 else _name(level, picture.pixels)
        parts = _core.regions_from_mask((levels == level).astype(np.uint8), f"{drawing.name}: {name}")
        shapes += [Shape(name, part.outline, part.keep_out) for part in parts]
    return shapes


def _levels(pixels: NDArray[np.unsignedinteger]) -> NDArray[np.uint64]:
    """One number a pixel: its grey level, or its colour as the digits of its channels."""
    red, green, blue = np.moveaxis(pixels, 2, 0)
    if np.array_equal(red, green) and np.array_equal(red, blue):
        return np.asarray(red, np.uint64)
    bits = np.uint64(8 * pixels.itemsize)
    return np.asarray((red.astype(np.uint64) << (bits + bits)) | (green.astype(np.uint64) << bits) | blue, np.uint64)


def _limits(photo: _core.Photo) -> _core.ReadOptions:
    """A mask may be as large as its photograph; its levels name regions, whatever colour they are."""
    limits = _core.ReadOptions(ignore_profile=True)
    limits.max_megapixels = max(limits.max_megapixels, photo.width_px * photo.height_px / 1e6)
    return limits


def _changes(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The first of each run of equal values."""
    return np.concatenate([values[:1], values[1:][values[1:] != values[:-1]]])


def _name(level: np.uint64, pixels: NDArray[np.unsignedinteger]) -> str:
    grey = bool((pixels[..., 0] == pixels[..., 1]).all() and (pixels[..., 0] == pixels[..., 2]).all())
    return f"level_{level}" if grey else f"colour_{int(level):0{6 * pixels.itemsize}x}"


def _is_cut_out(drawing: Drawing, pixels: NDArray[np.unsignedinteger]) -> bool:
    """Whether the ground seems to be transparent, which is read as white."""
    header = drawing.content[: _PNG_COLOUR_TYPE + 1]
    with_alpha = header.startswith(_PNG) and header[_PNG_COLOUR_TYPE] in _PNG_WITH_ALPHA
    corners = pixels[:: len(pixels) - 1, :: pixels.shape[1] - 1]
    return with_alpha and bool((corners == np.iinfo(pixels.dtype).max).all())
