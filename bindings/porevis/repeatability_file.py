# SPDX-License-Identifier: Apache-2.0
"""repeatability.json read again, for the verdicts of comparisons."""

from __future__ import annotations

import json
import os
from math import isfinite
from pathlib import Path
from typing import Any

from porevis import _core

SCHEMA = "porevis.repeatability/1"
_PER_ROW = ("measure.px_per_mm", "measure.whole")  # options that a manifest gives row by row


def read_repeatability(path: str | os.PathLike[str]) -> dict[str, float]:
    """The smallest detectable change of visibility by region, from a repeatability.json.

    It is what CompareOptions.smallest_detectable_change takes.
    Raises InputError: missing, or no such file.
    """
    return KnownRepeatability(path).smallest_detectable_change


class KnownRepeatability:
    """A repeatability.json that was read: what a comparison takes from it, and what its reader has to mind."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Raises InputError: missing, or no such file."""
        self.file = Path(path).name
        try:
            content = json.loads(Path(path).read_text(encoding="utf-8"))
        except OSError as error:
            raise _core.InputError(f"{path}: {error.strerror}; check the path of the repeatability file") from None
        except (ValueError, RecursionError):
            content = None
        try:
            self._take(content)
        except (TypeError, KeyError, ValueError, AttributeError):
            raise _core.InputError(
                f"{path}: is no repeatability file ({SCHEMA}); give the repeatability.json of `porevis repeatability`"
            ) from None
        if not self.smallest_detectable_change:
            raise _core.InputError(
                f"{path}: tells no smallest detectable change of visibility; photograph more replicates"
            )

    def _take(self, content: Any) -> None:
        if content["schema"] != SCHEMA:
            raise ValueError
        self._version = str(content["version"])
        self._options = _flat(content["options"])
        self.smallest_detectable_change: dict[str, float] = {}
        for region in content["regions"]:
            value = region["measures"]["visibility"]["smallest_detectable_change"]
            if not isinstance(region["name"], str) or region["name"] in self.smallest_detectable_change:
                raise ValueError
            if value is None:
                continue
            if isinstance(value, bool) or not (isinstance(value, (int, float)) and isfinite(value) and value >= 0):
                raise ValueError
            self.smallest_detectable_change[region["name"]] = float(value)

    def notes(self, comparison: _core.Comparison) -> list[str]:
        """Where the repeatability was measured otherwise than the comparison, or tells nothing of a region."""
        notes = []
        if self._version != _core.version():
            notes.append(f"measured with porevis {self._version}, this is {_core.version()}")
        used = _flat(comparison.to_dict()["options"])
        names = [name for name in {**self._options, **used} if name not in _PER_ROW]
        different = [name for name in names if self._options.get(name) != used.get(name)]
        if different:
            listed = ", ".join(f"{name} = {self._options.get(name)} (here {used.get(name)})" for name in different)
            notes.append(f"measured with other options: {listed}")
        missing = [r.name for r in comparison.regions if r.change and r.name not in self.smallest_detectable_change]
        if missing:
            notes.append(f"nothing about {', '.join(missing)}: the verdict follows from the interval alone")
        return [f"{self.file}: {note}" for note in notes]


def _flat(options: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested options by their dotted names."""
    flat: dict[str, Any] = {}
    for name, value in options.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return flat
