# SPDX-License-Identifier: Apache-2.0
"""Files of every format: what is read, what is said of it, and how bad ones are told."""

from __future__ import annotations

import importlib.util
import math
import struct
import zlib
from pathlib import Path
from types import ModuleType

import numpy as np
import porevis
import pytest
from conftest import Run
from numpy.typing import NDArray
from pictures import png

SAMPLE = Path(__file__).parents[2] / "samples" / "inputs.py"


def picture() -> NDArray[np.uint8]:
    return np.random.default_rng(1).integers(90, 200, (48, 64, 3)).astype(np.uint8)


def with_profile(file: bytes, profile: bytes) -> bytes:
    """A PNG with a colour profile, sound or not."""
    body = b"iCCP" + b"p\0\0" + zlib.compress(profile)
    return file[:33] + struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)) + file[33:]


def sample() -> ModuleType:
    spec = importlib.util.spec_from_file_location("inputs", SAMPLE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_origin_says_what_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(png(picture()))
    origin = porevis.read_photo(tmp_path / "photo.png").origin
    assert (origin.format, origin.colour, origin.camera, origin.captured) == ("PNG", "sRGB assumed", "", "")
    assert math.isnan(origin.px_per_mm)
    assert math.isnan(origin.focal_length_mm)
    array = porevis.read_photo(picture())
    assert array.origin.format == ""


def test_broken_profile_is_told_or_ignored(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(with_profile(png(picture()), b"no profile" * 40))
    ended = run("measure", path, "--whole", "--px-per-mm", 20, "--out", tmp_path / "out")
    assert ended.status == 2
    assert "has a colour profile that is damaged; export the photograph as sRGB" in ended.err
    read = porevis.read_photo(path, porevis.ReadOptions(ignore_profile=True))
    np.testing.assert_array_equal(read.pixels, picture())


@pytest.mark.parametrize(
    ("name", "start", "message"),
    [
        ("phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "damaged or incomplete HEIF"),
        ("skin.dcm", bytes(128) + b"DICM", "a DICOM file without a picture"),
        ("skin.webp", b"RIFF\x10\0\0\0WEBPVP8 ", "damaged or incomplete WebP"),
        ("skin.jp2", b"\0\0\0\x0cjP  \r\n\x87\n", "damaged or incomplete JPEG 2000"),
        ("camera.cr3", b"\0\0\0\x18ftypcrx \0\0\0\x01", "camera RAW"),
        ("moving.gif", b"GIF89a", "no picture of a known format"),
    ],
)
def test_bad_files_are_told_in_one_line(tmp_path: Path, name: str, start: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(start)
    with pytest.raises(porevis.InputError) as raised:
        porevis.read_photo(tmp_path / name)
    text = str(raised.value)
    assert message in text
    assert "; " in text
    assert "\n" not in text


def test_sample_reads_every_format_alike(tmp_path: Path) -> None:
    inputs = sample()
    table = inputs.format_table(tmp_path)
    cells = [list(column.cells) for column in table.columns]
    rows = [
        dict(zip([column.header for column in table.columns], row, strict=True)) for row in zip(*cells, strict=True)
    ]
    read = [row for row in rows if row["format"]]
    assert len(read) >= 4  # those that porevis writes by itself
    assert all(row["format"] or row["taken for"].startswith("not written: no ") for row in rows), rows
    for row in read:
        assert float(row["px differ by (mean, max)"].split(",")[0]) < 1.5, row
        assert abs(float(row["visibility"].removesuffix(" %"))) < 3, row
