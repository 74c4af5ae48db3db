"""A newsroom that does at random what newsrooms do: by the verbs, and as the desk's screens save.

Refusals are normal moves; each is held to having changed nothing, and every deed to having its line in the log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any
from unittest import mock

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from articles import publishing, resting, trash
from articles.models import (
    Amendment,
    Article,
    ArticlePicture,
    AuditEvent,
    Clearance,
    Correction,
    FormerAddress,
    Original,
    Revision,
    Ruling,
    Section,
)
from articles.publishing import NotAllowed
from articles.rights import rulings
from articles.rights.findings import findings
from authors.models import Author, Institution
from inbound.accept import NotAccepted, accept
from inbound.formats.arrival import Arrival
from outlets import clauses
from pictures import clearing
from tests.articles.rights import terms_at_random as drawing
from tests.articles.rights.terms_at_random import DAY, MARK, mark
from tests.builders import make_own_article, make_picture, make_section

REFUSED = (NotAllowed, ValidationError, PermissionDenied, NotAccepted)
BEGIN = dt.datetime(2026, 3, 20, 9, 30, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
LIMITS = sorted(rulings.LIFTABLE)


class Newsroom:
    """``step`` makes one move; ``log`` says what was done, in words; everything follows from the seed."""

    def __init__(self, seed: int, settings: Any, outlets: list[Any], people: dict[str, Any]):
        self.random = Random(seed)
        self.settings, self.people, self.outlets = settings, people, outlets
        self.now = BEGIN
        self.clock = mock.patch("django.utils.timezone.now", lambda: self.now)
        self.log: list[str] = []
        self.numbers = drawing.numbers()
        self.number_of: dict[int, int] = {}
        """By key of an article, the number in its marks."""
        self.sealed: dict[int, Arrival] = {}
        """By key of an original, what arrived."""
        self.latest: dict[int, Arrival] = {}
        self.versions: dict[int, int] = {}
        self.sections = [make_section(name) for name in ("Business", "Science", "Shore")]

    def begin(self) -> None:
        self._settings()
        for outlet in self.outlets:
            drawing.new_terms(self.random, outlet, self.now.date())
        for _ in range(3):
            self.take()

    def step(self) -> None:
        self.now += MINUTE * self.random.randint(1, 50)
        moves = [getattr(self, name) for name in MOVES]
        self.random.choices(moves, list(MOVES.values()))[0]()

    # --- choosing

    def chance(self, likely: float) -> bool:
        return self.random.random() < likely

    def some(self, *states: str, **columns: Any) -> Article | None:
        """An article, mostly one in such a state; read anew."""
        rows = Article.objects.filter(**columns)
        fitting = rows.filter(status__in=states, trashed_at=None) if states and self.chance(0.9) else rows
        keys = list(fitting.order_by("pk").values_list("pk", flat=True))
        return Article.objects.get(pk=self.random.choice(keys)) if keys else None

    def by(self, role: str) -> Any:
        return self.people[role] if self.chance(0.93) else self.random.choice([None, *self.people.values()])

    # --- doing

    def attempt(self, said: str, deed: Callable[[], Any], *, verb: str = "", about: Article | None = None) -> bool:
        before = self._everything()
        self.log.append(f"{self.now:%d %b %H:%M:%S.%f} {said}{f' “{about}”' if about else ''}")
        try:
            deed()
        except REFUSED as refused:
            self.log[-1] += f" – refused: {refused}"
            assert self._everything() == before, "It was refused, and something changed."
            return False
        if verb:
            written = AuditEvent.objects.filter(pk__gt=before[0] or 0, verb=verb)
            assert written.filter(article=about).exists() if about else written.exists(), f"{verb}: no line in the log."
        return True

    def _everything(self) -> tuple[Any, ...]:
        last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
        counted = (Revision, Clearance, Ruling, Original, Correction, FormerAddress, Amendment, ArticlePicture)
        rows = Article.objects.order_by("pk").values_list("pk", "version", "status", "slug", "section", "rights_light")
        return (last, *(model.objects.count() for model in counted), *rows)

    def verb(self, name: str, article: Article | None, role: str, module: Any = publishing, **said: Any) -> bool:
        if article is None:
            return False
        by = self.by(role)
        words = ", ".join(str(value) for value in said.values())
        return self.attempt(
            f"{by or 'the system'}: {name} ({words})",
            lambda: getattr(module, name)(article, by=by, **said),
            verb=name,
            about=article,
        )

    def edit(self, said: str, article: Article | None, change: Callable[[Article], Any]) -> bool:
        """As the article's screen at the desk saves: what is live goes through the gate, what was cleared is again."""
        if article is None or article.trashed_at:
            return False
        by = self.people["publisher"]

        def save() -> None:
            with transaction.atomic():
                change(article)
                article.save()
                if article.status == "published":
                    publishing.put_live(article, by=by, comment="saved at the desk")
                else:
                    publishing.saved(article, by=by)

        return self.attempt(f"{by}: {said}", save, about=article)

    # --- texts come

    def take(self) -> None:
        outlet, number = self.random.choice(self.outlets), next(self.numbers)
        self.latest[number] = drawing.arrival_at_random(self.random, number, outlet, self.now)
        self._receive(number, outlet)

    def update(self) -> None:
        article = self.some(outlet__isnull=False)
        if article and article.pk in self.number_of:
            number = self.number_of[article.pk]
            self.versions[number] = version = self.versions.get(number, 1) + 1
            self.latest[number] = drawing.changed_at_the_source(self.random, self.latest[number], number, version)
            self._receive(number, article.outlet)

    def _receive(self, number: int, outlet: Any) -> None:
        arrival = self.latest[number]
        by, section = self.random.choice([None, self.by("editor")]), self.random.choice([None, *self.sections * 2])
        because = self.random.choice(["", "It is news here."])

        def take() -> None:
            taken = accept(arrival, outlet=outlet, by=by, because=because, section=section, source="test")
            self.number_of[taken.article.pk] = number
            if taken.outcome != "same":
                self.sealed[taken.article.originals.order_by("-number").first().pk] = arrival

        self.attempt(f"{by or 'the system'}: received {number} of {outlet}, because “{because}”", take)

    def write_own(self) -> None:
        number = next(self.numbers)
        texts = [f"At noon {mark(number, 'p', which)} we saw the tide turn at the quay." for which in range(1, 6)]
        title, standfirst = f"Our own {mark(number, 'h')}", f"We looked {mark(number, 's')} at it."
        body, section = "".join(f"<p>{words}</p>" for words in texts), self.random.choice(self.sections)
        own = make_own_article(title, body, standfirst=standfirst, section=section, bylines=[f"Own Pen-{number}"])
        self.number_of[own.pk] = number
        self.log.append(f"wrote “{own}”")

    # --- the workflow

    def submit(self) -> None:
        self.verb("submit", self.some("draft"), "writer")

    def send_back(self) -> None:
        self.verb("send_back", self.some("in_review", "ready"), "rights", reason="Look at it again.")

    def clear(self) -> None:
        article = self.some("draft", "in_review")
        if not self.verb("clear", article, "rights") and article and self.chance(0.7):
            self._mend(article)
            self.verb("clear", Article.objects.get(pk=article.pk), "rights")

    def publish(self) -> None:
        hours = self.random.choice([None, None, None, 0, -3, 5, 30, 200])
        at = None if hours is None else self.now + hours * DAY / 24
        article = self.some("ready", "ready", "draft")
        if not self.verb("publish", article, "publisher", at=at) and article and self.chance(0.5):
            self._mend(article)
            self.verb("publish", Article.objects.get(pk=article.pk), "publisher", at=at)

    def put_live(self) -> None:
        if article := self.some("published"):
            by = self.by("publisher")
            self.attempt(f"{by}: put_live", lambda: publishing.put_live(article, by=by), about=article)

    def correct(self) -> None:
        if (article := self.some("published")) and article.pk in self.number_of:
            words = f"It was {mark(self.number_of[article.pk], 'k', article.corrections.count())} wrong."
            kind = self.random.choice(list(Correction.Kind.values))
            self.verb("correct", article, "publisher", kind=kind, text=words)

    def tell_outlet(self) -> None:
        self.verb("tell_outlet", self.some("published"), "editor", reason="By letter.")

    def withdraw(self) -> None:
        self.verb("withdraw", self.some("published"), "publisher", reason="It was wrong.")

    def restore(self) -> None:
        article = self.some("withdrawn")
        if not self.verb("restore", article, "publisher", reason="It was right.") and article and self.chance(0.5):
            self._mend(article)
            self.verb("restore", Article.objects.get(pk=article.pk), "publisher", reason="It was right.")

    def trash(self) -> None:
        self.verb("trash", self.some("draft", "withdrawn", "ready"), "publisher", trash, reason="Not for us.")

    def untrash(self) -> None:
        if article := self.some(trashed_at__isnull=False):
            self.verb("untrash", article, "publisher", trash)

    # --- what a text rests on

    def new_terms(self) -> None:
        outlet = self.random.choice(self.outlets)
        deed = lambda: drawing.new_terms(self.random, outlet, self.now.date())  # noqa: E731
        if self.attempt(f"the rights desk: new terms of {outlet}", deed):
            for article in Article.objects.filter(outlet=outlet).order_by("pk"):
                if self.chance(0.6):
                    self.verb("rest_on", article, "rights", resting, reason="The outlet changed them.")

    def rest_on(self) -> None:
        self.verb("rest_on", self.some(outlet__isnull=False), "rights", resting, reason="The outlet changed them.")

    def take_over(self) -> None:
        keys = Original.objects.filter(number__gt=1).order_by("pk").values_list("article", flat=True)
        if keys:
            article = Article.objects.get(pk=self.random.choice(list(keys)))
            self.verb("take_over", article, "publisher", resting, reason="They corrected it.")

    def adapt(self) -> None:
        self.verb("adapt", self.some("draft", "ready", terms__edits="any"), "editor", resting, reason="Too long.")

    def take_original_back(self) -> None:
        self.verb("take_original_back", self.some(is_adaptation=True), "editor", resting, reason="As it came.")

    def rule(self) -> None:
        article = self.some(outlet__isnull=False)
        if article is None:
            return
        asked = [found.clause for found in findings(article) if found.asks] if self.chance(0.5) else []
        asked = asked or [name for name in clauses.NAMES if rulings.may_be_ruled(article.terms, name)]
        self._rule(article, self.random.choice([*asked, *LIMITS]), allowed=self.chance(0.75))

    def _rule(self, article: Article, clause: str, *, allowed: bool) -> None:
        basis = self.random.choice(["desk", "outlet"])
        said = {"given_by": "Ida Roe", "evidence": "Yes."} if basis == "outlet" else {}
        whose = {"article": article} if self.chance(0.7) else {"outlet": article.outlet}
        by = self.by("rights")
        self.attempt(
            f"{by}: ruled {allowed} ({basis}) on {clause} for {next(iter(whose))}",
            lambda: rulings.rule(clause, by=by, allowed=allowed, reason="So be it.", basis=basis, **whose, **said),
            verb="rule",
            about=article if "article" in whose else None,
        )

    def _mend(self, article: Article) -> None:
        """What a desk does with findings: decide what is asked, add what is missing."""
        for found in findings(article):
            fresh = Article.objects.get(pk=article.pk)
            if found.clause == "section":
                self.edit("gave it a section", fresh, lambda row: setattr(row, "section", self.sections[0]))
            elif found.clause == "systematic":
                self.edit("said why", fresh, lambda row: setattr(row, "picked_because", "It is news here."))
            elif found.clause == "institution_required":
                self.edit("added institutions", fresh, _add_institutions)
            elif fresh.terms and rulings.may_be_ruled(fresh.terms, found.clause):
                self._rule(fresh, found.clause, allowed=True)

    # --- the desk's screens

    def edit_words(self) -> None:
        if article := self.some(*_NOT_GONE):
            number = self.number_of[article.pk]
            title = self.random.choice([f"Ours now {mark(number, 'h', 1)}", article.title])
            if article.original_id and self.chance(0.4):
                title = self.sealed[article.original_id].title
            kicker = self.random.choice(["", "Tides"])
            self.edit(f"headline “{title}”", article, lambda row: _set(row, title=title, kicker=kicker))

    def edit_place(self) -> None:
        if article := self.some("published", "draft"):
            slug, section = f"place-{self.random.randint(1, 9)}", self.random.choice(self.sections)
            if Article.objects.filter(slug=slug).exists():
                slug = article.slug
            self.edit(f"moved to {section}, {slug}", article, lambda row: _set(row, slug=slug, section=section))

    def edit_own(self) -> None:
        article = self.some(*_NOT_GONE, outlet__isnull=True) or self.some(is_adaptation=True)
        if article and (not article.outlet_id or article.is_adaptation):
            old = self.random.choice([found for found in MARK.finditer(article.body_html) if found[2] == "p"])
            new = mark(int(old[1]), "p", int(old[3]), int(old[4]) + 1)
            body = article.body_html.replace(old[0], new)
            if article.is_adaptation and self.chance(0.3):
                body = body.replace("<a ", "<em><a ", 1).replace("</a>", "</a></em>", 1)
            self.edit(f"wrote {new} for {old[0]}", article, lambda row: _set(row, body_html=body))

    def amend(self) -> None:
        article = self.some(*_NOT_GONE, outlet__isnull=False)
        if article is None or article.original is None:
            return
        arrival = self.sealed[article.original_id]
        which = self.random.choice([int(found[3]) for found in MARK.finditer(arrival.body_html) if found[2] == "p"])
        word = next(
            found[0] for found in MARK.finditer(arrival.body_html) if found[2] == "p" and int(found[3]) == which
        )
        kind, said = self.random.choice(
            [
                ("time", {"exact": f"At noon {word}", "replacement": f"At midnight {word}"}),
                ("place", {"exact": f"quay {which} waved", "replacement": f"pier {which} waved"}),
                ("style", {"exact": "nobody", "suffix": f" on quay {which}", "replacement": "no one"}),
                ("style", {"exact": f", says the tables of part {which}", "replacement": ""}),
                ("cut", {"exact": f"says the tables of part {which}", "replacement": "they say"}),
                ("cut", {"exact": " at all", "prefix": f"{which} waved", "replacement": ""}),
                ("insertion", {"exact": f"part {which},", "replacement": f"part {which}, the one on the shore,"}),
                (
                    "headline",
                    {"exact": arrival.title, "replacement": f"Ours {mark(self.number_of[article.pk], 'h', 1)}"},
                ),
            ]
        )  # fmt: skip
        if self.chance(0.6):
            said |= {"approved_by": "Ida Roe", "approved_at": self.now, "approval": "Fine with us."}
        rows = {"article": article, "original": article.original, "made_by": self.people["editor"], "reason": "style"}
        state = self.random.choice(["applied", "applied", "applied", "proposed"])

        def change(row: Article) -> None:
            Amendment.objects.create(kind=kind, state=state, position=row.amendments.count(), **rows, **said)
            if kind == "headline" and state == "applied":
                row.title = said["replacement"]

        self.edit(f"amended ({kind}, {state}, {'approved' if 'approval' in said else 'of our own'})", article, change)

    def drop_amendment(self) -> None:
        rows = list(Amendment.objects.exclude(state="dropped").order_by("pk"))
        if rows:
            amendment = self.random.choice(rows)
            amendment.state = "dropped"
            self.edit(
                f"dropped “{amendment}”", Article.objects.get(pk=amendment.article_id), lambda _: amendment.save()
            )

    def edit_credit(self) -> None:
        article = self.some("draft", "in_review", "ready")
        if article and article.status not in ("published", "withdrawn") and (row := article.bylines.last()):
            change = self.random.choice([lambda _: row.delete(), lambda _: _save(row, title="Keeper of the Tides")])
            self.edit("changed a byline", article, change)

    def edit_pictures(self) -> None:
        if article := self.some(*_NOT_GONE):
            use = article.article_pictures.order_by("pk").last()
            role = "body" if article.article_pictures.filter(role="lead").exists() else "lead"
            picture = make_picture(cleared=self.chance(0.6), onward=self.random.choice(["yes", "no", "not_stated"]))
            add = lambda row: ArticlePicture.objects.create(article=row, picture=picture, role=role)  # noqa: E731
            self.edit("changed its pictures", article, (lambda _: use.delete()) if use and self.chance(0.3) else add)

    def decide_picture(self) -> None:
        uses = list(ArticlePicture.objects.select_related("picture").order_by("pk"))
        if not uses:
            return
        picture, rights = (
            self.random.choice(uses).picture,
            self.random.choice(["cleared", "cleared", "refused", "uncleared"]),
        )
        if not picture.file and self.chance(0.8):
            picture.file = ContentFile(_PIXELS, name=f"p{picture.pk}.png")
        picture.onward = self.random.choice(["yes", "no", "not_stated"])
        by, because = self.people["rights"], self.random.choice(["", "Bought."])

        def decide() -> None:
            clearing.decide(picture, rights, by=by, because=because)
            picture.save()

        self.attempt(f"{by}: picture {picture.pk} is {rights}, onward {picture.onward}", decide)

    # --- the world

    def pass_time(self) -> None:
        bounds = Article.objects.order_by("pk").values_list("opens_at", "closes_at", "embargo_until")
        ahead = [moment for row in bounds for moment in row if moment and self.now < moment < self.now + 120 * DAY]
        if ahead and self.chance(0.6):
            self.now = self.random.choice(ahead) + dt.timedelta(microseconds=self.random.choice([-1, 0, 0, 1]))
        else:
            self.now += self.random.choice([1, 3, 12, 24, 72, 240, 24 * 33]) * DAY / 24
        self.log.append(f"time passes: {self.now:%d %b %H:%M:%S.%f}")

    def change_settings(self) -> None:
        self._settings() if self.chance(0.5) else self._settings(None, "none", False)

    def _settings(self, *values: Any) -> None:
        drawn = (
            self.random.choice([None, True, False]),
            self.random.choice(["none", "none", "beside", "against_story"]),
        )
        commercial, ads, paywall = values or (*drawn, self.chance(0.2))
        self.settings.NEWSROOM_COMMERCIAL = commercial
        self.settings.NEWSROOM_ADS, self.settings.NEWSROOM_PAYWALL = ads, paywall
        self.log.append(f"the newsroom: commercial {commercial}, ads {ads}, paywall {paywall}")

    def move_a_place(self) -> None:
        kind: Any = self.random.choice([Section, Section, Author, Institution])
        rows = list(kind.objects.order_by("pk"))
        slug = f"somewhere-{self.random.randint(1, 5)}"
        if rows and not kind.objects.filter(slug=slug).exists():
            row = self.random.choice(rows)
            self.attempt(f"{kind.__name__} {row} moved to {slug}", lambda: _save(row, slug=slug))
            self.sections = list(Section.objects.order_by("pk"))


_NOT_GONE = ("draft", "in_review", "ready", "published", "published")
_PIXELS = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
# How often each is done, beside the others.
MOVES = {
    "take": 7, "update": 5, "write_own": 2, "submit": 4, "send_back": 1, "clear": 12, "publish": 14, "put_live": 2,
    "correct": 4, "tell_outlet": 1, "withdraw": 3, "restore": 4, "trash": 2, "untrash": 2, "new_terms": 3, "rest_on": 2,
    "take_over": 5, "adapt": 3, "take_original_back": 1, "rule": 6, "edit_words": 4, "edit_place": 4, "edit_own": 4,
    "amend": 8, "drop_amendment": 2, "edit_credit": 2, "edit_pictures": 3, "decide_picture": 6, "pass_time": 7,
    "change_settings": 2, "move_a_place": 3,
}  # fmt: skip


def _set(row: Any, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(row, name, value)


def _save(row: Any, **columns: Any) -> None:
    _set(row, **columns)
    row.save()


def _add_institutions(article: Article) -> None:
    for row in article.bylines.filter(institution_name=""):
        _save(row, institution_name=drawing.INSTITUTIONS[0])
