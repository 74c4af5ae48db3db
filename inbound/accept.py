"""An arrived text becomes ours to work on: its original sealed, a draft made, every field in its place."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import auditing, carrying, derivation, revisions, trash
from articles.body import clean, text
from articles.models import Article, ArticlePicture, Byline, Original, RelatedLink
from articles.rights import headlines, machines
from authors.models import Author
from inbound import changes, matching
from inbound.formats import arrival as arriving
from inbound.formats import dates
from inbound.people import credit_to_byline
from outlets.models import Outlet
from pictures.models import Picture
from records.slugs import free_slug

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Section

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class NotAccepted(Exception):
    """The item cannot be taken; nothing was stored. Its text is one sentence for an editor."""


@dataclasses.dataclass(frozen=True)
class Accepted:
    """What became of one arrival.

    ``outcome`` is new, same (held already, nothing stored), updated (sealed as the next original) or shortened (so much
    is missing from what we hold that it may be an excerpt or a broken answer; nothing stored).
    """

    article: Article
    outcome: str
    warnings: tuple[str, ...] = ()


def accept(
    arrival: arriving.Arrival,
    *,
    outlet: Outlet,
    by: User | None,
    because: str = "",
    section: Section | None = None,
    format: str = "",
    source: str = "",
    article: Article | None = None,
) -> Accepted:
    """Seal the original and make a draft, all in one transaction, or raise NotAccepted and store nothing.

    An article that we hold already (``inbound.matching``) is not made twice. Where its text changed at the source, the
    new text is sealed as its next original; a draft that nobody has amended takes it over, anything else keeps showing
    the original it shows until a person decides. One that lies in the trash stays there, and a warning says so; where
    its days there are over, a new article is made beside it, and a warning says that.
    ``article`` is the one that we hold, where the caller knows it.
    """
    arrival = storable(arrival)
    terms = outlet.current_terms()
    if terms is None:
        raise NotAccepted(
            _("No terms of “%(outlet)s” are in force, so nothing can be taken from it. Adopt its terms first.")
            % {"outlet": outlet}
        )
    if not arrival.body_html.strip():
        raise NotAccepted(_("“%(title)s” arrived without a text.") % {"title": arrival.title or source})
    with transaction.atomic():
        Outlet.objects.select_for_update().get(pk=outlet.pk)  # one arrival of an outlet at a time: no twins
        if match := matching.Match(article, "known") if article else matching.find(arrival, outlet):
            return _meet_again(match, arrival, by=by, format=format, source=source)
        if arrival.rights.status == arriving.CANCELED:
            raise NotAccepted(
                _("“%(title)s” was canceled by its source, so it cannot be taken.") % {"title": arrival.title or source}
            )
        for past in matching.past(arrival, outlet):
            arrival.warn(trash.met_again(past))
            trash.let_go(past, by=by)
        return _take(
            arrival,
            outlet=outlet,
            terms=terms,
            by=by,
            because=because,
            section=section,
            format=format,
            source=source,
        )


def _take(
    arrival: arriving.Arrival, *, outlet: Outlet, terms: Any, by: User | None, because: str, section: Section | None,
    format: str, source: str,
) -> Accepted:  # fmt: skip
    number = matching.article_number(arrival)
    title = arrival.title or headlines.stand_in(arrival.body_html)
    if not arrival.title:
        arrival.warn(_("No headline came with the text. Enter the outlet's own before it is submitted."))
    article = Article(
        title=fit(Article, "title", title, arrival),
        slug=free_slug(Article, arrival.title or "", f"{outlet.slug}-{number or 'article'}"),
        standfirst=arrival.standfirst or "",
        section=section,
        language=fit(Article, "language", arrival.language or outlet.language, arrival),
        outlet=outlet,
        terms=terms,
        source_id=fit(Article, "source_id", arrival.source_id or "", arrival),
        source_number=number,
        source_url=_web(Article, "source_url", arrival.canonical_url, arrival),
        source_published_at=arrival.published,
        source_updated_at=arrival.updated,
        licence_stated=fit(Article, "licence_stated", arrival.licence_stated or "", arrival),
        embargo_until=arrival.embargo_until,
        usable_until=arrival.rights.expires,
        picked_because=because[:500],
        fingerprint=matching.fingerprint(arrival.body_html),
        body_html=arrival.body_html,
        notice_html=clean.clean(arrival.notice_html or ""),
        disclosure_html=clean.clean(arrival.disclosure_html or ""),
        created_by=by,
        **_counter(arrival),
    )
    article.save()
    article.original = _seal(article, arrival, by=by, format=format, source=source, number=1)
    for position, credit in enumerate(arrival.authors):
        row = credit_to_byline(_fitting(credit, arrival), position)
        row.article = article
        row.save()
    for position, link in enumerate(arrival.related):
        if url := _web(RelatedLink, "url", link.url, arrival):
            RelatedLink.objects.create(
                article=article,
                position=position,
                title=fit(RelatedLink, "title", link.title or url, arrival),
                url=url,
            )
    for position, picture in enumerate(arrival.pictures):
        file_picture(article, picture, position, outlet, arrival)
    article.tags.add(*(tag[:100] for tag in arrival.tags[:50] if tag.strip()))
    if not terms.frozen_at:
        terms.frozen_at = timezone.now()
        terms.save()
    derivation.derive(article)
    article.save()
    revisions.record(article, by=by, comment="accept")
    auditing.record(
        "accept",
        by=by,
        article=article,
        reason=because,
        terms=terms.number,
        source=source[:1000],
        warnings=arrival.warnings,
    )
    return Accepted(article, "new", tuple(arrival.warnings))


def _meet_again(
    match: matching.Match, arrival: arriving.Arrival, *, by: User | None, format: str, source: str
) -> Accepted:
    article = match.article
    in_trash = trash.met_again(article)
    newest = article.originals.order_by("-number").first()

    def held_already(outcome: str = "same") -> Accepted:
        return Accepted(article, outcome, (*arrival.warnings, *filter(None, [in_trash])))

    if newest is not None and (
        changes.says_the_same(newest, arrival, format) or changes.is_earlier(article.originals, newest, arrival, format)
    ):
        return held_already()
    versions = article.originals.values_list("fields__version", flat=True)
    held = max((str(version or "") for version in versions), key=_number, default="")
    if matching.is_older(arrival.version, held):
        arrival.warn(
            _("This is version %(old)s of the source; we hold its version %(new)s, so nothing was sealed.")
            % {"old": arrival.version, "new": held}
        )
        return held_already()
    is_shorter = newest is not None and changes.is_shortened(newest.text, text.plain(arrival.body_html))
    if is_shorter and by is None:
        arrival.warn(_("So much of the text that we hold is missing that it may be an excerpt: nothing was sealed."))
        return held_already("shortened")
    original = _seal(article, arrival, by=by, format=format, source=source, number=newest.number + 1 if newest else 1)
    untouched = (
        article.status == Article.Status.DRAFT
        and not (article.is_adaptation or article.page_marks or is_shorter)
        and not article.amendments.exists()
    )
    if untouched:
        carrying.carry(article, article.original, original, {})
        article.original = original
        article.fingerprint = matching.fingerprint(arrival.body_html)
        derivation.derive(article)
        article.save()
        revisions.record(article, by=by, comment="update at the source")
    else:
        arrival.warn(
            _("The text changed at the source. It is sealed as original %(number)d; the article shows what it showed.")
            % {"number": original.number}
        )
        if article.beside:  # what it forbids machines by now holds at once
            article.beside |= machines.kept(article)
            article.save(update_fields=["beside"])
    auditing.record(
        "update_sealed",
        by=by,
        article=article,
        original=original.number,
        recognised_by=match.rung,
        taken_over=untouched,
    )
    return Accepted(article, "updated", (*arrival.warnings, *filter(None, [in_trash])))


def _number(version: str) -> int:
    return int(version) if version.isdecimal() and len(version) < 30 else -1


def _seal(
    article: Article, arrival: arriving.Arrival, *, by: User | None, format: str, source: str, number: int
) -> Original:
    return Original.objects.create(
        article=article,
        number=number,
        received=arrival.raw,
        content_type=arrival.content_type[:100],
        format=format[:40],
        html=arrival.body_html,
        text=text.plain(arrival.body_html),
        fields=arriving.to_json(arrival, pages=()) | {"disclosure_html": clean.clean(arrival.disclosure_html or "")},
        received_at=timezone.now(),
        received_from=source[:2000],
        received_by=by,
    )


def file_picture(
    article: Article, picture: arriving.Picture, position: int, outlet: Outlet | None, arrival: arriving.Arrival
) -> None:
    """The picture's own row, not cleared: the licence of a text never covers the pictures beside it."""
    url = _web(Picture, "source_url", picture.url, arrival)
    if not url:
        return
    filed = Picture.objects.filter(outlet=outlet, source_url=url).order_by("id").first()
    filed = filed or Picture.objects.create(
        source_url=url,
        outlet=outlet,
        alt=picture.alt or "",
        caption=picture.caption or "",
        credit=fit(Picture, "credit", picture.credit or "", arrival),
        licence=fit(Picture, "licence", picture.licence or "", arrival),
        rights_line=fit(Picture, "rights_line", picture.rights or "", arrival),
    )
    leads = picture.lead and not article.article_pictures.filter(role=ArticlePicture.Role.LEAD).exists()
    ArticlePicture.objects.create(
        article=article,
        picture=filed,
        role=ArticlePicture.Role.LEAD if leads else ArticlePicture.Role.BODY,
        position=position,
        source_url=picture.url[:2000],
    )


def _counter(arrival: arriving.Arrival) -> dict[str, str]:
    url = arrival.counter_url or ""
    parts = urlsplit(url)
    usable = (parts.scheme in ("http", "https") and parts.netloc) or (url.startswith("/") and not url.startswith("//"))
    if url and (not usable or len(url) > 1000):
        arrival.warn(_("The counter's address cannot be used: %(url)s") % {"url": url[:100]})
        url = ""
    kind = "none" if not url else "script" if parts.path.endswith(".js") else "img"
    return {"counter_url": url, "counter_kind": kind}


def _web(model: type[models.Model], field: str, url: str | None, arrival: arriving.Arrival) -> str:
    """The address when it is one of the web and fits its column, else ``""`` and a warning."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"]", url)
    except ValueError:
        usable = False
    if usable and len(url) <= (model._meta.get_field(field).max_length or 0):
        return url
    arrival.warn(_("This address was left out, because it is none of the web: %(url)s") % {"url": url[:100]})
    return ""


def fit(model: type[models.Model], field: str, value: str, arrival: arriving.Arrival) -> str:
    column = model._meta.get_field(field)
    most = column.max_length or 0
    if len(value) > most:
        arrival.warn(
            _("“%(field)s” is longer than %(most)d characters and was cut; the original keeps it whole.")
            % {"field": column.verbose_name, "most": most}
        )
    return value[:most]


def _fitting(credit: arriving.Author, arrival: arriving.Arrival) -> arriving.Author:
    return dataclasses.replace(
        credit,
        name=fit(Byline, "name", credit.name, arrival),
        title=fit(Byline, "title", credit.title or "", arrival),
        institution=fit(Byline, "institution_name", credit.institution or "", arrival),
        profile_url=_web(Author, "profile_url", credit.profile_url, arrival),
    )


def storable(arrival: arriving.Arrival) -> arriving.Arrival:
    """The arrival without what no database takes (control characters, surrogates) and no calendar (year 9999)."""
    cleaned: arriving.Arrival = _storable(arrival)
    dates.bound(cleaned)
    return cleaned


def storable_words(words: str) -> str:
    return _UNSTORABLE.sub("", words)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable_words(value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(
            value, **{f.name: _storable(getattr(value, f.name)) for f in dataclasses.fields(value)}
        )
    return value
