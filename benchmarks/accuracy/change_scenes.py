# SPDX-License-Identifier: Apache-2.0
"""Pairs of photographs of synthetic skin whose true change is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from change_tools import View
from porevis import phantom

FIRST_SEED = 900  # skins that segmentation.py neither shows nor tunes on
COVERAGE_SEED = 12000  # of the skins the intervals are tried on


@dataclass(frozen=True)
class Scene:
    """How the second photograph differs from the first in everything but the pores."""

    after: dict[str, float] = field(default_factory=dict)  # ShotDescription
    before: dict[str, float] = field(default_factory=dict)  # ShotDescription of the first photograph
    skin: dict[str, float] = field(default_factory=dict)  # ChangeDescription
    kind: dict[str, float] = field(default_factory=dict)  # SkinDescription


@dataclass(frozen=True)
class Pair:
    """Two photographs of a skin, and its true change (after / before - 1), by measure."""

    before: View
    after: View
    truth: dict[str, float]


SHARP_PX = 0.7  # blur of the first photograph where the second is blurred
NOTHING, ALL = "nothing", "all at once"
SCENES: dict[str, Scene] = {
    "same light": Scene(),
    "exposure -35 %": Scene({"exposure": 0.65}),
    "white balance": Scene({"red_gain": 1.25, "blue_gain": 0.75}),
    "gradient 60 %": Scene({"gradient": 0.6, "gradient_angle_deg": 200}),
    "blur 1.5 px": Scene({"blur_sigma_px": 1.5}, {"blur_sigma_px": SHARP_PX}),
    "noise x5 + JPEG 80": Scene({"noise": 0.05, "jpeg_quality": 80}),
    "light turned 90 deg": Scene({"light_angle_deg": 120}),
    "shine": Scene({"shine": 0.4}),
    "4 deg + 5 % + bend": Scene({"rotation_deg": 4, "scale": 1.05, "bend_px": 4}),
}
SCENES |= {
    ALL: Scene({k: v for scene in SCENES.values() for k, v in scene.after.items()}, {"blur_sigma_px": SHARP_PX}),
    "needle marks": Scene(skin={"needle_marks_per_cm2": 33, "redness": 1}),
}
CHANGES: dict[str, dict[str, float]] = {
    NOTHING: {},
    "diameter x0.85": {"diameter_factor": 0.85},
    "contrast x0.9": {"contrast_factor": 0.9},
    "both": {"diameter_factor": 0.85, "contrast_factor": 0.9},
}


def take(scene: Scene, change: dict[str, float], seed: int) -> Pair:
    """Photographs a skin, changes it (change: of ChangeDescription) and photographs it as the scene says."""
    skin = phantom.make_skin(phantom.SkinDescription(**scene.kind), seed)
    later = phantom.change_skin(skin, phantom.ChangeDescription(**scene.skin, **change))
    before = phantom.photograph(skin, phantom.ShotDescription(seed=2 * seed, **scene.before))
    after = phantom.photograph(later, phantom.ShotDescription(seed=2 * seed + 1, **scene.after))
    truth = {
        "visibility": round(later.visibility / skin.visibility - 1, 9),
        "diameter": change.get("diameter_factor", 1) - 1,
        "contrast": change.get("contrast_factor", 1) - 1,
        "density": len(later.pores) / len(skin.pores) - 1,
    }
    return Pair(View(before.photo.pixels, before.px_per_mm), View(after.photo.pixels, after.px_per_mm), truth)


def mix(seed: int) -> Scene:
    """A second photograph that differs moderately in everything, as two visits do; the first one's light at random."""
    draw = np.random.default_rng(seed)
    light_angle_deg = draw.uniform(-180, 180)
    return Scene(
        before={"light_angle_deg": light_angle_deg},
        after={
            "exposure": draw.uniform(0.6, 1.3),
            "red_gain": draw.uniform(0.8, 1.25),
            "blue_gain": draw.uniform(0.8, 1.25),
            "gradient": draw.uniform(0, 0.6),
            "gradient_angle_deg": draw.uniform(0, 360),
            "blur_sigma_px": draw.uniform(0.6, 1.5),
            "noise": draw.uniform(0.005, 0.03),
            "light_angle_deg": light_angle_deg + draw.uniform(-45, 45),
            "rotation_deg": draw.uniform(-4, 4),
            "scale": draw.uniform(0.95, 1.05),
            "bend_px": draw.uniform(0, 4),
            "shine": float(draw.choice((0, 0.3))),
        },
    )


def varied(seed: int) -> Scene:
    """A pair as `mix` draws it, of a skin, sharpness, resolution and compression of its own."""
    draw = np.random.default_rng([seed, 1])
    scene = mix(seed)
    px_per_mm = float(draw.choice((13, 16, 20, 24)))
    kind = {
        "tone": int(draw.integers(1, 7)),
        "pores_per_cm2": draw.uniform(40, 140),
        "diameter_mm": draw.uniform(0.18, 0.3),
        "contrast": draw.uniform(0.13, 0.3),
        "profile_sharpness": draw.uniform(1, 1.6),
        "furrow_depth": draw.uniform(0.04, 0.1),
        "hairs_per_cm2": float(draw.choice((0, 0, 4))),
        "freckles_per_cm2": float(draw.choice((0, 0, 4))),
    }
    before = scene.before | {
        "px_per_mm": px_per_mm,
        "blur_sigma_px": draw.uniform(0.6, 1.3),
        "noise": draw.uniform(0.005, 0.02),
        "jpeg_quality": int(draw.choice((0, 0, 90))),
    }
    after = scene.after | {"px_per_mm": px_per_mm, "jpeg_quality": int(draw.choice((0, 0, 80, 90)))}
    return Scene(after, before, kind=kind)


NULL: dict[str, float] = {}
SMALLER, FAINTER = {"diameter_factor": 0.85}, {"contrast_factor": 0.96}
FEWER = {"vanished_fraction": 0.2}
COVERAGE: dict[str, tuple[Callable[[int], Scene], dict[str, float]]] = {
    NOTHING: (mix, NULL),
    "diameter x0.85": (mix, SMALLER),
    "contrast x0.96": (mix, FAINTER),
    "a fifth gone": (mix, FEWER),
    "varied skin, nothing": (varied, NULL),
    "varied skin, diameter x0.85": (varied, SMALLER),
    "varied skin, contrast x0.96": (varied, FAINTER),
    "varied skin, a fifth gone": (varied, FEWER),
}
