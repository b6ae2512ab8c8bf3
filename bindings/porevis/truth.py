# SPDX-License-Identifier: Apache-2.0
"""Photographs of synthetic skin before and after a known change, with the truth beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from porevis import phantom
from porevis._core import Comparison, read_photo, save_jpeg, save_png, version
from porevis.tables import Table

TRUTH_FILE = "truth.json"
_SCHEMA = "porevis.truth/1"

# A region's figures from its pores; per area, so that the skin's area cancels in the change.
_MEASURES: dict[str, Callable[[Any], float]] = {
    "visibility": lambda pores: float(np.sum(pores["darkness_mm2"])),
    "diameter": lambda pores: float(np.mean(pores["diameter_mm"])),
    "density": lambda pores: float(len(pores)),
    "area_fraction": lambda pores: float(np.sum(pores["diameter_mm"] ** 2)),
    "contrast": lambda pores: float(np.mean(pores["contrast"])),
}


def write_pair(
    folder: Path,
    skin: phantom.Skin,
    change: phantom.ChangeDescription,
    before: phantom.ShotDescription,
    after: phantom.ShotDescription,
) -> dict[str, float | None]:
    """Writes before.png, after.png (.jpg where the shot has a JPEG quality), truth.json and truth_pores.csv.

    Returns the true change of each measure; None where no pore is left to tell.
    """
    changed = phantom.change_skin(skin, change)
    shots = {
        name: _photograph(folder / name, skin_then, description)
        for name, skin_then, description in (("before", skin, before), ("after", changed, after))
    }
    first, second = shots["before"]["shot"].pores, shots["after"]["shot"].pores
    true_change = _true_change(first, second, skin.pores["id"], changed.pores["id"])
    truth = {
        "schema": _SCHEMA,
        "version": version(),
        "seed": skin.seed,
        "skin": skin.description.to_dict(),
        "change": change.to_dict(),
        **{name: shot["record"] for name, shot in shots.items()},
        "true_change": true_change,
    }
    (folder / TRUTH_FILE).write_text(json.dumps(truth, indent=2) + "\n", encoding="utf-8")
    table = _pore_table(first, second, skin.pores["id"], changed.pores["id"])
    (folder / "truth_pores.csv").write_text(table.to_csv(), encoding="utf-8")
    return true_change


def known_change(before: Path, after: Path, comparison: Comparison) -> dict[str, float] | None:
    """The true change of each measure, where truth.json beside the two photographs is about these very files."""
    try:
        truth = json.loads((before.parent / TRUTH_FILE).read_text(encoding="utf-8"))
        described = (truth["schema"], truth["before"]["sha256"], truth["after"]["sha256"])
        if described != (_SCHEMA, comparison.before.photo.sha256, comparison.after.photo.sha256):
            return None
        return {name: float(value) for name, value in truth["true_change"].items() if value is not None}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _photograph(stem: Path, skin: phantom.Skin, description: phantom.ShotDescription) -> dict[str, Any]:
    """Takes a photograph and writes it; a JPEG is compressed once, when it is written."""
    uncompressed = description.copy()
    uncompressed.jpeg_quality = 0
    shot = phantom.photograph(skin, uncompressed)
    if description.jpeg_quality:
        path = stem.with_suffix(".jpg")
        save_jpeg(path, shot.photo.pixels, description.jpeg_quality)
    else:
        path = stem.with_suffix(".png")
        save_png(path, shot.photo.pixels)
    record = {
        "file": path.name,
        "sha256": read_photo(path).sha256,
        "px_per_mm": shot.px_per_mm,
        "shot": description.to_dict(),
    }
    return {"shot": shot, "record": record}


def _true_change(before: Table, after: Table, ids_before: Any, ids_after: Any) -> dict[str, float | None]:
    """after / before - 1 over the pores that both pictures show, or would show had they not vanished or appeared."""
    first = before[np.isin(before["id"], after["id"]) | ~np.isin(before["id"], ids_after)]
    second = after[np.isin(after["id"], before["id"]) | ~np.isin(after["id"], ids_before)]
    if not len(first) or not len(second):
        return dict.fromkeys(_MEASURES)
    return {name: measure(second) / measure(first) - 1 for name, measure in _MEASURES.items()}


def _pore_table(before: Table, after: Table, ids_before: Any, ids_after: Any) -> Table:
    """One row a pore that either picture shows; not a number where the other does not."""
    ids = np.union1d(before["id"], after["id"])
    columns: dict[str, Any] = {"id": ids}
    columns["status"] = [
        "vanished" if i not in ids_after else "appeared" if i not in ids_before else "matched" for i in ids
    ]
    for names in (("x_px", "y_px"), ("diameter_mm",), ("contrast",), ("darkness_mm2",)):
        for when, pores in (("before", before), ("after", after)):
            for name in names:
                stem, _, unit = name.partition("_")
                column = np.full(len(ids), np.nan)
                column[np.searchsorted(ids, pores["id"])] = pores[name]
                columns[f"{stem}_{when}_{unit}" if unit else f"{stem}_{when}"] = column
    return Table.from_columns(columns)
