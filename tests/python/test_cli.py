# SPDX-License-Identifier: Apache-2.0
"""Commands that do their work: files, names, exit states."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import porevis
import pytest
from conftest import PX_PER_MM, Pair, Run

WHOLE = ("--whole", "--px-per-mm", PX_PER_MM)
SUMMARY = [
    "name",
    "area_mm2",
    "pore_count",
    "density_per_cm2",
    "area_fraction",
    "visibility",
    "contrast_mean",
    "diameter_mm",
    "elongation_mean",
    "density_curve",
    "nearest_neighbour_mm",
    "roughness",
    "coverage",
    "curvature",
    "melanin_index",
    "redness",
]
MEASURES = ["visibility", "diameter", "density", "area_fraction", "contrast"]
PORE_COLUMNS = [
    "region",
    "id",
    "x_px",
    "y_px",
    "diameter_mm",
    "area_mm2",
    "contrast",
    "darkness_mm2",
    "elongation",
    "orientation_deg",
    "confidence",
    "diameter_se_mm",
    "darkness_se_mm2",
]
PAIR_ERRORS = [
    "diameter_se_before_mm",
    "diameter_se_after_mm",
    "darkness_se_before_mm2",
    "darkness_se_after_mm2",
]
PAIR_COLUMNS = [
    "region",
    "id",
    "status",
    "x_before_px",
    "y_before_px",
    "x_after_px",
    "y_after_px",
    "diameter_before_mm",
    "diameter_after_mm",
    "contrast_before",
    "contrast_after",
    "darkness_before_mm2",
    "darkness_after_mm2",
]


def read_csv(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        return list(reader.fieldnames or []), rows


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_measure(run: Run, tmp_path: Path, pair: Pair) -> None:
    out = tmp_path / "new" / "out"
    ended = run("measure", pair.before, *WHOLE, "--out", out)
    assert ended.status == 0
    assert ended.err == ""
    assert names(out) == {"measurement.json", "pores.csv", "overlay.png", "mask.png", "pigment.png"}
    assert str(out) in ended.out

    content = json.loads((out / "measurement.json").read_text())
    assert content["schema"] == "porevis.measurement/1"
    assert content["version"] == porevis.__version__
    assert set(content["photo"]) == {"file", "sha256", "width_px", "height_px"}
    assert content["photo"]["file"] == "before.png"
    assert content["scale"] == {"px_per_mm": PX_PER_MM, "relative_uncertainty": 0, "source": "given"}
    wanted = ["fit", "reasons", "blur_sigma_px", "noise", "clipped_fraction", "glare_fraction", "pose"]
    assert list(content["quality"]) == wanted
    assert content["options"]["segment"]["min_confidence"] == porevis.SegmentOptions().min_confidence
    (region,) = content["regions"]
    assert list(region) == SUMMARY
    assert region["name"] == "whole"
    assert list(region["diameter_mm"]) == ["mean", "median", "p90", "size_distribution"]

    columns, rows = read_csv(out / "pores.csv")
    assert columns == PORE_COLUMNS
    assert len(rows) == region["pore_count"] > 0
    assert all(0 <= float(row["x_px"]) < content["photo"]["width_px"] for row in rows)


def test_compare(run: Run, tmp_path: Path, pair: Pair) -> None:
    out = tmp_path / "out"
    ended = run("compare", pair.before, pair.after, *WHOLE, "--out", out)
    assert ended.status == 0
    assert names(out) == {"comparison.json", "pores.csv", "overlay.png", "report.html"}

    content = json.loads((out / "comparison.json").read_text())
    assert content["schema"] == "porevis.comparison/1"
    assert content["comparable"] is True
    for when in ("before", "after"):
        assert set(content[when]) == {"photo", "scale", "quality"}
        assert content[when]["photo"]["file"] == f"{when}.png"
    assert {"residual_mm", "overlap"} <= set(content["alignment"])
    (region,) = content["regions"]
    assert list(region["before"]) == list(region["after"]) == SUMMARY
    assert list(region["change"]) == MEASURES
    low, high = region["change"]["visibility"]["ci95"]
    assert low <= region["change"]["visibility"]["relative"] <= high
    assert region["change"]["visibility"]["relative"] == pytest.approx(pair.true_change, abs=0.1)
    assert region["verdict"] == "decreased"

    columns, rows = read_csv(out / "pores.csv")
    assert columns == [*PAIR_COLUMNS, *PAIR_ERRORS]
    statuses = [row["status"] for row in rows]
    assert {status: statuses.count(status) for status in region["pores"]} == region["pores"]


def test_photographs_of_different_skin_are_not_comparable(run: Run, tmp_path: Path, pair: Pair) -> None:
    other = porevis.phantom.make_skin(porevis.phantom.SkinDescription(width_mm=16, height_mm=16), seed=99)
    porevis.save_png(tmp_path / "other.png", porevis.phantom.photograph(other).photo.pixels)
    out = tmp_path / "out"
    ended = run("compare", pair.before, tmp_path / "other.png", *WHOLE, "--out", out)
    assert ended.status == 3
    assert ended.err.startswith("not comparable: ")
    assert not out.exists()


def test_unfit_photographs_are_refused_unless_accepted(run: Run, tmp_path: Path, pair: Pair) -> None:
    skin = porevis.phantom.make_skin(porevis.phantom.SkinDescription(width_mm=16, height_mm=16), seed=3)
    glaring = porevis.phantom.photograph(skin, porevis.phantom.ShotDescription(exposure=2, seed=6))
    porevis.save_png(tmp_path / "glaring.png", glaring.photo.pixels)
    out = tmp_path / "out"
    arguments = ("compare", pair.before, tmp_path / "glaring.png", *WHOLE, "--out", out)
    refused = run(*arguments)
    assert refused.status == 3
    assert "not comparable: after" in refused.err
    assert not out.exists()
    accepted = run(*arguments, "--accept-quality")
    assert accepted.status == 0
    assert "mind: after" in accepted.out
    assert json.loads((out / "comparison.json").read_text())["after"]["quality"]["fit"] is False


def test_phantom(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    small = ("--skin", "width_mm=14", "--skin", "height_mm=12", "--skin", "tone=5", "--seed", 7)
    changes = ("--change", "vanished_fraction=0.2", "--change", "new_fraction=0.1", "--after", "exposure=0.7")
    ended = run("phantom", *small, *changes, "--out", out)
    assert ended.status == 0
    assert names(out) == {"before.png", "after.png", "truth.json", "truth_pores.csv"}
    truth = json.loads((out / "truth.json").read_text())
    assert truth["skin"]["tone"] == 5
    assert truth["change"]["diameter_factor"] == 1
    assert truth["after"]["shot"]["exposure"] == 0.7
    assert truth["before"]["file"] == "before.png"
    assert porevis.read_photo(out / "before.png").pixels.shape == (240, 280, 3)

    columns, rows = read_csv(out / "truth_pores.csv")
    assert columns == ["id", *PAIR_COLUMNS[2:]]
    statuses = [row["status"] for row in rows]
    assert statuses.count("vanished") > statuses.count("appeared") > 0
    both = [row for row in rows if row["darkness_before_mm2"] and row["darkness_after_mm2"]]
    for row in both:
        assert float(row["darkness_after_mm2"]) == pytest.approx(float(row["darkness_before_mm2"]), rel=1e-5)
    before = sum(float(row["darkness_before_mm2"] or 0) for row in rows)
    after = sum(float(row["darkness_after_mm2"] or 0) for row in rows)
    assert truth["true_change"]["visibility"] == pytest.approx(after / before - 1, abs=0.02)


def test_phantom_shrinks_pores_unless_told_otherwise(run: Run, tmp_path: Path) -> None:
    assert run("phantom", "--skin", "width_mm=10", "--skin", "height_mm=10", "--out", tmp_path / "out").status == 0
    truth = json.loads((tmp_path / "out" / "truth.json").read_text())
    assert truth["change"]["diameter_factor"] == 0.85
    assert truth["true_change"]["visibility"] == pytest.approx(0.85**2 - 1, abs=1e-9)
    assert truth["true_change"]["diameter"] == pytest.approx(-0.15, abs=1e-9)
    assert truth["true_change"]["density"] == 0


def test_phantom_writes_a_jpeg_compressed_once(run: Run, tmp_path: Path) -> None:
    small = ("--skin", "width_mm=8", "--skin", "height_mm=8")
    assert run("phantom", *small, "--after", "jpeg_quality=85", "--out", tmp_path / "jpeg").status == 0
    assert run("phantom", *small, "--out", tmp_path / "png").status == 0
    assert names(tmp_path / "jpeg") == {"before.png", "after.jpg", "truth.json", "truth_pores.csv"}
    plain = porevis.read_photo(tmp_path / "png" / "after.png").pixels
    porevis.save_jpeg(tmp_path / "once.jpg", plain, 85)
    assert (tmp_path / "once.jpg").read_bytes() == (tmp_path / "jpeg" / "after.jpg").read_bytes()


def test_same_seed_same_files(run: Run, tmp_path: Path) -> None:
    small = ("phantom", "--skin", "width_mm=8", "--skin", "height_mm=8")
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        assert run(*small, "--seed", seed, "--out", tmp_path / name).status == 0
    contents = [[(tmp_path / x / f).read_bytes() for f in ("before.png", "truth_pores.csv")] for x in "abc"]
    assert contents[0] == contents[1] != contents[2]


def test_truth_is_shown_for_its_own_photographs_only(run: Run, tmp_path: Path) -> None:
    folder, out = tmp_path / "phantom", tmp_path / "out"
    assert run("phantom", "--skin", "width_mm=16", "--skin", "height_mm=16", "--out", folder).status == 0
    before, after = folder / "before.png", folder / "after.png"
    ended = run("compare", before, after, *WHOLE, "--out", out)
    assert ended.status == 0
    assert "Truth" in ended.out
    assert re.search(r"-27\.[78] %", ended.out)
    assert re.search(r"-27\.[78] %", (out / "report.html").read_text(encoding="utf-8"))
    swapped = run("compare", after, before, *WHOLE, "--out", out)
    assert swapped.status == 0
    assert "Truth" not in swapped.out


def test_regions_file(run: Run, tmp_path: Path, pair: Pair) -> None:
    regions = tmp_path / "regions.json"
    halves = [
        {"name": "left", "outline": [[0, 0], [159, 0], [159, 319], [0, 319]]},
        {"name": "right", "outline": [[160, 0], [319, 0], [319, 319], [160, 319]]},
    ]
    regions.write_text(json.dumps({"regions": halves}))
    out = tmp_path / "out"
    arguments = ("--regions", regions, "--px-per-mm", PX_PER_MM, "--out", out)
    assert run("measure", pair.before, *arguments).status == 0
    content = json.loads((out / "measurement.json").read_text())
    assert [region["name"] for region in content["regions"]] == ["left", "right"]
    _, rows = read_csv(out / "pores.csv")
    assert all((float(row["x_px"]) < 160) == (row["region"] == "left") for row in rows)


def test_nothing_of_the_machine_or_the_camera_is_in_the_outputs(run: Run, tmp_path: Path, pair: Pair) -> None:
    """Neither the folders of the photographs nor their EXIF; only file names."""
    secret = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x0f\x01\x02\0\x0e\0\0\0\x1a\0\0\0\0\0\0\0SecretCamera1\0"
    private = tmp_path / "patient_4711"
    private.mkdir()
    for name, shot in (("before", pair.shot_before), ("after", pair.shot_after)):
        photo = private / f"{name}.jpg"
        porevis.save_jpeg(photo, shot.photo.pixels, 95)
        plain = photo.read_bytes()
        exif = b"\xff\xe1" + (len(secret) + 2).to_bytes(2, "big") + secret
        photo.write_bytes(plain[:2] + exif + plain[2:])
    out = tmp_path / "out"
    for command, photos in (("measure", ["before.jpg"]), ("compare", ["before.jpg", "after.jpg"])):
        assert run(command, *(private / photo for photo in photos), *WHOLE, "--out", out).status == 0
        for file in out.iterdir():
            content = file.read_bytes()
            for trace in (b"patient_4711", b"SecretCamera", b"Exif", str(Path.home()).encode() + b"/", b".dat"):
                assert trace not in content, (file.name, trace)


def test_installed_command() -> None:
    command = Path(sys.executable).with_name("porevis")
    shown = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert shown.stdout == f"porevis {porevis.__version__}\n"
    bare = subprocess.run([command], capture_output=True, text=True, check=False)
    assert "compare" in bare.stdout + bare.stderr
    start = time.perf_counter()
    helped = subprocess.run([command, "--help"], capture_output=True, text=True, check=True)
    assert time.perf_counter() - start < 3  # 0.4 s on a quiet machine
    assert all(name in helped.stdout for name in ("measure", "compare", "phantom"))


def test_overlay_is_a_picture_of_the_regions(run: Run, tmp_path: Path, pair: Pair) -> None:
    assert run("measure", pair.before, *WHOLE, "--out", tmp_path / "out").status == 0
    overlay = porevis.read_photo(tmp_path / "out" / "overlay.png").pixels
    height, width = pair.shot_before.photo.pixels.shape[:2]
    assert overlay.shape[1] == 2 * width  # small cuts are enlarged
    assert overlay.shape[0] > 2 * height
    assert np.ptp(overlay) > 200
