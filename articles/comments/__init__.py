"""Readers' comments: kept by a provider of the newsroom's choice, and opened when a reader asks for them.

`COMMENTS` in the settings names the provider: one of `PROVIDERS`, or the dotted path of a `Provider` that a newsroom
wrote itself. Until a reader asks, nobody is told of her; the page's Content-Security-Policy is opened for the
provider's addresses on pages with a thread, and nowhere else.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from articles.presentation import Presented

NONE = "none"
PROVIDERS = {"disqus": "articles.comments.disqus.Disqus", "coral": "articles.comments.coral.Coral"}


@dataclasses.dataclass(frozen=True)
class Mistake:
    """One thing wrong in the settings of a provider; texts for whoever runs the site."""

    sentence: str
    hint: str


@dataclasses.dataclass(frozen=True)
class Thread:
    """What a provider is told of an article."""

    identity: str
    """The article's own, which outlives every change of headline, slug, section and host."""
    address: str
    """The first page, absolute: the same from whichever page of the article the thread is opened."""
    title: str
    language: str
    """Of the site, which is that of the buttons around the comments."""


class Provider:
    """One way to keep comments. Subclass it, and name the class in ``COMMENTS``."""

    name = ""
    """As readers know it."""
    module = ""
    """A static file: the native module that exports ``open(place, told, load)``. ``place`` is an empty element for the
    comments, ``told`` what ``told`` below gives, ``load(address)`` a promise of a script that has run."""

    def says(self) -> str:
        """To whom a reader's browser connects, and what they learn: shown before it does."""
        raise NotImplementedError

    def sources(self) -> dict[str, list[str]]:
        """What the page's Content-Security-Policy has to allow, by directive, and no more."""
        raise NotImplementedError

    def told(self, thread: Thread) -> dict[str, str]:
        """What the module receives, by names of one word in small letters."""
        raise NotImplementedError

    def mistakes(self) -> Iterator[Mistake]:
        """What is wrong in its settings. A provider with mistakes shows nothing."""
        yield from ()


@dataclasses.dataclass(frozen=True)
class Comments:
    """What an article's page has of them: a thread to be opened, or the word that they are closed."""

    provider: Provider
    thread: Thread | None
    """None where they are closed."""

    @property
    def told(self) -> dict[str, str]:
        return self.provider.told(self.thread) if self.thread else {}

    @property
    def sources(self) -> dict[str, list[str]]:
        return self.provider.sources() if self.thread else {}


def chosen() -> Provider | None:
    """The newsroom's provider as the settings name it, mistakes and all; None where there are no comments.

    Raises ImportError or TypeError where the settings name no provider.
    """
    if settings.COMMENTS in ("", NONE):
        return None
    provider = import_string(PROVIDERS.get(settings.COMMENTS, settings.COMMENTS))()
    if not isinstance(provider, Provider):
        raise TypeError(f"{settings.COMMENTS} is no articles.comments.Provider")
    return provider


def provider() -> Provider | None:
    """The newsroom's provider, where it can be relied on. ``manage.py check`` names what is wrong where it cannot."""
    try:
        found = chosen()
    except (ImportError, TypeError):
        return None
    return None if found is None or any(found.mistakes()) else found


def comments_of(story: Presented, address: str, language: str) -> Comments | None:
    """The comments of an article that readers see; None in a newsroom without.

    They are closed where the desk closed them, and under a retraction: what is no longer vouched for is not debated on
    our pages. A withdrawn article has no page, so it has no thread.
    """
    found = provider()
    if found is None:
        return None
    if story.article.comments_closed or story.retractions:
        return Comments(found, None)
    return Comments(found, Thread(str(story.article.uuid), address, story.title, language))
