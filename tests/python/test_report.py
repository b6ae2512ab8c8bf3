# SPDX-License-Identifier: Apache-2.0
"""The report says what the comparison says, and nothing leaves the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import porevis
import pytest
from conftest import PX_PER_MM, Pair
from porevis.report import render
from porevis.terminal import interval, percent


class Balance(HTMLParser):
    """Every element that is opened is closed, in order."""

    VOID = frozenset({"meta", "img", "br", "link"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def comparison(pair: Pair) -> porevis.Comparison:
    return porevis.compare_photos(pair.before, pair.after, whole=True, px_per_mm=PX_PER_MM)


def test_report(comparison: porevis.Comparison) -> None:
    page = render(comparison)
    balance = Balance()
    balance.feed(page)
    assert balance.open == []
    change = comparison.regions[0].change["visibility"]
    for text in ("before.png", "after.png", percent(change.relative), interval(change), "decreased", "Privacy"):
        assert text in page
    assert "Truth" not in page
    assert re.findall(r'(?:src|href)="([^"]*)"', page) == ["overlay.png"]
    assert "http" not in page
    assert "<script" not in page


def test_report_with_truth(comparison: porevis.Comparison) -> None:
    page = render(comparison, {"visibility": -0.2775})
    assert "Truth" in page
    assert "-27.8 %" in page


def test_report_tells_what_to_mind(comparison: porevis.Comparison) -> None:
    assert 'class="mind"' not in render(comparison)
    page = render(comparison, mind=["whole: <other> options than the repeats"])
    assert "whole: &lt;other&gt; options than the repeats" in page


def test_names_are_escaped(pair: Pair) -> None:
    region = porevis.Region("<b>nose</b> & chin", [(0, 0), (319, 0), (319, 319), (0, 319)])
    page = render(porevis.compare_photos(pair.before, pair.after, regions=[region], px_per_mm=PX_PER_MM))
    assert "<b>" not in page
    assert "&lt;b&gt;nose&lt;/b&gt; &amp; chin" in page


@pytest.mark.parametrize(
    ("value", "text"), [(0.1234, "+12.3 %"), (-0.05, "-5.0 %"), (float("nan"), "–"), (None, "–"), (0, "+0.0 %")]
)
def test_percent(value: float | None, text: str) -> None:
    assert percent(value) == text
