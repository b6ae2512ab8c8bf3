# SPDX-License-Identifier: Apache-2.0
"""Repeated photographs: statistics against known numbers, manifests, files, and the verdicts that follow."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from itertools import combinations
from math import exp, expm1, isnan, sqrt
from pathlib import Path

import numpy as np
import porevis
import pytest
from conftest import PX_PER_MM, Run
from porevis import phantom, repeatability
from porevis.agreement import Pair, agree
from test_cli_errors import assert_refused

MEASURES = ["visibility", "diameter", "density", "area_fraction", "contrast"]
SDC = 1.96 * sqrt(2)
SHOTS = (
    {},
    {"exposure": 0.8, "gradient_angle_deg": 100},
    {"blur_sigma_px": 1.1, "rotation_deg": 1},
)


def pairs_of(subjects: Sequence[Sequence[float]]) -> list[Pair]:
    """Every two replicates of each subject, from the logarithms of their figures."""
    return [
        Pair(str(s), str(i), str(j), exp(row[i]), exp(row[j]), expm1(row[j] - row[i]))
        for s, row in enumerate(subjects)
        for i, j in combinations(range(len(row)), 2)
    ]


def test_error_of_measurement_by_hand() -> None:
    """d = 0.1, 0.2: SEM^2 = (0.01 + 0.04) / 2 / 2, mean 0.15, SD sqrt(0.005); chi-square of 2: 0.050636, 7.377759."""
    found = agree(pairs_of([[0, 0.1], [1, 1.2]]))
    sem = sqrt(0.0125)
    assert found.sem == pytest.approx(expm1(sem))
    assert found.smallest_detectable_change == pytest.approx(expm1(SDC * sem))
    assert found.bias == pytest.approx(expm1(0.15))
    limits = [expm1(0.15 - 1.96 * sqrt(0.005)), expm1(0.15 + 1.96 * sqrt(0.005))]
    assert found.limits_of_agreement == pytest.approx(limits)
    interval = [expm1(sem * sqrt(2 / 7.377759)), expm1(sem * sqrt(2 / 0.050636))]
    assert found.sem_ci95 == pytest.approx(interval, rel=1e-4)
    assert (found.pairs, found.subjects, found.degrees_of_freedom) == (2, 2, 2)


def test_error_of_measurement_of_many() -> None:
    """Subjects with two to five replicates whose logarithms have a standard deviation of 0.05 round their own level."""
    random = np.random.default_rng(1)
    subjects = [random.normal(random.normal(-5, 1), 0.05, size=2 + n % 4) for n in range(400)]
    found = agree(pairs_of(subjects))
    assert found.sem == pytest.approx(expm1(0.05), rel=0.05)
    assert found.sem_ci95[0] < found.sem < found.sem_ci95[1]
    assert found.limits_of_agreement == pytest.approx([expm1(-SDC * 0.05), expm1(SDC * 0.05)], rel=0.08)
    assert found.bias == pytest.approx(0, abs=0.01)
    assert found.degrees_of_freedom == sum(len(row) - 1 for row in subjects) == 1000
    assert found.icc.value > 0.99
    assert (found.icc.subjects, found.icc.replicates) == (400, 2)


def test_interval_of_the_error_holds_the_truth_19_times_in_20() -> None:
    """Pairs of a subject share photographs: counted as independent they would give an interval too narrow (78 %)."""
    random = np.random.default_rng(2)
    found = [agree(pairs_of(random.normal(0, 0.05, size=(2, 5)))).sem_ci95 for _ in range(2000)]
    held = np.mean([low < expm1(0.05) < high for low, high in found])
    assert held == pytest.approx(0.95, abs=0.015)


def test_systematic_differences_are_error() -> None:
    found = agree(pairs_of([[0, 0.1], [1, 1.1], [2, 2.1]]))
    assert found.sem == pytest.approx(expm1(0.1 / sqrt(2)))
    assert found.bias == pytest.approx(expm1(0.1))
    assert found.limits_of_agreement == pytest.approx([found.bias, found.bias])


@pytest.mark.parametrize(
    ("kept", "freedom"), [([(0, 1)], 1), ([(0, 1), (0, 2)], 2), ([(0, 1), (2, 3)], 2), ([(1, 2), (2, 3), (1, 3)], 2)]
)
def test_degrees_of_freedom_where_pairs_were_refused(kept: list[tuple[int, int]], freedom: int) -> None:
    pairs = [pair for pair in pairs_of([[0, 0.1, 0.2, 0.4]]) if (int(pair.first), int(pair.second)) in kept]
    assert agree(pairs).degrees_of_freedom == freedom


def test_one_pair_gives_no_limits_and_none_gives_nothing() -> None:
    one = agree(pairs_of([[0, 0.1]]))
    assert one.sem == pytest.approx(expm1(0.1 / sqrt(2)))
    assert isnan(one.limits_of_agreement[0])
    none = agree([])
    assert isnan(none.sem)
    assert none.pairs == none.degrees_of_freedom == 0


def test_icc_of_shrout_and_fleiss() -> None:
    """Six subjects, four judges: 0.29 (1979, doi:10.1037/0033-2909.86.2.420); interval 0.019 to 0.761 (R's psych)."""
    table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    icc = agree(pairs_of(table)).icc
    assert icc.form == "ICC(A,1)"
    assert icc.value == pytest.approx(0.2898, abs=1e-4)
    assert icc.ci95 == pytest.approx([0.0188, 0.7611], abs=1e-4)
    assert (icc.reason, icc.subjects, icc.replicates) == ("", 6, 4)


def test_icc_says_why_there_is_none() -> None:
    two = agree(pairs_of([[0, 0.1], [1, 1.2]])).icc
    assert isnan(two.value)
    assert two.reason == "needs at least 3 subjects, has 2"
    same = agree(pairs_of([[0, 0], [1, 1], [2, 2]])).icc
    assert same.value == 1
    assert isnan(same.ci95[0])
    assert "no difference" in same.reason


@pytest.fixture(scope="session")
def repeated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A manifest of three skins of 15 mm, each photographed three times in other light, focus and pose."""
    folder = tmp_path_factory.mktemp("patient_4711")
    rows = ["photo,subject,replicate,regions,px_per_mm"]
    for subject in range(3):
        skin = phantom.make_skin(phantom.SkinDescription(width_mm=15, height_mm=15), seed=20 + subject)
        for replicate, shot in enumerate(SHOTS):
            name = f"{subject}_{replicate}.png"
            description = phantom.ShotDescription(px_per_mm=PX_PER_MM, seed=10 * subject + replicate, **shot)
            porevis.save_png(folder / name, phantom.photograph(skin, description).photo.pixels)
            rows.append(f"{name},s{subject},{replicate},whole,{PX_PER_MM}")
    (folder / "manifest.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder / "manifest.csv"


def test_repeatability(run: Run, tmp_path: Path, repeated: Path) -> None:
    outs = [tmp_path / "a", tmp_path / "b"]
    for out in outs:
        ended = run("repeatability", repeated, "--out", out)
        assert ended.status == 0
        assert ended.err == ""
    files = ["bland_altman.png", "repeatability.csv", "repeatability.json"]
    assert [sorted(file.name for file in out.iterdir()) for out in outs] == [files, files]
    for file in files:
        content = (outs[0] / file).read_bytes()
        assert content == (outs[1] / file).read_bytes()
        for trace in (b"patient_4711", str(Path.home()).encode() + b"/", b".dat"):
            assert trace not in content

    content = json.loads((outs[0] / "repeatability.json").read_text(encoding="utf-8"))
    keys = ["schema", "version", "manifest", "photos", "options", "regions", "refused"]
    assert list(content) == keys
    assert content["schema"] == "porevis.repeatability/1"
    assert content["manifest"]["file"] == "manifest.csv"
    assert len(content["photos"]) == 9
    assert content["photos"][4] | {"sha256": ""} == {
        "file": "1_1.png",
        "sha256": "",
        "subject": "s1",
        "replicate": "1",
    }
    assert {**content["options"], "picture": porevis.PictureOptions().to_dict()} == porevis.Params().to_dict()
    assert content["refused"] == []
    (region,) = content["regions"]
    assert region["name"] == "whole"
    assert list(region["measures"]) == MEASURES
    visibility = region["measures"]["visibility"]
    assert 0 < visibility["sem_ci95"][0] < visibility["sem"] < visibility["sem_ci95"][1]
    assert visibility["sem"] < 0.03
    assert visibility["limits_of_agreement"][0] < visibility["bias"] < visibility["limits_of_agreement"][1]
    assert (visibility["pairs"], visibility["subjects"], visibility["degrees_of_freedom"]) == (9, 3, 6)
    assert 0.9 < visibility["icc"]["value"] <= 1
    assert porevis.read_repeatability(outs[0] / "repeatability.json") == {
        "whole": visibility["smallest_detectable_change"]
    }

    with (outs[0] / "repeatability.csv").open(newline="", encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    assert list(rows[0]) == ["region", "measure", "subject", "first", "second", "value_first", "value_second", "change"]
    assert [row["measure"] for row in rows] == [name for name in MEASURES for _ in range(9)]
    for row in rows:
        ratio = float(row["value_second"]) / float(row["value_first"])
        assert float(row["change"]) == pytest.approx(ratio - 1, abs=1e-5)
    first = porevis.compare_photos(
        repeated.parent / "0_0.png", repeated.parent / "0_1.png", whole=True, px_per_mm=PX_PER_MM
    )
    assert float(rows[0]["change"]) == pytest.approx(first.regions[0].change["visibility"].relative, rel=1e-5)


def test_compare_follows_the_file(run: Run, tmp_path: Path, repeated: Path) -> None:
    """A change beside zero that is smaller than the smallest detectable change is none, and the reason says so."""
    out, known = tmp_path / "out", tmp_path / "known.json"
    assert run("repeatability", repeated, "--out", tmp_path).status == 0
    written = (tmp_path / "repeatability.json").read_text(encoding="utf-8")
    skin = phantom.make_skin(phantom.SkinDescription(width_mm=15, height_mm=15), seed=40)
    smaller = phantom.change_skin(skin, phantom.ChangeDescription(diameter_factor=0.85))
    for name, shown, seed in (("before", skin, 50), ("after", smaller, 51)):
        shot = phantom.photograph(shown, phantom.ShotDescription(px_per_mm=PX_PER_MM, seed=seed))
        porevis.save_png(tmp_path / f"{name}.png", shot.photo.pixels)

    def compared(content: str, *options: object) -> tuple[str, dict[str, object]]:
        known.write_text(content, encoding="utf-8")
        photos = (tmp_path / "before.png", tmp_path / "after.png", "--whole", "--px-per-mm", PX_PER_MM)
        ended = run("compare", *photos, "--repeatability", known, "--out", out, *options)
        assert ended.status == 0
        return ended.out, json.loads((out / "comparison.json").read_text(encoding="utf-8"))["regions"][0]

    shown, region = compared(written)
    assert "mind" not in shown
    assert region["verdict"] == "decreased"
    assert region["smallest_detectable_change"] == porevis.read_repeatability(known)["whole"]

    content = json.loads(written)
    content["regions"][0]["measures"]["visibility"]["smallest_detectable_change"] = 0.9
    shown, region = compared(json.dumps(content))
    assert region["verdict"] == "no detectable change"
    assert "repeated photographs show without one, 90.0 %" in str(region["reason"])
    assert str(region["reason"]) in (out / "report.html").read_text(encoding="utf-8")

    content["regions"][0]["name"], content["version"] = "nose", "0.0.1"
    shown, region = compared(json.dumps(content), "--blur-px", 0.8)
    assert region["verdict"] == "decreased"
    assert "mind: known.json: nothing about whole: the verdict follows from the interval alone" in shown
    assert "mind: known.json: measured with porevis 0.0.1" in shown
    assert "other options: measure.blur_sigma_px = 0.0 (here 0.8)" in shown


def test_rows_in_python(repeated: Path) -> None:
    """Rows with arrays, a list of regions, and a progress that is told."""
    steps: list[tuple[int, int]] = []
    half = porevis.Region("half", [(0, 0), (299, 0), (299, 180), (0, 180)])
    rows = [
        porevis.Replicate(porevis.read_photo(repeated.parent / f"{s}_{r}.png").pixels, str(s), str(r), [half])
        for s in (0, 1)
        for r in (0, 1)
    ]
    result = porevis.measure_repeatability(rows, px_per_mm=PX_PER_MM, progress=lambda *step: steps.append(step))
    assert steps == [(1, 2), (2, 2)]
    assert result.manifest is None
    assert list(result.smallest_detectable_change) == ["half"]
    assert result.options["measure"]["px_per_mm"] == PX_PER_MM
    assert [note.split(":")[1] for note in result.notes] == [" few replicates", " ICC"]
    assert result.notes[1] == "half: ICC: needs at least 3 subjects, has 2"
    options = porevis.CompareOptions()
    options.smallest_detectable_change = result.smallest_detectable_change
    with pytest.raises(porevis.InputError, match="row 2: subject '0' has a replicate '0' already"):
        porevis.measure_repeatability([rows[0], rows[0]], px_per_mm=PX_PER_MM)
    with pytest.raises(porevis.ParameterError, match="px_per_mm"):
        porevis.measure_repeatability(rows, px_per_mm=-1)


def test_pairs_that_do_not_compare_are_listed(run: Run, tmp_path: Path, repeated: Path) -> None:
    """Photographs of another skin among a subject's; alone they end the command."""
    manifest, out = repeated.with_name("mixed.csv"), tmp_path / "out"
    manifest.write_text(
        "photo,subject,replicate\n0_0.png,a,first\n0_1.png,a,second\n1_0.png,a,other\n", encoding="utf-8"
    )
    regions = {"regions": [{"name": "part", "outline": [[0, 0], [299, 0], [299, 299], [0, 299]]}]}
    repeated.with_name("part.json").write_text(json.dumps(regions))
    text = manifest.read_text().splitlines()
    manifest.write_text("\n".join([f"{text[0]},regions", *(f"{line},part.json" for line in text[1:])]))
    ended = run("repeatability", manifest, "--px-per-mm", PX_PER_MM, "--out", out)
    assert ended.status == 0
    assert "mind: 2 of 3 pairs were left out" in ended.out
    assert "mind: subject a, first and other: " in ended.out
    content = json.loads((out / "repeatability.json").read_text(encoding="utf-8"))
    assert [(pair["first"], pair["second"]) for pair in content["refused"]] == [("first", "other"), ("second", "other")]
    assert all(pair["reasons"] for pair in content["refused"])
    assert content["regions"][0]["measures"]["visibility"]["degrees_of_freedom"] == 1
    assert content["regions"][0]["measures"]["visibility"]["limits_of_agreement"] == [None, None]

    manifest.write_text("photo,subject,replicate,regions,px_per_mm\n0_0.png,a,1,whole,20\n1_0.png,a,2,whole,20\n")
    ended = run("repeatability", manifest, "--out", tmp_path / "none")
    assert ended.status == 3
    assert ended.err.startswith("not comparable: subject a, 1 and 2: ")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["no column 'photo'", "first line"]),
        ("photo,subject,replicate\n", ["lists no photographs"]),
        ("photo,subject\na.png,1\n", ["no column 'replicate'"]),
        ("photo,subject,replicate,px_per_m\n", ["unknown column 'px_per_m'", "px_per_mm"]),
        ("photo;subject;replicate\n", ["unknown column", "commas"]),
        ("photo,subject,photo,replicate\n", ["'photo' is there twice"]),
        ("photo,subject,replicate\na.png,1\n", ["line 2", "2 cells"]),
        ("photo,subject,replicate\na.png,,1\n", ["line 2", "subject is empty"]),
        ("photo,subject,replicate\na.png,1,1\nabsent.png,1,2\n", ["line 3", "absent.png", "no such file"]),
        ("photo,subject,replicate,regions\na.png,1,1,absent.json\n", ["line 2", "regions absent.json", "no such file"]),
        ("photo,subject,replicate\na.png,1,1\nb.png,1,1\n", ["line 3", "replicate '1' already", "line 2"]),
        ("photo,subject,replicate\na.png,1,1\na.png,1,2\n", ["line 3", "a.png is given already", "line 2"]),
        (
            "photo,subject,replicate\na.png,1,1\nb.png,2,1\n",
            ["line 2", "only replicate of subject '1'", "at least two"],
        ),
        ("photo,subject,replicate,px_per_mm\na.png,1,1,-2\n", ["line 2", "px_per_mm", "give"]),
        ("photo,subject,replicate,px_per_mm\na.png,1,1,0\n", ["line 2", "px_per_mm = '0'", "positive"]),
        ("photo,subject,replicate,px_per_mm\na.png,1,1,many\n", ["line 2", "px_per_mm = 'many'", "positive"]),
        ("photo,subject,replicate,px_per_mm\na.png,1,1,nan\n", ["line 2", "px_per_mm", "give"]),
        ("photo,subject,replicate,regions\na.png,1,1,whole\nb.png,1,2,whole\n", ["line 2", "no scale", "px_per_mm"]),
        ('photo,subject,replicate\n"a.png,1,1\n', ["no CSV table"]),
        ("photo,subject,replicate\na.png,1,1\nb.png,1,2\n", ["a.png"]),
    ],
)
def test_manifest_errors(run: Run, tmp_path: Path, text: str, words: list[str]) -> None:
    """All but the last are told before any photograph is opened: these are none."""
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(b"no picture")
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(text, encoding="utf-8")
    words = words if words == ["a.png"] else ["manifest.csv", *words]
    assert_refused(run("repeatability", manifest, "--out", tmp_path / "out"), tmp_path / "out", *words)


def test_manifest_that_is_no_text_or_not_there(run: Run, tmp_path: Path) -> None:
    manifest, out = tmp_path / "manifest.csv", tmp_path / "out"
    assert_refused(run("repeatability", manifest, "--out", out), out, "manifest.csv", "check the path")
    manifest.write_bytes(b"photo,subject,replicate\n\xff\xfe,1,1\n")
    assert_refused(run("repeatability", manifest, "--out", out), out, "manifest.csv", "UTF-8")


def test_the_same_picture_twice_is_no_replicate(run: Run, tmp_path: Path, repeated: Path) -> None:
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes((repeated.parent / "0_0.png").read_bytes())
    manifest, out = tmp_path / "manifest.csv", tmp_path / "out"
    manifest.write_text("photo,subject,replicate,regions,px_per_mm\na.png,s,1,whole,20\nb.png,s,2,whole,20\n")
    assert_refused(run("repeatability", manifest, "--out", out), out, "b.png", "same picture", "'1'")


def test_missing_extra(run: Run, tmp_path: Path, repeated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeatability, "find_spec", lambda name: None if name == "pingouin" else name)
    ended = run("repeatability", repeated, "--out", tmp_path / "out")
    assert_refused(ended, tmp_path / "out", "pingouin", "pip install 'porevis[study]'")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"schema": "porevis.comparison/1", "version": "0.1.0", "options": {}, "regions": []}',
        '{"schema": "porevis.repeatability/1", "version": "0.1.0", "options": {}, "regions": [{"name": "a"}]}',
        '{"schema": "porevis.repeatability/1", "version": "0.1.0", "options": {}, "regions": [{"name": "a", '
        '"measures": {"visibility": {"smallest_detectable_change": -0.1}}}]}',
        '{"schema": "porevis.repeatability/1", "version": "0.1.0", "options": {}, "regions": []}',
    ],
)
def test_damaged_repeatability_file(run: Run, tmp_path: Path, content: str) -> None:
    known, out = tmp_path / "known.json", tmp_path / "out"
    known.write_text(content)
    ended = run("compare", "a.png", "b.png", "--repeatability", known, "--out", out)
    assert_refused(ended, out, "known.json", "repeatability" if '"regions": []' not in content else "")
    with pytest.raises(porevis.InputError):
        porevis.read_repeatability(known)
    assert_refused(run("compare", "a", "b", "--repeatability", tmp_path / "no", "--out", out), out, "check the path")
