"""A picture comes in: judged before it is decoded, turned upright, freed of the place where it was taken.

Limits are those of SECURITY: five formats, 25 MB, 40 megapixels, 12,000 pixels a side, the first frame only. Credit and
rights notes (Artist, Copyright) stay in the file; GPS and everything else of EXIF goes.
"""

from __future__ import annotations

import io
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000
LONG_SIDE = 2400
LONGEST_NOTE = 2000
_KEPT_EXIF = (0x013B, 0x8298, 0x010E)  # Artist, Copyright, ImageDescription


class BadPicture(ValidationError):
    """The file cannot be taken as a picture; its message says why, for an editor."""


def too_heavy(size: int) -> BadPicture:
    return BadPicture(
        _("The picture has %(size)d MB; 25 MB is the most. Save it smaller and try again.")
        % {"size": -(-size // 1_048_576)}
    )


def open_safely(file: IO[bytes]) -> Image.Image:
    """The picture, not yet decoded, after every check that can be made on its header."""
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(0)
    if size > MAX_BYTES:
        raise too_heavy(size)
    try:
        picture = Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise BadPicture(_("The picture is larger than 40 megapixels. Save it smaller and try again.")) from error
    except Exception as error:  # Pillow's readers raise whatever the bytes provoke
        raise BadPicture(_("This file is no JPEG, PNG, WebP, AVIF or GIF that can be read.")) from error
    width, height = picture.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise BadPicture(
            _("The picture measures %(width)d × %(height)d; 40 megapixels and 12,000 a side are the most.")
            % {"width": width, "height": height}
        )
    return picture


def validate_upload(file: Any) -> None:
    if not getattr(file, "_committed", False):
        open_safely(file)
        file.seek(0)


def take_in(data: bytes) -> ContentFile:
    """The picture re-encoded for our pages: upright, at most 2,400 pixels on its long side, no GPS.

    Raises BadPicture. The name of the returned file carries only its ending.
    """
    picture = open_safely(io.BytesIO(data))
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    try:
        picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
        exif = picture.getexif()
        picture = ImageOps.exif_transpose(picture)
        picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
        picture = picture.convert("RGBA" if has_alpha else "RGB")
    except Exception as error:
        raise BadPicture(_("The picture is damaged: it breaks off or contradicts itself.")) from error
    kept = credit_and_rights(exif)
    out = io.BytesIO()
    if has_alpha:
        picture.save(out, "PNG", optimize=True, exif=kept)
        return ContentFile(out.getvalue(), name="picture.png")
    picture.save(out, "JPEG", quality=85, progressive=True, optimize=True, exif=kept)
    return ContentFile(out.getvalue(), name="picture.jpg")


def credit_and_rights(exif: Image.Exif) -> Image.Exif:
    """The notes that stay, byte for byte.

    Pillow reads them as Latin-1, whatever they were written in, and writes texts as ASCII: “©” would become “?”.
    """
    kept = Image.Exif()
    for tag in _KEPT_EXIF:
        note = exif.get(tag)
        if isinstance(note, str):
            note = note.encode("latin-1", "ignore")
        if isinstance(note, bytes) and note.strip(b"\0 "):
            kept[tag] = note[:LONGEST_NOTE]
    return kept
