# SPDX-License-Identifier: Apache-2.0
"""Faces, landmark files and regions of the face, from Python and the command line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import porevis
import pytest
from conftest import Run
from numpy.typing import NDArray
from porevis import mediapipe_face

FINE = [
    *("forehead", "glabella", "nose_dorsum", "nose_tip", "nose_ala_left", "nose_ala_right"),
    *("cheek_medial_left", "cheek_medial_right", "cheek_lateral_left", "cheek_lateral_right", "upper_lip", "chin"),
]


@pytest.fixture(scope="module")
def pixels(data: Path) -> NDArray[np.uint8]:
    """A photograph of a face, 1000 x 1333 px."""
    whole = porevis.read_photo(data / "three_lights" / "daylight.jpg").pixels
    blocks = whole[: whole.shape[0] // 3 * 3, : whole.shape[1] // 3 * 3].reshape(1333, 3, 1000, 3, 3)
    return np.ascontiguousarray(blocks.mean(axis=(1, 3)) + 0.5, np.uint8)


@pytest.fixture(scope="module")
def face(pixels: NDArray[np.uint8]) -> porevis.Face:
    return porevis.find_face(pixels)


def test_landmarks_come_back_from_every_file(pixels: NDArray[np.uint8], face: porevis.Face, tmp_path: Path) -> None:
    assert face.view == "front"
    points = np.array(face.landmarks)
    assert points.shape == (68, 2)
    pts, px, shares = (tmp_path / name for name in ("a.pts", "px.json", "shares.json"))
    pts.write_text("version: 1\nn_points: 68\n{\n" + "".join(f"{x + 1} {y + 1}\n" for x, y in points) + "}\n")
    px.write_text(json.dumps(points.tolist()))
    size = np.array(pixels.shape[1::-1])
    shares.write_text(json.dumps([{"x": x, "y": y, "z": 0.0} for x, y in (points + 0.5) / size]))
    for given in (pts, px, shares, points, np.c_[points, np.zeros(68)], face):
        np.testing.assert_allclose(porevis.read_landmarks(given, pixels).landmarks, points, atol=1e-6)
    assert porevis.read_landmarks(px, pixels, view="left").view == "left"


@pytest.mark.parametrize("shape", [(68,), (68, 4), (5, 2)])
def test_landmarks_of_another_shape(pixels: NDArray[np.uint8], shape: tuple[int, ...]) -> None:
    with pytest.raises(porevis.InputError, match="68"):
        porevis.read_landmarks(np.ones(shape), pixels)


def test_given_landmarks_need_no_model(
    pixels: NDArray[np.uint8], face: porevis.Face, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POREVIS_FACE_MODEL", "/nowhere.dat")
    photo, landmarks, out = tmp_path / "face.png", tmp_path / "face.json", tmp_path / "out"
    porevis.save_png(photo, pixels)
    landmarks.write_text(json.dumps(face.landmarks))
    ended = run("measure", photo, "--landmarks", landmarks, "--region-set", "fine", "--out", out)
    assert ended.status == 0, ended.err
    content = json.loads((out / "measurement.json").read_text())
    assert [region["name"] for region in content["regions"]] == FINE
    assert content["quality"]["pose"]["view"] == "front"
    assert content["options"]["region"]["set"] == "fine"
    again = run("compare", photo, photo, "--landmarks", landmarks, "--landmarks-after", landmarks, "--out", out)
    assert again.status == 0, again.err
    assert run("measure", photo, "--out", out).status == 2


def test_bad_landmarks_are_one_line(pixels: NDArray[np.uint8], face: porevis.Face, run: Run, tmp_path: Path) -> None:
    photo, landmarks, out = tmp_path / "face.png", tmp_path / "face.json", tmp_path / "out"
    porevis.save_png(photo, pixels)
    backwards = face.landmarks[::-1]
    for points, word in ((face.landmarks[:67], "face.json"), (backwards, "landmarks do not lie")):
        landmarks.write_text(json.dumps(points))
        ended = run("measure", photo, "--landmarks", landmarks, "--out", out)
        assert (ended.status, ended.err.count("\n")) == (2, 1)
        assert word in ended.err
        assert not out.exists()
    ended = run("measure", photo, "--region-set", "coarse", "--out", out)
    assert ended.status == 2
    assert "main or fine" in ended.err
    ended = run("compare", photo, photo, "--landmarks-after", "a", "--landmarks-after", "b", "--out", out)
    assert ended.status == 2
    assert "--landmarks-after" in ended.err


def test_a_face_cut_off_is_refused(pixels: NDArray[np.uint8], face: porevis.Face, run: Run, tmp_path: Path) -> None:
    photo, out = tmp_path / "cut.png", tmp_path / "out"
    porevis.save_png(photo, np.ascontiguousarray(pixels[: int(face.landmarks[57][1]) + 8]))
    ended = run("measure", photo, "--out", out)
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert "cut.png" in ended.err


def test_regions_of_a_face(pixels: NDArray[np.uint8], face: porevis.Face) -> None:
    names = [region.name for region in porevis.face_regions(pixels, face)]
    assert names == ["forehead", "nose", "cheek_left", "cheek_right", "chin"]
    fine = porevis.face_regions(pixels, face, porevis.RegionOptions(set="fine"))
    assert [region.name for region in fine] == FINE
    with pytest.raises(porevis.ParameterError, match="main or fine"):
        porevis.face_regions(pixels, face, porevis.RegionOptions(set="coarse"))


def test_mediapipe_says_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = np.zeros((64, 64, 3), np.uint8)
    monkeypatch.delenv("POREVIS_MEDIAPIPE_MODEL", raising=False)
    monkeypatch.setitem(__import__("sys").modules, "mediapipe", None)  # as if it were not installed
    with pytest.raises(porevis.InputError, match=r"porevis\[mediapipe\]"):
        porevis.find_face_mediapipe(picture)


@pytest.mark.parametrize(("size", "depth"), [((40, 60), np.uint8), ((4000, 3000), np.uint8), ((3300, 1700), np.uint16)])
def test_mediapipe_gets_a_small_picture_of_the_whole(size: tuple[int, int], depth: type) -> None:
    top = np.iinfo(depth).max
    pixels = np.zeros((*size, 3), depth)
    pixels[: size[0] // 2] = top
    small = mediapipe_face._small(porevis.read_photo(pixels))
    assert small.dtype == np.uint8
    assert max(small.shape) <= 1600
    assert small.shape[0] / small.shape[1] == pytest.approx(size[0] / size[1], rel=0.01)
    assert small.mean() == pytest.approx(127.5, abs=0.5)
