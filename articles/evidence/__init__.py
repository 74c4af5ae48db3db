"""The rights evidence file: everything that shows on what terms one article stands, in one ZIP.

Made for the day on which an outlet, an author or a lawyer asks. It says what is kept and what holds at the moment it is
made; nothing in it is typed by hand.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from typing import IO, TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles import auditing
from articles.evidence.files import FILES, files, readme
from articles.evidence.writing import moment, one_line
from articles.models import Article

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = ["FILES", "evidence", "file_name", "moment", "one_line"]

_IN_MEMORY = 2_000_000


def file_name(article: Article) -> str:
    """A name that is safe on every system."""
    return f"rights-evidence-{slugify(article.slug)[:80] or 'article'}-{str(article.uuid)[:8]}.zip"


@transaction.atomic
def evidence(article: Article, *, by: User | None, at: dt.datetime | None = None) -> IO[bytes]:
    """The ZIP, open at its beginning; larger ones lie on the disk until it is closed. The log says who made it.

    Two made of the same rows at the same moment are the same to the byte, but for the lines that the first one added
    to the log. The article is read anew: what is not saved is no evidence.
    """
    at = at or timezone.now()
    auditing.record("evidence", by=by, article=article)
    kept = Article.objects.for_presentation().select_related("original", "live_revision").get(pk=article.pk)
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (the caller closes it)
    when = at.astimezone(dt.UTC).timetuple()[:6]
    entries = files(kept, at)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in [readme(kept, by, at, entries), *entries]:
            place = zipfile.ZipInfo(entry.name, date_time=when)
            place.compress_type, place.create_system, place.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            with packed.open(place, "w") as written:
                for piece in entry.content():
                    written.write(piece)
    file.seek(0)
    return file  # type: ignore[return-value]
