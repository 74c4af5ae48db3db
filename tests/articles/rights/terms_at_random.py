"""Outlets, terms and texts as they could come: every clause that can be kept or broken takes each of its values."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from random import Random
from typing import Any

from articles.body import clean
from inbound.formats.arrival import Arrival, Author, Picture, Related
from outlets.models import Outlet, Terms

DAY = dt.timedelta(days=1)
# A word that stands nowhere else: whose text it is, which part, which of these, and of which version.
MARK = re.compile(r"zq(\d+)([a-z])(\d+)v(\d+)")
NOTICE, EDITED, TAGLINE = "zqnotice", "zqedited", "zqtagline"
_NOTICES = (
    (
        f'<p>{NOTICE} This article is republished from <a href="{{home}}">{{outlet}}</a>. '
        'Read the <a href="{original}">original article</a>.</p>'
    ),
    f'{NOTICE} First published by <a href="{{original}}">{{outlet}}</a>, written by {{authors}}.',
    f'<p>{NOTICE} From <a href="{{home}}">{{outlet}}</a> on {{date}}.</p>',
    f"<p>{NOTICE} By permission of {{outlet}}.</p>",
)
_EDITED = (
    "",
    (
        f'<p>{NOTICE} {EDITED} By <a href="{{home}}">{{outlet}}</a>, published with edits by {{newsroom}}. '
        'Read the <a href="{original}">original story</a>.</p>'
    ),
)
_YES_NO_ASK = ("not_stated", "yes", "ask", "no")
INSTITUTIONS = ("Harrow University", "University of the Shore, Leith", "Tide Institute", "North Quay College")


def mark(number: int, part: str, which: int = 0, version: int = 1) -> str:
    return f"zq{number}{part}{which}v{version}"


def host_of(outlet: Outlet) -> str:
    return outlet.home_url.removeprefix("https://")


def terms_at_random(random: Random, outlet: Outlet) -> dict[str, Any]:
    """Clauses of one version. Half of them are not stated, as in real terms."""

    def said(*values: Any, stated: float = 0.5) -> Any:
        return random.choice(values) if random.random() < stated else "not_stated"

    def days(*values: int) -> int | None:
        return random.choice(values) if random.random() < 0.2 else None

    counter = re.escape(f"https://counter.{host_of(outlet)}/content/")
    ending = random.choice(["gif", "gif", "gif", "js"])
    return {
        "licence_code": random.choice(["CC BY-ND 4.0", "CC BY 4.0", ""]),
        "commercial": said("yes", "nonprofit_only", "fee", "no"),
        "ads": said("yes", "not_against_story", "no"),
        "paywall": said("yes", "ask", "no"),
        "resale": said("yes", "ask", "no"),
        "onward": said("yes", "ask", "no"),
        "credit_template": random.choice(_NOTICES),
        "credit_template_edited": random.choice(_EDITED),
        "credit_position": said("top", "bottom", "both", "either", stated=0.7),
        "credit_link": said("home", "article", "either", "both", stated=0.7),
        "logo_required": said("yes", "no", stated=0.3),
        "byline_template": random.choice(
            ["", "", "{name}, {institution}", "By {name}, {title} ({institution})", "{name}"]
        ),
        "author_required": said("yes", "yes", "no", stated=0.8),
        "institution_required": said("yes", "no"),
        "disclosure_keep": said("yes", "no"),
        "tagline": random.choice(["", "", f"{TAGLINE} {outlet.name} tells of the shore."]),
        "tagline_required": said("yes", "no", stated=0.3),
        "keep_all_links": said("yes", "no"),
        "tracker_kind": said("script" if ending == "js" else "img"),
        "tracker_pattern": random.choice(["", rf"{counter}\d+/count\.{ending}"]),
        "tracker_required": said("yes", "no", stated=0.7),
        "edits": said("none", "time_place_style", "minor", "shorten_ok", "shorten_ask", "any", "any", stated=0.8),
        "headline_change": said("yes", "ask", "no"),
        "translation": said("yes", "complete_only", "ask", "no"),
        "excerpt_rule": said("yes", "first_paragraphs", "entire_only", stated=0.4),
        "excerpt_paragraphs": random.choice([None, 1, 2, 3]),
        "images": said("yes", "per_picture", "own_credit_only", "no"),
        "delay_days": days(1, 2, 3),
        "fresh_within_days": days(2, 10, 90),
        "remove_after_days": days(3, 10, 90),
        "embargo": said("yes", "no"),
        "monthly_cap": days(1, 2, 3),
        "systematic": said("yes", "ask", "no"),
        "own_stories_only": said("yes", "no", stated=0.3),
        "canonical": said("original", "self", "none"),
        "robots": said("index", "googlebot_news_noindex", "noindex"),
        "newsletter": said(*_YES_NO_ASK),
        "ai_use": said("yes", "ask", "no"),
        "notify_to": random.choice(["", "", "desk@outlet.example"]),
        "correction_duty": said("yes", "no"),
        "takedown_hours": days(0, 1, 24),
    }


def new_terms(random: Random, outlet: Outlet, today: dt.date) -> Terms:
    """The outlet's next version, in force: some clauses changed, the others as they were."""
    before = outlet.current_terms()
    drawn = terms_at_random(random, outlet)
    if before is None:
        return Terms.objects.create(outlet=outlet, adopted=True, **drawn)
    terms = before.next_version()
    for name in random.sample(sorted(drawn), random.choice([1, 2, 5, len(drawn)])):
        setattr(terms, name, drawn[name])
    terms.adopted, terms.in_force_from = True, today
    terms.full_clean()
    terms.save()
    return terms


def body_at_random(random: Random, number: int, outlet: Outlet, pictures: list[Picture]) -> str:
    blocks = []
    for which in range(1, random.randint(4, 7) + 1):
        link = random.choice(
            [
                "the tables",
                f'<a href="{outlet.home_url}/tables/{number}-{which}">the tables</a>',
                f'<a href="/tables/{number}-{which}">the <em>tables</em></a>',
            ]
        )
        blocks.append(
            f"<p>At noon {mark(number, 'p', which)} the tide at Harrow turns, says {link} of part {which}, "
            f"and <strong>nobody</strong> on quay {which} waved at all.</p>"
        )
        if random.random() < 0.15:
            blocks.append(f"<h2>What part {which} means</h2>")
    for picture in pictures[1:]:
        caption = f"<figcaption>{picture.caption}</figcaption>"
        blocks.insert(
            random.randint(1, len(blocks) - 1), f'<figure><img src="{picture.url}" alt="A quay">{caption}</figure>'
        )
    return clean.clean("".join(blocks))


def arrival_at_random(random: Random, number: int, outlet: Outlet, now: dt.datetime) -> Arrival:
    host, home = host_of(outlet), outlet.home_url
    address = f"{home}/story-{number}" if random.random() < 0.93 else None
    pictures = [
        Picture(
            f"https://images.{host}/{number}-{which}.jpg", "A quay", mark(number, "c", which), f"Ida Holm for {host}",
            lead=which == 0,
        )
        for which in range(random.choice([0, 0, 1, 2, 3]))
    ]  # fmt: skip
    notice = random.choice(
        [
            None,
            f'<p>{NOTICE} From <a href="{home}">{outlet}</a>. Read the <a href="{address or home}">original</a>.</p>',
            f'<p>{NOTICE} This came from <a href="{home}">{outlet}</a>.</p>',
        ]
    )
    counter = random.choice(["gif", "gif", "gif", "gif", "js", None])
    return Arrival(
        title=f"How the tide {mark(number, 'h')} turns",
        standfirst=random.choice([None, f"A study {mark(number, 's')} of the shore."]),
        authors=[author_at_random(random, number, which, host) for which in range(random.choice([0, 1, 1, 2, 3]))],
        body_html=body_at_random(random, number, outlet, pictures),
        pictures=pictures,
        related=[
            Related(f"More {mark(number, 'r', n)}", f"{home}/more-{number}-{n}") for n in range(random.choice([0, 2]))
        ],
        disclosure_html=random.choice([None, f"<p>They work {mark(number, 'd')} for nobody else.</p>"]),
        notice_html=notice,
        counter_url=f"https://counter.{host}/content/{number}/count.{counter}" if counter else None,
        canonical_url=address,
        source_id=f"tag:{host},2011:article/{number}",
        published=random.choice([None, *[now - random.randint(0, 400) * DAY / 24] * 9]),
        language=random.choice(["en", "en", "es"]),
        licence_stated=random.choice([None, None, None, "CC BY 4.0", "CC BY-NC 4.0", "All rights reserved"]),
        tags=random.sample(["Tides", "Ferries", "Quays"], random.choice([0, 1, 2])),
        embargo_until=now + random.randint(-48, 96) * DAY / 24 if random.random() < 0.2 else None,
        raw=f"<entry>{number}</entry>".encode(),
    )


def author_at_random(random: Random, number: int, which: int, host: str) -> Author:
    institution = random.choice([*INSTITUTIONS, *INSTITUTIONS, None])
    linked = random.random() < 0.6
    return Author(
        random.choice([f"Ada Lind-{number}", f"Bo Ek-{number}", f"Cy van der Fox-{number}"]) + "abc"[which],
        random.choice(["Professor of Tides", "Fellow, Shore and Sea", None]),
        institution,
        f"https://{host}/profiles/{number}-{which}" if linked else None,
        f"https://{host}/institutions/{INSTITUTIONS.index(institution)}" if linked and institution else None,
    )


def changed_at_the_source(random: Random, arrival: Arrival, number: int, version: int) -> Arrival:
    """The same text as its outlet corrected it: other words in one or two paragraphs, at times another headline."""
    import dataclasses

    body = arrival.body_html
    marks = [found[0] for found in MARK.finditer(body) if found[2] == "p"]
    for old in random.sample(marks, min(len(marks), random.choice([1, 2]))):
        found = MARK.fullmatch(old)
        body = body.replace(old, mark(number, "p", int(found[3]), version))
    fields: dict[str, Any] = {"body_html": body, "raw": f"<entry>{number}, {version}</entry>".encode()}
    if random.random() < 0.2:
        fields["title"] = f"How the tide {mark(number, 'h', 0, version)} turned"
    return dataclasses.replace(arrival, **fields, warnings=[])


def numbers() -> itertools.count:
    return itertools.count(1001)
