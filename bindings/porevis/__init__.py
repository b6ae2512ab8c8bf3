# SPDX-License-Identifier: Apache-2.0
"""porevis measures how facial pores change between photographs."""

from porevis import phantom
from porevis._core import (
    AlignOptions,
    CompareOptions,
    Comparison,
    Coverage,
    Error,
    EstimateOptions,
    FaceOptions,
    InputError,
    Measurement,
    MeasureOptions,
    ParameterError,
    Photo,
    QualityOptions,
    ReadOptions,
    Region,
    ScaleOptions,
    SegmentOptions,
    SkinMap,
    SkinOptions,
    draw_pigment,
    save_jpeg,
    save_png,
    version,
)
from porevis.api import compare_photos, draw_overlay, map_skin, measure_photo, read_photo, read_regions
from porevis.tables import PairTable, PoreTable, Table

__version__ = version()

__all__ = [
    "AlignOptions",
    "CompareOptions",
    "Comparison",
    "Coverage",
    "Error",
    "EstimateOptions",
    "FaceOptions",
    "InputError",
    "MeasureOptions",
    "Measurement",
    "PairTable",
    "ParameterError",
    "Photo",
    "PoreTable",
    "QualityOptions",
    "ReadOptions",
    "Region",
    "ScaleOptions",
    "SegmentOptions",
    "SkinMap",
    "SkinOptions",
    "Table",
    "compare_photos",
    "draw_overlay",
    "draw_pigment",
    "map_skin",
    "measure_photo",
    "phantom",
    "read_photo",
    "read_regions",
    "save_jpeg",
    "save_png",
    "version",
]
