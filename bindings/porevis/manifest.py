# SPDX-License-Identifier: Apache-2.0
"""Manifests of repeated photographs: one row a photograph, checked as a whole before any photograph is opened."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from porevis import _core
from porevis.api import PhotoLike, Regions

WHOLE = "whole"
_REQUIRED = ("photo", "subject", "replicate")
_COLUMNS = (*_REQUIRED, "regions", "px_per_mm")


@dataclass(frozen=True, eq=False)
class Replicate:
    """One of the photographs of a subject's unchanged skin."""

    photo: PhotoLike
    """See read_photo()."""
    subject: str
    replicate: str
    """Its name, once a subject."""
    regions: Regions | None = None
    """Path of a file (see read_regions()), list of Region, or the word `whole`; without it, regions of the face."""
    px_per_mm: float | None = None
    """Scale on the skin; without it, the common one, or from the distance of the eyes."""


@dataclass(frozen=True)
class Manifest:
    """The rows of a manifest, and which file it was."""

    file: str
    sha256: str
    replicates: list[Replicate]


def read_manifest(path: str | os.PathLike[str], px_per_mm: float = 0) -> Manifest:
    """Reads a manifest: CSV, UTF-8, with the columns photo, subject, replicate and, if wanted, regions and px_per_mm.

    Paths in it are relative to it. px_per_mm: scale of the rows that give none; 0: from the eyes.
    Raises InputError, naming file and line: no such table, an unknown or missing column, an empty or bad cell, a file
    that is not there, and as check_replicates().
    """
    path = Path(path)
    try:
        content = path.read_bytes()
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    except OSError as error:
        raise _core.InputError(f"{path}: {error.strerror}; check the path of the manifest") from None
    except UnicodeDecodeError:
        raise _core.InputError(f"{path}: is no UTF-8 text; save it as CSV in UTF-8") from None
    except csv.Error as error:
        raise _core.InputError(f"{path}: is no CSV table ({error}); save it as CSV in UTF-8") from None
    header = [name.strip() for name in rows[0]] if rows else []
    _check_header(path, header)
    given = []
    for line, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            where = f"{path}, line {line}"
            given.append((where, _replicate(where, path.parent, header, row)))
    if not given:
        raise _core.InputError(f"{path}: lists no photographs; give one row a photograph")
    check_replicates(given, px_per_mm)
    return Manifest(path.name, hashlib.sha256(content).hexdigest(), [replicate for _, replicate in given])


def check_replicates(given: Sequence[tuple[str, Replicate]], px_per_mm: float = 0) -> None:
    """Checks what rows say together; each comes with the words that tell where it stands.

    Raises InputError: a replicate or a photograph twice, a subject with one replicate, `whole` without a scale.
    """
    names: dict[tuple[str, str], str] = {}
    files: dict[Path, str] = {}
    subjects: dict[str, list[str]] = {}
    for where, row in given:
        name = (row.subject, row.replicate)
        if name in names:
            raise _core.InputError(
                f"{where}: subject '{row.subject}' has a replicate '{row.replicate}' already ({names[name]}); "
                "give each a name of its own"
            )
        names[name] = where
        if isinstance(row.photo, (str, os.PathLike)):
            file = Path(row.photo).resolve()
            if file in files:
                raise _core.InputError(
                    f"{where}: photo {file.name} is given already ({files[file]}); give a photograph of its own"
                )
            files[file] = where
        if row.regions == WHOLE and not (row.px_per_mm or px_per_mm):
            raise _core.InputError(f"{where}: regions is '{WHOLE}', but there is no scale; give px_per_mm")
        subjects.setdefault(row.subject, []).append(where)
    for subject, places in subjects.items():
        if len(places) < 2:
            raise _core.InputError(f"{places[0]}: the only replicate of subject '{subject}'; give at least two")


def _check_header(path: Path, header: list[str]) -> None:
    columns = ", ".join(_COLUMNS)
    for name in header:
        if name not in _COLUMNS:
            raise _core.InputError(f"{path}: unknown column '{name}'; the columns are {columns}, parted by commas")
        if header.count(name) > 1:
            raise _core.InputError(f"{path}: column '{name}' is there twice; keep one")
    for name in _REQUIRED:
        if name not in header:
            raise _core.InputError(f"{path}: has no column '{name}'; its first line names the columns: {columns}")


def _replicate(where: str, folder: Path, header: list[str], row: list[str]) -> Replicate:
    if len(row) != len(header):
        raise _core.InputError(f"{where}: has {len(row)} cells, the first line has {len(header)}; give one a column")
    cells = dict(zip(header, (cell.strip() for cell in row), strict=True))
    for name in _REQUIRED:
        if not cells[name]:
            raise _core.InputError(f"{where}: {name} is empty; fill it in")
    regions = cells.get("regions", "")
    if regions and regions != WHOLE:
        regions = str(_file(where, "regions", folder, regions))
    return Replicate(
        _file(where, "photo", folder, cells["photo"]),
        cells["subject"],
        cells["replicate"],
        regions or None,
        _scale(where, cells.get("px_per_mm", "")),
    )


def _file(where: str, column: str, folder: Path, cell: str) -> Path:
    path = folder / cell
    if not path.is_file():
        raise _core.InputError(f"{where}: {column} {cell}: no such file; paths are relative to the manifest")
    return path


def _scale(where: str, cell: str) -> float | None:
    if not cell:
        return None
    try:
        value = float(cell)
        _core.MeasureOptions(px_per_mm=value)  # knows the range
    except ValueError:
        value = 0
    except _core.ParameterError as error:
        raise _core.InputError(f"{where}: {error}") from None
    if value <= 0:
        raise _core.InputError(f"{where}: px_per_mm = '{cell}': give a positive number, or leave it empty")
    return value
