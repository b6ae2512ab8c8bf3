# SPDX-License-Identifier: Apache-2.0
"""The README's examples are run, and are the samples."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PX_PER_MM, ROOT, Pair
from porevis.manifest import read_manifest


def block(language: str) -> str:
    found = re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    assert len(found) == 1, f"README.md has {len(found)} blocks of {language}"
    return str(found[0])


def test_cpp_example_is_the_sample() -> None:
    assert block("cpp") == (ROOT / "samples" / "compare.cpp").read_text()


def test_python_example_runs(tmp_path: Path, pair: Pair) -> None:
    """Where it reads photographs, it reads before.png and after.png."""
    for photo in (pair.before, pair.after):
        (tmp_path / photo.name).write_bytes(photo.read_bytes())
    ran = subprocess.run([sys.executable, "-c", block("python")], cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert "%" in ran.stdout


def test_python_sample_runs(tmp_path: Path) -> None:
    sample = ROOT / "samples" / "compare.py"
    ran = subprocess.run([sys.executable, sample], cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert "true change -27.8%" in ran.stdout
    assert "decreased" in ran.stdout
    assert (tmp_path / "overlay.png").exists()


def test_manifest_example_is_read(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(block("csv"), encoding="utf-8")
    for line in block("csv").splitlines()[1:]:
        (tmp_path / line.split(",")[0]).touch()
    rows = read_manifest(manifest).replicates
    assert [(row.subject, row.replicate) for row in rows] == [("p01", "1"), ("p01", "2"), ("p02", "1"), ("p02", "2")]
    assert [(row.regions, row.px_per_mm) for row in rows[1:3]] == [(None, None), ("whole", 20)]


def test_cpp_sample_runs(pair: Pair) -> None:
    program = Path(os.environ.get("POREVIS_BUILD", ROOT / "build" / "release")) / "samples" / "compare"
    if not program.exists():
        pytest.skip("the C++ sample is not built: run tests/run.sh")
    command = [program, pair.before, pair.after, str(PX_PER_MM)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "whole: decreased" in ran.stdout
    missing = subprocess.run([program, "absent.jpg", pair.after], capture_output=True, text=True, check=False)
    assert missing.returncode == 2
    assert missing.stderr.startswith("error: ")
