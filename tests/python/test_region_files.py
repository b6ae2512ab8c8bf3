# SPDX-License-Identifier: Apache-2.0
"""Regions from files of every format: the same area whoever drew it, and one line where the file is wrong."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import porevis
import pytest
from conftest import PX_PER_MM, Ended, Pair, Run
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pictures import png
from roifile import ROI_TYPE, ImagejRoi
from test_cli_errors import assert_refused, jpeg_bytes

WIDTH, HEIGHT = 60, 40
PHOTO = porevis.read_photo(np.full((HEIGHT, WIDTH, 3), 128, np.uint8))
Corners = Sequence[Sequence[float]]


def read(folder: Path, content: object, name: str = "regions", photo: porevis.Photo = PHOTO) -> list[porevis.Region]:
    file = folder / name
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return porevis.read_regions(file, photo)


def refusal(folder: Path, content: object) -> str:
    with pytest.raises(porevis.InputError) as refused:
        read(folder, content)
    message = str(refused.value)
    assert message.startswith(f"{folder / 'regions'}: ")
    assert "\n" not in message
    return message.removeprefix(f"{folder}/")


def painted(region: porevis.Region) -> NDArray[np.bool_]:
    """The pixels whose centres lie in a region, by the even-odd rule; written anew for the tests."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]

    def inside(polygon: Corners) -> NDArray[np.bool_]:
        odd = np.zeros((HEIGHT, WIDTH), bool)
        for (x0, y0), (x1, y1) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
            if y0 != y1:
                odd ^= ((y0 <= y) != (y1 <= y)) & (x0 + (y - y0) * (x1 - x0) / (y1 - y0) <= x)
        return odd

    mask = inside(region.outline)
    for hole in region.keep_out:
        mask &= ~inside(hole)
    return mask


def box(left: int, top: int, right: int, bottom: int) -> NDArray[np.bool_]:
    """The pixels of a box drawn from corner to corner, as drawing programs count."""
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[top:bottom, left:right] = True
    return mask


def names(regions: list[porevis.Region]) -> list[str]:
    return [region.name for region in regions]


# LabelMe


def shape(label: str, points: Corners, kind: str | None = "polygon", group: int | None = None) -> dict[str, Any]:
    return {"label": label, "points": points, "shape_type": kind, "group_id": group, "flags": {}}


def labelme(*shapes: dict[str, Any], **more: object) -> dict[str, Any]:
    head = {"version": "5.5.0", "flags": {}, "imagePath": "photo.jpg", "imageData": None}
    return head | {"shapes": list(shapes), "imageHeight": HEIGHT, "imageWidth": WIDTH} | more


def test_labelme_shapes(tmp_path: Path) -> None:
    regions = read(
        tmp_path,
        labelme(
            shape("left cheek", [[10, 5], [30, 5], [30, 20], [10, 20]]),
            shape("nose", [[40, 30], [35, 10]], "rectangle"),
            shape("spot", [[20, 30], [20, 35]], "circle"),
            shape("chin", [[0, 0], [WIDTH, 0], [WIDTH, 3], [0, 3]], None),
        ),
    )
    assert names(regions) == ["left_cheek", "nose", "spot", "chin"]
    assert (painted(regions[0]) == box(10, 5, 30, 20)).all()
    assert (painted(regions[1]) == box(35, 10, 40, 30)).all()
    assert (painted(regions[3]) == box(0, 0, WIDTH, 3)).all()
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    assert (painted(regions[2]) == ((x + 0.5 - 20) ** 2 + (y + 0.5 - 30) ** 2 < 25)).all()


def test_a_photograph_inside_labelmes_file_does_not_matter(tmp_path: Path) -> None:
    content = labelme(shape("a", [[0, 0], [9, 0], [9, 9]]), imageData="iVBORw0KGgo=" * 2_000_000)
    assert names(read(tmp_path, content)) == ["a"]


def test_a_path_may_hold_any_bytes(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    folder.mkdir()
    assert names(read(folder, labelme(shape("a", [[0, 0], [9, 0], [9, 9]])))) == ["a"]
    with pytest.raises(porevis.InputError, match="crosses itself"):
        read(folder, labelme(shape("a", [[0, 0], [9, 9], [9, 0], [0, 8]])))
    mask = box(10, 5, 30, 25).astype(np.uint8)
    assert names(read(folder, png(mask))) == ["mask"]


def test_labelme_keep_out_is_of_its_group_or_of_all(tmp_path: Path) -> None:
    a, b = [[0, 0], [20, 0], [20, 40], [0, 40]], [[30, 0], [50, 0], [50, 40], [30, 40]]
    content = labelme(
        shape("a", a, group=1),
        shape("b", b, group=2),
        shape("keep_out", [[2, 2], [4, 2], [4, 4], [2, 4]], group=1),
        shape("keep_out_2", [[0, 10], [60, 10], [60, 12], [0, 12]]),
    )
    first, second = read(tmp_path, content)
    assert (painted(first) == (box(0, 0, 20, 40) & ~box(2, 2, 4, 4) & ~box(0, 10, 60, 12))).all()
    assert (painted(second) == (box(30, 0, 50, 40) & ~box(0, 10, 60, 12))).all()


def test_shapes_of_one_label_are_numbered(tmp_path: Path) -> None:
    square = [[0, 0], [9, 0], [9, 9]]
    content = labelme(shape("cheek", square), shape("nose", square), shape("cheek", square))
    assert names(read(tmp_path, content)) == ["cheek_1", "nose", "cheek_2"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (labelme(), "holds no region; draw at least one"),
        (labelme(shape("keep_out", [[0, 0], [9, 0], [9, 9]])), "holds no region"),
        (labelme(shapes=3), "`shapes` is no list"),
        (labelme(shapes=[3]), "shape 1 has no label"),
        (labelme(shape("a", [[0, 0], [9, 0]])), "region a: a polygon has fewer than three corners"),
        (labelme(shape("a", [[0, 0], [9]])), "shape 1 (a) has no list of points [x, y]"),
        (labelme(shape("a", [[0, 0], [9, "9"], [9, 9]])), "region a: corner 2 (8.5, nan) lies outside"),
        (labelme(shape("a", [[0, 0], [9, 10**400], [9, 9]])), "region a: corner 2 (8.5, inf) lies outside"),
        (
            labelme(shape("a", [[0, 0], [61, 0], [9, 9]])),
            "corner 2 (60.5, -0.5) lies outside the picture of 60 x 40 px",
        ),
        (labelme(shape("a", [[0, 0], [9, 9], [9, 0], [0, 8]])), "region a: a polygon crosses itself at ("),
        (labelme(shape("a", [[0, 0], [9, 9], [5, 5]])), "region a: a polygon has no area"),
        (labelme(shape("a", [[0, 0], [9, 9]], "line")), "shape 1 (a) is a line; draw it as a polygon"),
        (labelme(shape("a", [[0, 0]], "circle")), "shape 1 (a): a circle has 1 points instead of 2"),
        (labelme(shape("a", [[0, 0], [1e308, 1e308]], "circle")), "lies outside"),
        (labelme(shape("Wange süß", [[0, 0], [9, 0], [9, 9]])), "its name is not one of 1 to 64 letters"),
        (labelme(shape("", [[0, 0], [9, 0], [9, 9]])), "region 1: its name is not one of"),
        (
            labelme(shape("a", [[0, 0], [9, 0], [9, 9]]), shape("keep_out", [[0, 0], [9, 0], [9, 9]], group=7)),
            "group 7",
        ),
        (labelme(shape("a", [[0, 0], [9, 0], [9, 9]], group=1.5)), "group_id is no whole number"),  # type: ignore[arg-type]
        (
            labelme(*[shape("a", [[0, 0], [9, 0], [9, 9]])] * 2, shape("a_1", [[0, 0], [9, 0], [9, 9]])),
            "region a_1: the name is used twice",
        ),
        (labelme(shape("a\ud800", [[0, 0], [9, 0], [9, 9]])), "its name is not one of"),
        (labelme(shape("a\nb", [[0, 0]], "circle")), "shape 1 (a b): a circle has 1 points"),
        (
            labelme(*[shape("a", [[0, 0], [9, 0], [9, 9]])] * 500, shape("keep_out", [[0, 0], [9, 0]] * 150)),
            "has more than 100000 corners; simplify the polygons",
        ),
        (labelme(imageData="!" * 17_000_000), "has 17 MB of shapes, more than the 16 MB allowed"),
        (labelme(*[shape("a", [[0, 0], [9, 0], [9, 9]])] * 1001), "holds 1001 shapes, more than the 1000 allowed"),
        (
            labelme(shape("a", [[0, 0], [9, 0], [9, 9]]), imageHeight=60, imageWidth=40),
            "belongs to a picture of 40 x 60 px, but array has 60 x 40 px; give the regions of this photograph",
        ),
    ],
)
def test_what_is_wrong_with_labelme_is_told(tmp_path: Path, content: object, message: str) -> None:
    assert message in refusal(tmp_path, content)


POINT = st.tuples(st.integers(0, 2 * WIDTH).map(lambda x: x / 2), st.integers(0, 2 * HEIGHT).map(lambda y: y / 2))
POLYGON = st.lists(POINT, min_size=3, max_size=6)


def valid(regions: list[porevis.Region]) -> bool:
    try:
        porevis._core.check_regions(regions, PHOTO, "drawn")
    except porevis.InputError:
        return False
    return True


@settings(deadline=None)
@given(
    st.lists(st.tuples(POLYGON, st.lists(POLYGON, max_size=2)), min_size=1, max_size=3), st.lists(POLYGON, max_size=1)
)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, polygons: list[tuple[Any, Any]], shared: list[Any]
) -> None:
    regions = [
        porevis.Region(f"r{i}", outline, [*holes, *shared])
        for i, (outline, holes) in enumerate(polygons)
        if valid([porevis.Region("r", outline, [*holes, *shared])])
    ]
    assume(regions and valid(regions))
    again = read(tmp_path_factory.mktemp("regions"), porevis.format_regions(regions, PHOTO))
    assert names(again) == names(regions)
    for before, after in zip(regions, again, strict=True):
        assert after.outline == before.outline
        assert (painted(after) == painted(before)).all()


def test_slivers_of_keep_out_are_not_written(tmp_path: Path) -> None:
    sliver = [(0.0, -0.5), (20.0, -0.5), (10.0, -0.45)]
    region = porevis.Region("a", [(0, 0), (20, 0), (20, 20)], [sliver])
    (again,) = read(tmp_path, porevis.format_regions([region], PHOTO))
    assert again.outline == region.outline
    assert again.keep_out == []


# COCO


def coco(annotations: list[dict[str, Any]], images: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    given_ = images or [{"id": 7, "file_name": "photo.jpg", "width": WIDTH, "height": HEIGHT}]
    known = [{"id": 1, "name": "cheek"}, {"id": 2, "name": "nose"}, {"id": 3, "name": "keep_out"}]
    return {"images": given_, "annotations": annotations, "categories": known}


def annotation(segmentation: object, category: int = 1, image: int = 7) -> dict[str, Any]:
    return {"id": 5, "image_id": image, "category_id": category, "segmentation": segmentation}


def runs_of(mask: NDArray[np.bool_]) -> list[int]:
    flat = np.concatenate([[False], mask.T.ravel()])
    ends = np.flatnonzero(np.diff(flat))
    return [int(run) for run in np.diff([0, *ends, mask.size])]


def compressed(runs: list[int]) -> str:
    """As rleToString() in pycocotools' maskApi.c."""
    text = ""
    for i, run in enumerate(runs):
        value, more = run - runs[i - 2] if i > 2 else run, True
        while more:
            code = value & 31
            value >>= 5
            more = value != (-1 if code & 16 else 0)
            text += chr((code | 32 if more else code) + 48)
    return text


def test_coco_polygons_and_masks(tmp_path: Path) -> None:
    ring = box(10, 5, 30, 25) & ~box(15, 10, 20, 20)
    content = coco(
        [
            annotation([[30, 5, 40, 5, 40, 15, 30, 15], [50, 5, 60, 5, 60, 15, 50, 15]], 2),
            annotation({"size": [HEIGHT, WIDTH], "counts": runs_of(ring)}),
            annotation([[31, 6, 33, 6, 33, 8, 31, 8]], 3),
            annotation([[0, 0, 9, 0, 9, 9]], image=99),
        ]
    )
    regions = read(tmp_path, content)
    assert names(regions) == ["nose_1", "nose_2", "cheek"]
    assert (painted(regions[0]) == (box(30, 5, 40, 15) & ~box(31, 6, 33, 8))).all()
    assert (painted(regions[1]) == box(50, 5, 60, 15)).all()
    assert (painted(regions[2]) == ring).all()


@given(st.lists(st.booleans(), min_size=WIDTH * HEIGHT // 16, max_size=WIDTH * HEIGHT // 16))
@settings(max_examples=30, deadline=None)
def test_coco_compressed_masks_come_back(tmp_path_factory: pytest.TempPathFactory, cells: list[bool]) -> None:
    mask = np.array(cells).reshape(HEIGHT // 4, WIDTH // 4).repeat(4, 0).repeat(4, 1)
    assume(mask.any())
    content = coco([annotation({"size": [HEIGHT, WIDTH], "counts": compressed(runs_of(mask))})])
    regions = read(tmp_path_factory.mktemp("coco"), content)
    assert (np.sum([painted(region) for region in regions], axis=0) == mask).all()


def test_coco_picture_is_chosen_by_name(tmp_path: Path) -> None:
    (tmp_path / "b.png").write_bytes(png(np.full((HEIGHT, WIDTH, 3), 128, np.uint8)))
    photo = porevis.read_photo(tmp_path / "b.png")
    size = {"width": WIDTH, "height": HEIGHT}
    pictures = [{"id": 1, "file_name": "a.png", **size}, {"id": 2, "file_name": "session/b.png", **size}]
    annotations = [annotation([[0, 0, 9, 0, 9, 9]], 1, 1), annotation([[0, 0, 9, 0, 9, 9]], 2, 2)]
    assert names(read(tmp_path, coco(annotations, pictures), photo=photo)) == ["nose"]
    message = refusal(tmp_path, coco(annotations, pictures))
    assert "lists no array among its pictures (a.png, b.png); give the file of this photograph" in message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (coco([]), "holds no region"),
        (coco([annotation([])]), "annotation 5 has no segmentation"),
        (coco([annotation([[1, 2, 3]])]), "annotation 5: a polygon is no list of x, y"),
        (coco([annotation([[0, 0, 9, 0, 99, 9]])]), "region cheek: corner 3 (98.5, 8.5) lies outside"),
        (coco([annotation([[0, 0, 9, 0, 9, 9]], 17)]), "annotation 5 is of no category that is listed"),
        (coco([annotation({"size": [WIDTH, HEIGHT], "counts": [2400]})]), "its mask is of another size"),
        (coco([annotation({"size": [HEIGHT, WIDTH], "counts": [2399]})]), "the runs of its mask do not fill"),
        (coco([annotation({"size": [HEIGHT, WIDTH], "counts": [-1, 2401]})]), "the runs of its mask do not fill"),
        (coco([annotation({"size": [HEIGHT, WIDTH], "counts": "o" * 10**6})]), "the runs of its mask do not fill"),
        (coco([annotation({"size": [HEIGHT, WIDTH], "counts": "\x00é"})]), "the runs of its mask do not fill"),
        (coco([annotation({"size": [HEIGHT, WIDTH], "counts": [2400]})] * 101), "more than 100 masks"),
        (coco([annotation([[0, 0, 9, 0, 9, 9]], [])]), "is of no category"),  # type: ignore[arg-type]
        (coco([], [{"id": 7, "width": 10, "height": 10}]), "belongs to a picture of 10 x 10 px"),
        ({"images": 3, "annotations": []}, "`images` is no list of objects"),
        ({"images": [], "annotations": []}, "lists no array among its pictures"),
    ],
)
def test_what_is_wrong_with_coco_is_told(tmp_path: Path, content: object, message: str) -> None:
    assert message in refusal(tmp_path, content)


# ImageJ


def roi(points: Corners, kind: ROI_TYPE = ROI_TYPE.POLYGON, name: str = "", **more: object) -> ImagejRoi:
    made = ImagejRoi.frompoints(
        np.array(points, np.int32 if float(points[0][0]).is_integer() else np.float32), name=name
    )
    made.roitype = kind
    made.right, made.bottom = (round(max(values)) for values in zip(*points, strict=True))  # as ImageJ does
    for key, value in more.items():
        setattr(made, key, value)
    return made


def zipped(files: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return archive.getvalue()


RECT = [[10, 5], [30, 5], [30, 20], [10, 20]]


@pytest.mark.parametrize("kind", [ROI_TYPE.POLYGON, ROI_TYPE.FREEHAND, ROI_TYPE.TRACED, ROI_TYPE.RECT])
def test_imagej_areas(tmp_path: Path, kind: ROI_TYPE) -> None:
    (region,) = read(tmp_path, roi(RECT, kind, "nose").tobytes())
    assert region.name == "nose"
    assert (painted(region) == box(10, 5, 30, 20)).all()


def test_imagej_oval_and_fractions_of_pixels(tmp_path: Path) -> None:
    (oval,) = read(tmp_path, roi(RECT, ROI_TYPE.OVAL).tobytes(), "cheek.roi")
    assert oval.name == "cheek"
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    assert (painted(oval) == (((x + 0.5 - 20) / 10) ** 2 + ((y + 0.5 - 12.5) / 7.5) ** 2 < 1)).all()
    (fine,) = read(tmp_path, roi([[10.25, 5.25], [30.75, 5.25], [30.75, 20.5]]).tobytes())
    assert fine.outline == [(9.75, 4.75), (30.25, 4.75), (30.25, 20.0)]


def test_imagej_archive_of_the_roi_manager(tmp_path: Path) -> None:
    spot = [[12, 6], [14, 6], [14, 8], [12, 8]]
    files = {"0012-0020.roi": roi(RECT).tobytes(), "x.roi": roi(RECT, name="chin").tobytes(), "note.txt": b"hello"}
    regions = read(tmp_path, zipped(files | {"k.roi": roi(spot, name="keep_out-1").tobytes()}))
    assert names(regions) == ["0012-0020", "chin"]
    assert (painted(regions[1]) == (box(10, 5, 30, 20) & ~box(12, 6, 14, 8))).all()


def damaged(position: int, value: int) -> bytes:
    content = bytearray(roi(RECT).tobytes())
    content[position] = value
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Iout", "regions is damaged (ValueError"),
        (roi(RECT).tobytes()[:66], "regions is damaged"),
        (damaged(16, 255), "regions is damaged"),
        (roi(RECT, ROI_TYPE.LINE, "nose").tobytes(), "nose is no single polygon, freehand or traced area"),
        (roi(RECT, ROI_TYPE.POINT).tobytes(), "is no single polygon"),
        (roi(RECT, ROI_TYPE.RECT, rounded_rect_arc_size=5).tobytes(), "is no single polygon"),
        (roi([[0, 0], [9, 9], [9, 0], [0, 8]], name="nose").tobytes(), "region nose: a polygon crosses itself at ("),
        (
            roi([[50, 5], [70, 5], [70, 20]], name="nose").tobytes(),
            "corner 2 (69.5, 4.5) lies outside the picture of 60",
        ),
        (zipped({}), "no regions can be read from it"),
        (zipped({"a.txt": b""}), "holds no region"),
        (zipped({"a.roi": b"hello"}), "a is damaged"),
        (zipped({"a.roi": bytes(17_000_000)}), "holds too many regions"),
        (zipped({f"{i}.roi": b"" for i in range(1001)}), "holds too many regions; give at most 1000"),
        (zipped({"a.roi": roi(RECT).tobytes()})[:60], "the archive cannot be read"),
    ],
)
def test_what_is_wrong_with_imagej_is_told(tmp_path: Path, content: bytes, message: str) -> None:
    assert message in refusal(tmp_path, content)


@settings(deadline=None)
@given(st.integers(4, 63), st.integers(0, 255))
def test_a_changed_byte_of_imagej_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, position: int, value: int
) -> None:
    file = tmp_path_factory.mktemp("roi") / "a.roi"
    file.write_bytes(damaged(position, value))
    with suppress(porevis.InputError):
        porevis.read_regions(file, PHOTO)


def test_imagej_needs_its_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "roifile", None)
    assert "ImageJ's files need roifile; pip install 'porevis[imagej]'" in refusal(tmp_path, roi(RECT).tobytes())


# Mask pictures


@given(st.lists(st.integers(0, 2), min_size=WIDTH * HEIGHT // 16, max_size=WIDTH * HEIGHT // 16), st.booleans())
@settings(max_examples=50, deadline=None)
def test_masks_come_back_pixel_by_pixel(
    tmp_path_factory: pytest.TempPathFactory, cells: list[int], coloured: bool
) -> None:
    levels = np.array(cells, np.uint8).reshape(HEIGHT // 4, WIDTH // 4).repeat(4, 0).repeat(4, 1)
    assume({0, 1, 2} == set(cells))
    colours = np.array(
        [[0, 0, 0], [255, 0, 0], [0, 128, 255]] if coloured else [[0] * 3, [100] * 3, [200] * 3], np.uint8
    )
    regions = read(tmp_path_factory.mktemp("mask"), png(colours[levels]))
    for level, name in (
        (1, "colour_ff0000" if coloured else "level_100"),
        (2, "colour_0080ff" if coloured else "level_200"),
    ):
        own = [region for region in regions if region.name == name or region.name.startswith(name + "_")]
        assert (np.sum([painted(region) for region in own], axis=0) == (levels == level)).all()


def test_a_single_level_is_the_mask(tmp_path: Path) -> None:
    ring = box(10, 5, 30, 25) & ~box(15, 10, 20, 20)
    for content in (
        png(ring.astype(np.uint8) * 255),
        png(ring.astype(np.uint16) * 7),
        png(np.dstack([ring * 9] * 3 + [ring * 0 + 255]).astype(np.uint8)),
    ):
        (region,) = read(tmp_path, content)
        assert region.name == "mask"
        assert (painted(region) == ring).all()
    both = box(0, 0, 5, 5) | box(10, 10, 20, 20)
    assert names(read(tmp_path, png(both.astype(np.uint8)))) == ["mask_1", "mask_2"]


def test_what_is_wrong_with_a_mask_is_told(tmp_path: Path) -> None:
    mask = box(10, 5, 30, 25).astype(np.uint8)
    assert "belongs to a picture of 40 x 60 px, but array has 60 x 40 px" in refusal(tmp_path, png(mask.T))
    assert "the mask has no black background" in refusal(tmp_path, png(mask + 1))
    assert "holds no region" in refusal(tmp_path, png(mask * 0))
    cut_out = np.dstack([mask * 200] * 3 + [mask * 255])
    cut_out[10, 10] = (0, 0, 0, 255)
    assert "without transparency" in refusal(tmp_path, png(cut_out))
    ramp = np.add.outer(np.arange(HEIGHT), np.arange(WIDTH)).astype(np.uint8)
    assert "the mask has 98 levels or colours, more than the 64 allowed" in refusal(tmp_path, png(ramp))
    specks = np.zeros((HEIGHT, WIDTH), np.uint8)
    specks[::2, ::2] = 255
    assert "mask: falls into 600 parts, more than the 256 allowed" in refusal(tmp_path, png(specks))
    assert "a JPEG blurs the borders of a mask; save it as PNG" in refusal(tmp_path, jpeg_bytes(tmp_path))
    assert "no regions can be read from it: " in refusal(tmp_path, png(mask)[:60])
    assert "no regions can be read from it: " in refusal(tmp_path, b"\x01\x00\x02" * 100)


# Any file


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        ("name,x,y\nnose,3,4\n", "no JSON: parse error at line 1"),
        ('{"shapes": [', "no JSON: parse error"),
        ('{"shapes": ' + "[" * 200_000, "is nested too deeply"),
        ({"polygons": []}, "unknown key `polygons`"),
    ],
)
def test_other_files_are_told(tmp_path: Path, content: object, message: str) -> None:
    assert message in refusal(tmp_path, content)


def test_own_polygons_that_cross_themselves_are_refused(tmp_path: Path) -> None:
    outline = [[0, 0], [30, 30], [30, 0], [0, 30]]
    assert "region a: a polygon crosses itself at (15, 15)" in refusal(
        tmp_path, {"regions": [{"name": "a", "outline": outline}]}
    )


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("any") / "regions"
    file.write_bytes(content)
    with pytest.raises(porevis.InputError, match="regions"):
        porevis.read_regions(file, PHOTO)


# Commands

PATCH = [[60, 50], [260, 60], [250, 270], [55, 250]]


def measured(run: Run, pair: Pair, regions: Path, out: Path) -> bytes:
    ended = run("measure", pair.before, "--px-per-mm", PX_PER_MM, "--regions", regions, "--out", out)
    assert ended.status == 0, ended.err
    return (out / "pores.csv").read_bytes()


def test_regions_are_turned_into_a_file_that_measures_the_same(run: Run, tmp_path: Path, pair: Pair) -> None:
    own = {"name": "patch", "outline": PATCH, "keep_out": [[[100, 100], [140, 100], [120, 150]]]}
    (tmp_path / "own.json").write_text(
        json.dumps({"regions": [own, {"name": "b", "outline": [[0, 0], [50, 0], [0, 50]]}]})
    )
    out = tmp_path / "out"
    ended = run("regions", pair.before, "--regions", tmp_path / "own.json", "--out", out)
    assert ended.status == 0, ended.err
    assert sorted(file.name for file in out.iterdir()) == ["regions.json", "regions.png"]
    assert "2 regions: patch, b" in ended.out
    assert "mind: LabelMe opens regions.json where before.png lies beside it" in ended.out
    content = json.loads((out / "regions.json").read_text())
    assert content["imagePath"] == "before.png"
    assert content["imageData"] is None
    assert (content["imageWidth"], content["imageHeight"]) == (320, 320)
    assert [shape["label"] for shape in content["shapes"]] == ["patch", "b", "keep_out"]
    assert all(set(shape) >= {"label", "points", "group_id", "shape_type", "flags"} for shape in content["shapes"])
    assert str(tmp_path) not in (out / "regions.json").read_text()
    table = measured(run, pair, out / "regions.json", tmp_path / "a")
    assert table == measured(run, pair, tmp_path / "own.json", tmp_path / "b")
    assert table.count(b"\n") > 20


def test_all_formats_measure_the_same(run: Run, tmp_path: Path, pair: Pair) -> None:
    left, top, right, bottom = 40, 50, 260, 280
    corners = [[left, top], [right, top], [right, bottom], [left, bottom]]
    size = {"width": 320, "height": 320}
    mask = np.zeros((320, 320), np.uint8)
    mask[top:bottom, left:right] = 255
    drawn = labelme(shape("mask", corners), imageWidth=320, imageHeight=320)
    flat = [value for corner in corners for value in corner]
    listed = coco([annotation([flat])], [{"id": 7, "file_name": "before.png", **size}])
    listed["categories"][0]["name"] = "mask"
    files = {
        "own.json": json.dumps({"regions": [{"name": "mask", "outline": [[x - 0.5, y - 0.5] for x, y in corners]}]}),
        "labelme.json": json.dumps(drawn),
        "coco.json": json.dumps(listed),
        "mask.roi": roi(corners, ROI_TYPE.RECT).tobytes(),
        "mask.zip": zipped({"mask.roi": roi(corners).tobytes()}),
        "mask.png": png(mask),
    }
    tables = set()
    for name, content in files.items():
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        tables.add(measured(run, pair, file, tmp_path / f"out-{name}"))
    assert len(tables) == 1


def test_a_preview_shows_the_whole_photograph(run: Run, tmp_path: Path) -> None:
    wide = np.full((900, 2400, 3), 150, np.uint8)
    porevis.save_png(tmp_path / "wide.png", wide)
    (tmp_path / "own.json").write_text(json.dumps({"regions": [{"name": "patch", "outline": PATCH}]}))
    out = tmp_path / "out"
    assert run("regions", tmp_path / "wide.png", "--regions", tmp_path / "own.json", "--out", out).status == 0
    preview = porevis.read_photo(out / "regions.png").pixels
    assert preview.shape == (600, 1600, 3)
    changed = (preview != 150).any(axis=2)
    assert changed[:200, :200].any()
    assert not changed[:, 220:].any()


def test_manifest_takes_any_format(run: Run, tmp_path: Path, pair: Pair) -> None:
    mask = np.zeros((320, 320), np.uint8)
    mask[20:300, 20:300] = 255
    (tmp_path / "mask.png").write_bytes(png(mask))
    for name, photo in (("1.png", pair.before), ("2.png", pair.after)):
        (tmp_path / name).write_bytes(photo.read_bytes())
    (tmp_path / "manifest.csv").write_text(
        "photo,subject,replicate,regions,px_per_mm\n1.png,p,1,mask.png,20\n2.png,p,2,mask.png,20\n"
    )
    (tmp_path / "my.yaml").write_text("accept_quality: true\nestimate: {resamples: 300}\n")
    given_ = ("--params", tmp_path / "my.yaml", "--out", tmp_path / "out")
    ended = run("repeatability", tmp_path / "manifest.csv", *given_)
    assert ended.status == 0, ended.err
    content = json.loads((tmp_path / "out" / "repeatability.json").read_text())
    assert [region["name"] for region in content["regions"]] == ["mask"]
    assert content["options"]["estimate"]["resamples"] == 300
    assert porevis.read_params(tmp_path / "out" / "repeatability.json").compare.estimate.resamples == 300


def test_regions_need_a_folder_that_can_be_written(run: Run, tmp_path: Path, pair: Pair) -> None:
    (tmp_path / "blocked").write_text("in the way")
    ended = run("regions", pair.before, "--out", tmp_path / "blocked")
    assert ended.status == 2
    assert ended.err.startswith("error: ")
    assert "--out" in ended.err


def test_regions_without_a_face_are_refused(run: Run, tmp_path: Path, pair: Pair) -> None:
    out = tmp_path / "out"
    assert_refused(run("regions", pair.before, "--out", out), out, "before.png", "face")


def test_regions_of_another_photograph_are_refused(run: Run, tmp_path: Path, pair: Pair) -> None:
    (tmp_path / "other.json").write_text(json.dumps(labelme(shape("a", RECT))))
    out = tmp_path / "out"
    ended: Ended = run("measure", pair.before, "--regions", tmp_path / "other.json", "--out", out)
    assert_refused(ended, out, "other.json", "belongs to a picture of 60 x 40 px, but before.png has 320 x 320 px")


@pytest.mark.parametrize("light", ["daylight", "parallel", "cross"])
def test_regions_of_a_face_come_back(data: Path, run: Run, tmp_path: Path, light: str) -> None:
    photo, out = data / "three_lights" / f"{light}.jpg", tmp_path / "out"
    ended = run("regions", photo, "--out", out)
    assert ended.status == 0, ended.err
    found = porevis.find_regions(photo)
    again = porevis.read_regions(out / "regions.json", photo)
    assert names(again) == names(found)
    if light == "daylight":
        direct, edited = (porevis.measure_photo(photo, regions=regions).pores for regions in (found, again))
        assert direct.to_csv() == edited.to_csv()
        assert direct.to_csv() == porevis.measure_photo(photo).pores.to_csv()
