"""What a draft would change for readers: part by part, and its text beside theirs."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import derivation, drafting, revisions
from articles.admin import words
from articles.models import Amendment, Article, ArticlePicture, Revision, Section
from articles.rights.finding import Finding
from articles.rights.findings import findings
from pictures.models import Picture

# What happens to a live article while somebody drafts, and is worth knowing before the draft goes live.
_TOLD = ("put_live", "correct", "take_over", "rest_on", "withdraw", "restore")


@dataclasses.dataclass(frozen=True)
class Change:
    """A part that the draft has otherwise; of a list, a line for each row."""

    label: str
    before: list[str]
    after: list[str]
    on_both_sides: bool = False
    """Readers got it otherwise too, since the draft was made."""


@dataclasses.dataclass(frozen=True)
class Look:
    """The draft as readers would get it, held against what they have."""

    changes: list[Change]
    body: SafeString | None
    """The two texts side by side; None where they are the same."""
    found: list[Finding]

    @property
    def in_the_way(self) -> list[Finding]:
        return [finding for finding in self.found if finding.blocks]

    @property
    def to_see_to(self) -> list[Finding]:
        return [finding for finding in self.found if not finding.blocks]


def label(name: str) -> str:
    """A part's name, as the form has it."""
    if name in ("bylines", "related_links", "article_pictures", "amendments"):
        return str(capfirst(Article._meta.get_field(name).related_model._meta.verbose_name_plural))
    return str(capfirst(Article._meta.get_field(name).verbose_name))


def look(article: Article) -> Look:
    """What the draft beside this article would change."""
    over = drafting.overtaken(article)
    live, live_body = drafting.parts_of(article, revisions.snapshot(article)), article.body_html
    try:
        with drafting.opened(article.pk) as draft:
            drafted, body = drafting.parts_of(draft, revisions.snapshot(draft)), draft.body_html
            found = findings(draft)
            changes = [
                Change(label(name), _lines(name, live[name]), _lines(name, drafted[name]), name in over)
                for name in drafting.differing(live, drafted)
                if name != "body_html"
            ]
    except derivation.NotSealed as broken:
        return Look([], None, [Finding("original", str(broken), "")])
    return Look(changes, words.compared(live_body, body) if body != live_body else None, found)


def _lines(name: str, value: Any) -> list[str]:
    if value in (None, "", []):
        return []
    if name in _ROWS:
        return [_ROWS[name](row) for row in value]
    if name in ("section", "translation_of"):
        model = Section if name == "section" else Article
        return [str(model._default_manager.filter(pk=value).first() or value)]
    if isinstance(value, list):
        return [", ".join(str(one) for one in value)]
    return [str(value)]


def _byline(row: dict[str, Any]) -> str:
    return ", ".join(part for part in (row["name"], row["title"], row["institution_name"]) if part)


def _picture(row: dict[str, Any]) -> str:
    picture = Picture.objects.filter(pk=row["picture"]).first()
    return f"{picture or row['picture']} ({ArticlePicture.Role(row['role']).label})"


def _amendment(row: dict[str, Any]) -> str:
    kind, state = Amendment.Kind(row["kind"]).label, Amendment.State(row["state"]).label
    return f"{kind}: “{row['exact']}” → “{row['replacement']}” ({state})"


_ROWS: dict[str, Callable[[dict[str, Any]], str]] = {
    "bylines": _byline,
    "related_links": lambda row: f"{row['title']} ({row['url']})",
    "article_pictures": _picture,
    "amendments": _amendment,
}


def made(draft: Revision) -> dict[str, str]:
    """When it was last saved, and by whom."""
    by = draft.made_by
    at = timezone.localtime(draft.made_at)
    shape = "TIME_FORMAT" if at.date() == timezone.localdate() else "DATETIME_FORMAT"
    who = (by.get_full_name() or by.get_username()) if by else _("the system")
    return {"when": formats.date_format(at, shape), "who": who}


def since(article: Article, draft: Revision) -> list[str]:
    """What was done to the live text since the draft was last saved: a line for each deed, the last five."""
    events = article.audit_events.filter(verb__in=_TOLD, at__gt=draft.made_at).order_by("-at", "-pk")
    return [
        _("%(who)s, %(when)s: %(what)s")
        % {
            "who": event.actor_name,
            "when": formats.date_format(timezone.localtime(event.at), "DATETIME_FORMAT"),
            "what": ": ".join(filter(None, [event.deed, event.reason])),
        }
        for event in reversed(events[:5])
    ]
