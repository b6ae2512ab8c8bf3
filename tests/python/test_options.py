# SPDX-License-Identifier: Apache-2.0
"""Options structs: attributes, keywords, ranges; all of it read from C++."""

from __future__ import annotations

import inspect

import porevis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from porevis import _core, phantom

CLASSES = [
    thing for name, thing in vars(_core).items() if inspect.isclass(thing) and name.endswith(("Options", "Description"))
]


def test_all_options_are_bound() -> None:
    assert {cls.__name__ for cls in CLASSES} >= {"ReadOptions", "SegmentOptions", "CompareOptions", "ShotDescription"}


@pytest.mark.parametrize("cls", CLASSES)
def test_constructor_takes_what_to_dict_gives(cls: type) -> None:
    defaults = cls().to_dict()
    flat = {name: value for name, value in defaults.items() if not isinstance(value, dict)}
    assert cls(**flat) == cls()
    for name, value in flat.items():
        assert getattr(cls(), name) == value
        assert f"{name}: " in cls.__init__.__doc__


@pytest.mark.parametrize("cls", CLASSES)
def test_unknown_keyword_names_the_near_match(cls: type) -> None:
    name = next(iter(cls().to_dict()))
    with pytest.raises(TypeError, match=rf"{cls.__name__} has no option '{name}x': did you mean '{name}'\?"):
        cls(**{name + "x": 1})
    with pytest.raises(TypeError, match=f"its options are .*{name}"):
        cls(qqq=1)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_number_is_taken_if_and_only_if_it_is_in_range(value: float) -> None:
    options = porevis.SegmentOptions()
    if 0 <= value <= 1:
        options.min_contrast = value
        assert options.min_contrast == value
        assert options.to_dict()["min_contrast"] == value
    else:
        with pytest.raises(porevis.ParameterError, match=r"min_contrast = .* give 0 to 1"):
            options.min_contrast = value
        assert options == porevis.SegmentOptions()


@pytest.mark.parametrize("value", [2.5, "three", None, [3]])
def test_wrong_type_names_the_field(value: object) -> None:
    with pytest.raises(TypeError, match=r"tone = .*: give int \(Fitzpatrick type \(1 to 6\)\)"):
        phantom.SkinDescription(tone=value)  # type: ignore[arg-type]


def test_nested_options_are_changed_in_place() -> None:
    options = porevis.CompareOptions()
    options.measure.segment.min_contrast = 0.2
    assert options.to_dict()["measure"]["segment"]["min_contrast"] == 0.2
    copy = options.copy()
    copy.measure.segment.min_contrast = 0.3
    assert options.measure.segment.min_contrast == 0.2
    assert options != copy


def test_repr_can_be_read_back() -> None:
    shot = phantom.ShotDescription(rotation_deg=3, seed=12345678901234567890 % 2**63)
    assert eval(repr(shot), {"ShotDescription": phantom.ShotDescription}) == shot


def test_keywords_do_not_change_the_options_given() -> None:
    options = porevis.MeasureOptions()
    shot = phantom.photograph(phantom.make_skin(phantom.SkinDescription(width_mm=8, height_mm=8)))
    measured = porevis.measure_photo(shot.photo, whole=True, px_per_mm=20, options=options)
    assert options == porevis.MeasureOptions()
    assert measured.options.whole
    assert measured.options.px_per_mm == 20


def test_exceptions_have_one_base() -> None:
    assert issubclass(porevis.InputError, porevis.Error)
    assert issubclass(porevis.ParameterError, porevis.Error)
    assert issubclass(porevis.Error, Exception)
