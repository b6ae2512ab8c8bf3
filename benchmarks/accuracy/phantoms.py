# SPDX-License-Identifier: Apache-2.0
"""Detection and change on synthetic skin with exact truth, scene by scene.

Usage: python benchmarks/accuracy/phantoms.py [SEEDS]
Needs: pip install '.[bench]'. A pore counts as visible from 6 % peak darkness after blur.
"""

from __future__ import annotations

import sys

import numpy as np
import porevis
from agreement import match, scores
from porevis import phantom

VISIBLE = 0.06
SKINS: dict[str, dict[str, float]] = {
    "default": {},
    "tone I": {"tone": 1},
    "tone VI": {"tone": 6},
    "25 pores/cm2": {"pores_per_cm2": 25},
    "150 pores/cm2": {"pores_per_cm2": 150},
    "contrast 0.15": {"contrast": 0.15},
    "deep furrows": {"furrow_depth": 0.12},
    "150 freckles": {"freckles_per_cm2": 12.5},
    "300 hairs": {"hairs_per_cm2": 25},
    "400 needle marks": {"needle_marks_per_cm2": 33},
}
SHOTS: dict[str, dict[str, float]] = {
    "same light": {},
    "exposure -35 %": {"exposure": 0.65},
    "white balance": {"red_gain": 1.25, "blue_gain": 0.75},
    "gradient 60 %": {"gradient": 0.6, "gradient_angle_deg": 200},
    "blur 1.5 px": {"blur_sigma_px": 1.5},
    "noise x5, JPEG 80": {"noise": 0.05, "jpeg_quality": 80},
    "light turned 90": {"light_angle_deg": 120},
    "shine": {"shine": 0.4},
    "4 deg, 5 %, bent": {"rotation_deg": 4, "scale": 1.05, "bend_px": 4},
    "exposure, 4 deg, 5 %": {"exposure": 0.65, "rotation_deg": 4, "scale": 1.05},
}


def detection(skin: dict[str, float], seeds: int) -> tuple[float, float, float, float]:
    """F1, precision, recall, median size found / true."""
    matched = found = visible = 0
    sizes = []
    for seed in range(seeds):
        shot = phantom.photograph(phantom.make_skin(phantom.SkinDescription(**skin), 100 + seed))
        pores = porevis.measure_photo(shot.photo, whole=True, px_per_mm=shot.px_per_mm).pores
        place = np.c_[pores["x_px"], pores["y_px"]]
        truth = shot.pores
        true, radius = np.c_[truth["x_px"], truth["y_px"]], truth["diameter_mm"] * shot.px_per_mm / 2
        seen = truth["blurred_contrast"] >= VISIBLE
        pairs = match(place, true[seen], radius[seen])
        rest = np.setdiff1d(np.arange(len(place)), pairs[:, 0])
        faint = match(
            place[rest], true[~seen], radius[~seen]
        )  # fainter pores: need not be found, no mistake if they are
        matched, visible, found = matched + len(pairs), visible + seen.sum(), found + len(place) - len(faint)
        sizes.extend(pores["diameter_mm"][pairs[:, 0]] / truth["diameter_mm"][seen][pairs[:, 1]])
    return *scores(matched, found, visible), float(np.median(sizes)) if sizes else float("nan")


def change(shot: dict[str, float], diameter_factor: float, seeds: int) -> tuple[float, float, int, int]:
    """Mean change of visibility and of diameter, how often the interval held the truth, how often refused."""
    visibility, diameter, held, refused = [], [], 0, 0
    true = diameter_factor**2 - 1
    for seed in range(seeds):
        skin = phantom.make_skin(phantom.SkinDescription(), 500 + seed)
        later = phantom.change_skin(skin, phantom.ChangeDescription(diameter_factor=diameter_factor))
        before = phantom.photograph(skin, phantom.ShotDescription(seed=2 * seed + 1))
        after = phantom.photograph(later, phantom.ShotDescription(seed=2 * seed + 2, **shot))
        result = porevis.compare_photos(before.photo, after.photo, whole=True, px_per_mm=before.px_per_mm)
        if not result.comparable:
            refused += 1
            continue
        changes = result.regions[0].change
        visibility.append(changes["visibility"].relative)
        diameter.append(changes["diameter"].relative)
        low, high = changes["visibility"].ci95
        held += low <= true <= high
    return float(np.mean(visibility)), float(np.mean(diameter)), held, refused


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    print(f"porevis {porevis.__version__}, {seeds} seeds a scene, 12 cm2 at 20 px/mm")
    print(f"\n{'skin':22} {'F1':>6} {'precision':>9} {'recall':>7} {'size found/true':>16}")
    for name, skin in SKINS.items():
        f1, precision, recall, size = detection(skin, seeds)
        print(f"{name:22} {f1:6.3f} {precision:9.3f} {recall:7.3f} {size:16.3f}")
    for factor in (1.0, 0.85):
        print(f"\ntrue change: visibility {factor**2 - 1:+.1%}, diameter {factor - 1:+.1%}")
        print(f"{'second photograph':22} {'visibility':>10} {'diameter':>9} {'interval holds':>15} {'refused':>8}")
        for name, shot in SHOTS.items():
            visibility, diameter, held, refused = change(shot, factor, seeds)
            print(f"{name:22} {visibility:+10.1%} {diameter:+9.1%} {held:>12}/{seeds - refused:<2} {refused:8d}")


if __name__ == "__main__":
    main()
