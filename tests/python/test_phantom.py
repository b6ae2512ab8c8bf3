# SPDX-License-Identifier: Apache-2.0
"""Phantoms from Python: truth as tables, pixels as arrays."""

from __future__ import annotations

import numpy as np
import pytest
from porevis import phantom


def test_truth_and_pixels() -> None:
    skin = phantom.make_skin(phantom.SkinDescription(width_mm=10, height_mm=8, hairs_per_cm2=10), seed=5)
    shot = phantom.photograph(skin, phantom.ShotDescription(px_per_mm=15, bits=16))
    assert shot.photo.pixels.shape == (120, 150, 3)
    assert shot.photo.pixels.dtype == np.uint16
    assert skin.pores["darkness_mm2"].sum() / 80 == pytest.approx(skin.visibility)
    assert {confuser.kind for confuser in skin.confusers} == {"hair"}
    truth = shot.pores
    assert set(truth["id"]) <= set(skin.pores["id"])
    seen = np.isin(skin.pores["id"], truth["id"])
    assert np.allclose(truth["x_px"], skin.pores["x_mm"][seen] * 15 - 0.5)
    assert np.allclose(truth["darkness_mm2"], skin.pores["darkness_mm2"][seen])


def test_same_seed_same_skin() -> None:
    small = phantom.SkinDescription(width_mm=6, height_mm=6)
    a, b, c = (phantom.make_skin(small, seed) for seed in (1, 1, 2))
    assert np.array_equal(a.pores, b.pores)
    assert not np.array_equal(a.pores["x_mm"], c.pores["x_mm"][: len(a.pores)])
    assert np.array_equal(phantom.photograph(a).photo.pixels, phantom.photograph(b).photo.pixels)


def test_change_keeps_ids() -> None:
    skin = phantom.make_skin(phantom.SkinDescription(width_mm=20, height_mm=20))
    changed = phantom.change_skin(skin, phantom.ChangeDescription(vanished_fraction=0.5, diameter_factor=0.9))
    kept = np.isin(skin.pores["id"], changed.pores["id"])
    assert kept.mean() == pytest.approx(0.5, abs=0.02)
    assert np.allclose(changed.pores["diameter_mm"], 0.9 * skin.pores["diameter_mm"][kept])
