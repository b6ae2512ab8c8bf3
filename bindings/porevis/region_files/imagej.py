# SPDX-License-Identifier: Apache-2.0
"""ImageJ's regions of interest: a .roi file, or a .zip of them as its ROI Manager saves.

Coordinates count from the corner of the top-left pixel. Needs the extra `porevis[imagej]`.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from porevis.region_files.shapes import Drawing, Polygon, Shape, ellipse, from_corner, printable

if TYPE_CHECKING:
    from roifile import ImagejRoi

_ROI, _ZIP = b"Iout", b"PK\x03\x04"
_MAX_BYTES = 4_000_000  # of all regions, unpacked
_MAX_ROIS = 1000


def recognizes(drawing: Drawing) -> bool:
    """Whether the file is ImageJ's."""
    return drawing.content.startswith((_ROI, _ZIP))


def read(drawing: Drawing) -> list[Shape]:
    """Polygons, freehand and traced areas, rectangles and ovals; each is named as in the ROI Manager."""
    name = PurePosixPath(drawing.path).name
    rois = [(name, drawing.content[:_MAX_BYTES])] if drawing.content.startswith(_ROI) else _unpacked(drawing)
    return [_shape(drawing, file.removesuffix(".roi"), content) for file, content in rois]


def _unpacked(drawing: Drawing) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(drawing.content)) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".roi")]
            if len(entries) > _MAX_ROIS or sum(entry.file_size for entry in entries) > _MAX_BYTES:
                drawing.refuse("holds too many regions", f"give at most {_MAX_ROIS}, {_MAX_BYTES // 10**6} MB together")
            return [(PurePosixPath(entry.filename).name, _entry(archive, entry)) for entry in entries]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as error:
        drawing.refuse(f"the archive cannot be read ({error})", "save it from ImageJ's ROI Manager again")


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """An entry, no more of it than it claims to hold."""
    with archive.open(entry) as file:
        return file.read(entry.file_size)


def _shape(drawing: Drawing, file: str, content: bytes) -> Shape:
    try:
        from roifile import ImagejRoi
    except ImportError:
        drawing.refuse("ImageJ's files need roifile", "pip install 'porevis[imagej]'")
    try:
        roi = ImagejRoi.frombytes(content)
        name = roi.name or file
        outline = _outline(roi)
    except Exception as error:  # whatever the parser meets in a damaged file
        drawing.refuse(f"{printable(file)} is damaged ({type(error).__name__}: {error})", "save it from ImageJ again")
    if outline is None:
        kinds = "polygon, freehand or traced area, rectangle or oval"
        drawing.refuse(f"{printable(name[:64])} is no single {kinds}", "draw it so, or leave it out")
    return Shape(name, from_corner(outline))


def _outline(roi: ImagejRoi) -> Polygon | None:
    """From the corner of the top-left pixel; None: no kind of area that is read."""
    from roifile import ROI_TYPE

    if roi.composite or roi.rounded_rect_arc_size > 0:
        return None
    if roi.roitype in (ROI_TYPE.RECT, ROI_TYPE.OVAL):
        x, y, width, height = (float(side) for side in _box(roi))
        if roi.roitype == ROI_TYPE.OVAL:
            return ellipse(x + width / 2, y + height / 2, width / 2, height / 2)
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    if roi.roitype in (ROI_TYPE.POLYGON, ROI_TYPE.FREEHAND, ROI_TYPE.TRACED):
        return [(float(x), float(y)) for x, y in roi.coordinates()]
    return None


def _box(roi: ImagejRoi) -> tuple[float, float, float, float]:
    if roi.subpixelrect:
        return roi.xd, roi.yd, roi.widthd, roi.heightd
    return roi.left, roi.top, roi.right - roi.left, roi.bottom - roi.top
