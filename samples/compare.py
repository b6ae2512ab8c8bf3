# SPDX-License-Identifier: Apache-2.0
"""Makes two photographs of synthetic skin whose pores shrink by 15 %, and measures the change."""

import porevis
from porevis import phantom

skin = phantom.make_skin(phantom.SkinDescription(width_mm=30, height_mm=30), seed=1)
smaller = phantom.change_skin(skin, phantom.ChangeDescription(diameter_factor=0.85))
before = phantom.photograph(skin, phantom.ShotDescription(px_per_mm=20, seed=1)).photo
after = phantom.photograph(smaller, phantom.ShotDescription(px_per_mm=20, exposure=0.7, rotation_deg=3, seed=2)).photo

comparison = porevis.compare_photos(before, after, whole=True, px_per_mm=20)  # or paths, or arrays (H, W, 3) RGB
for region in comparison.regions:
    change = region.change["visibility"]
    low, high = change.ci95
    print(f"{region.name}: {change.relative:+.1%} ({low:+.1%} to {high:+.1%}), {region.verdict}")

porevis.save_png("overlay.png", porevis.draw_overlay(before, after, comparison))
print(f"{comparison.pores.matched} pores matched; true change {smaller.visibility / skin.visibility - 1:+.1%}")
