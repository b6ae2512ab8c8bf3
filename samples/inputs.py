# SPDX-License-Identifier: Apache-2.0
"""Makes one photograph of synthetic skin, writes it in every format, reads and measures each, and prints the table.

The formats are written by pip's own encoders (`pip install 'porevis[samples]'`); where one is missing, its row says so.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import porevis
from numpy.typing import NDArray
from porevis import phantom
from rich.console import Console
from rich.table import Table

PX_PER_MM = 20.0
Floats = NDArray[np.float64]
Writer = Callable[[Path], object]

# Chromaticities of red, green, blue and white; the power of the encoding, or 0 for sRGB's curve.
SRGB = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06), (0.3127, 0.3290), 0)
DISPLAY_P3 = ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.3127, 0.3290), 0)
ADOBE_RGB = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06), (0.3127, 0.3290), 563 / 256)
Space = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float], float]


def to_linear(encoded: Floats) -> Floats:
    """Linear light of sRGB values, both in 0 to 1."""
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def to_srgb(linear: Floats) -> Floats:
    """The sRGB values of linear light, both in 0 to 1."""
    linear = np.clip(linear, 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def xyz_from_rgb(space: Space) -> Floats:
    """The matrix from a space's linear light to XYZ, of white 1."""
    xyz = np.array([[x / y, 1, (1 - x - y) / y] for x, y in space[:4]]).T
    return xyz[:, :3] * np.linalg.solve(xyz[:, :3], xyz[:, 3])


def in_space(picture: Floats, space: Space) -> Floats:
    """An sRGB picture as numbers of another space of the same white, 0 to 1."""
    light = to_linear(picture) @ (np.linalg.inv(xyz_from_rgb(space)) @ xyz_from_rgb(SRGB)).T
    return np.clip(light, 0, 1) ** (1 / space[4]) if space[4] else to_srgb(light)


def quantized(picture: Floats, bits: int) -> NDArray[np.unsignedinteger]:
    """8 or 16 bits."""
    return np.rint(picture * (2**bits - 1)).astype(np.uint8 if bits == 8 else np.uint16)


def profile(space: Space) -> bytes:
    """A space's ICC profile."""
    import imagecodecs

    # Little CMS's parametric curve 4 is sRGB's; imagecodecs offers powers and tables.
    curve = to_linear(np.linspace(0, 1, 4096))
    table = {"gamma": space[4]} if space[4] else {"transferfunction": [np.rint(65535 * curve).astype(np.uint16)] * 3}
    primaries = [number for pair in space[:3] for number in (*pair, 1)]
    return bytes(imagecodecs.cms_profile("rgb", whitepoint=[*space[3], 1], primaries=primaries, **table))


def write_dicom(path: Path, picture: NDArray[np.unsignedinteger], jpeg: bool) -> None:
    """A Visible Light Photographic Image that states its scale."""
    import io

    from PIL import Image
    from pydicom import encaps, uid
    from pydicom.dataset import FileDataset, FileMetaDataset

    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = uid.VLPhotographicImageStorage
    meta.MediaStorageSOPInstanceUID = uid.generate_uid(entropy_srcs=["porevis"])
    meta.TransferSyntaxUID = uid.JPEGBaseline8Bit if jpeg else uid.ExplicitVRLittleEndian
    data = FileDataset(str(path), {}, file_meta=meta, preamble=bytes(128))
    data.SOPClassUID, data.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    data.Modality = "XC"
    data.Rows, data.Columns, data.SamplesPerPixel, data.PlanarConfiguration = *picture.shape, 0
    data.BitsAllocated = data.BitsStored = 8
    data.HighBit, data.PixelRepresentation = 7, 0
    data.PixelSpacing = [1 / PX_PER_MM, 1 / PX_PER_MM]
    data.PhotometricInterpretation = "YBR_FULL" if jpeg else "RGB"
    if jpeg:
        file = io.BytesIO()
        Image.fromarray(picture).save(file, "JPEG", quality=95, subsampling=0)
        data.PixelData = encaps.encapsulate([file.getvalue()])
        data["PixelData"].is_undefined_length = True
    else:
        data.PixelData = picture.tobytes()
    data.save_as(path, enforce_file_format=True)


def write_dng(path: Path, picture: Floats) -> None:
    """The mosaic of a camera whose colours are linear sRGB."""
    import tifffile

    linear = to_linear(picture)[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2]
    mosaic = linear[..., 1].copy()
    mosaic[::2, ::2], mosaic[1::2, 1::2] = linear[::2, ::2, 0], linear[1::2, 1::2, 2]
    matrix = [n for v in np.linalg.inv(xyz_from_rgb(SRGB)).ravel() for n in (round(float(v) * 10**6), 10**6)]
    tags = [
        (271, "s", 0, "porevis", True),
        (272, "s", 0, "synthetic", True),
        (33421, "H", 2, (2, 2), True),
        (33422, "B", 4, bytes((0, 1, 1, 2)), True),
        (50706, "B", 4, bytes((1, 4, 0, 0)), True),
        (50708, "s", 0, "porevis synthetic", True),
        (50717, "I", 1, 65535, True),
        (50721, "2i", 9, tuple(matrix), True),
        (50728, "2I", 3, (1, 1, 1, 1, 1, 1), True),
        (50778, "H", 1, 21, True),
    ]
    tifffile.imwrite(path, quantized(mosaic, 16), photometric=32803, extratags=tags, metadata=None)


def writers(picture: Floats) -> list[tuple[str, str, int, str, Writer]]:
    """Name of the file, the encoder it needs, bits, colours it is written in, how."""
    deep, plain = quantized(picture, 16), quantized(picture, 8)
    p3, adobe = in_space(picture, DISPLAY_P3), in_space(picture, ADOBE_RGB)

    def pillow(pixels: NDArray[np.unsignedinteger], space: Space | None = None, **options: object) -> Writer:
        def write(path: Path) -> None:
            from PIL import Image

            extra = {"icc_profile": profile(space)} if space else {}
            Image.fromarray(pixels).save(path, **extra, **options)

        return write

    def heif(path: Path) -> None:
        import pillow_heif

        pillow_heif.register_heif_opener()
        pillow(quantized(p3, 8), DISPLAY_P3, format="HEIF", quality=95, chroma=444)(path)

    def tiff(pixels: NDArray[np.generic], space: Space | None = None) -> Writer:
        def write(path: Path) -> None:
            import tifffile

            tifffile.imwrite(path, pixels, photometric="rgb", iccprofile=profile(space) if space else None)

        return write

    def jpeg2000(path: Path) -> None:
        import imagecodecs

        path.write_bytes(imagecodecs.jpeg2k_encode(deep, level=0, codecformat="jp2", reversible=True))

    linear = to_linear(picture).astype(np.float32)
    return [
        ("skin.jpg", "", 8, "sRGB", lambda path: porevis.save_jpeg(path, plain, 95)),
        ("p3.jpg", "PIL", 8, "Display P3", pillow(quantized(p3, 8), DISPLAY_P3, quality=95, subsampling=0)),
        ("jpeg.tif", "", 8, "sRGB", lambda path: porevis.save_jpeg(path, plain, 95)),
        ("skin.png", "", 8, "sRGB", lambda path: porevis.save_png(path, plain)),
        ("deep.png", "", 16, "sRGB", lambda path: porevis.save_png(path, deep)),
        ("p3.png", "PIL", 8, "Display P3", pillow(quantized(p3, 8), DISPLAY_P3)),
        ("skin.tif", "tifffile", 8, "sRGB", tiff(plain)),
        ("adobe.tif", "tifffile", 16, "Adobe RGB", tiff(quantized(adobe, 16), ADOBE_RGB)),
        ("float.tif", "tifffile", 32, "linear", tiff(linear)),
        ("skin.webp", "PIL", 8, "sRGB", pillow(plain, lossless=True)),
        ("lossy.webp", "PIL", 8, "sRGB", pillow(plain, quality=95)),
        ("phone.heic", "pillow_heif", 8, "Display P3", heif),
        ("skin.avif", "PIL", 8, "sRGB", pillow(plain, quality=95, subsampling="4:4:4")),
        ("deep.jp2", "imagecodecs", 16, "sRGB", jpeg2000),
        ("skin.dcm", "pydicom", 8, "sRGB", lambda path: write_dicom(path, plain, jpeg=False)),
        ("jpeg.dcm", "pydicom", 8, "sRGB", lambda path: write_dicom(path, plain, jpeg=True)),
        ("camera.dng", "tifffile", 16, "camera", lambda path: write_dng(path, picture)),
    ]


def differences(photo: porevis.Photo, picture: Floats) -> Floats:
    """How far the pixels read are from those meant, steps of 8 bits."""
    top = 255 if photo.pixels.dtype == np.uint8 else 65535
    height, width = photo.pixels.shape[:2]
    return 255 * np.abs(photo.pixels / top - picture[:height, :width])


def format_table(folder: Path) -> Table:
    """Every format of the same skin."""
    skin = phantom.make_skin(phantom.SkinDescription(width_mm=20, height_mm=20), seed=1)
    truth = phantom.photograph(skin, phantom.ShotDescription(px_per_mm=PX_PER_MM, bits=16, seed=1)).photo
    picture = truth.pixels / 65535.0
    visibility = porevis.measure_photo(truth, whole=True, px_per_mm=PX_PER_MM).regions[0].visibility
    table = Table(title="The same skin in every format")
    for column in (
        "file",
        "format",
        "bits",
        "written as",
        "taken for",
        "px differ by (mean, max)",
        "visibility",
        "scale",
    ):
        table.add_column(column, justify="right" if column in ("bits", "visibility") else "left")
    for name, needs, bits, colours, write in writers(picture):
        try:
            missing = [
                module
                for module in (needs, "imagecodecs" if colours not in ("sRGB", "linear", "camera") else "")
                if module and importlib.util.find_spec(module) is None
            ]
            if missing:
                table.add_row(name, "", str(bits), colours, f"not written: no {missing[0]} here")
                continue
            write(folder / name)
            photo = porevis.read_photo(folder / name)
            stated = photo.origin.px_per_mm
            measured = porevis.measure_photo(photo, whole=True, px_per_mm=PX_PER_MM if np.isnan(stated) else stated)
        except (porevis.Error, OSError, ValueError, RuntimeError) as error:
            table.add_row(name, "", str(bits), colours, f"[red]{error}")
            continue
        off = differences(photo, picture)
        found = measured.regions[0].visibility
        table.add_row(
            name, photo.origin.format, str(bits), colours, photo.origin.colour,
            f"{off.mean():.2f}, {off.max():.1f} / 255", f"{100 * (found / visibility - 1):+.1f} %",
            "given" if np.isnan(stated) else "stated in the file",
        )  # fmt: skip
    table.caption = f"Visibility: against the 16-bit original's, {visibility:.4f}."
    return table


def scale_table() -> Table | None:
    """Every source of the scale; none where that half is not at hand."""
    if importlib.util.find_spec("inputs_scales") is None:
        return None
    import inputs_scales

    table = Table(title="Every source of the scale")
    for column in ("source", "true px/mm", "read", "error", "stated uncertainty", "within"):
        table.add_column(column)
    for row in inputs_scales.rows():
        table.add_row(
            row.source, f"{row.true_px_per_mm:.2f}", f"{row.read_px_per_mm:.4f}",
            f"{100 * (row.read_px_per_mm / row.true_px_per_mm - 1):+.3f} %", f"{100 * row.relative_uncertainty:.3f} %",
            "yes" if row.within else "[red]no",
        )  # fmt: skip
    return table


if __name__ == "__main__":
    console = Console(width=None if sys.stdout.isatty() else 120)
    with tempfile.TemporaryDirectory() as made:
        console.print(format_table(Path(made)))
    if (scales := scale_table()) is not None:
        console.print(scales)
