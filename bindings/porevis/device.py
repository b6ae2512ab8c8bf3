# SPDX-License-Identifier: Apache-2.0
"""Device profiles: camera, lens and distance from a YAML file."""

from __future__ import annotations

import os

from porevis._core import DeviceProfile, InputError
from porevis.params import read_into


def read_device(path: str | os.PathLike[str]) -> DeviceProfile:
    """Reads a device profile, for `ScaleOptions.device`.

    path: YAML with `name`, `distance_mm`, `distance_uncertainty_mm`, and either `px_per_mm` (at that distance) or
        `focal_length_mm` and `pixel_pitch_um`; if wanted `camera` (as EXIF names it), `width_px` (longer side of its
        pictures) and `blur_sigma_px`.
    Raises InputError: missing, no YAML, a key that is unknown or lacking, a value of another type or out of range.
    """
    device = DeviceProfile()
    given = read_into(device, path)
    for key in ("name", "distance_mm", "distance_uncertainty_mm"):
        if key not in given:
            raise InputError(f"{path}: {key} is lacking; give it")
    if "px_per_mm" not in given and not {"focal_length_mm", "pixel_pitch_um"} <= given:
        raise InputError(f"{path}: the scale is lacking; give px_per_mm, or focal_length_mm and pixel_pitch_um")
    return device
