# SPDX-License-Identifier: Apache-2.0
"""Parameter files: what is written is read again, what is wrong is told with file, line and key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema
import porevis
import pytest
import yaml
from conftest import PX_PER_MM, Pair, Run
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli_errors import assert_refused


def leaves(cls: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The dotted names of all options that are no nested ones."""
    for option in cls.fields():
        if option.type == "options":
            yield from leaves(type(option.default), f"{prefix}{option.name}.")
        else:
            yield prefix + option.name, option


LEAVES = [*leaves(porevis.CompareOptions), *leaves(porevis.ReadOptions, "read.")]
NUMBERS = [(name, option) for name, option in LEAVES if option.type in ("int", "float")]


def read(tmp_path: Path, text: str | bytes) -> porevis.Params:
    file = tmp_path / "my.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return porevis.read_params(file)


def refusal(tmp_path: Path, text: str | bytes) -> str:
    with pytest.raises(porevis.InputError) as refused:
        read(tmp_path, text)
    message = str(refused.value)
    assert "\n" not in message
    assert message.startswith(str(tmp_path / "my.yaml"))
    return message.removeprefix(f"{tmp_path}/")


def nested(dotted: str, value: object) -> dict[str, Any]:
    *outer, last = dotted.split(".")
    tree: dict[str, Any] = {last: value}
    for name in reversed(outer):
        tree = {name: tree}
    return tree


def at(tree: dict[str, Any], dotted: str) -> Any:
    for name in dotted.split("."):
        tree = tree[name]
    return tree


def test_defaults_are_written_with_meaning_and_range_and_read_again(tmp_path: Path) -> None:
    text = porevis.format_params()
    assert read(tmp_path, text).to_dict() == porevis.Params().to_dict()
    assert yaml.safe_load(text) == porevis.Params().to_dict(), "every YAML reader takes it the same way"
    lines = text.splitlines()
    assert max(map(len, lines)) <= 120
    where = lines.index("    # smallest pore looked for, mm (0.02 to 2)")
    assert lines[where + 1] == "    min_diameter_mm: 0.08"
    for name, option in LEAVES:
        assert option.help.split()[0] in text, name


@settings(deadline=None)
@given(st.data())
def test_any_options_come_back(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    params = porevis.Params()
    for name, option in LEAVES:
        if not data.draw(st.booleans()):
            continue
        value = {
            "bool": st.booleans(),
            "float": st.floats(option.low, option.high),
            "int": st.integers(round(option.low or 0), round(option.high or 0)),
            "str": st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])),
            "path": st.just(""),
        }[option.type]
        *outer, last = name.split(".")
        holder: Any = params if name.startswith("read.") else params.compare
        for part in outer:
            holder = getattr(holder, part)
        with suppress(porevis.ParameterError):  # of a text that is none of those allowed
            setattr(holder, last, data.draw(value))
    folder = tmp_path_factory.mktemp("params")
    (folder / "my.yaml").write_text(porevis.format_params(params), encoding="utf-8")
    assert porevis.read_params(folder / "my.yaml").to_dict() == params.to_dict()


def test_what_is_left_out_keeps_its_default(tmp_path: Path) -> None:
    given_ = read(tmp_path, "measure:\n  segment:\n    min_confidence: 0.7\n  skin:\nestimate: {resamples: 500}\n")
    expected = porevis.CompareOptions()
    expected.measure.segment.min_confidence = 0.7
    expected.estimate.resamples = 500
    assert given_.compare == expected
    assert given_.read == porevis.ReadOptions()
    assert read(tmp_path, "# nothing but a comment\n").to_dict() == porevis.Params().to_dict()


@pytest.mark.parametrize(
    ("text", "value"),
    [("1e-1", 0.1), ("1E-1", 0.1), (".1", 0.1), ("1", 1), ("+0.1", 0.1), ("1.", 1.0), ("1.0e-01", 0.1)],
)
def test_numbers_are_what_people_write(tmp_path: Path, text: str, value: float) -> None:
    assert read(tmp_path, f"measure: {{segment: {{min_contrast: {text}}}}}").measure.segment.min_contrast == value


@pytest.mark.parametrize(("text", "value"), [("1e3", 1000), ("500.0", 500), ("0500", 500)])
def test_whole_numbers_may_be_written_with_a_point_or_exponent(tmp_path: Path, text: str, value: int) -> None:
    assert read(tmp_path, f"estimate: {{resamples: {text}}}").compare.estimate.resamples == value


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("no", False), ("On", True), ("FALSE", False)])
def test_switches_are_what_people_write(tmp_path: Path, text: str, value: bool) -> None:
    assert read(tmp_path, f"accept_quality: {text}").compare.accept_quality is value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_files_of_other_systems_are_read(tmp_path: Path, encoding: str, newline: str) -> None:
    text = porevis.format_params().replace("\n", newline).encode(encoding)
    assert read(tmp_path, text).to_dict() == porevis.Params().to_dict()


def test_json_is_read_even_with_tabs(tmp_path: Path) -> None:
    changed = porevis.Params().to_dict() | {"accept_quality": True}
    assert read(tmp_path, json.dumps(changed, indent="\t")).to_dict() == changed


@pytest.mark.parametrize(("name", "option"), NUMBERS, ids=[name for name, _ in NUMBERS])
def test_a_number_out_of_range_is_told_with_its_range(tmp_path: Path, name: str, option: Any) -> None:
    low, high = f"{option.low:g}", f"{option.high:g}"
    for value in (2 * abs(option.high) + 1, -abs(option.low) - 1):
        message = refusal(tmp_path, "# a comment\n" + yaml.safe_dump(nested(name, value)))
        assert message.startswith(f"my.yaml, line {2 + name.count('.')}: {name} = ")
        assert f"{low} to {high}" in message
        assert option.help in message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("measure: {segment: {min_contrast: 3}}", "measure.segment.min_contrast = 3 is out of range: give 0 to 1"),
        ("measure: {segment: {min_contrast: .nan}}", "measure.segment.min_contrast = nan is out of range"),
        ("measure: {segment: {min_contrast: 1e999}}", "measure.segment.min_contrast = inf is out of range"),
        ("measure: {segment: {min_contrast: 0,1}}", "unknown key `measure.segment.1`"),
        ("measure:\n segment:\n  min_contrast: 0,1", "min_contrast = 0,1; give a number with a decimal point"),
        ('measure: {segment: {min_contrast: "0.1"}}', "min_contrast = 0.1; give a number with a decimal point"),
        ("measure: {segment: {min_contrast: yes}}", "min_contrast = yes; give a number"),
        ("measure: {segment: {min_contrast: }}", "min_contrast = nothing; give a number"),
        ("measure: {segment: {min_contrast: [1]}}", "min_contrast = a list or mapping; give a number"),
        ("measure: {segment: {min_contrast: 1:30}}", "min_contrast = 1:30; give a number"),
        ("measure: {segment: {classical: 1}}", "classical = 1; give true or false"),
        ("estimate: {resamples: 500.5}", "estimate.resamples = 500.5; give a whole number"),
        ("estimate: {resamples: 99999999999999999999}", "estimate.resamples = 99999999999999999999: give int"),
        ("estimate: {seed: -1}", "estimate.seed = -1: give int"),
        ("estimate: 3", "`estimate` holds no options; write `name: value` lines"),
        ("estimate: [resamples]", "`estimate` holds no options"),
        ("- 3", "holds no options by name"),
        ("just a text", "holds no options by name"),
        ("measure: {segmnt: {}}", "unknown key `measure.segmnt`; did you mean `measure.segment`?"),
        (
            "measure: {min_contrast: 1}",
            "unknown key `measure.min_contrast`; did you mean `measure.segment.min_contrast`?",
        ),
        ("segment: {}\nalign: {}", "unknown key `segment`; did you mean `measure.segment`?"),
        ("hue: red", "unknown key `hue`; its keys are read, measure, "),
        ("<<: {accept_quality: true}", "unknown key `<<`"),
        ("estimate: &a {resamples: 500}", "anchors and aliases (& and *) are not allowed; write the values out"),
        ("estimate: *a", "anchors and aliases"),
        ("estimate: !!python/object/apply:os.system [ls]", "tags (!) are not allowed"),
        ("accept_quality: !!bool true", "tags (!) are not allowed"),
        ("accept_quality: true\naccept_quality: true", "line 2: the key `accept_quality` is there twice; keep one"),
        ("---\naccept_quality: true\n---\nalign:\n", "line 3: a second document begins"),
        ("estimate:\n\tresamples: 500", "indent by spaces, not by tabs"),
        ("estimate: {resamples: 500", ": no well-formed YAML: "),
        ("estimate: resamples: 500", "line 1: no well-formed YAML: "),
        ("? [a]\n: b", "a key is no plain text"),
        ("[" * 100_000, "nest"),
        ("a: " + "{a: " * 100_000, "nest"),
        (b"accept_quality: \xff\xfe", "is no UTF-8 text; save it as UTF-8"),
        (b"accept_quality: \x00", "no well-formed YAML"),
        (b"", "is empty"),
        (b"# " + b"x" * 5_000_000, "more than the 4 MB allowed"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    assert message in refusal(tmp_path, text)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("params") / "my.yaml"
    file.write_bytes(content)
    with suppress(porevis.InputError):
        porevis.read_params(file)


def test_aliases_multiply_nothing(tmp_path: Path) -> None:
    bomb = "a: &a [x,x]\n" + "".join(
        f"{c}: &{c} [*{b},*{b}]\n" for b, c in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    assert "anchors and aliases" in refusal(tmp_path, bomb)


def test_a_path_is_sought_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "face.dat").touch()
    params = read(tmp_path, "measure: {face: {model: models/face.dat}}")
    assert params.measure.face.model == str(tmp_path / "models" / "face.dat")
    assert read(tmp_path, porevis.format_params(params)).to_dict() == params.to_dict()
    message = refusal(tmp_path, "measure: {face: {model: face.dat}}")
    assert "line 1: measure.face.model = face.dat: no such file, seen from the folder of the parameter file" in message


def test_schema_takes_what_the_reader_takes(tmp_path: Path) -> None:
    schema = porevis.params_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(porevis.Params().to_dict())
    assert validator.is_valid({})
    for name, option in LEAVES:
        bad = {"bool": 1, "str": 1, "path": 1}.get(option.type, 2 * (option.high or 0) + 1)
        assert not validator.is_valid(nested(name, bad)), name
        assert not validator.is_valid(nested(name + "x", option.default)), name
        assert validator.is_valid(nested(name, option.default)), name


def test_fields_tell_what_the_classes_say() -> None:
    by_name = {option.name: option for option in porevis.SegmentOptions.fields()}
    option = by_name["min_contrast"]
    assert (option.type, option.default, option.low, option.high) == ("float", 0.05, 0, 1)
    assert option.help in porevis.SegmentOptions.min_contrast.__doc__
    assert (by_name["classical"].type, by_name["classical"].low) == ("bool", None)
    nested_ = {option.name: option for option in porevis.CompareOptions.fields()}["measure"]
    assert (nested_.type, nested_.default) == ("options", porevis.MeasureOptions())
    assert porevis.FaceOptions.fields()[0].type == "path"


# Commands


def test_params_prints_the_defaults(run: Run, tmp_path: Path) -> None:
    ended = run("params")
    assert ended.status == 0
    assert ended.out == porevis.format_params()
    (tmp_path / "my.yaml").write_text("measure: {px_per_mm: 20}")
    ended = run("params", "--params", tmp_path / "my.yaml")
    assert ended.out == porevis.format_params().replace("px_per_mm: 0\n", "px_per_mm: 20\n", 1)
    assert json.loads(run("params", "--schema").out) == porevis.params_schema()


def test_the_file_sets_what_measure_does_and_outputs_record_it(run: Run, tmp_path: Path, pair: Pair) -> None:
    file = tmp_path / "my.yaml"
    file.write_text(
        f"read: {{max_megapixels: 12}}\nmeasure: {{px_per_mm: {PX_PER_MM}, whole: yes, "
        "segment: {min_confidence: 0.9}}"
    )
    ended = run("measure", pair.before, "--params", file, "--out", tmp_path / "file")
    assert ended.status == 0
    content = json.loads((tmp_path / "file" / "measurement.json").read_text())
    options = content["options"]
    assert options["read"]["max_megapixels"] == 12
    assert options["segment"]["min_confidence"] == 0.9
    assert options["whole"] is True
    plain = porevis.measure_photo(pair.before, whole=True, px_per_mm=PX_PER_MM)
    assert 0 < content["regions"][0]["pore_count"] < plain.regions[0].pore_count

    # The result is a parameter file itself, and so is its record of options.
    (tmp_path / "options.json").write_text(json.dumps(options))
    for again in (tmp_path / "file" / "measurement.json", tmp_path / "options.json"):
        out = tmp_path / again.stem
        assert run("measure", pair.before, "--params", again, "--out", out).status == 0
        assert (out / "pores.csv").read_bytes() == (tmp_path / "file" / "pores.csv").read_bytes()
        assert json.loads((out / "measurement.json").read_text()) == content

    # What the command line gives goes before it.
    given_ = ("--px-per-mm", 21, "--blur-px", 0.7)
    assert run("measure", pair.before, "--params", file, *given_, "--out", tmp_path / "line").status == 0
    content = json.loads((tmp_path / "line" / "measurement.json").read_text())
    assert content["options"]["px_per_mm"] == content["scale"]["px_per_mm"] == 21
    assert content["options"]["blur_sigma_px"] == 0.7


def test_a_comparison_can_be_done_again_from_its_record(run: Run, tmp_path: Path, pair: Pair) -> None:
    file = tmp_path / "my.yaml"
    file.write_text(f"measure: {{whole: true, px_per_mm: {PX_PER_MM}}}\nestimate: {{resamples: 300, seed: 5}}")
    assert run("compare", pair.before, pair.after, "--params", file, "--out", tmp_path / "a").status == 0
    content = json.loads((tmp_path / "a" / "comparison.json").read_text())
    assert content["options"]["estimate"]["resamples"] == 300
    assert content["options"]["read"] == porevis.ReadOptions().to_dict()
    again = ("--params", tmp_path / "a" / "comparison.json", "--out", tmp_path / "b")
    assert run("compare", pair.before, pair.after, *again).status == 0
    assert json.loads((tmp_path / "b" / "comparison.json").read_text()) == content


def test_regions_of_the_command_line_go_before_the_file(run: Run, tmp_path: Path, pair: Pair) -> None:
    (tmp_path / "my.yaml").write_text(f"measure: {{whole: true, px_per_mm: {PX_PER_MM}}}")
    square = [[40, 40], [260, 40], [260, 260], [40, 260]]
    (tmp_path / "regions.json").write_text(json.dumps({"regions": [{"name": "patch", "outline": square}]}))
    given_ = ("--params", tmp_path / "my.yaml", "--regions", tmp_path / "regions.json")
    assert run("measure", pair.before, *given_, "--out", tmp_path / "out").status == 0
    content = json.loads((tmp_path / "out" / "measurement.json").read_text())
    assert [region["name"] for region in content["regions"]] == ["patch"]


@pytest.mark.parametrize("command", ["measure", "compare", "repeatability", "regions", "params"])
def test_a_typo_is_a_usage_error(run: Run, tmp_path: Path, pair: Pair, command: str) -> None:
    (tmp_path / "my.yaml").write_text("measure:\n  segment:\n    min_diametr_mm: 0.1\n")
    arguments = {"compare": [pair.before, pair.after], "repeatability": ["manifest.csv"], "params": []}
    given_ = [*arguments.get(command, [pair.before]), "--params", tmp_path / "my.yaml"]
    ended = run(command, *given_, *(["--out", tmp_path / "out"] if command != "params" else []))
    words = ("my.yaml, line 3: unknown key `measure.segment.min_diametr_mm`", "`measure.segment.min_diameter_mm`?")
    assert_refused(ended, tmp_path / "out", *words)


def test_reading_limits_hold(run: Run, tmp_path: Path, pair: Pair) -> None:
    (tmp_path / "my.yaml").write_text("read: {max_megapixels: 0.05}")
    out = tmp_path / "out"
    ended = run("measure", pair.before, "--params", tmp_path / "my.yaml", "--out", out)
    assert_refused(ended, out, "before.png", "megapixels")
