"""Picture files for tests, drawn here: good ones, and ones that would hurt."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image

ARTIST, COPYRIGHT, DESCRIPTION, ORIENTATION, GPS, MAKER = 0x013B, 0x8298, 0x010E, 0x0112, 0x8825, 0x010F


# As cameras and agencies write it: UTF-8, although the format says ASCII.
RIGHTS = "© Harbour Wire".encode()


def drawn(kind: str = "JPEG", size: tuple[int, int] = (120, 80), mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    picture = Image.new(mode, size, None)
    picture.paste("#1e5a78" if mode in ("RGB", "RGBA") else 90, (0, 0, size[0] // 2, size[1]))
    picture.save(out, kind, **options)
    return out.getvalue()


def with_exif(kind: str = "JPEG", orientation: int = 1, **options: Any) -> bytes:
    """Says who took it and whose it is, and where the photographer stood."""
    exif = Image.Exif()
    exif[ARTIST], exif[COPYRIGHT], exif[DESCRIPTION] = "Ida Holm", RIGHTS, "The first ferry"
    exif[ORIENTATION], exif[MAKER] = orientation, "Secret Camera 3000"
    exif.get_ifd(GPS).update({1: "N", 2: (59.0, 54.0, 30.0), 3: "E", 4: (10.0, 44.0, 20.0)})
    return drawn(kind, exif=exif, **options)


def bomb_png(width: int, height: int) -> bytes:
    """A valid head that promises a picture of this size, and a body that never delivers."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
