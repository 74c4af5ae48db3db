"""An edition as it is mailed: which stories, in whose words, and the finished letter.

The gate decides which stories may be in it. Of a licensed one stand its own headline, the standfirst (or its first
words, where its terms allow an excerpt), the byline as printed, which names its outlet, and the link to our page, where
everything else that its terms ask for stands. Our own words stand with our own stories alone. There are no pictures,
and nothing tells us who reads what.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.text import Truncator
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from articles import readers
from articles.models import Article, AuditEvent, Ruling
from articles.presentation import present
from articles.queries import ArticleQuerySet
from articles.rights import Decision, Surface, may_each, parts, taken_back
from newsletters import mails
from newsletters.models import Edition, Item

WORDS = 60
SUGGESTED = 60
FIRST_TIME = dt.timedelta(days=7)


@dataclasses.dataclass(frozen=True)
class Story:
    """What the letter prints of one article. All of it is text."""

    title: str
    kicker: str
    words: str
    byline: str
    address: str
    language: str
    direction: str


@dataclasses.dataclass(frozen=True)
class Asked:
    """An item of an edition, and what the gate says of mailing it now."""

    item: Item
    decision: Decision

    @property
    def reasons(self) -> str:
        return " ".join(str(reason.sentence) for reason in self.decision.reasons)


def mailable() -> ArticleQuerySet:
    return Article.objects.visible_on(Surface.NEWSLETTER)


def asked(edition: Edition) -> list[Asked]:
    """Every item in its order, with the gate's answer."""
    return _asked(_items(edition))


def _asked(items: list[Item]) -> list[Asked]:
    decisions = may_each([item.article for item in items], Surface.NEWSLETTER)
    return [Asked(item, decision) for item, decision in zip(items, decisions, strict=True)]


def _items(edition: Edition) -> list[Item]:
    articles = {row.pk: row for row in Article.objects.filter(newsletter_items__edition=edition).for_presentation()}
    items = list(edition.items.all())
    for item in items:
        item.article = articles[item.article_id]
    return items


class Moved:
    """Tells before each mail whether anything moved on which the gate's answer about an edition rests, at the price of
    one small query.

    What moves it: a story's version, which every verb raises and every ruling that opens or closes it for readers; any
    ruling at all; what its source says of taking it back; and the moment which the gate names for its next answer.
    """

    def __init__(self, edition: Edition) -> None:
        newest = Ruling.objects.order_by("-pk").values("pk")[:1]
        told = AuditEvent.objects.filter(article=OuterRef("pk"), verb__in=taken_back.LINES).order_by("-pk")
        rows = Article.objects.filter(newsletter_items__edition=edition).order_by("pk")
        # Put into SQL once: that costs more than the question itself.
        compiler = rows.values_list(
            "pk", "version", Subquery(newest), Subquery(told.values("pk")[:1])
        ).query.get_compiler(rows.db)
        self._using, (self._sql, self._params) = rows.db, compiler.as_sql()
        self._seen: list[tuple[Any, ...]] | None = None
        self._until: dt.datetime | None = None

    def since_asked(self) -> bool:
        """Whether the gate has to be asked (anew)."""
        return self._seen is None or self._rows() != self._seen or bool(self._until and self._until <= timezone.now())

    def ask(self, edition: Edition) -> list[Asked]:
        """``asked``, remembered as it was before the gate was asked, so that a change meanwhile is not missed."""
        self._seen = self._rows()
        found = asked(edition)
        self._until = min((each.decision.changes_at for each in found if each.decision.changes_at), default=None)
        return found

    def _rows(self) -> list[tuple[Any, ...]]:
        with connections[self._using].cursor() as cursor:
            cursor.execute(self._sql, self._params)
            return cursor.fetchall()


def suggestions(edition: Edition) -> list[Asked]:
    """What readers saw since the edition before and no edition has had, newest first; those that may not be mailed too,
    so that an editor sees why."""
    begun = Edition.objects.exclude(state=Edition.State.DRAFT)
    last = begun.exclude(pk=edition.pk).order_by("-began_at").values_list("began_at", flat=True).first()
    since = last or timezone.now() - FIRST_TIME
    had = Item.objects.filter(edition__in=begun) | Item.objects.filter(edition=edition)
    found = (
        Article.objects.visible_on(Surface.PAGE).filter(published_at__gte=since).exclude(pk__in=had.values("article"))
    )
    newest = found.for_presentation().newest_first()[:SUGGESTED]
    return _asked([Item(edition=edition, article=article) for article in newest])


def stories(edition: Edition, base: str) -> list[Story]:
    """What may be mailed of it now, in its order."""
    allowed = set(mailable().filter(newsletter_items__edition=edition).values_list("pk", flat=True))
    return [_story(item, base) for item in _items(edition) if item.article_id in allowed]


def _story(item: Item, base: str) -> Story:
    shown = present(item.article, Surface.NEWSLETTER)
    own, kicker = (item.blurb, shown.kicker) if parts.may_bear_our_words(item.article) else ("", "")
    return Story(
        title=mails.one_line(shown.title),
        kicker=mails.one_line(kicker),
        words=mails.one_line(own) or Truncator(mails.one_line(shown.summary)).words(WORDS),
        byline=mails.one_line(shown.byline_line),
        address=base + shown.url,
        language=shown.language,
        direction="rtl" if _is_rtl(shown.speaks) else "ltr",
    )


@functools.cache
def _is_rtl(language: str) -> bool:
    try:
        return bool(get_language_info(language)["bidi"])
    except KeyError:
        return False


def compose(edition: Edition, *, base: str = "", subject: str = "") -> mails.Prepared:
    """The letter, ready to be addressed to everybody."""
    base = base or readers.base()
    context = {
        "edition": edition,
        "subject": subject or edition.subject,
        "name": settings.NEWSLETTER_NAME,
        "newsroom": settings.NEWSROOM_NAME,
        "base": base,
        "date": formats.date_format(timezone.localdate(), "DATE_FORMAT"),
        "stories": stories(edition, base),
        "leave": base + mails.leave_path(),
        "imprint": settings.NEWSLETTER_IMPRINT,
    }
    html = render_to_string("newsletters/mail/edition.html", context)
    return mails.prepare(context["subject"], _text(context), html, as_list=True, base=base)


def _text(context: dict) -> str:
    def rule(sign: str) -> str:
        return sign * mails.WIDE

    blocks = [f"{mails.one_line(context['name'])}\n{context['date']}", mails.wrapped(context["edition"].preface)]
    for story in context["stories"]:
        lines = [mails.wrapped(story.title), mails.wrapped(story.words), mails.wrapped(story.byline), story.address]
        blocks += [rule("-"), "\n".join(line for line in lines if line)]
    blocks += [
        rule("="),
        mails.wrapped(_("You get this letter because you asked for it and confirmed that. To get it no more, open:")),
        context["leave"],
        f"{mails.one_line(context['newsroom'])}\n{context['base']}/",
        "\n".join(mails.wrapped(line) for line in context["imprint"].splitlines()),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"
