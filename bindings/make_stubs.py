# SPDX-License-Identifier: Apache-2.0
"""Writes _core.pyi from the installed module: `.venv/bin/python bindings/make_stubs.py [FILE]`."""

import subprocess
import sys
import tempfile
from pathlib import Path

target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "porevis" / "_core.pyi"
with tempfile.TemporaryDirectory() as folder:
    command = [sys.executable, "-m", "pybind11_stubgen", "porevis._core", "-o", folder, "--exit-code"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    stub = (Path(folder) / "porevis" / "_core.pyi").read_text()
target.write_text("# SPDX-License-Identifier: Apache-2.0\n" + stub)
