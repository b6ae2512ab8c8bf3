# SPDX-License-Identifier: Apache-2.0
"""Change read between two photographs of synthetic skin whose true change is known, shot by shot.

Usage: python benchmarks/accuracy/change.py [SEEDS]
Needs: pip install .
"""

from __future__ import annotations

import sys

import numpy as np
import porevis
from porevis import phantom

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
    for factor in (1.0, 0.85):
        print(f"\ntrue change: visibility {factor**2 - 1:+.1%}, diameter {factor - 1:+.1%}")
        print(f"{'second photograph':22} {'visibility':>10} {'diameter':>9} {'interval holds':>15} {'refused':>8}")
        for name, shot in SHOTS.items():
            visibility, diameter, held, refused = change(shot, factor, seeds)
            print(f"{name:22} {visibility:+10.1%} {diameter:+9.1%} {held:>12}/{seeds - refused:<2} {refused:8d}")


if __name__ == "__main__":
    main()
