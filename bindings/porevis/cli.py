# SPDX-License-Identifier: Apache-2.0
"""The command line: `porevis measure`, `compare`, `normalize`, `repeatability`, `regions`, `params`, `phantom`.

Everything heavy is imported where it is used, so that help and usage errors come at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn, TypeVar

import typer

from porevis.arguments import Common, ParamsFile, with_common

if TYPE_CHECKING:
    from porevis import _core
    from porevis.repeatability_file import KnownRepeatability

UNUSABLE = 2
NOT_COMPARABLE = 3
T = TypeVar("T")

app = typer.Typer(
    name="porevis",
    help="Measures how facial pores change between photographs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

DEFAULT_OUT = Path("porevis-out")
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the results, made if it is missing.")]
Photo = Annotated[Path, typer.Argument(metavar="PHOTO", help="JPEG, PNG, TIFF, WebP, HEIC, DICOM, RAW ...")]
PictureFormat = Literal["png", "tiff"]
AcceptQuality = Annotated[bool, typer.Option("--accept-quality", help="Go on with photographs that are not fit.")]


@app.command()
@with_common
def measure(photo: Photo, common: Common, out: Out = DEFAULT_OUT) -> None:
    """Measures the pores of a photograph.

    Writes measurement.json, pores.csv, overlay.png, mask.png and pigment.png.
    """
    _check_arguments(out, common)
    import porevis
    from porevis.outputs import results_in
    from porevis.terminal import print_measurement

    given = common.read_params()
    picture = porevis.read_photo(photo, given.read)
    measurement = porevis.measure_photo(picture, **common.keywords, options=given.measure)
    with results_in(out) as folder:
        (folder / "measurement.json").write_text(measurement.to_json(), encoding="utf-8")
        (folder / "pores.csv").write_text(measurement.pores.to_csv(), encoding="utf-8")
        porevis.save_png(folder / "overlay.png", porevis.draw_overlay(picture, measurement))
        porevis.save_png(folder / "mask.png", porevis.draw_pores(measurement))
        porevis.save_png(folder / "pigment.png", porevis.draw_pigment(measurement))
    print_measurement(measurement)
    notes = [f"{region.name}: {region.coverage.note}" for region in measurement.regions if region.coverage.note]
    for reason in [*measurement.quality.reasons, *measurement.scale.notes, *notes]:
        print(f"mind: {reason}")
    print(f"Results: {out}/measurement.json, pores.csv, overlay.png, mask.png, pigment.png")


@app.command()
@with_common
def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The baseline photograph.")],
    after: Annotated[list[Path], typer.Argument(metavar="AFTER...", help="The same skin later; one or more visits.")],
    common: Common,
    out: Out = DEFAULT_OUT,
    landmarks_after: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="As --landmarks, of AFTER; of several visits once each, in their order."),
    ] = None,
    accept_quality: AcceptQuality = False,
    repeatability: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="repeatability.json: what a change must exceed to count, region by region."),
    ] = None,
) -> None:
    """Compares the pores of the same skin in two photographs, or of a baseline and each of several later visits.

    Writes comparison.json, pores.csv, overlay.png and report.html; of several visits those of each, numbered, and
    visits.json, changes.csv and tracks.csv. Exit status 3: not fit to compare.
    """
    _check_arguments(out, common)
    if landmarks_after and len(landmarks_after) != len(after):
        raise typer.BadParameter(
            f"--landmarks-after given {len(landmarks_after)} times for {len(after)} photographs: give one for each"
        )
    from porevis import _core

    chosen = common.read_params()
    options = chosen.compare
    options.accept_quality = options.accept_quality or accept_quality
    if common.may_need_face(options.measure):
        # takes a second of its own: while everything else is imported and read
        _core.preload_face_model(options.measure.face)
    import porevis
    from porevis.repeatability_file import KnownRepeatability

    known = KnownRepeatability(repeatability) if repeatability else None
    with ThreadPoolExecutor(2) as readers:
        first, *others = readers.map(lambda photo: porevis.read_photo(photo, chosen.read), (before, *after))
    if known:
        options.smallest_detectable_change = known.smallest_detectable_change
    given = {**common.keywords, "options": options}
    if len(others) == 1:
        given["landmarks_after"] = landmarks_after[0] if landmarks_after else None
        _compare_pair(before, after[0], first, others[0], out, given, known)
    else:
        given["landmarks_after"] = landmarks_after
        _compare_visits(first, others, out, given, known)


def _compare_pair(
    before: Path,
    after: Path,
    first: _core.Photo,
    second: _core.Photo,
    out: Path,
    given: dict[str, Any],
    known: KnownRepeatability | None,
) -> None:
    import porevis
    from porevis.outputs import results_in
    from porevis.terminal import print_comparison
    from porevis.truth import known_change

    comparison = porevis.compare_photos(first, second, **given)
    if not comparison.comparable:
        for reason in comparison.reasons:
            print(f"not comparable: {reason}", file=sys.stderr)
        raise typer.Exit(NOT_COMPARABLE)
    truth = known_change(before, after, comparison)
    mind = _to_mind(comparison, known)
    with results_in(out) as folder:
        _write_comparison(folder, "", first, second, comparison, truth, mind)
    print_comparison(comparison, truth)
    for reason in mind:
        print(f"mind: {reason}")
    print(f"Results: {out}/report.html, overlay.png, comparison.json, pores.csv")


def _compare_visits(
    first: _core.Photo,
    others: list[_core.Photo],
    out: Path,
    given: dict[str, Any],
    known: KnownRepeatability | None,
) -> None:
    import porevis
    from porevis.outputs import results_in
    from porevis.terminal import print_visits

    visits = porevis.compare_visits(first, others, **given)
    refused = [
        f"visit {visit} ({photo.file}): {reason}"
        for visit, (photo, comparison) in enumerate(zip(others, visits.comparisons, strict=True), 1)
        if not comparison.comparable
        for reason in comparison.reasons
    ]
    for reason in refused:
        print(f"not comparable: {reason}", file=sys.stderr)
    if not visits.comparable:
        raise typer.Exit(NOT_COMPARABLE)
    mind = [_to_mind(comparison, known) if comparison.comparable else [] for comparison in visits.comparisons]
    with results_in(out) as folder:
        for visit, (photo, comparison) in enumerate(zip(others, visits.comparisons, strict=True), 1):
            if comparison.comparable:
                _write_comparison(folder, f"-{visit}", first, photo, comparison, None, mind[visit - 1])
        (folder / "visits.json").write_text(visits.to_json(), encoding="utf-8")
        (folder / "changes.csv").write_text(visits.changes.to_csv(), encoding="utf-8")
        (folder / "tracks.csv").write_text(visits.tracks.to_csv(), encoding="utf-8")
    print_visits(visits)
    for visit, reasons in enumerate(mind, 1):
        for reason in reasons:
            print(f"mind: visit {visit}: {reason}")
    print(f"Results: {out}/visits.json, changes.csv, tracks.csv, and of each visit report-1.html, ...")


def _write_comparison(
    folder: Path,
    number: str,
    first: _core.Photo,
    second: _core.Photo,
    comparison: _core.Comparison,
    truth: dict[str, float] | None,
    mind: list[str],
) -> None:
    """The four files of a pair; `number` goes behind their stems."""
    import porevis
    from porevis.report import render

    overlay, pores = f"overlay{number}.png", f"pores{number}.csv"
    (folder / f"comparison{number}.json").write_text(comparison.to_json(), encoding="utf-8")
    (folder / pores).write_text(comparison.pores.to_csv(), encoding="utf-8")
    porevis.save_png(folder / overlay, porevis.draw_overlay(first, second, comparison))
    (folder / f"report{number}.html").write_text(render(comparison, truth, overlay, pores, mind), encoding="utf-8")


def _to_mind(comparison: _core.Comparison, known: KnownRepeatability | None) -> list[str]:
    """What to mind of a comparison: its own reasons, regions of which little is left, and what is known of repeats."""
    notes = [
        f"{region.name}, {visit}: {summary.coverage.note}"
        for region in comparison.regions
        for visit, summary in (("before", region.before), ("after", region.after))
        if summary.coverage.note
    ]
    return [*comparison.reasons, *notes, *(known.notes(comparison) if known else [])]


@app.command()
@with_common
def normalize(
    photo: Photo,
    common: Common,
    like: Annotated[
        Path | None,
        typer.Option(
            "--like", metavar="BASELINE", help="Lay the same skin under the same pixels as in this photograph."
        ),
    ] = None,
    out: Out = DEFAULT_OUT,
    picture_px_per_mm: Annotated[
        float | None, typer.Option(metavar="K", help="Scale of the normalized picture; without it, 20 px/mm.")
    ] = None,
    file_format: Annotated[PictureFormat, typer.Option("--format", help="Of the pictures, 16 bits.")] = "png",
    match_colour: Annotated[
        bool, typer.Option("--match-colour", help="Bring the skin's median colour to the baseline's; needs --like.")
    ] = False,
) -> None:
    """Writes the standardized photograph: eyes level, a fixed scale, with its light and with the light taken out.

    Writes normalized.png, flattened.png (.tiff with --format tiff) and normalization.json. Scale and regions are those
    of the baseline, where there is one; its frame is that of `porevis normalize BASELINE`. Exit status 3: the skins
    cannot be laid on each other.
    """
    _check_arguments(out, common)
    if match_colour and like is None:
        raise typer.BadParameter("--match-colour takes the colour from a baseline: give --like BASELINE")
    from porevis import _core

    chosen = common.read_params()
    if common.may_need_face(chosen.measure):
        _core.preload_face_model(chosen.measure.face)
    import porevis
    from porevis.outputs import results_in

    with ThreadPoolExecutor(2) as readers:
        picture, *baseline = readers.map(
            lambda file: porevis.read_photo(file, chosen.read), (photo, *([like] if like else []))
        )
    if match_colour:
        chosen.picture.match_colour = True
    if picture_px_per_mm is not None:
        chosen.picture.px_per_mm = picture_px_per_mm
    options = porevis.NormalizeOptions(
        picture=chosen.picture,
        measure=chosen.measure,
        align=chosen.compare.align,
        comparability=chosen.compare.comparability,
    )
    result = porevis.normalize_photo(picture, *baseline, **common.keywords, options=options)
    if not result.comparable:
        for reason in result.reasons:
            print(f"not comparable: {reason}", file=sys.stderr)
        raise typer.Exit(NOT_COMPARABLE)
    pictures = {f"normalized.{file_format}": result.pixels, f"flattened.{file_format}": result.flattened}
    files = dict(zip(pictures, ("geometry and colour, the light as it was", "the broad light taken out"), strict=True))
    with results_in(out) as folder, ThreadPoolExecutor(2) as writers:
        saved = [
            writers.submit(porevis.save_picture, folder / name, pixels, result.px_per_mm)
            for name, pixels in pictures.items()
        ]
        record = json.dumps(result.to_dict() | {"files": files}, indent=2)
        (folder / "normalization.json").write_text(record + "\n", encoding="utf-8")
        for each in saved:
            each.result()
    for reason in result.reasons:
        print(f"mind: {reason}")
    height, width = result.pixels.shape[:2]
    print(f"{width} x {height} px, {result.px_per_mm:g} px/mm")
    print(f"Results: {out}/{', '.join(pictures)}, normalization.json")


@app.command()
def repeatability(
    manifest: Annotated[
        Path,
        typer.Argument(metavar="MANIFEST", help="CSV: photo, subject, replicate and, if wanted, regions, px_per_mm."),
    ],
    out: Out = DEFAULT_OUT,
    px_per_mm: Annotated[
        float | None,
        typer.Option("--px-per-mm", metavar="K", help="Scale of rows without one; else from the distance of the eyes."),
    ] = None,
    accept_quality: AcceptQuality = False,
    params: ParamsFile = None,
) -> None:
    """Measures how far repeated photographs of unchanged skin differ.

    Every two replicates of a subject are compared. Writes repeatability.json (for compare --repeatability),
    repeatability.csv and bland_altman.png. Exit status 3: none fit to compare.
    """
    _check_arguments(out)
    import porevis
    from porevis.bland_altman import draw_bland_altman
    from porevis.outputs import results_in
    from porevis.repeatability import check_installed
    from porevis.terminal import print_repeatability, progress_of

    check_installed("matplotlib")
    chosen = Common(params=params).read_params()
    with progress_of("Comparing") as progress:
        result = porevis.measure_repeatability(
            manifest,
            px_per_mm=px_per_mm,
            accept_quality=accept_quality,
            options=chosen.compare,
            read=chosen.read,
            progress=progress,
        )
    if not result.regions:
        for pair in result.refused:
            print(f"not comparable: {pair}", file=sys.stderr)
        raise typer.Exit(NOT_COMPARABLE)
    with results_in(out) as folder:
        (folder / "repeatability.json").write_text(result.to_json(), encoding="utf-8")
        (folder / "repeatability.csv").write_text(result.pairs.to_csv(), encoding="utf-8")
        draw_bland_altman(folder / "bland_altman.png", result)
    print_repeatability(result)
    for reason in result.notes:
        print(f"mind: {reason}")
    print(f"Results: {out}/repeatability.json, repeatability.csv, bland_altman.png")


@app.command()
@with_common
def regions(photo: Photo, common: Common, out: Out = DEFAULT_OUT) -> None:
    """Writes the regions of a photograph as a file to edit with LabelMe and give to --regions.

    Writes regions.json and the preview regions.png. --regions FILE turns a file of another format into this one.
    """
    _check_arguments(out, common)
    import porevis
    from porevis.outputs import results_in

    given = common.read_params()
    picture = porevis.read_photo(photo, given.read)
    found = porevis.find_regions(picture, **common.keywords, options=given.measure)
    with results_in(out) as folder:
        (folder / "regions.json").write_text(porevis.format_regions(found, picture), encoding="utf-8")
        porevis.save_png(folder / "regions.png", porevis.draw_regions(picture, found))
    print(f"{len(found)} regions: {', '.join(region.name for region in found)}")
    if out.resolve() != photo.resolve().parent:
        print(f"mind: LabelMe opens regions.json where {picture.file} lies beside it")
    print(f"Results: {out}/regions.json, regions.png")


@app.command()
def params(
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of parameter files instead.")] = False,
    params: ParamsFile = None,
) -> None:
    """Prints all parameters with meaning, unit, range and default, as a file for --params.

    --params FILE prints those of a file, whole; it may be the JSON of an earlier result.
    """
    import json

    import porevis

    given = Common(params=params).read_params()
    text = json.dumps(porevis.params_schema(), indent=2) + "\n" if schema else porevis.format_params(given)
    print(text, end="")


@app.command()
def phantom(
    out: Out = DEFAULT_OUT,
    seed: Annotated[int, typer.Option(min=0, help="Of the skin; the shots' seeds follow from it.")] = 1,
    skin: Annotated[list[str] | None, typer.Option(metavar="KEY=VALUE", help="A field of SkinDescription.")] = None,
    change: Annotated[list[str] | None, typer.Option(metavar="KEY=VALUE", help="Of ChangeDescription.")] = None,
    before: Annotated[list[str] | None, typer.Option(metavar="KEY=VALUE", help="Of ShotDescription.")] = None,
    after: Annotated[list[str] | None, typer.Option(metavar="KEY=VALUE", help="Of ShotDescription.")] = None,
) -> None:
    """Photographs synthetic skin before and after a known change.

    Writes before.png, after.png (.jpg with jpeg_quality), truth.json and truth_pores.csv. --skin, --change, --before
    and --after may be given many times. Without --change, pores shrink by 15 % in diameter.
    """
    _check_arguments(out)
    from porevis import phantom as room
    from porevis.outputs import results_in
    from porevis.terminal import percent
    from porevis.truth import write_pair

    description = _described(room.SkinDescription, "--skin", skin, {})
    changes = _described(room.ChangeDescription, "--change", change, {} if change else {"diameter_factor": 0.85})
    first = _described(room.ShotDescription, "--before", before, {"seed": 2 * seed})
    second = _described(room.ShotDescription, "--after", after, {"seed": 2 * seed + 1})
    with results_in(out) as folder:
        truth = write_pair(folder, room.make_skin(description, seed), changes, first, second)
        names = ", ".join(sorted(file.name for file in folder.iterdir()))
    print(f"True change of visibility: {percent(truth['visibility'])}")
    print(f"Results in {out}: {names}")


@app.callback(invoke_without_command=True)
def _porevis(version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False) -> None:
    if version:
        import porevis

        print(f"porevis {porevis.__version__}")
        raise typer.Exit


def main() -> NoReturn:
    """Runs the command line: every failure is one line on stderr and an exit status, never a traceback."""
    try:
        sys.exit(app(standalone_mode=False, prog_name="porevis") or 0)
    except typer.TyperException as error:
        _fail(error.format_message() if hasattr(error, "format_message") else str(error))
    except KeyboardInterrupt:
        _fail("interrupted", status=130)
    except MemoryError:
        _fail("not enough memory: give a smaller photograph")
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except Exception as error:
        from porevis import Error

        if not isinstance(error, Error):
            raise
        _fail(str(error))


def _fail(message: str, status: int = UNUSABLE) -> NoReturn:
    print("error: " + " ".join(message.split()), file=sys.stderr)
    sys.exit(status)


def _check_arguments(out: Path, common: Common | None = None) -> None:
    from porevis.outputs import check_folder

    if common and common.regions and common.whole:
        raise typer.BadParameter("--regions and --whole exclude each other: give one of them")
    check_folder(out)


def _described(cls: Callable[..., T], option: str, given: list[str] | None, defaults: dict[str, object]) -> T:
    """A description from KEY=VALUE texts."""
    values = dict(defaults)
    for text in given or []:
        key, equals, value = text.partition("=")
        if not equals:
            raise typer.BadParameter(f"{option} {text}: give KEY=VALUE")
        values[key] = _number(value)
    try:
        return cls(**values)
    except TypeError as error:
        raise typer.BadParameter(f"{option}: {error}") from None


def _number(text: str) -> object:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
