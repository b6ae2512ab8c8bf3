# SPDX-License-Identifier: Apache-2.0
"""How well detected pores agree with true ones: one to one, nearest pairs first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Points = NDArray[np.float64]


def match(found: Points, true: Points, radius_px: NDArray[np.float64], least_px: float = 3) -> NDArray[np.int64]:
    """Pairs of indices (found, true), shape (n, 2).

    found, true: (n, 2) x, y in px. radius_px: of each true pore; a pair may be as far apart as it, or least_px.
    """
    if len(found) == 0 or len(true) == 0:
        return np.empty((0, 2), np.int64)
    near = cKDTree(found).query_ball_point(true, np.maximum(least_px, radius_px))
    pairs = [(float(np.hypot(*(found[i] - true[k]))), i, k) for k, row in enumerate(near) for i in row]
    used_found: set[int] = set()
    used_true: set[int] = set()
    kept = []
    for _, i, k in sorted(pairs):
        if i not in used_found and k not in used_true:
            used_found.add(i)
            used_true.add(k)
            kept.append((i, k))
    return np.array(kept, np.int64).reshape(-1, 2)


def scores(matched: int, found: int, true: int) -> tuple[float, float, float]:
    """F1, precision, recall."""
    precision, recall = matched / max(found, 1), matched / max(true, 1)
    return 2 * precision * recall / max(precision + recall, 1e-12), precision, recall


def discs(shape: tuple[int, int], x: Points, y: Points, diameter_px: Points) -> NDArray[np.bool_]:
    """A mask (H, W) of the discs of these pores."""
    mask = np.zeros(shape, bool)
    for cx, cy, r in zip(x, y, diameter_px / 2, strict=True):
        y0, y1 = max(0, int(cy - r)), min(shape[0], int(cy + r) + 2)
        x0, x1 = max(0, int(cx - r)), min(shape[1], int(cx + r) + 2)
        yy, xx = np.mgrid[y0:y1, x0:x1]
        mask[y0:y1, x0:x1] |= np.hypot(xx - cx, yy - cy) <= max(r, 0.5)
    return mask
