# SPDX-License-Identifier: Apache-2.0
"""Photographs of real faces, read where they lie; skipped where they are not."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import porevis
import pytest
from conftest import Run

REGIONS = ["forehead", "nose", "cheek_left", "cheek_right", "chin"]


@pytest.mark.parametrize("light", ["daylight", "parallel", "cross"])
def test_measure_finds_five_regions(data: Path, light: str) -> None:
    measurement = porevis.measure_photo(data / "three_lights" / f"{light}.jpg")
    assert [region.name for region in measurement.regions] == REGIONS
    assert measurement.scale.source == "eye distance"
    assert measurement.scale.px_per_mm == pytest.approx(21, rel=0.12)
    by_name = {region.name: region for region in measurement.regions}
    x = {name: np.mean([corner[0] for corner in region.region.outline]) for name, region in by_name.items()}
    assert x["cheek_right"] < x["nose"] < x["cheek_left"]  # the subject's right is the viewer's left
    assert all(region.area_mm2 > 100 for region in measurement.regions)


def test_compare_two_lights(data: Path, run: Run, tmp_path: Path) -> None:
    photos = [data / "three_lights" / f"{light}.jpg" for light in ("daylight", "parallel")]
    ended = run("compare", *photos, "--out", tmp_path / "out", "--accept-quality")
    assert ended.status == 0
    content = json.loads((tmp_path / "out" / "comparison.json").read_text())
    assert [region["name"] for region in content["regions"]] == REGIONS
    assert content["alignment"]["residual_mm"] < 0.1
    assert all(region["verdict"] == "not comparable" for region in content["regions"])
    assert all("another kind of light" in region["reason"] for region in content["regions"])


def test_labelled_half(data: Path, run: Run, tmp_path: Path) -> None:
    folder = data / "labelled_half"
    out = tmp_path / "out"
    assert run("measure", folder / "photo.png", "--whole", "--px-per-mm", 13, "--out", out).status == 0
    trusted = porevis.read_photo(folder / "regions.png").pixels[..., 0] == 255
    x, y = np.loadtxt(out / "pores.csv", delimiter=",", skiprows=1, usecols=(2, 3), unpack=True)
    found = np.count_nonzero(trusted[np.round(y).astype(int), np.round(x).astype(int)])
    assert found == pytest.approx(1362, rel=0.5)  # as many as a person labelled there
