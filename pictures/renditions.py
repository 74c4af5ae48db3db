"""Smaller files of a picture, so that a telephone need not fetch what a broad screen wants.

Whole, never cropped, credit and rights notes kept (``pictures.intake``). They lie apart from what was uploaded, under
``renditions/WIDTH/`` and the name of the file that they were made from; a picture that gets another file has none until
they are made of that one, and pages show the file itself meanwhile.
"""

from __future__ import annotations

import io
import logging
import time

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db.models import F
from PIL import Image

from pictures.intake import BadPicture, credit_and_rights, open_safely
from pictures.models import Picture, rendition_name

logger = logging.getLogger("pictures")

WIDTHS = (1440, 960, 480)
QUALITY = 78
SECONDS = 40


def make_missing(seconds: float = SECONDS) -> int:
    """Make those that are not there yet, newest pictures first, for so long at most; of how many pictures."""
    done, until = 0, time.monotonic() + seconds
    waiting = Picture.objects.exclude(file="").exclude(rendered_file=F("file")).order_by("-pk")
    for pk in list(waiting.values_list("pk", flat=True)):
        if done and time.monotonic() > until:
            break
        if (picture := Picture.objects.filter(pk=pk).first()) is not None:
            make(picture)
            done += 1
    return done


def make(picture: Picture) -> list[int]:
    """The smaller files of this picture, and their widths; none of one that is small, damaged or gone.

    Where the storage does not answer, nothing is noted, so that it is tried again.
    """
    name, storage = picture.file.name or "", picture.file.storage
    widths: list[int] = []
    try:
        with storage.open(name) as file:
            data = file.read()
    except FileNotFoundError as problem:
        logger.warning("no smaller files of %s: %s", name, problem)
    except OSError:
        logger.exception("%s cannot be read now", name)
        return []
    else:
        try:
            made = _made(open_safely(io.BytesIO(data)))
        except (BadPicture, OSError, ValueError, SyntaxError) as problem:  # what Pillow's readers raise
            logger.warning("no smaller files of %s: %s", name, problem)
            made = {}
        try:
            widths = _write(storage, name, made)
        except OSError:
            logger.exception("the smaller files of %s cannot be written now", name)
            return []
    told = " ".join(map(str, sorted(widths)))
    # Not by save(): that nobody edited the picture meanwhile does not matter, but which file it has does.
    Picture.objects.filter(pk=picture.pk, file=name).update(rendered_file=name, renditions=told)
    return widths


def _made(picture: Image.Image) -> dict[int, bytes]:
    """The smaller files by their width, from the broadest down, each made of the one before it: the file is decoded
    once."""
    wanted = [width for width in WIDTHS if width < picture.width]
    if not wanted or getattr(picture, "is_animated", False):
        return {}
    kept = credit_and_rights(picture.getexif())
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    picture.draft("RGB", (wanted[0], 1))
    now = picture.convert("RGBA" if has_alpha else "RGB")
    made = {}
    for width in wanted:
        now = now.resize((width, max(1, round(now.height * width / now.width))), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        now.save(out, "WEBP", quality=QUALITY, method=4, exif=kept)
        made[width] = out.getvalue()
    return made


def _write(storage: Storage, name: str, made: dict[int, bytes]) -> list[int]:
    for width, data in made.items():
        target = rendition_name(name, width)
        storage.delete(target)  # one that an earlier run wrote and could not finish
        storage.save(target, ContentFile(data))
    return list(made)
