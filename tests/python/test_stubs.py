# SPDX-License-Identifier: Apache-2.0
"""_core.pyi is what the compiled module says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from conftest import ROOT


def test_stubs_are_up_to_date(tmp_path: Path) -> None:
    made = tmp_path / "_core.pyi"
    subprocess.run([sys.executable, ROOT / "bindings" / "make_stubs.py", made], check=True)
    assert made.read_text() == (ROOT / "bindings" / "porevis" / "_core.pyi").read_text(), (
        "run .venv/bin/python bindings/make_stubs.py"
    )
