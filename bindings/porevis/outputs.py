# SPDX-License-Identifier: Apache-2.0
"""Folders of results: nothing half-written stays in them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from porevis._core import InputError


def check_folder(folder: Path) -> None:
    """Tells before any work whether results can be written to a folder that may not exist yet.

    Raises InputError: it, or the folder it would be made in, cannot be written to.
    """
    home = _nearest_existing(folder)
    if not home.is_dir():
        raise InputError(f"{home}: is a file, so no results can be written there; give another --out")
    if not os.access(home, os.W_OK | os.X_OK):
        raise InputError(f"{home}: cannot be written to; give another --out")


@contextmanager
def results_in(folder: Path) -> Iterator[Path]:
    """A temporary folder on the same disk; its files are moved into `folder` at the end, if nothing went wrong."""
    with tempfile.TemporaryDirectory(prefix=".porevis-", dir=_nearest_existing(folder)) as temporary:
        yield Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for file in sorted(Path(temporary).iterdir()):
            file.replace(folder / file.name)


def _nearest_existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())
