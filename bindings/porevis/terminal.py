# SPDX-License-Identifier: Apache-2.0
"""Results as tables in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isfinite

from rich import box
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from porevis._core import Change, Comparison, Measurement
from porevis.repeatability import Repeatability
from porevis.visits import Visits

_MIN_WIDTH = 110  # where there is no terminal to tell, wide enough for the whole table


def percent(value: float | None, digits: int = 1, signed: bool = True) -> str:
    """A share as a percentage, a dash where there is none."""
    if value is None or not isfinite(value):
        return "–"
    return f"{100 * value:{'+' if signed else ''}.{digits}f} %"


def interval(change: Change | None) -> str:
    """A 95 % interval as percentages, a dash where there is none."""
    if change is None or not all(isfinite(limit) for limit in change.ci95):
        return "–"
    return f"{percent(change.ci95[0])} to {percent(change.ci95[1])}"


def print_measurement(measurement: Measurement) -> None:
    """One row a region."""
    table = _table("Region", "Area (mm²)", "Pores", "Per cm²", "Diameter (mm)", "Contrast", "Visibility")
    for region in measurement.regions:
        table.add_row(
            region.name,
            f"{region.area_mm2:.0f}",
            str(region.pore_count),
            f"{region.density_per_cm2:.0f}",
            f"{region.diameter_mm.mean:.3f} ± {region.scale_se.diameter_mean_mm:.3f}",
            f"{region.contrast_mean:.3f}",
            percent(region.visibility, 2, signed=False),
        )
    console = _console()
    console.print(table)
    scale = measurement.scale
    console.print(
        f"Scale: {scale.px_per_mm:.2f} px/mm ± {percent(scale.relative_uncertainty, 2, signed=False)} ({scale.source});"
        " ± of the diameters is what it leaves"
    )


def print_comparison(comparison: Comparison, truth: dict[str, float] | None) -> None:
    """One row a region: visibility before and after, its change, interval and verdict; truth where it is known."""
    table = _table("Region", "Before", "After", "Change", "95 % interval", *(["Truth"] if truth else []), "Verdict")
    table.title = "Visibility of pores"
    for region in comparison.regions:
        change = region.change.get("visibility")
        compared = change is not None
        table.add_row(
            region.name,
            percent(region.before.visibility, 2, signed=False) if compared else "–",
            percent(region.after.visibility, 2, signed=False) if compared else "–",
            percent(change.relative) if change else "–",
            interval(change),
            *([percent(truth.get("visibility"))] if truth else []),
            region.verdict if compared else f"{region.verdict}: {region.reason}",
        )
    _console().print(table)


def print_visits(visits: Visits) -> None:
    """One row a region and visit, and how well the ways over two visits close."""
    table = _table("Region", "Visit", "Baseline", "Visit's", "Change", "95 % interval", "Verdict")
    table.title = "Visibility of pores"
    names = list(dict.fromkeys(region.name for c in visits.comparisons for region in c.regions))
    for name in names:
        for visit, comparison in enumerate(visits.comparisons, 1):
            for region in (region for region in comparison.regions if region.name == name):
                change = region.change.get("visibility")
                table.add_row(
                    name,
                    str(visit),
                    percent(region.before.visibility, 2, signed=False) if change else "–",
                    percent(region.after.visibility, 2, signed=False) if change else "–",
                    percent(change.relative) if change else "–",
                    interval(change),
                    region.verdict if change else f"{region.verdict}: {region.reason}",
                )
    console = _console()
    console.print(table)
    for closure in visits.closures:
        console.print(
            f"{closure.region}: the way over visit {closure.first} to visit {closure.second} closes within"
            f" {closure.median_mm:.3f} mm (median), {closure.p90_mm:.3f} mm (nine in ten)"
        )


def print_repeatability(repeatability: Repeatability) -> None:
    """One row a region and measure: standard error of measurement, smallest detectable change, limits, ICC."""
    table = _table("Region", "Measure", "SEM", "Detectable", "Limits", "ICC")
    table.title = "Repeated photographs of unchanged skin"
    for region in repeatability.regions:
        for name, measure in region.measures.items():
            low, high = measure.limits_of_agreement
            table.add_row(
                region.name,
                name,
                percent(measure.sem, signed=False),
                percent(measure.smallest_detectable_change, signed=False),
                f"{percent(low)}, {percent(high)}" if isfinite(low) else "–",
                f"{measure.icc.value:.3f}" if isfinite(measure.icc.value) else "–",
            )
        table.add_section()
    _console().print(table)


@contextmanager
def progress_of(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr, if that is a terminal; yields what is called with the steps done and their number."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _table(first: str, *others: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    table.add_column(first, no_wrap=True)
    for name in others:
        left = name == "Verdict"
        table.add_column(name, justify="left" if left else "right", no_wrap=not left)
    return table


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=max(_MIN_WIDTH, console.width))
