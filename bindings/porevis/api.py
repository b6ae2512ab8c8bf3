# SPDX-License-Identifier: Apache-2.0
"""What Python adds to the compiled part: paths, arrays and photographs are taken alike, common options by keyword."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from porevis import _core

Path = str | os.PathLike[str]
PhotoLike = Path | ArrayLike | _core.Photo
Regions = Path | Sequence[_core.Region]
Landmarks = Path | ArrayLike | _core.Face


def read_photo(photo: PhotoLike, options: _core.ReadOptions | None = None) -> _core.Photo:
    """Reads a photograph, or wraps one that is in memory.

    photo: path of a JPEG, PNG, TIFF, WebP, HEIC, AVIF, JPEG 2000, DICOM or camera RAW file, told by its content and
        brought to sRGB by its colour profile; or an array (H, W, 3) uint8 or uint16, red, green, blue, sRGB-encoded. A
        C-contiguous array is borrowed, not copied: do not change it while the photograph is in use. Any other layout is
        copied once.
    Raises InputError: missing, empty, truncated, no picture, unusable colours, too large, or an array of another shape
    or type.
    """
    if isinstance(photo, _core.Photo):
        return photo
    if isinstance(photo, (str, os.PathLike)):
        return _core.read_photo(photo, options or _core.ReadOptions())
    return _core.photo_from_array(np.require(photo, requirements=["C_CONTIGUOUS", "ALIGNED"]))


def read_regions(path: Path, photo: PhotoLike) -> list[_core.Region]:
    """Reads the regions of a photograph from a file of polygons or a mask, told by its content.

    path: porevis' own JSON, {"regions": [{"name": ..., "outline": [[x, y], ...], "keep_out": [[[x, y], ...], ...]}]}
        in px; JSON of LabelMe (and so what format_regions() gives) or COCO; a .roi file of ImageJ or a .zip of them,
        which need the extra `porevis[imagej]`; or a picture as large as the photograph with each region in one grey
        level or colour on black.
    In all but the first, coordinates count from the corner of the top-left pixel and are turned into ours, which count
    from its centre; areas of one label are numbered (cheek_1, cheek_2); areas labelled keep_out are kept out of the
    regions of their group, or of all.
    Raises InputError: missing, none of these, of another picture's size, a name twice, or a polygon that leaves the
    picture, crosses itself, has no area or fewer than three corners.
    """
    from porevis import region_files

    return region_files.read_regions(path, read_photo(photo))


def find_regions(
    photo: PhotoLike,
    *,
    px_per_mm: float | None = None,
    regions: Regions | None = None,
    whole: bool = False,
    landmarks: Landmarks | None = None,
    options: _core.MeasureOptions | None = None,
) -> list[_core.Region]:
    """The regions that measure_photo() measures.

    Arguments and errors as for measure_photo(). No scale is needed where the regions are given.
    """
    given = read_photo(photo)
    return _core.find_regions(given, _with_keywords(options, given, px_per_mm, regions, whole, landmarks))


def format_regions(regions: Sequence[_core.Region], photo: PhotoLike) -> str:
    """The text of a file of regions that can be edited with LabelMe and read by read_regions().

    LabelMe opens it where the photograph lies beside it.
    """
    from porevis.region_files import labelme

    return labelme.write(regions, read_photo(photo))


def draw_regions(photo: PhotoLike, regions: Sequence[_core.Region]) -> NDArray[np.uint8]:
    """Draws regions and their names on the whole photograph: (H, W, 3) uint8 RGB, at most 1600 px across."""
    return _core.draw_regions(read_photo(photo), regions)


def find_face(photo: PhotoLike, options: _core.FaceOptions | None = None) -> _core.Face:
    """Finds the one face of a photograph: 68 landmarks and which side is towards the camera.

    Raises InputError: no face, several, turned too far, covered, of stone or drawn.
    """
    return _core.find_face(read_photo(photo), options or _core.FaceOptions())


def read_landmarks(landmarks: Landmarks, photo: PhotoLike, view: str = "") -> _core.Face:
    """Reads the landmarks of a photograph's face, or wraps those that are in memory.

    landmarks: path of an iBUG .pts file of 68 points (the first pixel is (1, 1)), or of JSON of 68 points or of
        MediaPipe's 468 or 478, in px ((0, 0) is the centre of the first pixel) or as shares of width and height; or an
        array (N, 2 or 3) of such points in px.
    view: front, left or right, the subject's side towards the camera; empty: told from the pose.
    Raises InputError: missing, of another format, another number of points, several faces, outside the picture.
    """
    if isinstance(landmarks, _core.Face):
        return landmarks
    if isinstance(landmarks, (str, os.PathLike)):
        face = _core.read_landmarks(landmarks, read_photo(photo))
        return _core.Face(face.landmarks, view) if view else face
    points = np.asarray(landmarks, np.float64)
    if points.ndim != 2 or points.shape[1] not in (2, 3):
        raise _core.InputError(f"landmarks of shape {points.shape}: give (68, 2), (468, 3) or (478, 3)")
    return _core.Face([(float(x), float(y)) for x, y in points[:, :2]], view)


def face_regions(
    photo: PhotoLike, face: _core.Face | None = None, options: _core.RegionOptions | None = None
) -> list[_core.Region]:
    """The regions of a photograph's face, without what is turned away from the camera.

    face: from find_face() or read_landmarks(); None: it is searched.
    options: which set of regions, and how far turned skin is kept.
    """
    picture = read_photo(photo)
    return _core.regions_from_face(face or find_face(picture), picture, options or _core.RegionOptions())


def map_skin(
    photo: PhotoLike,
    *,
    px_per_mm: float | None = None,
    regions: Regions | None = None,
    whole: bool = False,
    landmarks: Landmarks | None = None,
    options: _core.MeasureOptions | None = None,
) -> list[_core.SkinMap]:
    """Takes the light out of a photograph's skin: one SkinMap a region, the first half of measure_photo().

    Arguments and errors as for measure_photo().
    """
    given = read_photo(photo)
    return _core.map_skin(given, _with_keywords(options, given, px_per_mm, regions, whole, landmarks))


def measure_photo(
    photo: PhotoLike,
    *,
    px_per_mm: float | None = None,
    regions: Regions | None = None,
    whole: bool = False,
    landmarks: Landmarks | None = None,
    options: _core.MeasureOptions | None = None,
) -> _core.Measurement:
    """Measures the pores of a photograph, region by region.

    photo: see read_photo().
    px_per_mm: scale on the skin; without it, from what `options.scale` asks for, the file, or the face.
    regions: path of a file (see read_regions()), or a list of Region; without it, regions of the face (options.region).
    whole: the whole picture is skin.
    landmarks: of the face, see read_landmarks(); without it, they are searched.
    options: everything else; the keywords above go before it.
    Raises InputError: the photograph cannot be used, no face, no scale. ParameterError: an option is out of its range.
    """
    given = read_photo(photo)
    return _core.measure_photo(given, _with_keywords(options, given, px_per_mm, regions, whole, landmarks))


def find_scale(
    photo: PhotoLike, *, px_per_mm: float | None = None, options: _core.ScaleOptions | None = None
) -> _core.Scale:
    """The scale of a photograph and its uncertainty, as measure_photo() takes it: from the best source at hand.

    photo: see read_photo(). px_per_mm: as given. options: the other sources.
    The face is looked for only where nothing else tells the scale, or for this subject's eye distance.
    Raises InputError: a source asked for is not found, two of them disagree, or there is none.
    """
    return _core.find_scale(read_photo(photo), px_per_mm or 0, options or _core.ScaleOptions())


def find_markers(photo: PhotoLike, options: _core.MarkerOptions) -> list[_core.Marker]:
    """Finds the ArUco stickers of a photograph, as the scale is read from them.

    photo: see read_photo(). options: side_mm, of the black square, and dictionary.
    Returns one Marker each, by number; empty where there is none.
    """
    return _core.find_markers(read_photo(photo), options)


def find_chart(photo: PhotoLike, options: _core.ChartOptions | None = None) -> _core.ColourChart:
    """Finds the colour chart of 24 patches in a photograph.

    photo: see read_photo().
    Raises InputError: none is found whole, bright patches are clipped, or its colours fit the published ones badly.
    """
    return _core.find_chart(read_photo(photo), options or _core.ChartOptions())


def correct_colour(photo: PhotoLike, chart: _core.ColourChart) -> _core.Photo:
    """The photograph in the colours of its chart, 16 bits a channel.

    photo: see read_photo(). chart: from find_chart(), of this photograph or of one in the same light.
    """
    return _core.correct_colour(read_photo(photo), chart)


def measure_edge_blur(photo: PhotoLike) -> _core.EdgeBlur:
    """Measures the camera's blur on a slanted edge: a check that needs no skin.

    photo: see read_photo(); a crop of one straight edge between an evenly dark and an evenly bright area, such as
        printed paper, 2 to 20 degrees off the pixel rows or columns. At least 16 px along the edge, and on both sides
        four times the blur's sigma and 4 px more.
    Returns blur_sigma_px and uncertainty_px, standard deviations in px, and angle_deg, the edge's direction from x
    towards y. blur_sigma_px is what quality.blur_sigma_px estimates from skin.
    Raises InputError: no straight edge, at another angle, clipped, too little room round it, too noisy.
    See ISO 12233, slanted edge.
    """
    return _core.measure_edge_blur(read_photo(photo))


def compare_photos(
    before: PhotoLike,
    after: PhotoLike,
    *,
    px_per_mm: float | None = None,
    regions: Regions | None = None,
    whole: bool = False,
    landmarks: Landmarks | None = None,
    landmarks_after: Landmarks | None = None,
    accept_quality: bool = False,
    options: _core.CompareOptions | None = None,
) -> _core.Comparison:
    """Measures how the pores of the same skin changed between two photographs.

    before, after: see read_photo().
    px_per_mm, regions, whole: see measure_photo(); scale and regions are those of the before photograph.
    landmarks, landmarks_after: of the face in either photograph, see read_landmarks(); without it, they are searched.
    accept_quality: go on with photographs that are not fit.
    options: everything else; the keywords above go before it.
    Photographs not fit to compare give a Comparison with comparable = False and the reasons, not an exception.
    Raises InputError: a photograph cannot be used, no face, no scale. ParameterError: an option is out of its range.
    """
    first, second = read_photo(before), read_photo(after)
    chosen = options.copy() if options else _core.CompareOptions()
    chosen.measure = _with_keywords(chosen.measure, first, px_per_mm, regions, whole, landmarks)
    if landmarks_after is not None:
        chosen.given_face_after = read_landmarks(landmarks_after, second)
    if accept_quality:
        chosen.accept_quality = True
    return _core.compare_photos(first, second, chosen)


def normalize_photo(
    photo: PhotoLike,
    like: PhotoLike | None = None,
    *,
    px_per_mm: float | None = None,
    regions: Regions | None = None,
    whole: bool = False,
    landmarks: Landmarks | None = None,
    options: _core.NormalizeOptions | None = None,
) -> _core.Normalization:
    """Normalizes a photograph: eyes level, a fixed scale, with its light and with the light taken out.

    photo: see read_photo().
    like: a baseline on whose frame it is laid, so that the same skin lies under the same pixels of both; the frame is
        that of normalize_photo(like).
    px_per_mm, regions, whole: see measure_photo(); those of the baseline, where there is one. px_per_mm is the scale of
        the photograph; that of the picture is options.picture.px_per_mm.
    options: everything else; the keywords above go before it.
    Returns pixels and flattened, (H, W, 3) uint16 sRGB, and the record of every step; save_picture() writes them.
    A photograph whose skin cannot be laid on the baseline's gives comparable = False and the reasons, no exception.
    Raises InputError: the photograph cannot be used, no face, no scale. ParameterError: an option is out of its range.
    """
    given = read_photo(photo)
    baseline = read_photo(like) if like is not None else None
    chosen = options.copy() if options else _core.NormalizeOptions()
    chosen.measure = _with_keywords(chosen.measure, baseline or given, px_per_mm, regions, whole, landmarks)
    return _core.normalize_photo(given, baseline, chosen) if baseline else _core.normalize_photo(given, chosen)


@overload
def draw_overlay(photo: PhotoLike, result: _core.Measurement, /) -> NDArray[np.uint8]: ...
@overload
def draw_overlay(before: PhotoLike, after: PhotoLike, result: _core.Comparison, /) -> NDArray[np.uint8]: ...
def draw_overlay(*arguments: PhotoLike | _core.Measurement | _core.Comparison) -> NDArray[np.uint8]:
    """Draws a result on its photograph or photographs: regions, and a ring round each pore.

    Give (photo, measurement) or (before, after, comparison); returns (H, W, 3) uint8 RGB, cut to the regions.
    """
    *photos, result = arguments
    draw: Callable[..., NDArray[np.uint8]] = _core.draw_overlay
    return draw(*(read_photo(photo) for photo in photos), result)  # type: ignore[arg-type]


def _with_keywords(
    options: _core.MeasureOptions | None,
    photo: _core.Photo,
    px_per_mm: float | None,
    regions: Regions | None,
    whole: bool,
    landmarks: Landmarks | None,
) -> _core.MeasureOptions:
    chosen = options.copy() if options else _core.MeasureOptions()
    if px_per_mm is not None:
        chosen.px_per_mm = px_per_mm
    if regions is not None:
        chosen.whole = False
    if isinstance(regions, (str, os.PathLike)):
        chosen.regions = read_regions(regions, photo)
    elif regions is not None:
        chosen.regions = list(regions)
    if whole:
        chosen.whole = True
    if landmarks is not None:
        chosen.given_face = read_landmarks(landmarks, photo)
    return chosen
