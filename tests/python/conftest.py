# SPDX-License-Identifier: Apache-2.0
"""A pair of photographs of known change, and the command line called in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import porevis
import pytest
from porevis import cli, phantom

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
PX_PER_MM = 20.0


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


Run = Callable[..., Ended]


@dataclass(frozen=True)
class Pair:
    """Two photographs as files and as shots."""

    before: Path
    after: Path
    shot_before: phantom.Shot
    shot_after: phantom.Shot
    true_change: float


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `porevis` with arguments."""

    def run_porevis(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["porevis", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        captured = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, captured.out, captured.err)

    return run_porevis


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Skin of 16 mm whose pores shrink by 15 % in diameter, photographed in other light and turned."""
    folder = tmp_path_factory.mktemp("pair")
    skin = phantom.make_skin(phantom.SkinDescription(width_mm=16, height_mm=16), seed=3)
    smaller = phantom.change_skin(skin, phantom.ChangeDescription(diameter_factor=0.85))
    before = phantom.photograph(skin, phantom.ShotDescription(px_per_mm=PX_PER_MM, seed=4))
    after = phantom.photograph(
        smaller, phantom.ShotDescription(px_per_mm=PX_PER_MM, seed=5, exposure=0.8, rotation_deg=2)
    )
    for name, shot in (("before", before), ("after", after)):
        porevis.save_png(folder / f"{name}.png", shot.photo.pixels)
    return Pair(folder / "before.png", folder / "after.png", before, after, smaller.visibility / skin.visibility - 1)


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real photographs, which are not part of the repository."""
    if not DATA.is_dir():
        pytest.skip("the real photographs are not here: they are no part of the repository")
    return DATA
