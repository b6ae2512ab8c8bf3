# SPDX-License-Identifier: Apache-2.0
"""The sources of the scale as arguments of the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from porevis import _core

PxPerMm = Annotated[
    float | None,
    typer.Option("--px-per-mm", metavar="K", help="Scale on the skin; without any, from the file or the eyes."),
]
Ruler = Annotated[
    str | None,
    typer.Option("--ruler", metavar="X1,Y1,X2,Y2,MM", help="Scale from two points, px, and the length between them."),
]
Ticks = Annotated[
    str | None,
    typer.Option(
        "--ticks", metavar="X1,Y1,X2,Y2,MM", help="Scale from a line across a ruler's ticks and their spacing."
    ),
]
MarkerMm = Annotated[
    float, typer.Option("--marker-mm", metavar="SIDE", help="Scale from ArUco stickers; side of their black square.")
]
MarkerDictionary = Annotated[
    str, typer.Option("--marker-dictionary", metavar="NAME", help="Of the stickers: 4x4_50, 6x6_250, ...")
]
Chart = Annotated[
    str | None,
    typer.Option(
        "--chart",
        metavar="PITCH",
        help="Colour by a chart of 24 patches, and scale by its pitch, mm; `classic` (44), or `colour`: no scale.",
    ),
]
Device = Annotated[Path | None, typer.Option("--device", metavar="FILE", help="Scale from a device profile (YAML).")]
EyeDistance = Annotated[
    float, typer.Option("--eye-distance", metavar="MM", help="Scale from this subject's distance of the eyes.")
]

CLASSIC_PITCH_MM, CLASSIC_PITCH_UNCERTAINTY_MM = 44.0, 0.5  # as sold: 40 mm patches; printings differ a little


def set_scale(
    scale: _core.ScaleOptions,
    *,
    ruler: str | None = None,
    ticks: str | None = None,
    marker_mm: float = 0,
    marker_dictionary: str = "",
    chart: str | None = None,
    device: Path | None = None,
    eye_distance: float = 0,
) -> None:
    """Sets in `scale` what was given.

    Raises typer.BadParameter: not of the form asked for. InputError, ParameterError: out of range.
    """
    if ruler is not None:
        scale.ruler = _line("--ruler", ruler)
    if ticks is not None:
        scale.ticks = _line("--ticks", ticks)
    if marker_mm:
        scale.marker.side_mm = marker_mm
    if marker_dictionary:
        scale.marker.dictionary = marker_dictionary
    if chart is not None:
        _set_chart(scale.chart, chart)
    if device is not None:
        from porevis.device import read_device

        scale.device = read_device(device)
    if eye_distance:
        scale.subject_eye_distance_mm = eye_distance


def _line(option: str, text: str) -> _core.RulerOptions:
    from porevis._core import RulerOptions

    try:
        x1, y1, x2, y2, mm = map(float, text.split(","))
    except ValueError:
        raise typer.BadParameter(f"{option} {text}: give five numbers X1,Y1,X2,Y2,MM (px, px, px, px, mm)") from None
    if not mm > 0:
        raise typer.BadParameter(f"{option} {text}: the length is {mm:g} mm; give more than 0")
    return RulerOptions(x1_px=x1, y1_px=y1, x2_px=x2, y2_px=y2, length_mm=mm)


def _set_chart(options: _core.ChartOptions, text: str) -> None:
    options.colour = True
    if text == "colour":
        return
    if text == "classic":
        options.pitch_mm, options.pitch_uncertainty_mm = CLASSIC_PITCH_MM, CLASSIC_PITCH_UNCERTAINTY_MM
        return
    try:
        pitch = float(text)
    except ValueError:
        pitch = 0
    if not pitch > 0:
        raise typer.BadParameter(f"--chart {text}: give the distance from patch to patch in mm, `classic` or `colour`")
    options.pitch_mm = pitch
