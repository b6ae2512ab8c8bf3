# SPDX-License-Identifier: Apache-2.0
"""Arguments that commands on photographs share: where the skin is, its scale, parameters."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

if TYPE_CHECKING:
    from porevis import _core
    from porevis.params import Params

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
RegionsFile = Annotated[
    Path | None,
    typer.Option("--regions", metavar="FILE", help="Polygons or a mask; without it, regions of the face."),
]
Whole = Annotated[bool, typer.Option("--whole", help="The whole picture is skin; needs a scale.")]
RegionSet = Annotated[
    str | None, typer.Option("--region-set", metavar="SET", help="Regions of the face: main or fine; see the README.")
]
Landmarks = Annotated[
    Path | None,
    typer.Option("--landmarks", metavar="FILE", help="Of the face: .pts, or JSON of 68 or MediaPipe's 478 points."),
]
BlurPx = Annotated[
    float | None,
    typer.Option("--blur-px", metavar="SIGMA", help="The camera's blur, px; without it, estimated from the skin."),
]
ParamsFile = Annotated[
    Path | None,
    typer.Option("--params", metavar="FILE", help="Parameters (see `porevis params`); other options go before it."),
]

CLASSIC_PITCH_MM, CLASSIC_PITCH_UNCERTAINTY_MM = 44.0, 0.5  # as sold: 40 mm patches; printings differ a little


@dataclass(frozen=True)
class Common:
    """What was given of the shared arguments; a field is an argument."""

    px_per_mm: PxPerMm = None
    ruler: Ruler = None
    ticks: Ticks = None
    marker_mm: MarkerMm = 0
    marker_dictionary: MarkerDictionary = ""
    chart: Chart = None
    device: Device = None
    eye_distance: EyeDistance = 0
    regions: RegionsFile = None
    whole: Whole = False
    region_set: RegionSet = None
    landmarks: Landmarks = None
    blur_px: BlurPx = None
    params: ParamsFile = None

    @property
    def keywords(self) -> dict[str, Any]:
        """The keywords of measure_photo() and its like."""
        return {name: getattr(self, name) for name in ("px_per_mm", "regions", "whole", "landmarks")}

    def read_params(self) -> Params:
        """The parameters of the file, and the arguments that go before them.

        Raises typer.BadParameter: not of the form asked for. InputError, ParameterError: no such file, out of range.
        """
        import porevis

        given = porevis.read_params(self.params) if self.params else porevis.Params()
        measure = given.measure
        if self.blur_px is not None:
            measure.blur_sigma_px = self.blur_px
        if self.region_set is not None:
            measure.region.set = self.region_set
        self._set_scale(measure.scale)
        return given

    def may_need_face(self, measure: _core.MeasureOptions) -> bool:
        """Whether a face is likely to be searched, so that its model is better loaded while photographs are read."""
        if self.whole or measure.whole or self.landmarks:
            return False
        scaled = self.px_per_mm or self.ruler or self.ticks or self.marker_mm or self.device or measure.px_per_mm
        return not (self.regions and (scaled or (self.chart and self.chart != "colour"))) or self.eye_distance > 0

    def _set_scale(self, scale: _core.ScaleOptions) -> None:
        if self.ruler is not None:
            scale.ruler = _line("--ruler", self.ruler)
        if self.ticks is not None:
            scale.ticks = _line("--ticks", self.ticks)
        if self.marker_mm:
            scale.marker.side_mm = self.marker_mm
        if self.marker_dictionary:
            scale.marker.dictionary = self.marker_dictionary
        if self.chart is not None:
            _set_chart(scale.chart, self.chart)
        if self.device is not None:
            from porevis.device import read_device

            scale.device = read_device(self.device)
        if self.eye_distance:
            scale.subject_eye_distance_mm = self.eye_distance


def with_common(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose argument `common` is made from arguments of its own, the fields of Common."""
    kinds = get_type_hints(command, include_extras=True) | get_type_hints(Common, include_extras=True)
    names = [field.name for field in fields(Common)]
    own = [p for p in inspect.signature(command).parameters.values() if p.name != "common"]
    shared = [inspect.Parameter(f.name, inspect.Parameter.KEYWORD_ONLY, default=f.default) for f in fields(Common)]
    parameters = [p.replace(annotation=kinds[p.name], kind=inspect.Parameter.KEYWORD_ONLY) for p in [*own, *shared]]

    @functools.wraps(command)
    def run(**given: Any) -> None:
        command(common=Common(**{name: given.pop(name) for name in names}), **given)

    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    return run


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
