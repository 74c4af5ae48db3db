"""Our own stories: written, submitted and published as the desk does it, with dates that lie behind us or ahead."""

from __future__ import annotations

import datetime as dt
from functools import partial

from articles import publishing
from articles.models import Article, Byline, Section
from authors.models import Author
from demo import desk, ledger, material, picture_desk


def make_stories(born_at: dt.datetime) -> None:
    # A translation needs the story that it is of.
    for story in sorted(material.stories(), key=lambda story: "translation_of" in story.front):
        ledger.make(Article, story.front["slug"], partial(_make, story, born_at))


def _make(story: material.Story, born_at: dt.datetime) -> Article:
    front = story.front
    authors = [ledger.find(Author, slug) for slug in front["authors"]]
    writer = desk.writer_of(author.name for author in authors)
    article = Article(
        title=front["title"],
        slug=front["slug"],
        kicker=front["kicker"],
        standfirst=front["standfirst"],
        section=ledger.find(Section, front["section"]),
        language=front.get("language") or material.newsroom()["site"]["language"],
        translation_of=ledger.find(Article, front["translation_of"]) if "translation_of" in front else None,
        body_html=story.body_html,
        created_by=writer,
    )
    article.full_clean()
    article.save()
    for position, author in enumerate(authors):
        Byline.objects.create(article=article, position=position, name=author.name, title=author.title, author=author)
    article.tags.add(*front["tags"])
    if picture := front.get("picture"):
        picture_desk.lead(article, picture["file"], picture["caption"])
    picture_desk.in_text(article)
    desk.save(article, by=writer)
    _send_on(article, story, born_at)
    return article


def _send_on(article: Article, story: material.Story, born_at: dt.datetime) -> None:
    """As far as the story has come: it stays a draft, waits for review, or is published, perhaps corrected since."""
    front = story.front
    if front["state"] == "draft":
        return
    publishing.submit(article, by=article.created_by)
    if front["state"] == "in_review":
        return
    publisher = desk.colleague("publisher")
    hours = front["hours_ahead"] if "hours_ahead" in front else -front["hours_ago"]
    publishing.publish(article, by=publisher, at=born_at + dt.timedelta(hours=hours))
    for note in front.get("corrections", ()):
        made_at = born_at - dt.timedelta(hours=note["hours_ago"])
        publishing.correct(article, by=publisher, kind=note["kind"], text=note["text"], at=made_at)
