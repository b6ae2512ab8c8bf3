# SPDX-License-Identifier: Apache-2.0
"""A rendered head, of a shape that no part of porevis knows: it is found turned, and its area comes out right."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType

import numpy as np
import porevis
import pytest
from conftest import ROOT
from porevis import MeasureOptions
from porevis._core import measure_photo

PX_PER_MM = 8.0


@pytest.fixture
def faces(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The benchmark of faces; its own phantoms are faces.phantoms."""
    for package in ("skimage", "cv2", "scipy"):
        pytest.importorskip(package, reason="the portrait and the rendering need: pip install '.[bench]'")
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks" / "accuracy"))
    import faces

    yield faces
    for name in ("face_phantom", "faces"):
        monkeypatch.delitem(sys.modules, name)


@pytest.mark.parametrize("yaw_deg", [0, -35])
def test_area_on_a_rendered_head(yaw_deg: float, faces: ModuleType) -> None:
    head = faces.phantoms.HEADS["usual"]
    pores = faces.phantoms.strew(head, 4, 1)
    shot = faces.phantoms.photograph(head, faces.phantoms.View(yaw_deg, PX_PER_MM), pores, 1)

    areas = {}
    for correct in (True, False):
        options = MeasureOptions(px_per_mm=PX_PER_MM)
        options.given_face = shot.face
        options.curvature.correct = correct
        for region in measure_photo(shot.photo, options).regions:
            true = faces.true_figures(shot, region.roi, region.measurable)["area_mm2"]
            if true > faces.SMALLEST_MM2:
                areas[region.name, correct] = region.area_mm2 / true - 1
    corrected = [error for (_, correct), error in areas.items() if correct]
    uncorrected = [error for (_, correct), error in areas.items() if not correct]
    assert len(corrected) >= 4
    assert max(map(abs, corrected)) < 0.15
    assert abs(sum(corrected) / len(corrected)) < 0.08
    assert sum(uncorrected) / len(uncorrected) < sum(corrected) / len(corrected) - 0.05


@pytest.mark.parametrize("yaw_deg", [-35, 35])
def test_a_head_turned_far_is_found(yaw_deg: float, faces: ModuleType) -> None:
    """Its nose hides much of the far eye, and dlib's model by itself lays the landmarks on the near cheek."""
    head = faces.phantoms.HEADS["usual"]
    pores = faces.phantoms.strew(head, 4, 1)
    shot = faces.phantoms.photograph(head, faces.phantoms.View(yaw_deg, PX_PER_MM), pores, 1)
    face = porevis.find_face(shot.photo)
    assert face.view == ("left" if yaw_deg < 0 else "right")
    miss_mm = np.linalg.norm(np.subtract(face.landmarks, shot.face.landmarks), axis=1) / PX_PER_MM
    assert np.median(miss_mm[17:]) < 4  # without the jaw's, which slide along the outline
    near_eye = slice(36, 42) if yaw_deg > 0 else slice(42, 48)
    assert miss_mm[near_eye].mean() < 3.5
    both = np.concatenate([shot.photo.pixels, shot.photo.pixels], axis=1)
    with pytest.raises(porevis.InputError, match="2 faces found"):
        porevis.find_face(both)


@pytest.mark.parametrize(("name", "yaw_deg"), [("usual", -40), ("usual", 45), ("narrow", -45)])
def test_a_head_turned_half_way_to_the_side_is_found(name: str, yaw_deg: float, faces: ModuleType) -> None:
    """From one box some of these are lost, or followed to a place some 15 mm beside the face."""
    head, px_per_mm = faces.phantoms.HEADS[name], 4.0
    pores = faces.phantoms.strew(head, 2, 1)
    shot = faces.phantoms.photograph(head, faces.phantoms.View(yaw_deg, px_per_mm), pores, 3)
    found = porevis.find_face(shot.photo)
    miss_mm = np.linalg.norm(np.subtract(found.landmarks, shot.face.landmarks), axis=1) / px_per_mm
    assert miss_mm[17:].mean() < 8


def test_a_head_turned_away_is_refused(faces: ModuleType) -> None:
    head = faces.phantoms.HEADS["usual"]
    pores = faces.phantoms.strew(head, 2, 1)
    shot = faces.phantoms.photograph(head, faces.phantoms.View(65, 4.0), pores, 3)
    with pytest.raises(porevis.InputError, match=r"no face found|turned"):
        porevis.find_face(shot.photo)
