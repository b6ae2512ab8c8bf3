# SPDX-License-Identifier: Apache-2.0
"""More than two visits: each compared with the baseline by itself, pores followed by their places in the baseline."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from porevis import _core
from porevis.api import Landmarks, PhotoLike, Regions, compare_photos, read_photo
from porevis.tables import Table

SCHEMA = "porevis.visits/1"
SAME_PORE_MM = 0.15  # between the baseline's coordinates of a pore in two visits: pores lie farther apart

Places = NDArray[np.float64]


@dataclass(frozen=True)
class Closure:
    """How far the way over another visit misses the direct one: baseline to `first` to `second`, against `second`."""

    region: str
    first: int  # visits count from 1
    second: int
    median_mm: float
    p90_mm: float


@dataclass(frozen=True)
class Visits:
    """What compare_visits() gives."""

    comparisons: list[_core.Comparison]  # of the baseline with each visit, in their order
    closures: list[Closure]
    tracks: Table  # one row a pore and visit; `track` is the pore's number in its region

    @property
    def comparable(self) -> bool:
        """Whether any visit could be compared."""
        return any(comparison.comparable for comparison in self.comparisons)

    @property
    def changes(self) -> Table:
        """One row a region, visit and measure: change from the baseline with its 95 % interval, relative."""
        rows = [
            (region.name, visit, name, change.relative, *change.ci95)
            for visit, comparison in enumerate(self.comparisons, 1)
            for region in comparison.regions
            for name, change in region.change.items()
        ]
        names = ("region", "visit", "measure", "relative", "ci95_low", "ci95_high")
        return _table(names, rows, texts=("region", "measure"), whole=("visit",))

    def to_dict(self) -> dict[str, Any]:
        """The content of visits.json."""
        contents = [comparison.to_dict() for comparison in self.comparisons]
        return {
            "schema": SCHEMA,
            "version": _core.version(),
            "baseline": contents[0]["before"]["photo"],
            "visits": [
                {
                    "visit": visit,
                    "photo": content["after"]["photo"],
                    "comparable": content["comparable"],
                    "reasons": content["reasons"],
                    "regions": [
                        {key: region[key] for key in ("name", "change", "pores", "verdict", "reason")}
                        for region in content["regions"]
                    ],
                }
                for visit, content in enumerate(contents, 1)
            ],
            "closure": [vars(closure) for closure in self.closures],
        }

    def to_json(self) -> str:
        """The text of visits.json."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"


def compare_visits(
    baseline: PhotoLike,
    visits: Sequence[PhotoLike],
    *,
    px_per_mm: float | None = None,
    regions: Regions | None = None,
    whole: bool = False,
    landmarks: Landmarks | None = None,
    landmarks_after: Sequence[Landmarks] | None = None,
    accept_quality: bool = False,
    options: _core.CompareOptions | None = None,
) -> Visits:
    """Measures how the pores of the same skin changed from a baseline to each later visit.

    visits: the later photographs in their order; at least one.
    landmarks_after: of the face in each visit, in their order; without it, they are searched.
    Everything else as in compare_photos(), whose result for the baseline and a visit is the same whatever other visits
        there are.
    Raises as compare_photos(); ParameterError: no visit, or another number of landmarks_after.
    """
    if not visits:
        raise _core.ParameterError("visits is empty: give at least one photograph beside the baseline")
    if landmarks_after is not None and len(landmarks_after) != len(visits):
        raise _core.ParameterError(f"landmarks_after has {len(landmarks_after)} entries: give one for each visit")
    given_after: Sequence[Landmarks | None] = landmarks_after or [None] * len(visits)
    first = read_photo(baseline)
    photos = [read_photo(visit) for visit in visits]
    comparisons = [
        compare_photos(
            first,
            photo,
            px_per_mm=px_per_mm,
            regions=regions,
            whole=whole,
            landmarks=landmarks,
            landmarks_after=given,
            accept_quality=accept_quality,
            options=options,
        )
        for photo, given in zip(photos, given_after, strict=True)
    ]
    closures = [
        closure
        for visit in range(1, len(photos))
        for closure in _close(visit, photos[visit - 1 : visit + 1], comparisons[visit - 1 : visit + 1])
    ]
    return Visits(comparisons, closures, _follow(comparisons))


def _close(visit: int, photos: Sequence[_core.Photo], comparisons: Sequence[_core.Comparison]) -> list[Closure]:
    """The closure error of each region that both visits hold."""
    there, beyond = comparisons
    if not (there.comparable and beyond.comparable):
        return []
    direct = {region.name: region for region in beyond.regions if region.change}
    shared = [region for region in there.regions if region.change and region.name in direct]
    if not shared:
        return []
    options = there.options.copy()
    options.accept_quality = True  # only the way is asked for
    carried = [_core.Region(region.name, _inside(region.outline_after, photos[0])) for region in shared]
    link = compare_photos(*photos, px_per_mm=there.after.scale.px_per_mm, regions=carried, options=options)
    ways = {region.name: region.alignment for region in link.regions}
    closures = []
    for region in shared:
        if region.name not in ways:
            continue
        places = np.c_[region.pores["x_before_px"], region.pores["y_before_px"]]
        over = ways[region.name].to_after(region.alignment.to_after(places))
        miss_px = np.linalg.norm(over - direct[region.name].alignment.to_after(places), axis=1)
        miss_mm = miss_px / beyond.after.scale.px_per_mm
        if np.isfinite(miss_mm).any():
            middle, most = np.nanpercentile(miss_mm, (50, 90))
            closures.append(Closure(region.name, visit, visit + 1, float(middle), float(most)))
    return closures


def _inside(outline: Sequence[tuple[float, float]], photo: _core.Photo) -> list[tuple[float, float]]:
    """An outline's corners, those beyond the picture moved to its edge."""
    right, bottom = photo.width_px - 1.0, photo.height_px - 1.0
    return [(min(max(x, 0.0), right), min(max(y, 0.0), bottom)) for x, y in outline]


def _follow(comparisons: Sequence[_core.Comparison]) -> Table:
    """The pores of all visits, numbered by their place in the baseline; a later visit only adds numbers."""
    values = ("diameter_before_mm", "diameter_after_mm", "contrast_before", "contrast_after")
    darkness = ("darkness_before_mm2", "darkness_after_mm2")
    numbers = ("x_before_px", "y_before_px", "x_after_px", "y_after_px", *values, *darkness)
    known: dict[str, Places] = {}
    rows: list[tuple[Any, ...]] = []
    for visit, comparison in enumerate(comparisons, 1):
        reach_px = SAME_PORE_MM * comparison.before.scale.px_per_mm
        for region in comparison.regions:
            pores = region.pores
            places = np.c_[pores["x_before_px"], pores["y_before_px"]].reshape(-1, 2)
            tracks = known.get(region.name, np.empty((0, 2)))
            which = _nearest(places, tracks, reach_px)
            new = which < 0
            which[new] = len(tracks) + np.arange(new.sum())
            known[region.name] = np.concatenate([tracks, places[new]])
            rows += [
                (region.name, int(track) + 1, visit, str(pore["status"]), *(float(pore[name]) for name in numbers))
                for track, pore in zip(which, pores, strict=True)
            ]
    return _table(
        ("region", "track", "visit", "status", *numbers), rows, texts=("region", "status"), whole=("track", "visit")
    )


def _nearest(places: Places, tracks: Places, reach_px: float) -> NDArray[np.int64]:
    """Of each place the track that is its own, the closest pairs first; -1 where none is within reach."""
    which = np.full(len(places), -1, np.int64)
    if not len(places) or not len(tracks):
        return which
    distance = np.linalg.norm(places[:, None] - tracks[None], axis=2)
    taken = np.zeros(len(tracks), bool)
    for flat in np.argsort(distance, axis=None, kind="stable"):
        place, track = divmod(int(flat), len(tracks))
        if distance[place, track] > reach_px:
            break
        if which[place] < 0 and not taken[track]:
            which[place], taken[track] = track, True
    return which


def _table(names: Sequence[str], rows: list[tuple[Any, ...]], texts: Sequence[str], whole: Sequence[str]) -> Table:
    """A table of rows; columns are numbers unless named as texts or whole numbers."""
    columns: dict[str, Any] = {}
    for name, values in zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True):
        if name in texts:
            columns[name] = [str(value) for value in values] or np.empty(0, "U1")
        else:
            columns[name] = np.array(values, np.int64 if name in whole else np.float64)
    return Table.from_columns(columns)
