"""What the standing pages of a new newsroom say until an editor writes them: true of every newsroom, and no more."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.translation import gettext as _


@dataclasses.dataclass(frozen=True)
class Text:
    title: str
    slug: str
    kind: str
    paragraphs: tuple[str, ...]

    @property
    def html(self) -> str:
        return format_html_join("", "<p>{}</p>", ((paragraph,) for paragraph in self.paragraphs))

    @property
    def placeholder(self) -> str:
        """The sentence that stands where only the newsroom itself can write; "" where nothing is left to write."""
        return "" if self.kind == "corrections" else self.paragraphs[-1]


def texts() -> list[Text]:
    """In the language in force, in the order of the footer."""
    return [
        Text(
            _("About us"),
            "about",
            "text",
            (
                _(
                    "We publish our own reporting and, under licence, the work of other outlets. Every article says "
                    "who wrote it, and an article from elsewhere says where it comes from."
                ),
                _("Who publishes this newsroom, who edits it and who pays for it is still to be written here."),
            ),
        ),
        Text(
            _("Corrections"),
            "corrections",
            "corrections",
            (
                _(
                    "When we have made a mistake we say so in the article itself: what was wrong, what is right, and "
                    "when we put it right. When an outlet corrects an article that we republished, we do too."
                ),
                _(
                    "An article that we withdraw leaves this site at once; at its address we say that it is gone, "
                    "and why."
                ),
            ),
        ),
        Text(
            _("Republishing"),
            "republishing",
            "text",
            (
                _(
                    "Articles from other outlets belong to their authors and outlets. Each has a notice that leads to "
                    "its source, and whoever wants to republish it asks there."
                ),
                _("On what terms our own work may be republished is still to be written here. Until then, ask first."),
            ),
        ),
        Text(
            _("Contact"),
            "contact",
            "text",
            (_("How to reach the people who make this newsroom is still to be written here."),),
        ),
        Text(
            _("Privacy"),
            "privacy",
            "privacy",
            (
                _("Reading is private: there is no registration, and no page here follows its readers."),
                _("Who is responsible for this site, and how to reach them, is still to be written here."),
            ),
        ),
    ]


def unwritten() -> Any:
    """The standing pages, as rows, that still tell readers that something is to be written; one query.

    They are known by the sentence, in the language that the newsroom had when they were made, or in English.
    """
    rule = Q(pk__in=[])
    for language in (settings.LANGUAGE_CODE, "en"):
        with translation.override(language):
            for text in texts():
                if text.placeholder:
                    rule |= Q(body_html__contains=text.placeholder)
    return apps.get_model("articles", "StandingPage").objects.filter(rule, is_open=True)


def make_missing(registry: Any, database: str = "default") -> int:
    """Make each of these pages that is not there, by address and by kind; how many were made.

    ``registry`` is that of a migration or the real one. A page that is there is left as it is.
    """
    pages = registry.get_model("articles", "StandingPage").objects.using(database)
    sections = registry.get_model("articles", "Section").objects.using(database)
    made = 0
    with translation.override(settings.LANGUAGE_CODE):
        for position, text in enumerate(texts(), 1):
            if pages.filter(slug=text.slug).exists() or sections.filter(slug=text.slug).exists():
                continue
            if text.kind != "text" and pages.filter(kind=text.kind).exists():
                continue
            known = {"title": text.title, "slug": text.slug, "kind": text.kind, "position": position}
            pages.create(body_html=text.html, language=settings.LANGUAGE_CODE, **known)
            made += 1
    return made
