# SPDX-License-Identifier: Apache-2.0
"""Photographs of synthetic skin to find pores in, and what there is to be found in them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from porevis import phantom

VISIBLE = 0.06  # peak darkness after blur from which a pore must be found
FIRST_SEED = 100
TUNING_SEED = 300  # peers are tuned on skins that no scene shows
SMALL_MM = 20.0  # side of the skins at 30 px/mm and more, and of those for tuning: the peers take minutes as it is


@dataclass(frozen=True)
class Scene:
    """How a skin and its photograph differ from the default ones."""

    skin: dict[str, float] = field(default_factory=dict)
    shot: dict[str, float] = field(default_factory=dict)

    def sized(self, side_mm: float) -> Scene:
        """The same scene on a square of skin of this side."""
        return Scene({**self.skin, "width_mm": side_mm, "height_mm": side_mm}, self.shot)


@dataclass(frozen=True)
class Truth:
    """The pores of a photograph; px. Those not `seen` need not be found and are no mistake where they are."""

    place: NDArray[np.float64]  # (n, 2) x, y
    diameter_px: NDArray[np.float64]
    seen: NDArray[np.bool_]


def focus(px_per_mm: float, blur_sigma_px: float) -> Scene:
    """A scene of its own scale and blur."""
    scene = Scene(shot={"px_per_mm": px_per_mm, "blur_sigma_px": blur_sigma_px})
    return scene.sized(SMALL_MM) if px_per_mm >= 30 else scene


CLEAN = "clean"
TONES = dict(enumerate(("tone I", "tone II", CLEAN, "tone IV", "tone V", "tone VI"), start=1))
BLUR = {0.5: "blur 0.5 px", 0.8: CLEAN, 1.0: "blur 1.0 px", 1.5: "blur 1.5 px"}
PX_PER_MM = {8: "8 px/mm", 10: "10 px/mm", 13: "13 px/mm", 20: CLEAN, 30: "30 px/mm", 40: "40 px/mm"}
SIZE_GRID = {
    (px_per_mm, blur): BLUR[blur] if px_per_mm == 20 else f"{px_per_mm} px/mm + blur {blur:.1f} px"
    for px_per_mm in (10, 20, 40)
    for blur in (0.5, 1.0, 1.5)
}
CONFUSERS = {
    "deep furrows": Scene({"furrow_depth": 0.12}),
    "shine": Scene(shot={"shine": 0.4}),
    "150 freckles": Scene({"freckles_per_cm2": 12.5}),
    "300 hairs": Scene({"hairs_per_cm2": 25}),
    "400 needle marks": Scene({"needle_marks_per_cm2": 33}),
    "moles and papules": Scene({"moles_per_cm2": 1, "papules_per_cm2": 2}),
}
SCENES: dict[str, Scene] = {
    CLEAN: Scene(),
    **{name: Scene({"tone": tone}) for tone, name in TONES.items() if name != CLEAN},
    **{name: focus(px_per_mm, 0.8) for px_per_mm, name in PX_PER_MM.items() if name != CLEAN},
    **{name: focus(20, blur) for blur, name in BLUR.items() if name != CLEAN},
    "noise 3 %": Scene(shot={"noise": 0.03}),
    "noise 5 % + JPEG 80": Scene(shot={"noise": 0.05, "jpeg_quality": 80}),
    "contrast 0.15": Scene({"contrast": 0.15}),
    "contrast 0.3": Scene({"contrast": 0.3}),
    "25 pores/cm2": Scene({"pores_per_cm2": 25}),
    "100 pores/cm2": Scene({"pores_per_cm2": 100}),
    "150 pores/cm2": Scene({"pores_per_cm2": 150}),
    "200 pores/cm2": Scene({"pores_per_cm2": 200}),
    "light turned by 90 deg": Scene(shot={"light_angle_deg": 120}),
    "gradient 60 %": Scene(shot={"gradient": 0.6}),
    **CONFUSERS,
    **{name: focus(*key) for key, name in SIZE_GRID.items() if key[0] != 20},
}
TUNING: dict[str, Scene] = {
    "default": Scene(),
    "12 px/mm": Scene(shot={"px_per_mm": 12}),
    "tone VI": Scene({"tone": 6}),
    "noise 3 %": Scene(shot={"noise": 0.03}),
    "150 pores/cm2": Scene({"pores_per_cm2": 150}),
}


def take(scene: Scene, seed: int) -> tuple[phantom.Shot, Truth]:
    """A photograph of a scene, and its truth."""
    skin = phantom.make_skin(phantom.SkinDescription(**scene.skin), seed)
    shot = phantom.photograph(skin, phantom.ShotDescription(seed=seed, **scene.shot))
    pores = shot.pores
    place = np.c_[pores["x_px"], pores["y_px"]]
    seen = np.asarray(pores["blurred_contrast"] >= VISIBLE) & ~under_hair(place, shot.confusers)
    return shot, Truth(place, np.asarray(pores["diameter_mm"]) * shot.px_per_mm, seen)


def under_hair(place: NDArray[np.float64], confusers: list[phantom.TrueConfuser]) -> NDArray[np.bool_]:
    """Which places (n, 2), px, lie within half a hair's width of its path: what is there cannot be seen."""
    covered = np.zeros(len(place), bool)
    for hair in (c for c in confusers if c.kind == "hair"):
        path = np.array(hair.path_px)
        covered |= distance_px(place, path[:-1], path[1:]).min(axis=1) <= hair.size_px / 2
    return covered


def distance_px(
    place: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Distance of each place (n, 2) to each line from start to end (m, 2): (n, m)."""
    line = end - start
    from_start = place[:, None] - start
    along = ((from_start * line).sum(axis=2) / (line**2).sum(axis=1)).clip(0, 1)
    return np.linalg.norm(from_start - along[..., None] * line, axis=2)
