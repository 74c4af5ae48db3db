"""Plain builders for tests: each makes one thing, in the database, complete enough to be published.

People have names: Alice writes, Bob edits, Rita clears rights, Paula publishes; Charlie has no business at the desk.
Everything can be said otherwise by keyword.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image

from articles import derivation, publishing, roles
from articles.body import clean, text
from articles.models import Amendment, Article, ArticlePicture, Byline, Correction, Original, RelatedLink, Section
from authors.models import Affiliation, Author, Institution
from outlets.models import Outlet, Terms
from pictures.models import Picture

_numbers = itertools.count(1)

ROLES = {
    "writer": ("Alice", roles.WRITER),
    "editor": ("Bob", roles.EDITOR),
    "rights": ("Rita", roles.RIGHTS_DESK),
    "publisher": ("Paula", roles.PUBLISHER),
    "reader": ("Charlie", None),
    "administrator": ("Ada", None),
}

NOTICE = (
    'This article is republished from <a href="{home}">{outlet}</a> under a Creative Commons license. '
    'Read the <a href="{original}">original article</a>.'
)


def make_user(role: str = "editor", name: str = "", **fields: Any) -> User:
    """A member of the group of that role; "reader" may not log in to the desk, "administrator" may do everything."""
    first, group = ROLES[role]
    name = name or first
    user = User.objects.create_user(
        username=fields.pop("username", f"{slugify(name)}-{next(_numbers)}"),
        password=fields.pop("password", "correct horse battery staple"),
        first_name=name,
        is_staff=role != "reader",
        is_superuser=role == "administrator",
        **fields,
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_section(name: str = "Business", **fields: Any) -> Section:
    """The section of that name, made when it is not there."""
    fields = {"slug": slugify(name), **fields}
    return Section.objects.get_or_create(name=name, defaults=fields)[0]


def make_outlet(name: str = "The Commons", **fields: Any) -> Outlet:
    number = next(_numbers)
    fields = {
        "slug": f"{slugify(name)}-{number}",
        "home_url": "https://commons.example",
        "newsletter_line": "Like this article? Subscribe to our weekly newsletter.",
        "newsletter_url": "https://commons.example/newsletter",
        **fields,
    }
    return Outlet.objects.create(name=name, **fields)


def make_terms(outlet: Outlet | None = None, *, adopted: bool = True, **clauses: Any) -> Terms:
    """The next version of the outlet's terms; every clause that is not named is not stated."""
    clauses = {"credit_template": NOTICE, **clauses}
    return Terms.objects.create(outlet=outlet or make_outlet(), adopted=adopted, **clauses)


def make_institution(name: str = "Clemson University", **fields: Any) -> Institution:
    fields = {"slug": f"{slugify(name)}-{next(_numbers)}", **fields}
    return Institution.objects.get_or_create(name=name, defaults=fields)[0]


def make_author(name: str = "Amira Jadoon", institution: Institution | None = None, title: str = "", **fields: Any):
    fields = {"slug": f"{slugify(name)}-{next(_numbers)}", **fields}
    author = Author.objects.create(name=name, **fields)
    if institution:
        Affiliation.objects.create(author=author, institution=institution, title=title)
    return author


def make_byline(
    article: Article,
    name: str = "Amira Jadoon",
    title: str = "",
    institution: str = "",
    *,
    author: Author | None = None,
    institution_page: Institution | None = None,
    position: int | None = None,
) -> Byline:
    position = article.bylines.count() if position is None else position
    return Byline.objects.create(
        article=article,
        position=position,
        name=name,
        title=title,
        institution_name=institution,
        author=author,
        institution=institution_page,
    )


def make_own_article(
    title: str = "The harbour opens again",
    body: str = "<p>The ferries sailed at six.</p><p>Nobody waved.</p>",
    *,
    bylines: Iterable[Any] = ("Alice Archer",),
    related: Iterable[tuple[str, str]] = (),
    tags: Iterable[str] = (),
    **fields: Any,
) -> Article:
    """A draft of our own, with everything derived."""
    article = Article(title=title, body_html=body, **_common(title, fields))
    article.save()
    return _with_what_stands_beside(article, bylines, related, tags)


def make_licensed_article(
    title: str = "Why ferries lean",
    body: str = "<p>Water is heavy.</p><p>Ferries are not.</p>",
    *,
    outlet: Outlet | None = None,
    terms: Terms | None = None,
    bylines: Iterable[Any] = (("Amira Jadoon", "Assistant Professor of Political Science", "Clemson University"),),
    related: Iterable[tuple[str, str]] = (),
    tags: Iterable[str] = (),
    counter_url: str = "",
    notice: str = "",
    disclosure: str = "",
    received: bytes | None = None,
    fields_received: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Article:
    """A draft whose original is sealed as arrival seals it: ``body`` is cleaned, ``received`` are the bytes it came in.

    A byline is a name, or (name, title, institution), or a dict of what ``make_byline`` takes.
    """
    number = next(_numbers)
    outlet = outlet or (terms.outlet if terms else make_outlet())
    terms = terms or outlet.current_terms() or make_terms(outlet)
    html = clean.clean(body)
    fields = {
        "source_url": f"https://commons.example/{slugify(title) or 'article'}-{number}",
        "source_id": f"tag:commons.example,2011:article/{number}",
        "source_number": str(number),
        "source_published_at": timezone.now() - dt.timedelta(days=1),
        "picked_because": "worth reading",
        "counter_kind": "img" if counter_url else "none",
        **fields,
    }
    article = Article(
        title=title,
        outlet=outlet,
        terms=terms,
        body_html=html,
        notice_html=notice,
        disclosure_html=disclosure,
        counter_url=counter_url,
        **_common(title, fields),
    )
    article.save()
    article.original = make_original(article, html, received=received, fields=dict(fields_received or {}))
    return _with_what_stands_beside(article, bylines, related, tags)


def make_original(article: Article, html: str, *, received: bytes | None = None, **fields: Any) -> Original:
    """The next sealed original of the article; it is shown only when ``article.original`` is set to it."""
    fields = {
        "number": article.originals.count() + 1,
        "received": html.encode() if received is None else received,
        "content_type": "text/html",
        "format": "test",
        "received_at": timezone.now(),
        "received_from": article.source_url,
        **fields,
    }
    return Original.objects.create(article=article, html=html, text=text.plain(html), **fields)


def make_amendment(article: Article, exact: str, replacement: str, **fields: Any) -> Amendment:
    """An applied amendment; derive the article to see it."""
    fields = {"kind": "style", "reason": "house style", "state": "applied", **fields}
    fields.setdefault("made_by", make_user("editor"))
    return Amendment.objects.create(
        article=article, original=article.original, exact=exact, replacement=replacement, **fields
    )


def make_picture(*, cleared: bool = True, size: tuple[int, int] = (120, 80), **fields: Any) -> Picture:
    """A picture with a real file of ours; cleared unless told otherwise."""
    drawn = io.BytesIO()
    Image.new("RGB", size, (30, 90, 120)).save(drawn, "PNG")
    fields = {
        "file": ContentFile(drawn.getvalue(), name=f"picture-{next(_numbers)}.png"),
        "alt": "A ferry at the quay",
        "caption": "The first ferry of the day.",
        "credit": "Ida Holm",
        "rights": Picture.Rights.CLEARED if cleared else Picture.Rights.UNCLEARED,
        "cleared_because": "own photograph" if cleared else "",
        **fields,
    }
    return Picture.objects.create(**fields)


def add_picture(article: Article, picture: Picture | None = None, role: str = "lead", **fields: Any) -> ArticlePicture:
    fields = {"position": article.article_pictures.count(), **fields}
    return ArticlePicture.objects.create(article=article, picture=picture or make_picture(), role=role, **fields)


def make_correction(
    article: Article, text: str = "The ferry was blue, not green.", kind: str = "correction"
) -> Correction:
    return publishing.correct(article, by=None, kind=kind, text=text)


def publish_now(article: Article, at: dt.datetime | None = None) -> Article:
    """Published by the system, a minute ago unless told otherwise (so that it shows at once)."""
    if article.is_licensed and article.status in ("draft", "in_review"):
        publishing.clear(article, by=None)
    publishing.publish(article, by=None, at=at or timezone.now() - dt.timedelta(minutes=1))
    return article


def _common(title: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    fields = {"slug": f"{slugify(title)[:150] or 'article'}-{next(_numbers)}", **fields}
    if "section" not in fields:
        fields["section"] = make_section()
    return fields


def _with_what_stands_beside(
    article: Article, bylines: Iterable[Any], related: Iterable[tuple[str, str]], tags: Iterable[str]
) -> Article:
    for row in bylines:
        if isinstance(row, str):
            make_byline(article, row)
        elif isinstance(row, Mapping):
            make_byline(article, **row)
        else:
            make_byline(article, *row)
    for position, (title, url) in enumerate(related):
        RelatedLink.objects.create(article=article, position=position, title=title, url=url)
    article.tags.add(*tags)
    derivation.derive(article)
    article.save()
    return article
