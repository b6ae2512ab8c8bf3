# SPDX-License-Identifier: Apache-2.0
"""Curvature on a rendered head, whose shape is none that the correction knows."""

from __future__ import annotations

import sys

import pytest
from conftest import ROOT
from porevis import MeasureOptions
from porevis._core import measure_photo

PX_PER_MM = 8.0


@pytest.mark.parametrize("yaw_deg", [0, -35])
def test_area_on_a_rendered_head(yaw_deg: float, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("skimage", "cv2", "scipy"):
        pytest.importorskip(package, reason="the portrait and the rendering need: pip install '.[bench]'")
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks" / "accuracy"))
    import face_phantom
    import faces

    head = face_phantom.HEADS["usual"]
    pores = face_phantom.strew(head, 4, 1)
    shot = face_phantom.photograph(head, face_phantom.View(yaw_deg, PX_PER_MM), pores, 1)
    for name in ("face_phantom", "faces"):
        monkeypatch.delitem(sys.modules, name)

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
