# SPDX-License-Identifier: Apache-2.0
"""How far repeated photographs of unchanged skin differ, and what a change must exceed to be told from that."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from itertools import combinations
from math import isfinite
from typing import Any

import numpy as np

from porevis import _core
from porevis.agreement import Agreement, Pair, agree
from porevis.api import compare_photos, read_photo
from porevis.manifest import WHOLE, Replicate, check_replicates, read_manifest
from porevis.repeatability_file import SCHEMA
from porevis.tables import Table

_WIDE = 2.0  # an upper limit of the SEM beyond so many times itself is worth a note

# A region's figures whose changes compare_photos() gives.
_FIGURES: dict[str, Callable[[_core.RegionSummary], float]] = {
    "visibility": lambda region: region.visibility,
    "diameter": lambda region: region.diameter_mm.mean,
    "density": lambda region: region.density_per_cm2,
    "area_fraction": lambda region: region.area_fraction,
    "contrast": lambda region: region.contrast_mean,
}


@dataclass(frozen=True)
class RepeatedPhoto:
    """One of the photographs."""

    file: str
    sha256: str
    subject: str
    replicate: str


@dataclass(frozen=True)
class RefusedPair:
    """Two photographs that were not compared, or not in one region (else None), or not in one measure (else None)."""

    subject: str
    first: str
    second: str
    region: str | None
    measure: str | None
    reasons: list[str]

    def __str__(self) -> str:
        """One line."""
        part = f", {self.region}" if self.region else ""
        return f"subject {self.subject}, {self.first} and {self.second}{part}: {'; '.join(self.reasons)}"


@dataclass(frozen=True)
class RepeatedRegion:
    """The agreement of each measure in one region."""

    name: str
    measures: dict[str, Agreement]


@dataclass(frozen=True)
class Repeatability:
    """What measure_repeatability() gives; attributes as in repeatability.json."""

    manifest: dict[str, str] | None
    """File and sha256; None where the rows did not come from a file."""
    photos: list[RepeatedPhoto]
    options: dict[str, Any]
    """Of the comparisons, as in comparison.json, without what each row gives."""
    regions: list[RepeatedRegion]
    """Empty where no pair could be compared; refused tells why."""
    refused: list[RefusedPair]
    pairs: Table
    """One row a region, measure and pair: the columns of repeatability.csv."""

    @property
    def notes(self) -> list[str]:
        """What to mind: pairs left out, errors known badly, and where no ICC can be told; one line each."""
        notes = []
        if self.refused:
            left_out = len({(pair.subject, pair.first, pair.second) for pair in self.refused})
            replicates = Counter(photo.subject for photo in self.photos).values()
            pairs = sum(n * (n - 1) // 2 for n in replicates)
            notes.append(f"{left_out} of {pairs} pairs were left out, at least in part")
        notes += map(str, self.refused)
        for region in self.regions:
            visibility = region.measures["visibility"]
            low, high = visibility.sem_ci95
            if high > _WIDE * visibility.sem:
                which = f"{100 * low:.1f} to {100 * high:.1f} %"
                notes.append(f"{region.name}: few replicates: the SEM of visibility is {which} (95 % interval)")
            by_reason: dict[str, list[str]] = {}
            for name, measure in region.measures.items():
                if measure.icc.reason:
                    by_reason.setdefault(measure.icc.reason, []).append(name)
            for reason, names in by_reason.items():
                of = "" if len(names) == len(region.measures) else f" of {', '.join(names)}"
                notes.append(f"{region.name}: ICC{of}: {reason}")
        return notes

    @property
    def smallest_detectable_change(self) -> dict[str, float]:
        """Of visibility, by region: what CompareOptions.smallest_detectable_change takes."""
        known = {region.name: region.measures["visibility"].smallest_detectable_change for region in self.regions}
        return {name: value for name, value in known.items() if isfinite(value)}

    def to_dict(self) -> dict[str, Any]:
        """The content of repeatability.json."""
        return {
            "schema": SCHEMA,
            "version": _core.version(),
            "manifest": self.manifest,
            "photos": [asdict(photo) for photo in self.photos],
            "options": self.options,
            "regions": [_finite(asdict(region)) for region in self.regions],
            "refused": [asdict(pair) for pair in self.refused],
        }

    def to_json(self) -> str:
        """The text of repeatability.json."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def measure_repeatability(
    replicates: str | os.PathLike[str] | Sequence[Replicate],
    *,
    px_per_mm: float | None = None,
    accept_quality: bool = False,
    options: _core.CompareOptions | None = None,
    read: _core.ReadOptions | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Repeatability:
    """Measures how far repeated photographs of unchanged skin differ, measure by measure and region by region.

    Within a subject every two replicates are compared by compare_photos(), the earlier row as before; its row gives the
    regions and the scale. The statistics are those of porevis.agreement.

    replicates: path of a manifest (see read_manifest()), or its rows. At least two of each subject.
    px_per_mm: scale of rows that give none; without it, from the distance of the eyes.
    accept_quality, options: see compare_photos(). read: see read_photo().
    progress: is called with the pairs done and their number.
    Pairs that cannot be compared are listed as refused, with the reasons; they are no errors.
    Needs the extra `porevis[study]`.
    Raises InputError: the manifest or a photograph cannot be used, a photograph twice, the extra is not installed.
    ParameterError: an option is out of its range.
    """
    check_installed()
    chosen = options.copy() if options else _core.CompareOptions()
    if px_per_mm is not None:
        chosen.measure.px_per_mm = px_per_mm
    chosen.accept_quality = chosen.accept_quality or accept_quality
    source = None
    if isinstance(replicates, (str, os.PathLike)):
        manifest = read_manifest(replicates, chosen.measure.px_per_mm)
        source, rows = {"file": manifest.file, "sha256": manifest.sha256}, manifest.replicates
    else:
        rows = list(replicates)
        check_replicates([(f"row {number}", row) for number, row in enumerate(rows, start=1)], chosen.measure.px_per_mm)
    collected = _Collected()
    subjects = list(dict.fromkeys(row.subject for row in rows))
    grouped = [[row for row in rows if row.subject == subject] for subject in subjects]
    total = sum(len(own) * (len(own) - 1) // 2 for own in grouped)
    done = 0
    for own in grouped:
        photos = [read_photo(row.photo, read) for row in own]
        collected.add_photos(own, photos)
        for i, j in combinations(range(len(own)), 2):
            row = own[i]
            whole = row.regions == WHOLE
            comparison = compare_photos(
                photos[i],
                photos[j],
                px_per_mm=row.px_per_mm,
                regions=None if whole else row.regions,
                whole=whole,
                options=chosen,
            )
            collected.add(row.subject, row.replicate, own[j].replicate, comparison)
            done += 1
            if progress:
                progress(done, total)
    return collected.result(source, chosen)


def check_installed(*more: str) -> None:
    """Tells whether what the statistics need, and `more`, is installed.

    Raises InputError: it is not.
    """
    for name in ("scipy", "pandas", "pingouin", *more):
        if find_spec(name) is None:
            raise _core.InputError(f"repeatability needs {name}: pip install 'porevis[study]'")


class _Collected:
    """What the comparisons gave so far."""

    def __init__(self) -> None:
        self.photos: list[RepeatedPhoto] = []
        self.refused: list[RefusedPair] = []
        self.pairs: dict[str, dict[str, list[Pair]]] = {}  # by region and measure
        self.options: dict[str, Any] = {}

    def add_photos(self, rows: list[Replicate], photos: list[_core.Photo]) -> None:
        """Raises InputError: two replicates are the same photograph, which would make the error too small."""
        seen: dict[str, str] = {}
        for row, photo in zip(rows, photos, strict=True):
            if photo.sha256 in seen:
                raise _core.InputError(
                    f"{photo.file or 'photograph'}: replicate '{row.replicate}' of subject '{row.subject}' is the same "
                    f"picture as replicate '{seen[photo.sha256]}'; give a photograph of its own"
                )
            seen[photo.sha256] = row.replicate
            self.photos.append(RepeatedPhoto(photo.file, photo.sha256, row.subject, row.replicate))

    def add(self, subject: str, first: str, second: str, comparison: _core.Comparison) -> None:
        def refuse(reasons: list[str], region: str | None = None, measure: str | None = None) -> None:
            self.refused.append(RefusedPair(subject, first, second, region, measure, reasons))

        self.options = self.options or comparison.to_dict()["options"]
        if not comparison.comparable:
            return refuse(comparison.reasons)
        for region in comparison.regions:
            if region.verdict == "not comparable":
                refuse([region.reason], region.name)
                continue
            measures = self.pairs.setdefault(region.name, {name: [] for name in _FIGURES})
            for name, figure in _FIGURES.items():
                values = figure(region.before), figure(region.after)
                change = region.change[name].relative
                if values[0] > 0 and -1 < change < np.inf:
                    measures[name].append(Pair(subject, first, second, *values, change))
                else:
                    refuse([f"no figure of {name} to compare: too few or too faint pores"], region.name, name)
        return None

    def result(self, source: dict[str, str] | None, options: _core.CompareOptions) -> Repeatability:
        measure = self.options["measure"]
        measure["px_per_mm"], measure["whole"] = options.measure.px_per_mm, options.measure.whole
        regions = [
            RepeatedRegion(name, {measure: agree(pairs) for measure, pairs in measures.items()})
            for name, measures in self.pairs.items()
        ]
        return Repeatability(source, self.photos, self.options, regions, self.refused, self._table())

    def _table(self) -> Table:
        rows = [(r, m, pair) for r, measures in self.pairs.items() for m, pairs in measures.items() for pair in pairs]
        pairs = [pair for *_, pair in rows]
        return Table.from_columns(
            {
                "region": [region for region, *_ in rows],
                "measure": [measure for _, measure, _ in rows],
                "subject": [pair.subject for pair in pairs],
                "first": [pair.first for pair in pairs],
                "second": [pair.second for pair in pairs],
                "value_first": np.array([pair.value_first for pair in pairs]),
                "value_second": np.array([pair.value_second for pair in pairs]),
                "change": np.array([pair.change for pair in pairs]),
            }
        )


def _finite(value: Any) -> Any:
    """The same with None for numbers that are not finite, which JSON does not know."""
    if isinstance(value, dict):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return value if not isinstance(value, float) or isfinite(value) else None
