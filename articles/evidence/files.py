"""Which files stand in the evidence file, what each is, and the README that says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.evidence import desk, words
from articles.evidence.writing import as_json, as_text, moment, one_line, person, rows
from articles.models import Article, AuditEvent
from articles.presentation import present
from articles.rights import Surface, may

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# How a file of received bytes is called; by this table alone, so that no source can write a name.
_ENDINGS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/rss+xml": "xml",
    "application/atom+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/json": "json",
    "application/feed+json": "json",
    "text/plain": "txt",
}
_LOGO_ENDINGS = {"png": "png", "jpg": "jpg", "jpeg": "jpg", "gif": "gif", "webp": "webp"}

# In the order in which they stand in the ZIP, each with what it is. N is the number of an original.
FILES: dict[str, Any] = {
    "article.json": gettext_lazy(
        "Every field of the article: its identity, its address and those it left, its dates, and the body as shown."
    ),
    "surfaces.json": gettext_lazy(
        "From when until when each surface showed it, or shows it, as far as the log, the revisions and the rulings "
        "tell; an open end has no date. The newsroom's settings about advertisements and paywalls are taken as they "
        "are now."
    ),
    "decisions.json": gettext_lazy("Where the text could be seen when this file was made, why, and until when."),
    "terms.json": gettext_lazy(
        "The version of the outlet's terms on which the article rests, clause by clause, with the outlet's own words."
    ),
    "terms.txt": gettext_lazy("The same in plain words."),
    "former_terms.json": gettext_lazy("The versions of the terms on which it rested before."),
    "panel.json": gettext_lazy(
        "How the article stood on each clause when this file was made: its light, its findings, the ruling that counts."
    ),
    "panel.txt": gettext_lazy("The same in plain words."),
    "findings.json": gettext_lazy(
        "What spoke against the terms, or had to be seen to, when this file was made; empty when nothing did."
    ),
    "rulings.json": gettext_lazy(
        "What the rights desk decided where terms leave a clause open, for this article or all of its outlet's, with "
        "the outlet's word where there is one. Those with in_force are the ones that count now."
    ),
    "clearances.json": gettext_lazy(
        "Each clearing by the rights desk: when, by whom, under which version of the terms, of which original and "
        "revision, and how the article stood on every clause then."
    ),
    "originals/N/received.*": gettext_lazy(
        "Original number N, exactly the bytes that arrived. They are another's: open them in a text editor, "
        "because a browser would run what is in them."
    ),
    "originals/N/cleaned.html": gettext_lazy("The body made of it on arrival, before any amendment."),
    "originals/N/fields.json": gettext_lazy(
        "Everything else that the item said on arrival. The seal does not cover it."
    ),
    "originals/N/seal.json": gettext_lazy(
        "When and from where it came; the SHA-256 sealed then, the one computed now, and whether they agree. It is "
        "taken over the bytes of received.*, one zero byte, and cleaned.html in UTF-8."
    ),
    "amendments.json": gettext_lazy(
        "Every change to the text, also those proposed or dropped: the words, the reason, by whom, and who approved it "
        "when, with the message."
    ),
    "adaptation.json": gettext_lazy(
        "Whether the text is an adaptation, a body of its own where the terms allow any edit; the notice it is "
        "credited by; and when and by whom it was made one or its original taken back."
    ),
    "body.html": gettext_lazy(
        "The body that readers get, before its pictures are chosen: of an adaptation its own; of another licensed text "
        "what the terms give of the original, with its amendments."
    ),
    "comparison.json": gettext_lazy(
        "What the terms give of the original that is shown (all of it, or its first paragraphs), compared word by word "
        "with the body that readers get."
    ),
    "bylines.json": gettext_lazy("The authors as printed, and since when the line is frozen."),
    "pictures.json": gettext_lazy("The pictures, their rights, who cleared them and why, and where each may show."),
    "logo.*": gettext_lazy("The outlet's logo, which is printed beside its notice because the terms demand it."),
    "corrections.json": gettext_lazy("The dated notes to readers."),
    "revisions.json": gettext_lazy("A snapshot of the article for every save, as it was stored then."),
    "audit.json": gettext_lazy("The log: who did what, when and why. It can only be added to."),
    "audit.txt": gettext_lazy("The same, a line each."),
    "shown.html": gettext_lazy("The text as its page shows it, with notice, byline, disclosure and counter address."),
}


class Entry(NamedTuple):
    name: str
    kind: str
    """Its line of FILES."""
    content: Callable[[], Iterable[bytes]]
    """Asked for when it is written: the long ones come piece by piece."""

    @property
    def said(self) -> str:
        number = self.name.split("/")[1] if self.name.startswith("originals/") else ""
        return str(FILES[self.kind]).replace("number N", f"number {number}")


def files(article: Article, at: dt.datetime) -> list[Entry]:
    """Every file but the README, in the order of FILES."""
    events = article.audit_events.order_by("at", "id")

    def stored(name: str, value: Callable[[], Any]) -> Entry:
        return Entry(name, name, lambda: as_json(value()))

    def text(name: str, lines: Callable[[], list[str]]) -> Entry:
        return Entry(name, name, lambda: as_text(lines()))

    return [
        stored("article.json", lambda: words.article(article)),
        stored("surfaces.json", lambda: desk.surfaces(article, at)),
        stored("decisions.json", lambda: desk.decisions(article, at)),
        stored("terms.json", lambda: desk.terms(article.terms)),
        text("terms.txt", lambda: desk.terms_in_words(article.terms)),
        stored("former_terms.json", lambda: desk.former_terms(article)),
        stored("panel.json", lambda: desk.panel(article, at)),
        text("panel.txt", lambda: desk.panel_in_words(article, at)),
        stored("findings.json", lambda: desk.told(article, at)),
        stored("rulings.json", lambda: desk.rulings_about(article)),
        Entry("clearances.json", "clearances.json", lambda: desk.clearances(article)),
        *_originals(article),
        stored("amendments.json", lambda: words.amendments(article)),
        stored("adaptation.json", lambda: words.adaptation(article)),
        Entry("body.html", "body.html", lambda: [words.as_bytes(article.body_html)]),
        stored("comparison.json", lambda: words.comparison(article)),
        Entry("bylines.json", "bylines.json", lambda: rows(article.bylines.order_by("position", "id"))),
        stored("pictures.json", lambda: words.pictures(article)),
        *_logo(article),
        Entry(
            "corrections.json",
            "corrections.json",
            lambda: rows(article.corrections.select_related("made_by").order_by("made_at", "id")),
        ),
        Entry(
            "revisions.json",
            "revisions.json",
            lambda: rows(article.revisions.select_related("made_by").order_by("number"), size=1),
        ),
        Entry("audit.json", "audit.json", lambda: rows(events)),
        Entry("audit.txt", "audit.txt", lambda: (_event(event) for event in events.iterator())),
        Entry("shown.html", "shown.html", lambda: [_shown(article, at)]),
    ]


def _originals(article: Article) -> Iterator[Entry]:
    for pk, number, kind in article.originals.order_by("number").values_list("pk", "number", "content_type"):
        ending = _ENDINGS.get(kind.partition(";")[0].strip().lower(), "bin")
        for name, pattern in (
            (f"received.{ending}", "received.*"),
            ("cleaned.html", "cleaned.html"),
            ("fields.json", "fields.json"),
            ("seal.json", "seal.json"),
        ):
            yield Entry(
                f"originals/{number}/{name}",
                f"originals/N/{pattern}",
                lambda pk=pk, pattern=pattern: words.ORIGINAL[pattern](pk),  # type: ignore[misc]
            )


def _logo(article: Article) -> Iterator[Entry]:
    """Where it is printed and its file is there; named by this table alone."""
    printed = words.logo(article)
    if printed is not None:
        ending = _LOGO_ENDINGS.get(article.outlet.logo.name.rpartition(".")[2].lower(), "bin")
        yield Entry(f"logo.{ending}", "logo.*", lambda: [printed])


def _event(event: AuditEvent) -> bytes:
    said = (moment(event.at), event.actor_name, event.verb, event.subject, event.reason)
    return ("  ".join(one_line(part) for part in said if part) + "\n").encode("utf-8", "backslashreplace")


def _shown(article: Article, at: dt.datetime) -> bytes:
    context = {"story": present(article), "decision": may(article, Surface.PAGE, at=at), "at": moment(at)}
    return render_to_string("articles/evidence.html", context).encode("utf-8", "backslashreplace")


def readme(article: Article, by: User | None, at: dt.datetime, entries: list[Entry]) -> Entry:
    whose = str(article.outlet) if article.outlet else _("our own")
    lines = [
        _("Rights evidence file"),
        "",
        _("Article: %(title)s") % {"title": one_line(article.title)},
        _("Identity: %(guid)s") % {"guid": article.guid},
        _("Whose work: %(whose)s") % {"whose": one_line(whose)},
        _("Made at: %(at)s") % {"at": moment(at)},
        _("Made by: %(name)s") % {"name": one_line(person(by) or _("the system"))},
        "",
        _("Moments are in UTC. Texts are in UTF-8. What an article has not is null or empty."),
        _("Nothing in this file was typed by hand: it is what the newsroom keeps, and what it decides from that."),
        "",
        *(f"{entry.name}\n    {entry.said}" for entry in entries),
    ]
    return Entry("README.txt", "README.txt", lambda: as_text(lines))
