# SPDX-License-Identifier: Apache-2.0
"""Regions that somebody drew, in the file formats of drawing programs: one file a format, one table."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from porevis import _core
from porevis.files import read_bytes
from porevis.region_files import coco, imagej, labelme, mask
from porevis.region_files.shapes import Drawing, Shape, regions_of

_MAX_MB = 200  # of a picture, or of the one that LabelMe puts into its file


@dataclass(frozen=True)
class _Format:
    recognizes: Callable[[Drawing], bool]
    read: Callable[[Drawing], list[Shape]]


# Told by content; what none of them recognizes is porevis' own JSON.
_FORMATS = (
    _Format(labelme.recognizes, labelme.read),
    _Format(coco.recognizes, coco.read),
    _Format(imagej.recognizes, imagej.read),
    _Format(mask.recognizes, mask.read),
)


def read_regions(path: str | os.PathLike[str], photo: _core.Photo) -> list[_core.Region]:
    """See porevis.read_regions(), which also takes paths and arrays for the photograph."""
    drawing = Drawing(path, read_bytes(path, _MAX_MB), photo)
    for form in _FORMATS:
        if form.recognizes(drawing):
            regions = regions_of(form.read(drawing), drawing)
            _core.check_regions(regions, photo, drawing.name)
            return regions
    return _core.regions_from_file(path, photo)
