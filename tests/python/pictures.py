# SPDX-License-Identifier: Apache-2.0
"""PNG files written by hand, so that what is read does not depend on what wrote it."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

GREY, RGB, GREY_ALPHA, RGBA = 0, 2, 4, 6


def png_header(width: int, height: int, bits: int = 8, colour: int = RGB) -> bytes:
    """The signature and the header chunk."""
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))


def png(pixels: NDArray[np.uint8] | NDArray[np.uint16]) -> bytes:
    """A whole file of (H, W) grey, or (H, W, C) with 2 to 4 channels: grey and alpha, RGB, RGB and alpha."""
    height, width = pixels.shape[:2]
    channels = pixels.shape[2] if pixels.ndim == 3 else 1
    colour = {1: GREY, 2: GREY_ALPHA, 3: RGB, 4: RGBA}[channels]
    rows = pixels.astype(pixels.dtype.newbyteorder(">")).reshape(height, -1)
    body = b"".join(b"\0" + row.tobytes() for row in rows)
    header = png_header(width, height, 8 * pixels.itemsize, colour)
    return header + _chunk(b"IDAT", zlib.compress(body)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
