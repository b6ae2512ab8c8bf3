# SPDX-License-Identifier: Apache-2.0
"""Synthetic skin with exact truth: a skin is made once from a seed, may change, and is photographed many times."""

from porevis._core import (
    ChangeDescription,
    Confuser,
    Shot,
    ShotDescription,
    Skin,
    SkinDescription,
    TrueConfuser,
    change_skin,
    make_skin,
    photograph,
)

__all__ = [
    "ChangeDescription",
    "Confuser",
    "Shot",
    "ShotDescription",
    "Skin",
    "SkinDescription",
    "TrueConfuser",
    "change_skin",
    "make_skin",
    "photograph",
]
