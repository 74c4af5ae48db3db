"""What a visitor to the demo newsroom is told: where to look, and who to log in as."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Section
from articles.rights import Surface, parts
from demo import material
from demo.paper import PASSWORD


def lines(base: str) -> list[str]:
    """The addresses and log-ins, ready to be printed; ``base`` is the server's address without a slash at its end."""
    rows = [(label, base + path) for label, path in _addresses()]
    wide = max(len(label) for label, _address in rows)
    told = [f"{material.newsroom()['site']['name']} is at {base}/", ""]
    told += [f"  {label.ljust(wide)}  {address}" for label, address in rows]
    told += ["", f"  Log in with the password {PASSWORD} as"]
    told += [f"    {user['username'].ljust(10)} {user['full_name']}, {user['role']}" for user in _users()]
    return [*told, "", "  Everybody knows these log-ins, so the server answers on this machine alone. Ctrl-C ends it."]


def _users() -> list[dict[str, str]]:
    return material.newsroom()["user"]


def _addresses() -> list[tuple[str, str]]:
    shown = Article.objects.visible_on(Surface.PAGE).select_related("section")
    rows = [("Front page", reverse("articles:home"))]
    licensed = shown.licensed().exclude(counter_kind=Article.CounterKind.NONE)
    if longest := max(licensed, key=lambda article: len(article.page_slices()), default=None):
        section = longest.section.slug
        pages = len(longest.page_slices())
        rows += [
            (f"A republished article, {pages} pages", longest.get_absolute_url()),
            ("The same on one page", reverse("articles:article_all", args=[section, longest.slug])),
            ("What its outlet's counter has counted", reverse("demo:counts")),
        ]
    corrected = shown.own().annotate(notes=models.Count("corrections")).filter(notes__gt=0).newest_first().first()
    if corrected:
        rows.append(("A story of our own, corrected", corrected.get_absolute_url()))
    embargoed = Article.objects.filter(embargo_until__gt=timezone.now()).order_by("embargo_until", "id").first()
    if embargoed:
        until = f"{embargoed.embargo_until:%H:%M} UTC"
        rows.append((f"An article under embargo until {until} (404)", embargoed.get_absolute_url()))
    withdrawn = Article.objects.filter(status=Article.Status.WITHDRAWN).select_related("section").first()
    if withdrawn:
        rows.append(("A withdrawn article (410)", withdrawn.get_absolute_url()))
    rows.append(("Feed of the site", reverse("outbound:feed")))
    if section := Section.objects.order_by("position").first():
        rows.append(("Feed of a section", reverse("outbound:section_feed", args=[section.slug])))
    rows.append(("The newsroom's own letter: sign up here", reverse("newsletters:sign_up")))
    rows.append(("The mails that it would send", reverse("demo:mails")))
    rows += _at_the_rights_desk()
    rows.append(("What arrived, waiting to be picked", reverse("admin:inbound_item_changelist")))
    return [*rows, ("The desk", reverse("admin:index"))]


def _at_the_rights_desk() -> list[tuple[str, str]]:
    """What the rights desk has before it: a question, an adaptation, an excerpt with a link, a text that has to go."""
    licensed = Article.objects.licensed().filter(trashed_at__isnull=True).order_by("id")
    found = (
        ("A question for the rights desk", licensed.filter(status=Article.Status.IN_REVIEW, rights_light="amber")),
        ("An adaptation beside its original", licensed.filter(is_adaptation=True)),
        ("Three paragraphs and a link", licensed.filter(parts.only_paragraphs_q(), status="published")),
        ("Soon to be removed", licensed.filter(closes_at__gt=timezone.now()).order_by("closes_at", "id")),
    )
    first = [(label, rows.first()) for label, rows in found]
    return [(label, reverse("admin:articles_article_change", args=[row.pk])) for label, row in first if row]
