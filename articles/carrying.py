"""What came with a text changes with it: headline, standfirst, byline, disclosure and related links, held three ways.

Source old, source new, ours. Where ours is still what the source had, it becomes what the source has; where the desk
made something else of it, that stays until a person says otherwise. What the source says no longer is not taken away.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.body import clean, text
from articles.models import Byline, RelatedLink
from articles.rights import headlines
from authors.identifiers import normalise_name
from authors.models import InstitutionAlias

if TYPE_CHECKING:
    from articles.models import Article, Original

THEIRS, OURS = "theirs", "ours"
TAKEN, CONFLICT = "taken", "conflict"


@dataclasses.dataclass(frozen=True)
class Part:
    """One thing that came with the text and that its source changed. Old, new and ours are words to be shown."""

    name: str
    label: Any
    old: str
    new: str
    ours: str
    state: str
    """``taken``: ours is what the source had, so it follows. ``conflict``: ours is neither, or the two did not come in
    one format; ours stays unless chosen."""


def changed(article: Article, older: Original | None, newer: Original) -> list[Part]:
    """What differs between the two originals beside the words, and what taking over the newer one would do with it."""
    if older is None:
        return []
    found = []
    for name, (shown, ours_of, _take) in _PARTS.items():
        old, new = shown(_said(older, name)), shown(_said(newer, name))
        ours = ours_of(article)
        if new and (old or name == "title") and _flat(old) != _flat(new) and _flat(ours) != _flat(new):
            # Each format tells of authors and standfirst in its own way: another format is no change by the source.
            follows = _flat(ours) == _flat(old) and (name == "title" or older.format == newer.format)
            follows = follows or (name == "title" and headlines.is_missing(article))
            found.append(Part(name, LABELS[name], old, new, ours, TAKEN if follows else CONFLICT))
    return found


def carry(article: Article, older: Original | None, newer: Original, choices: Mapping[str, str]) -> list[Part]:
    """Take over what changed beside the words, the article unsaved; what was done with each part.

    ``choices`` says, by the name of a part, ``theirs`` or ``ours`` where the rule is not wanted.
    """
    done = []
    for part in changed(article, older, newer):
        choice = choices.get(part.name) or (THEIRS if part.state == TAKEN else OURS)
        if choice == THEIRS:
            _PARTS[part.name][2](article, _said(newer, part.name), newer)
        done.append(dataclasses.replace(part, state=choice))
    updated = moment(_said(newer, "updated"))
    article.source_updated_at = updated or article.source_updated_at
    return done


def brings_headline(older: Mapping[str, Any], newer: Mapping[str, Any]) -> bool:
    """Whether the newer fields as received hold the headline that did not come before, whatever formats these were."""
    return bool(_flat(_words(newer.get("title"))) and not _flat(_words(older.get("title"))))


def is_same(older: Mapping[str, Any], newer: Mapping[str, Any]) -> bool:
    """Whether two sets of fields as received say the same of everything that is carried. Silence is no change."""
    for name, (shown, _ours, _take) in _PARTS.items():
        old, new = shown(older.get(name)), shown(newer.get(name))
        if old and new and _flat(old) != _flat(new):
            return False
    return True


def _said(original: Original, key: str) -> Any:
    return original.fields.get(key) if isinstance(original.fields, dict) else None


_MARKS = str.maketrans(dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―", "-"))


def _flat(words: str) -> str:
    """The form of quotes, dashes and spaces is no difference: two feeds of one source differ by no more."""
    return " ".join(unicodedata.normalize("NFKC", words).translate(_MARKS).split())


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _credits(value: Any) -> str:
    parts = ((row.get("name"), row.get("title"), row.get("institution")) for row in _rows(value))
    return "; ".join(", ".join(str(part) for part in one if part) for one in parts)


def _links(value: Any) -> str:
    return "; ".join(f"{row.get('title') or ''} ({row.get('url') or ''})" for row in _rows(value))


def _our_credits(article: Article) -> str:
    rows = article.bylines.order_by("position", "id")
    return _credits([{"name": row.name, "title": row.title, "institution": row.institution_name} for row in rows])


def _our_links(article: Article) -> str:
    return _links([{"title": row.title, "url": row.url} for row in article.related_links.order_by("position", "id")])


def _take_title(article: Article, value: Any, newer: Original) -> None:
    article.title = str(value)[: article._meta.get_field("title").max_length]
    headlines.address_follows(article)


def _take_standfirst(article: Article, value: Any, newer: Original) -> None:
    article.standfirst = str(value)


def _take_disclosure(article: Article, value: Any, newer: Original) -> None:
    html = _words(_said(newer, "disclosure_html"))
    told = html or "".join(f"<p>{escape(one)}</p>" for one in str(value).split("\n\n"))
    article.disclosure_html = clean.clean(told)


def _take_credits(article: Article, value: Any, newer: Original) -> None:
    """The byline anew; who was in it before keeps the links to profile and institution."""
    before = {row.name: row for row in article.bylines.order_by("position", "id")}
    frozen_at = timezone.now() if article.status in ("published", "withdrawn") else None
    article.bylines.all().delete()
    for position, row in enumerate(_rows(value)):
        known = before.get(_fit("name", row))
        institution = _fit("institution_name", row, "institution")
        same = known is not None and known.institution_name == institution
        alias = InstitutionAlias.objects.filter(key=normalise_name(institution)).first() if institution else None
        Byline.objects.create(
            article=article,
            position=position,
            name=_fit("name", row),
            title=_fit("title", row),
            institution_name=institution,
            author=known.author if known else None,
            institution=known.institution if known and same else alias.institution if alias else None,
            frozen_at=frozen_at,
        )


def _fit(column: str, row: Mapping[str, Any], key: str = "") -> str:
    return str(row.get(key or column) or "")[: Byline._meta.get_field(column).max_length]


def _take_links(article: Article, value: Any, newer: Original) -> None:
    article.related_links.all().delete()
    for position, row in enumerate(_rows(value)):
        url = str(row.get("url") or "")
        if url.startswith(("http://", "https://")) and len(url) <= 2000:
            title = str(row.get("title") or url)[:500]
            RelatedLink.objects.create(article=article, position=position, title=title, url=url)


def moment(said: Any) -> dt.datetime | None:
    """A moment as it stands among the fields as received."""
    try:
        read = dt.datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return read if read and read.tzinfo else None


_Taker = Callable[["Article", Any, "Original"], None]
LABELS = {
    "title": _("headline"),
    "standfirst": _("standfirst"),
    "authors": _("byline"),
    "disclosure": _("disclosure"),
    "related": _("related links"),
}
# name, which is its key among the fields as received: in words, ours in words, taking it
_PARTS: dict[str, tuple[Callable[[Any], str], Callable[[Article], str], _Taker]] = {
    "title": (_words, lambda article: article.title, _take_title),
    "standfirst": (_words, lambda article: article.standfirst, _take_standfirst),
    "authors": (_credits, _our_credits, _take_credits),
    "disclosure": (_words, lambda article: text.plain(article.disclosure_html), _take_disclosure),
    "related": (_links, _our_links, _take_links),
}
