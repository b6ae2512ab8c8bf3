# SPDX-License-Identifier: Apache-2.0
"""Bad input: exit 2, one line that names the file and the mend, nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import porevis
import pytest
from conftest import PX_PER_MM, Ended, Pair, Run
from pictures import png, png_header

WHOLE = ("--whole", "--px-per-mm", PX_PER_MM)


def assert_refused(ended: Ended, out: Path, *words: str) -> None:
    assert ended.status == 2
    assert ended.err.startswith("error: ")
    assert ended.err.count("\n") == 1, ended.err
    assert "Traceback" not in ended.err
    for word in words:
        assert word in ended.err
    assert not out.exists()
    assert not list(out.parent.glob(".porevis-*"))


def grey_noise(*shape: int) -> np.ndarray:
    return np.random.default_rng(1).integers(100, 140, size=shape, dtype=np.uint8)


def jpeg_bytes(folder: Path) -> bytes:
    porevis.save_jpeg(folder / "whole.jpg", grey_noise(64, 64, 3), 90)
    return (folder / "whole.jpg").read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.jpg", b""),
        ("text.png", b"this is no picture at all, only a text of some length\n" * 20),
        ("gif.png", b"GIF89a" + bytes(100)),
        ("header_only.png", png_header(100, 100)),
        ("huge.png", png_header(20000, 10000)),
        ("one.png", png(grey_noise(1, 1, 3))),
        ("zero.png", png_header(0, 0)),
        ("nothing_but_signature.jpg", b"\xff\xd8\xff\xe0"),
    ],
)
def test_unusable_files(run: Run, tmp_path: Path, name: str, content: bytes) -> None:
    photo, out = tmp_path / name, tmp_path / "out"
    photo.write_bytes(content)
    assert_refused(run("measure", photo, *WHOLE, "--out", out), out, name)


def test_huge_header_says_how_large(run: Run, tmp_path: Path) -> None:
    photo, out = tmp_path / "huge.png", tmp_path / "out"
    photo.write_bytes(png_header(20000, 10000))
    assert_refused(run("measure", photo, *WHOLE, "--out", out), out, "huge.png", "200")


def test_missing_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert_refused(run("measure", tmp_path / "absent.jpg", *WHOLE, "--out", out), out, "absent.jpg")


def test_folder_as_photo(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / "folder.jpg").mkdir()
    assert_refused(run("measure", tmp_path / "folder.jpg", *WHOLE, "--out", out), out, "folder.jpg")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_jpeg(run: Run, tmp_path: Path, share: float) -> None:
    whole, out = jpeg_bytes(tmp_path), tmp_path / "out"
    (tmp_path / "cut.jpg").write_bytes(whole[: int(share * len(whole))])
    assert_refused(run("measure", tmp_path / "cut.jpg", *WHOLE, "--out", out), out, "cut.jpg")


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_truncated_png(run: Run, tmp_path: Path, pair: Pair, share: float) -> None:
    whole, out = pair.before.read_bytes(), tmp_path / "out"
    (tmp_path / "cut.png").write_bytes(whole[: int(share * len(whole))])
    assert_refused(run("measure", tmp_path / "cut.png", *WHOLE, "--out", out), out, "cut.png")


def test_wrong_extension_is_simply_read(run: Run, tmp_path: Path, pair: Pair) -> None:
    photo, out = tmp_path / "really_a_png.jpg", tmp_path / "out"
    photo.write_bytes(pair.before.read_bytes())
    assert run("measure", photo, *WHOLE, "--out", out).status == 0


@pytest.mark.parametrize("kind", ["grey", "grey_alpha", "alpha", "sixteen"])
def test_grey_alpha_and_sixteen_bits_are_simply_read(run: Run, tmp_path: Path, pair: Pair, kind: str) -> None:
    rgb = pair.shot_before.photo.pixels
    opaque = np.full((*rgb.shape[:2], 1), 255, np.uint8)
    pixels = {
        "grey": rgb[..., 1],
        "grey_alpha": np.concatenate([rgb[..., 1:2], opaque], axis=2),
        "alpha": np.concatenate([rgb, opaque], axis=2),
        "sixteen": rgb.astype(np.uint16) * 257,
    }[kind]
    photo, out = tmp_path / f"{kind}.png", tmp_path / "out"
    photo.write_bytes(png(pixels))
    assert run("measure", photo, *WHOLE, "--out", out).status == 0
    found = json.loads((out / "measurement.json").read_text())["regions"][0]
    expected = porevis.measure_photo(pair.before, whole=True, px_per_mm=PX_PER_MM).regions[0]
    # Without colour a few spots are taken for something else.
    assert found["visibility"] == pytest.approx(expected.visibility, rel=0.15 if "grey" in kind else 1e-6)


def test_no_scale(run: Run, tmp_path: Path, pair: Pair) -> None:
    out = tmp_path / "out"
    assert_refused(run("measure", pair.before, "--whole", "--out", out), out, "before.png", "--px-per-mm")


def test_no_face(run: Run, tmp_path: Path, pair: Pair) -> None:
    out = tmp_path / "out"
    assert_refused(run("measure", pair.before, "--out", out), out, "before.png", "face")


def test_two_faces(run: Run, tmp_path: Path, data: Path) -> None:
    face = porevis.read_photo(data / "three_lights" / "daylight.jpg").pixels[::4, ::4]
    photo, out = tmp_path / "two.png", tmp_path / "out"
    porevis.save_png(photo, np.concatenate([face, face], axis=1))
    assert_refused(run("measure", photo, "--out", out), out, "two.png", "face")


def write_regions(path: Path, corners: list[list[float]]) -> Path:
    path.write_text(json.dumps({"regions": [{"name": "patch", "outline": corners}]}))
    return path


def test_regions_outside_the_picture(run: Run, tmp_path: Path, pair: Pair) -> None:
    out = tmp_path / "out"
    regions = write_regions(tmp_path / "outside.json", [[900, 900], [990, 900], [990, 990]])
    ended = run("measure", pair.before, "--regions", regions, "--px-per-mm", PX_PER_MM, "--out", out)
    assert_refused(ended, out, "outside.json")


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"regions": []}', '{"regions": [{"name": "a", "outline": [[1, 2]]}]}']
)
def test_damaged_regions(run: Run, tmp_path: Path, pair: Pair, content: str) -> None:
    out, regions = tmp_path / "out", tmp_path / "regions.json"
    regions.write_text(content)
    ended = run("measure", pair.before, "--regions", regions, "--px-per-mm", PX_PER_MM, "--out", out)
    assert_refused(ended, out, "regions.json")


@pytest.mark.parametrize("command", ["measure", "compare", "normalize", "phantom"])
@pytest.mark.parametrize("below", [False, True])
def test_unwritable_output_folder(run: Run, tmp_path: Path, pair: Pair, command: str, below: bool) -> None:
    """A file stands in the folder's place, or in its parent's: root may write to any real folder."""
    blocked = tmp_path / "blocked"
    blocked.write_text("in the way")
    photos = {"compare": [pair.before, pair.after], "phantom": []}.get(command, [pair.before])
    ended = run(command, *photos, "--out", blocked / "deeper" if below else blocked)
    assert ended.status == 2
    assert ended.err.startswith("error: ")
    assert "blocked" in ended.err
    assert "--out" in ended.err
    assert ended.err.count("\n") == 1
    assert blocked.read_text() == "in the way"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["measure"], "PHOTO"),
        (["measure", "a.jpg", "--px-per-mm", "many"], "px-per-mm"),
        (["measure", "a.jpg", "--frobnicate"], "--frobnicate"),
        (["measure", "a.jpg", "--whole", "--regions", "b.json"], "--regions"),
        (["compare", "a.jpg"], "AFTER"),
        (["recompare"], "recompare"),
        (["phantom", "--skin", "tone"], "KEY=VALUE"),
        (["phantom", "--skin", "diametr_mm=0.3"], "diameter_mm"),
        (["phantom", "--skin", "tone=dark"], "tone"),
        (["phantom", "--change", "diameter_factor=-1"], "diameter_factor"),
        (["phantom", "--after", "blur=1"], "blur_sigma_px"),
        (["phantom", "--seed", "-1"], "seed"),
    ],
)
def test_usage_errors(run: Run, tmp_path: Path, arguments: list[str], word: str) -> None:
    out = tmp_path / "out"
    assert_refused(run(*arguments, *(["--out", out] if len(arguments) > 1 else [])), out, word)


@pytest.mark.parametrize("scale", ["0", "-3", "0.5", "1e9", "nan", "inf"])
def test_scale_out_of_range(run: Run, tmp_path: Path, pair: Pair, scale: str) -> None:
    out = tmp_path / "out"
    assert_refused(run("measure", pair.before, "--whole", f"--px-per-mm={scale}", "--out", out), out, "px")


def test_a_failure_leaves_earlier_results_alone(run: Run, tmp_path: Path, pair: Pair) -> None:
    out = tmp_path / "out"
    assert run("measure", pair.before, *WHOLE, "--out", out).status == 0
    kept = {file.name: file.read_bytes() for file in out.iterdir()}
    (tmp_path / "empty.png").write_bytes(b"")
    assert run("measure", tmp_path / "empty.png", *WHOLE, "--out", out).status == 2
    assert {file.name: file.read_bytes() for file in out.iterdir()} == kept


def test_a_failure_while_writing_leaves_nothing(
    run: Run, tmp_path: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "overlay.png")

    out = tmp_path / "deep" / "out"
    monkeypatch.setattr(porevis, "save_png", full)
    assert_refused(run("measure", pair.before, *WHOLE, "--out", out), out, "overlay.png", "No space left")
    assert not list(tmp_path.iterdir())


def test_too_little_memory(run: Run, tmp_path: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object, **__: object) -> None:
        raise MemoryError

    out = tmp_path / "out"
    monkeypatch.setattr(porevis, "measure_photo", exhausted)
    assert_refused(run("measure", pair.before, *WHOLE, "--out", out), out, "memory")
