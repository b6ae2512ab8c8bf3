# SPDX-License-Identifier: Apache-2.0
"""A baseline and several visits."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import porevis
import pytest
from conftest import Run
from porevis import phantom

SKIN = phantom.SkinDescription(width_mm=25, height_mm=25)
WHOLE = ("--whole", "--px-per-mm", 20)
TRUE_CHANGES = (1.1**2 - 1, 0.9**2 - 1)


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A baseline and two visits: pores 10 % wider, then 10 % narrower, each in a light and place of its own."""
    folder = tmp_path_factory.mktemp("visits")
    skin = phantom.make_skin(SKIN, 3)
    shots = (
        (skin, {}),
        (
            phantom.change_skin(skin, phantom.ChangeDescription(diameter_factor=1.1)),
            {"rotation_deg": 3, "exposure": 0.8},
        ),
        (phantom.change_skin(skin, phantom.ChangeDescription(diameter_factor=0.9)), {"scale": 1.04, "bend_px": 3}),
    )
    paths = []
    for visit, (then, shot) in enumerate(shots):
        paths.append(folder / f"visit{visit}.png")
        porevis.save_png(
            paths[-1], phantom.photograph(then, phantom.ShotDescription(seed=visit + 1, **shot)).photo.pixels
        )
    return paths


@pytest.fixture(scope="module")
def visits(photos: list[Path]) -> porevis.Visits:
    """The comparison of all."""
    return porevis.compare_visits(photos[0], photos[1:], whole=True, px_per_mm=20)


def test_each_visit_is_compared_with_the_baseline_by_itself(photos: list[Path], visits: porevis.Visits) -> None:
    for photo, comparison, true in zip(photos[1:], visits.comparisons, TRUE_CHANGES, strict=True):
        alone = porevis.compare_photos(photos[0], photo, whole=True, px_per_mm=20)
        assert comparison.to_json() == alone.to_json()
        assert comparison.regions[0].change["visibility"].relative == pytest.approx(true, abs=0.03)
        assert comparison.regions[0].change["diameter"].relative == pytest.approx((1 + true) ** 0.5 - 1, abs=0.03)


def test_a_new_visit_changes_no_earlier_result(photos: list[Path], visits: porevis.Visits) -> None:
    fewer = porevis.compare_visits(photos[0], photos[1:2], whole=True, px_per_mm=20)
    assert fewer.comparisons[0].to_json() == visits.comparisons[0].to_json()
    tracks = visits.tracks
    assert fewer.tracks.to_csv() == tracks[np.asarray(tracks["visit"]) == 1].to_csv()


def test_pores_are_followed_through_the_baseline(visits: porevis.Visits) -> None:
    tracks = visits.tracks
    by_visit = [tracks[np.asarray(tracks["visit"]) == visit] for visit in (1, 2)]
    shared, first, second = np.intersect1d(by_visit[0]["track"], by_visit[1]["track"], return_indices=True)
    assert len(shared) > 0.85 * min(map(len, by_visit))
    for table in by_visit:
        assert len(np.unique(table["track"])) == len(table)
    places = [np.c_[t["x_before_px"], t["y_before_px"]][i] for t, i in zip(by_visit, (first, second), strict=True)]
    assert np.median(np.linalg.norm(places[0] - places[1], axis=1)) < 0.5


def test_the_ways_close(visits: porevis.Visits) -> None:
    (closure,) = visits.closures
    assert (closure.region, closure.first, closure.second) == ("whole", 1, 2)
    assert 0 < closure.median_mm < 0.02
    assert closure.p90_mm < 0.05


def test_command_writes_each_visit_and_all(run: Run, tmp_path: Path, photos: list[Path]) -> None:
    out = tmp_path / "out"
    ended = run("compare", *photos, *WHOLE, "--out", out)
    assert ended.status == 0, ended.err
    assert "closes within" in ended.out
    written = {file.name for file in out.iterdir()}
    stems = ("comparison-{}.json", "pores-{}.csv", "overlay-{}.png", "report-{}.html")
    assert written == {stem.format(visit) for stem in stems for visit in (1, 2)} | {
        "visits.json",
        "changes.csv",
        "tracks.csv",
    }
    content = json.loads((out / "visits.json").read_text())
    assert content["schema"] == "porevis.visits/1"
    assert [visit["photo"]["file"] for visit in content["visits"]] == ["visit1.png", "visit2.png"]
    assert "overlay-2.png" in (out / "report-2.html").read_text()
    rows = list(csv.DictReader((out / "changes.csv").read_text().splitlines()))
    assert [row["measure"] for row in rows[:5]] == ["visibility", "diameter", "density", "area_fraction", "contrast"]


def test_a_visit_not_fit_is_told_and_the_others_go_on(run: Run, tmp_path: Path, photos: list[Path]) -> None:
    other = tmp_path / "other.png"
    porevis.save_png(other, phantom.photograph(phantom.make_skin(SKIN, 4), phantom.ShotDescription()).photo.pixels)
    out = tmp_path / "out"
    ended = run("compare", photos[0], other, photos[2], *WHOLE, "--out", out)
    assert ended.status == 0
    assert "not comparable: visit 1 (other.png): the photographs share no skin" in ended.err
    assert not (out / "comparison-1.json").exists()
    assert (out / "comparison-2.json").exists()
    assert not json.loads((out / "visits.json").read_text())["visits"][0]["comparable"]
    none = run("compare", photos[0], other, other, *WHOLE, "--out", tmp_path / "none")
    assert none.status == 3
    assert not (tmp_path / "none").exists()


def test_no_visit_is_an_error(photos: list[Path]) -> None:
    with pytest.raises(porevis.ParameterError, match="at least one photograph"):
        porevis.compare_visits(photos[0], [])
