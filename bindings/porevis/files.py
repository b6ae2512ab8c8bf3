# SPDX-License-Identifier: Apache-2.0
"""Files that somebody gives: read whole, within limits, or refused in one line."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from porevis._core import InputError


def read_bytes(path: str | os.PathLike[str], max_mb: int) -> bytes:
    """The content of an ordinary file.

    Raises InputError: missing, a folder, a pipe or device, empty, or larger than max_mb megabytes.
    """
    file = Path(path)
    try:
        status = file.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError(f"{path}: is a folder; give a file")
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{path}: is a pipe or device; give an ordinary file")
        if status.st_size > max_mb * 1_000_000:
            size = status.st_size // 1_000_000
            raise InputError(
                f"{path}: has {size} MB, more than the {max_mb} MB allowed; check that it is the right file"
            )
        content = file.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the path") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{path}: cannot be read ({reason}); check the path and its permissions") from None
    if not content:
        raise InputError(f"{path}: is empty; copy the file again from where it came")
    return content
