# SPDX-License-Identifier: Apache-2.0
"""Device profiles: camera, lens and distance from a YAML file."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import yaml

from porevis._core import DeviceProfile, InputError, ParameterError


def read_device(path: str | os.PathLike[str]) -> DeviceProfile:
    """Reads a device profile, for `ScaleOptions.device`.

    path: YAML with `name`, `distance_mm`, `distance_uncertainty_mm`, and either `px_per_mm` (at that distance) or
        `focal_length_mm` and `pixel_pitch_um`; if wanted `camera` (as EXIF names it), `width_px` (longer side of its
        pictures) and `blur_sigma_px`.
    Raises InputError: missing, no YAML, a key that is unknown or lacking, a value of another type or out of range.
    """
    name = str(path)
    try:
        content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{name}: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" (line {where.line + 1})" if where else ""
        raise InputError(f"{name}: is no YAML{line}; write lines such as `distance_mm: 600`") from None
    if not isinstance(content, dict):
        raise InputError(f"{name}: holds no keys; write lines such as `distance_mm: 600`")
    known = DeviceProfile().to_dict()
    for key in content:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, 1)
            raise InputError(
                f"{name}: {key} is unknown; " + (f"did you mean {near[0]}?" if near else f"keys are {', '.join(known)}")
            )
    for key in ("name", "distance_mm", "distance_uncertainty_mm"):
        if content.get(key) in (None, ""):
            raise InputError(f"{name}: {key} is lacking; give it")
    by_lens = "focal_length_mm" in content and "pixel_pitch_um" in content
    if "px_per_mm" not in content and not by_lens:
        raise InputError(f"{name}: the scale is lacking; give px_per_mm, or focal_length_mm and pixel_pitch_um")
    try:
        return DeviceProfile(**content)
    except (ParameterError, TypeError) as error:
        raise InputError(f"{name}: {error}") from None
