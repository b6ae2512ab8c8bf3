# SPDX-License-Identifier: Apache-2.0
"""Tables of pores: NumPy structured arrays that also turn into CSV and pandas."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    import pandas


class Table(np.ndarray[tuple[int], np.dtype[np.void]]):
    """One row a pore, one field a column: `table["diameter_mm"]`."""

    @classmethod
    def from_columns(cls, columns: dict[str, Any]) -> Self:
        """A table of columns of one length: arrays of numbers and lists of texts."""
        arrays = {name: np.array(c, dtype=np.str_) if isinstance(c, list) else c for name, c in columns.items()}
        rows = len(next(iter(arrays.values())))
        table = np.empty(rows, dtype=[(name, array.dtype) for name, array in arrays.items()])
        for name, array in arrays.items():
            table[name] = array
        return table.view(cls)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, as in the CSV file."""
        return self.dtype.names or ()

    def to_csv(self) -> str:
        """The text of a CSV file; numbers with seven digits, empty where not finite."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows([_cell(value) for value in row] for row in self.tolist())
        return text.getvalue()

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas data frame; needs the extra `porevis[pandas]`."""
        import pandas

        return pandas.DataFrame({name: np.asarray(self[name]) for name in self.columns})


class PoreTable(Table):
    """The pores of one photograph."""


class PairTable(Table):
    """The pores of two photographs, each place measured in both."""

    @property
    def matched(self) -> int:
        """Pores that are not proven to stand out in one photograph only."""
        return self._count("matched")

    @property
    def vanished(self) -> int:
        """Pores that stand out in the before photograph only."""
        return self._count("vanished")

    @property
    def appeared(self) -> int:
        """Pores that stand out in the after photograph only."""
        return self._count("appeared")

    def _count(self, status: str) -> int:
        return int(np.count_nonzero(np.asarray(self["status"]) == status))


def _cell(value: object) -> object:
    if not isinstance(value, float):
        return value
    return f"{value:.7g}" if math.isfinite(value) else ""
