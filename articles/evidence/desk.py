"""What the rights desk knows, in the evidence file: terms, clauses, rulings, clearances, surfaces."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from articles import appearances
from articles.evidence.writing import as_json, one_line, person, row
from articles.models import Article
from articles.rights import Surface, may, parts, rulings
from articles.rights import panel as clauses_of
from articles.rights.findings import findings
from outlets import clauses
from outlets.models import Terms


def terms(version: Terms | None) -> dict[str, Any] | None:
    if version is None:
        return None
    return {
        "outlet": version.outlet.name,
        "version": version.number,
        "adopted": version.adopted,
        "in_force_from": version.in_force_from,
        "in_force_to": version.in_force_to,
        "frozen_at": version.frozen_at,
        "clauses": [
            {
                "clause": name,
                "group": str(group),
                "name": str(version._meta.get_field(name).verbose_name),
                "value": getattr(version, name),
                "shown": clauses.shown(name, getattr(version, name)),
                "in_the_outlets_words": version.remarks.get(name) or None,
            }
            for group, names in clauses.groups()
            for name in names
        ],
    }


def terms_in_words(version: Terms | None) -> list[str]:
    if version is None:
        return [_("Our own work: it rests on nobody's terms.")]
    lines = [str(version), _("in force") if version.adopted else _("nobody has put these terms in force")]
    for group, names in clauses.groups():
        lines += ["", str(group)]
        for name in names:
            said = clauses.shown(name, getattr(version, name)).replace("\n", "\n    ")
            lines.append(f"  {version._meta.get_field(name).verbose_name}: {said}")
            if remark := version.remarks.get(name):
                lines.append("    " + _("in the outlet's words: %(words)s") % {"words": one_line(str(remark))})
    return lines


def former_terms(article: Article) -> list[dict[str, Any] | None]:
    """In the order of their numbers."""
    saved = article.revisions.values_list("snapshot__article__terms", flat=True)
    cleared = article.clearances.values_list("terms", flat=True)
    before = {pk for pk in (*saved, *cleared) if pk} - {article.terms_id}
    rows = Terms.objects.filter(pk__in=before).select_related("outlet").order_by("outlet", "number")
    return [terms(version) for version in rows]


def panel(article: Article, at: dt.datetime) -> dict[str, Any]:
    return {"light": clauses_of.light(article, at) or None, **clauses_of.snapshot(article, at)}


def panel_in_words(article: Article, at: dt.datetime) -> list[str]:
    if article.terms is None:
        return [_("Our own work: it rests on nobody's terms.")]
    lines = []
    for line in clauses_of.lines(article, at):
        light = line.light_label or _("nothing is stated, and nothing rests on it")
        lines += [f"{line.label}: {light}", "  " + _("the terms say: %(value)s") % {"value": one_line(line.shown)}]
        if line.demand:
            lines.append(f"  {one_line(line.demand)}")
        if line.words:
            lines.append("  " + _("in the outlet's words: %(words)s") % {"words": one_line(line.words)})
        for finding in line.findings:
            lines.append(f"  {finding.light.label}: {one_line(finding.sentence)} {one_line(finding.remedy)}")
        for ruling in line.rulings:
            said = _("the rights desk allowed it: %(why)s") if ruling.allowed else _("it was refused: %(why)s")
            lines.append("  " + said % {"why": one_line(ruling.reason)})
        lines.append("")
    return lines


def told(article: Article, at: dt.datetime) -> list[dict[str, Any]]:
    return [dataclasses.asdict(finding) | {"light": finding.light.value} for finding in findings(article, at)]


def rulings_about(article: Article) -> list[dict[str, Any]]:
    if not article.outlet_id:
        return []
    rows = list(rulings.about(article).select_related("made_by"))
    counting = {ruling.pk for ruling in rulings.counting(article, rows).values()}
    return [
        row(ruling, frozenset({"article", "outlet"}))
        | {"for": "article" if ruling.article_id else "outlet", "in_force": ruling.pk in counting}
        for ruling in rows
    ]


def clearances(article: Article) -> Iterator[bytes]:
    """A JSON array; each holds a snapshot of every clause, so one is held at a time."""
    yield b"["
    between = b"\n"
    rows = article.clearances.select_related("terms", "original", "revision", "made_by").order_by("id")
    for clearance in rows.iterator(chunk_size=1):
        yield between
        yield as_json(
            {
                "at": clearance.made_at,
                "by": person(clearance.made_by),
                "terms_version": clearance.terms.number if clearance.terms else None,
                "original": clearance.original.number if clearance.original else None,
                "revision": clearance.revision.number if clearance.revision else None,
                "as_it_was": clearance.snapshot,
            }
        )[0]
        between = b",\n"
    yield b"\n]\n"


def surfaces(article: Article, at: dt.datetime) -> dict[str, Any]:
    found = appearances.appearances(article)
    return {
        "at": at,
        "surfaces": [
            {
                "surface": surface.value,
                "name": str(surface.label),
                "shows_it_now": bool(may(article, surface, at=at)),
                "shown": [{"since": since, "until": until} for since, until in found[surface]],
            }
            for surface in Surface
        ],
    }


def decisions(article: Article, at: dt.datetime) -> dict[str, Any]:
    said = []
    for surface in Surface:
        decision = may(article, surface, at=at)
        said.append(
            {
                "surface": surface.value,
                "name": str(surface.label),
                "allowed": decision.allowed,
                "reasons": [dataclasses.asdict(reason) for reason in decision.reasons],
                "changes_at": decision.changes_at,
                "whole_text": decision.allowed and parts.may_carry_whole_text(article, surface),
            }
        )
    return {"at": at, "opens_at": article.opens_at, "closes_at": article.closes_at, "surfaces": said}
