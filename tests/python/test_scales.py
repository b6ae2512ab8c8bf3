# SPDX-License-Identifier: Apache-2.0
"""The sources of the scale: what the sample shows, the command line's options, device profiles, refusals."""

from __future__ import annotations

import importlib.util
import json
import math
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import porevis
import pytest
from conftest import ROOT, Pair, Run

PROFILE = {"name": "booth", "distance_mm": 600, "distance_uncertainty_mm": 6, "px_per_mm": 20}


@pytest.fixture(scope="module")
def sample() -> ModuleType:
    """samples/inputs_scales.py."""
    spec = importlib.util.spec_from_file_location("inputs_scales", ROOT / "samples" / "inputs_scales.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["inputs_scales"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def sticker(sample: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Skin of 30 mm with a marker of 6 mm."""
    path = tmp_path_factory.mktemp("sticker") / "sticker.png"
    porevis.save_png(path, sample.photograph(sample.marker(6), 12, width_mm=30))
    return path


def profile(folder: Path, **changed: object) -> Path:
    path = folder / "device.yaml"
    content = {key: value for key, value in {**PROFILE, **changed}.items() if value is not None}
    path.write_text("".join(f"{key}: {json.dumps(value)}\n" for key, value in content.items()), encoding="utf-8")
    return path


def test_each_source_reads_the_scale_within_its_uncertainty(sample: ModuleType) -> None:
    found = {row.source: row for row in sample.rows()}
    assert set(found) == {"given", "two points", "ticks", "marker", "chart", "device"}
    for source, row in found.items():
        assert row.within, source
        assert row.relative_uncertainty < 0.03, source
    for source in ("two points", "ticks", "marker", "chart"):
        assert found[source].read_px_per_mm == pytest.approx(found[source].true_px_per_mm, rel=0.002), source


def test_marker_on_the_command_line(run: Run, tmp_path: Path, sticker: Path) -> None:
    out = tmp_path / "out"
    ended = run("measure", sticker, "--whole", "--marker-mm", 6, "--out", out)
    assert ended.status == 0, ended.err
    assert "px/mm ± 0.8" in ended.out
    assert "(marker)" in ended.out
    written = json.loads((out / "measurement.json").read_text())
    assert written["scale"]["px_per_mm"] == pytest.approx(20, rel=0.002)
    assert written["scale"]["source"] == "marker"
    assert written["scale"]["others"] == []
    assert written["options"]["scale"]["marker"]["side_mm"] == 6
    region = written["regions"][0]
    share = written["scale"]["relative_uncertainty"]
    assert region["scale_se"]["diameter_mean_mm"] == pytest.approx(share * region["diameter_mm"]["mean"])
    assert f"± {region['scale_se']['diameter_mean_mm']:.3f}" in ended.out


def test_two_markers_are_both_read(sample: ModuleType) -> None:
    pixels = sample.photograph(sample.marker(6), 12, width_mm=30)
    both = porevis.find_markers(np.hstack([pixels, pixels]), porevis.MarkerOptions(side_mm=6))
    assert [marker.id for marker in both] == [0, 0]
    for marker in both:
        assert marker.px_per_mm == pytest.approx(20, rel=0.002)
        assert len(marker.corners_px) == 4


def test_ruler_of_the_baseline_carries_over(run: Run, tmp_path: Path, pair: Pair) -> None:
    out = tmp_path / "out"
    ruler = ("--ruler", "20,30,260,30,12")
    assert run("compare", pair.before, pair.after, "--whole", *ruler, "--out", out).status == 0
    written = json.loads((out / "comparison.json").read_text())
    assert written["before"]["scale"]["source"] == "two points"
    assert written["before"]["scale"]["px_per_mm"] == pytest.approx(20)
    assert written["after"]["scale"]["source"] == "alignment"
    assert written["after"]["scale"]["relative_uncertainty"] == written["before"]["scale"]["relative_uncertainty"]


def test_chart_corrects_colour(sample: ModuleType) -> None:
    warm = np.array([0.8, 0.5, 0.35])
    photo = porevis.read_photo(sample.photograph(sample.chart(5, warm), 4))
    chart = porevis.find_chart(photo)
    assert chart.residual_de < 4
    assert np.diag(chart.matrix) == pytest.approx(1 / warm, rel=0.15)
    corrected = porevis.correct_colour(photo, chart)
    assert corrected.pixels.dtype == np.uint16
    x, y = map(round, chart.patches_px[19])  # neutral 8: 200, 200, 200
    assert corrected.pixels[y - 10 : y + 10, x - 10 : x + 10].mean((0, 1)) / 257 == pytest.approx([200] * 3, abs=5)


def test_device_profile(tmp_path: Path, pair: Pair) -> None:
    options = porevis.ScaleOptions(device=porevis.read_device(profile(tmp_path, blur_sigma_px=1.1)))
    scale = porevis.find_scale(pair.before, options=options)
    assert (scale.source, scale.px_per_mm) == ("device", 20)
    assert scale.relative_uncertainty == pytest.approx(0.01)
    measured = porevis.measure_photo(pair.before, whole=True, options=porevis.MeasureOptions(scale=options))
    assert measured.quality.blur_sigma_px == pytest.approx(1.1)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"px_per_mn": 20}, ["unknown key `px_per_mn`", "did you mean `px_per_mm`?"]),
        ({"distance_mm": None}, ["device.yaml", "distance_mm"]),
        ({"px_per_mm": None}, ["scale is lacking", "focal_length_mm"]),
        ({"px_per_mm": -3}, ["px_per_mm = -3 is out of range"]),
        ({"distance_mm": "far"}, ["distance_mm", "give a number"]),
        ({"width_px": 6000}, ["px long", "6000"]),
    ],
)
def test_bad_device_profiles(
    run: Run, tmp_path: Path, pair: Pair, changed: dict[str, object], words: list[str]
) -> None:
    ended = run("measure", pair.before, "--whole", "--device", profile(tmp_path, **changed), "--out", tmp_path / "out")
    assert ended.status == 2
    assert ended.err.count("\n") == 1
    for word in words:
        assert word in ended.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [b"", b"- 1\n- 2\n", b"name: [\n", b"\xff\xfe", b"a: &a [*a]\n"])
def test_files_that_are_no_profile(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "device.yaml"
    path.write_bytes(content)
    with pytest.raises(porevis.InputError, match=r"device\.yaml[:,] "):
        porevis.read_device(path)
    with pytest.raises(porevis.InputError, match=r"absent\.yaml: no such file"):
        porevis.read_device(tmp_path / "absent.yaml")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--marker-mm", 6], ["before.png", "no marker of the dictionary 4x4_50"]),
        (["--marker-mm", 6, "--marker-dictionary", "3x3"], ["'3x3' is unknown", "4x4_50"]),
        (["--chart", "classic"], ["before.png", "no colour chart"]),
        (["--chart", "huge"], ["--chart huge", "classic"]),
        (["--ruler", "10,10,10,10,5"], ["before.png", "on one place"]),
        (["--ruler", "10,10,9000,10,5"], ["before.png", "outside"]),
        (["--ruler", "10,10,200,10,0"], ["the length is 0 mm"]),
        (["--ruler", "10,10,200"], ["five numbers"]),
        (["--ruler", "10,10,200,10,9999"], ["before.png", "1 to 500 px/mm"]),
        (["--ruler", "10,10,200,10,5", "--px-per-mm", 20], ["two scales disagree", "38 px/mm", "20 px/mm"]),
        (["--ticks", "10,10,310,12,1"], ["before.png", "ticks"]),
        (["--eye-distance", 62], ["before.png", "whole picture is skin"]),
        (["--eye-distance", 300], ["out of range"]),
    ],
)
def test_what_cannot_tell_a_scale_is_refused(
    run: Run, tmp_path: Path, pair: Pair, arguments: list[object], words: list[str]
) -> None:
    ended = run("measure", pair.before, "--whole", *arguments, "--out", tmp_path / "out")
    assert ended.status == 2
    assert ended.err.startswith("error: ")
    assert ended.err.count("\n") == 1, ended.err
    for word in words:
        assert word in ended.err
    assert not (tmp_path / "out").exists()


def test_eye_distance_of_a_subject(data: Path) -> None:
    scales = []
    for name in ("daylight", "parallel", "cross"):
        photo = data / "three_lights" / f"{name}.jpg"
        scale = porevis.find_scale(photo, options=porevis.ScaleOptions(subject_eye_distance_mm=64))
        assert scale.source == "eye distance of the subject"
        assert scale.relative_uncertainty < 0.035
        assert [other.source for other in scale.others] == ["eye distance"]  # closed eyes show no iris
        scales.append(scale)
    for scale in scales[1:]:
        reading = math.hypot(scale.reading_uncertainty, scales[0].reading_uncertainty)
        assert abs(math.log(scale.px_per_mm / scales[0].px_per_mm)) < 2.5 * reading
