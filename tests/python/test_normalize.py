# SPDX-License-Identifier: Apache-2.0
"""`porevis normalize` and porevis.normalize_photo: files, record, refusals."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import porevis
import pytest
from conftest import PX_PER_MM, Pair, Run
from porevis import phantom

WHOLE = ("--whole", "--px-per-mm", PX_PER_MM)


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_alone(run: Run, tmp_path: Path, pair: Pair) -> None:
    out = tmp_path / "out"
    ended = run("normalize", pair.before, *WHOLE, "--out", out, "--picture-px-per-mm", 16)
    assert ended.status == 0
    assert ended.err == ""
    assert names(out) == {"normalized.png", "flattened.png", "normalization.json"}
    record = json.loads((out / "normalization.json").read_text())
    assert record["schema"] == "porevis.normalization/1"
    assert record["photo"]["file"] == "before.png"
    assert record["picture"] == {
        "width_px": 256,
        "height_px": 256,
        "px_per_mm": 16,
        "bits": 16,
        "colour": "sRGB",
        "outside_fraction": 0,
    }
    assert record["geometry"] == {
        "resampling": "once, Lanczos of three lobes, in linear light",
        "normalized_from_photo": [[0.8, 0, pytest.approx(-0.1)], [0, 0.8, pytest.approx(-0.1)]],
        "exact": True,
        "photo_from_normalized": None,
    }
    assert record["like"] is None
    assert record["options"]["picture"]["px_per_mm"] == 16
    assert set(record["files"]) == {"normalized.png", "flattened.png"}
    assert str(tmp_path) not in json.dumps(record)

    result = porevis.normalize_photo(
        pair.before,
        whole=True,
        px_per_mm=PX_PER_MM,
        options=porevis.NormalizeOptions(picture=porevis.PictureOptions(px_per_mm=16)),
    )
    for name, pixels in (("normalized.png", result.pixels), ("flattened.png", result.flattened)):
        assert np.array_equal(porevis.read_photo(out / name).pixels, pixels)
        assert pixels.dtype == np.uint16
        assert b"iCCP" in (out / name).read_bytes()[:4000]
    assert result.to_dict() | {"files": record["files"]} == record


def test_like_a_baseline(run: Run, tmp_path: Path, pair: Pair) -> None:
    out = tmp_path / "out"
    ended = run("normalize", pair.after, "--like", pair.before, *WHOLE, "--out", out, "--format", "tiff")
    assert ended.status == 0
    assert names(out) == {"normalized.tiff", "flattened.tiff", "normalization.json"}
    record = json.loads((out / "normalization.json").read_text())
    assert record["photo"]["file"] == "after.png"
    assert record["like"]["photo"]["file"] == "before.png"
    assert record["like"]["alignment"]["residual_mm"] < 0.02
    assert record["like"]["normalized_from_photo"] == [[1, 0, 0], [0, 1, 0]]
    assert record["colour"] == {"matched": False, "gains": [1, 1, 1]}
    pixels = porevis.read_photo(out / "normalized.tiff").pixels
    assert pixels.shape == pair.shot_before.photo.pixels.shape

    # The map of the record takes the pores of the baseline to those of the photograph.
    grid = record["geometry"]["photo_from_normalized"]
    origin, step = np.array(grid["origin"]), np.array(grid["step"])
    before, after = pair.shot_before.pores, pair.shot_after.pores
    _, i, j = np.intersect1d(before["id"], after["id"], return_indices=True)
    u, v = ((np.stack([before["x_px"], before["y_px"]], axis=1)[i] - origin) / step).T
    x, y = u.astype(int), v.astype(int)

    def looked_up(nodes: list[list[float]]) -> np.ndarray:
        n, s, t = np.array(nodes), u - x, v - y
        return (1 - t) * ((1 - s) * n[y, x] + s * n[y, x + 1]) + t * ((1 - s) * n[y + 1, x] + s * n[y + 1, x + 1])

    off = np.hypot(looked_up(grid["x"]) - after["x_px"][j], looked_up(grid["y"]) - after["y_px"][j]) / PX_PER_MM
    assert np.median(off) < 0.02
    assert np.percentile(off, 90) < 0.05

    # And the pores lie on each other in the pictures.
    laid = porevis.measure_photo(pixels, whole=True, px_per_mm=PX_PER_MM).pores
    first = porevis.measure_photo(pair.before, whole=True, px_per_mm=PX_PER_MM).pores
    apart = np.hypot(first["x_px"][:, None] - laid["x_px"], first["y_px"][:, None] - laid["y_px"]).min(axis=1)
    assert np.median(apart) / PX_PER_MM < 0.05


def test_match_colour_brings_back_the_exposure(pair: Pair) -> None:
    options = porevis.NormalizeOptions(picture=porevis.PictureOptions(match_colour=True))
    result = porevis.normalize_photo(pair.after, pair.before, whole=True, px_per_mm=PX_PER_MM, options=options)
    assert result.colour_gains == pytest.approx([1 / 0.8] * 3, rel=0.03)
    # Without it the light stays: the darker photograph is the darker picture.
    plain = porevis.normalize_photo(pair.after, pair.before, whole=True, px_per_mm=PX_PER_MM)
    assert plain.pixels.mean() < 0.95 * result.pixels.mean()


def test_the_frame_is_the_baselines(pair: Pair) -> None:
    options = porevis.NormalizeOptions(picture=porevis.PictureOptions(px_per_mm=14))
    given = {"whole": True, "px_per_mm": PX_PER_MM, "options": options}
    alone = porevis.normalize_photo(pair.before, **given)
    same = porevis.normalize_photo(pair.before, pair.before, **given)
    assert np.array_equal(alone.pixels, same.pixels)
    assert np.array_equal(alone.flattened, same.flattened)
    assert same.like is not None
    assert same.like.normalized_from_photo == alone.normalized_from_photo


def test_regions_keep_the_photographs_direction(pair: Pair) -> None:
    region = porevis.Region("patch", [(40, 40), (280, 40), (280, 200), (40, 200)])
    result = porevis.normalize_photo(pair.before, regions=[region], px_per_mm=PX_PER_MM)
    assert result.pixels.shape == pair.shot_before.photo.pixels.shape
    assert result.flattening.skin_fraction == pytest.approx(240 * 160 / 320**2, rel=0.05)


def test_other_skin_is_refused(run: Run, tmp_path: Path, pair: Pair) -> None:
    skin = phantom.make_skin(phantom.SkinDescription(width_mm=16, height_mm=16), seed=99)
    other, out = tmp_path / "other.png", tmp_path / "out"
    porevis.save_png(other, phantom.photograph(skin).photo.pixels)
    ended = run("normalize", other, "--like", pair.before, *WHOLE, "--out", out)
    assert ended.status == 3
    assert ended.err.startswith("not comparable: ")
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), ("before.png", "no face")),
        (("--whole",), ("before.png", "--px-per-mm")),
        ((*WHOLE, "--match-colour"), ("--like",)),
        ((*WHOLE, "--format", "jpeg"), ("--format", "png", "tiff")),
        ((*WHOLE, "--picture-px-per-mm", 0), ("px_per_mm = 0", "1 to 200")),
        ((*WHOLE, "--like", "missing.png"), ("missing.png", "no such file")),
    ],
)
def test_unusable(run: Run, tmp_path: Path, pair: Pair, arguments: tuple[object, ...], words: tuple[str, ...]) -> None:
    out = tmp_path / "out"
    ended = run("normalize", pair.before, *arguments, "--out", out)
    assert ended.status == 2
    assert ended.err.startswith("error: ")
    assert ended.err.count("\n") == 1
    for word in words:
        assert word in ended.err
    assert not out.exists()


def test_pictures_are_saved_by_their_names_end(tmp_path: Path, pair: Pair) -> None:
    with pytest.raises(porevis.InputError, match=r"picture\.jpg: give a name that ends in \.png or \.tiff"):
        porevis.save_picture(tmp_path / "picture.jpg", pair.shot_before.photo.pixels)
    assert not list(tmp_path.iterdir())


def test_two_lights_on_one_frame(data: Path) -> None:
    options = porevis.NormalizeOptions(picture=porevis.PictureOptions(px_per_mm=6))
    folder = data / "three_lights"
    result = porevis.normalize_photo(folder / "parallel.jpg", folder / "daylight.jpg", options=options)
    assert result.comparable
    assert result.pixels.shape == (1320, 960, 3)
    assert result.like is not None
    assert result.like.alignment.residual_mm < 0.05
    baseline = porevis.normalize_photo(folder / "daylight.jpg", options=options)
    # Eye corners, brows and moles fall on each other: the pictures agree where they are not black.
    face = np.s_[300:1100, 250:710]
    first, second = (p[face].astype(float)[..., 1].ravel() for p in (baseline.pixels, result.pixels))
    assert np.corrcoef(first, second)[0, 1] > 0.9
