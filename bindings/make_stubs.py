# SPDX-License-Identifier: Apache-2.0
"""Writes _core.pyi from the installed module: `.venv/bin/python bindings/make_stubs.py [FILE]`."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "porevis" / "_core.pyi"
with tempfile.TemporaryDirectory() as folder:
    command = [sys.executable, "-m", "pybind11_stubgen", "porevis._core", "-o", folder, "--exit-code"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    stub = (Path(folder) / "porevis" / "_core.pyi").read_text()
# What the generator cannot know, for a strict type checker.
for vague, exact in (
    (r"-> dict:", "-> dict[str, typing.Any]:"),
    (r"\bos\.PathLike\b(?!\[)", "os.PathLike[str]"),
    (r"(: (?:float|int|bool|str)) = [^,)]+(?=.*\) -> None:)", r"\1 = ..."),  # defaults stand in C++ alone
    (r"(__hash__: .* = None)", r"\1  # type: ignore[assignment]"),
):
    stub = re.sub(vague, exact, stub)
target.write_text("# SPDX-License-Identifier: Apache-2.0\n" + stub)
