# SPDX-License-Identifier: Apache-2.0
"""Landmarks from MediaPipe, where it is installed: they take the place of dlib's."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray

from porevis import _core
from porevis.api import Path, PhotoLike, read_photo

_SEARCH_PX = 1600  # the longer side as searched: MediaPipe itself looks at far fewer
_MODEL_VARIABLE = "POREVIS_MEDIAPIPE_MODEL"


def find_face_mediapipe(photo: PhotoLike, model: Path | None = None) -> _core.Face:
    """Finds the one face of a photograph with MediaPipe's face landmarker: for measure_photo(landmarks=...).

    model: path of `face_landmarker.task`; without it, of the environment variable POREVIS_MEDIAPIPE_MODEL. Neither
        MediaPipe's package nor porevis carries it: its makers offer it, and porevis downloads nothing. A MediaPipe
        older than 0.10.30 carries a model of its own, which is used if no path is given.
    Needs the extra `porevis[mediapipe]`.
    Raises InputError: no face, several, MediaPipe or its model is missing or does not load.
    """
    picture = read_photo(photo)
    path = os.fspath(model) if model is not None else os.environ.get(_MODEL_VARIABLE, "")
    try:
        import mediapipe
    except ImportError:
        raise _core.InputError("MediaPipe is not installed: pip install 'porevis[mediapipe]'") from None
    pixels = _small(picture)
    if path:
        faces = _from_task(mediapipe, path, pixels)
    elif hasattr(mediapipe, "solutions"):
        faces = _from_solution(mediapipe, pixels)
    else:
        raise _core.InputError(
            f"this MediaPipe carries no model: give the path of face_landmarker.task, or set {_MODEL_VARIABLE}"
        )
    if len(faces) != 1:
        number = "no face" if not faces else f"{len(faces)} faces"
        raise _core.InputError(f"{picture.file}: {number} found by MediaPipe; give a photograph of one face")
    size = picture.width_px, picture.height_px
    return _core.Face([(point.x * size[0] - 0.5, point.y * size[1] - 0.5) for point in faces[0]])


def _small(picture: _core.Photo) -> NDArray[np.uint8]:
    """The picture in 8 bits, thinned out to what MediaPipe can use."""
    step = -(-max(picture.width_px, picture.height_px) // _SEARCH_PX)
    pixels = picture.pixels[: picture.height_px // step * step, : picture.width_px // step * step]
    blocks = pixels.reshape(pixels.shape[0] // step, step, pixels.shape[1] // step, step, 3).mean(axis=(1, 3))
    return np.ascontiguousarray(blocks / (257 if pixels.dtype == np.uint16 else 1) + 0.5, np.uint8)


def _from_task(mediapipe: Any, path: str, pixels: NDArray[np.uint8]) -> list[Any]:
    vision = mediapipe.tasks.vision
    if not os.path.isfile(path):
        raise _core.InputError(f"{path}: no such file; give the path of MediaPipe's face_landmarker.task")
    options = vision.FaceLandmarkerOptions(base_options=mediapipe.tasks.BaseOptions(model_asset_path=path), num_faces=2)
    try:
        with vision.FaceLandmarker.create_from_options(options) as landmarker:
            found = landmarker.detect(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=pixels))
    except (OSError, RuntimeError, ValueError):
        raise _core.InputError(f"{path}: MediaPipe cannot use this model; give its face_landmarker.task") from None
    return list(found.face_landmarks)


def _from_solution(mediapipe: Any, pixels: NDArray[np.uint8]) -> list[Any]:
    with mediapipe.solutions.face_mesh.FaceMesh(static_image_mode=True, max_num_faces=2, refine_landmarks=True) as mesh:
        found = mesh.process(pixels)
    return [face.landmark for face in found.multi_face_landmarks or []]
