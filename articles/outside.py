"""Which hosts besides ours the pages of an article ask: kept with each save, so that readers can be told of all."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, signals
from django.dispatch import receiver

from articles.body import embeds
from articles.models import Article, HostOnPage, OutsideHost
from articles.rights import Surface, counters


class _Asked(NamedTuple):
    kind: str
    host: str
    outlet: int | None
    is_demanded: bool


def asked_by(article: Article) -> set[_Asked]:
    """What its pages ask: its counter, where one may run, and on a reader's click whatever is embedded."""
    found = set()
    if article.counter_kind != "none" and counters.may_run(article):
        demanded = counters.is_demanded(article)
        found.add(_Asked(article.counter_kind, _host(article.counter_url), article.outlet_id, demanded))
    # In the text of others an address that is alone in its paragraph stays an address (``articles.showing``).
    html = article.body_html if article.outlet_id else embeds.alone(article.body_html, settings.EMBED_HOSTS)
    for frame in _frames(html):
        found.add(_Asked(OutsideHost.Kind.EMBED, _host(frame), None, False))
    return found


def _frames(html: str) -> list[str]:
    """The addresses of what our page loads in a frame once a reader asks."""
    found: list[str] = []

    def seen(place: embeds.Place) -> str:
        found.append(place.frame)
        return ""

    embeds.render(html, seen, settings.EMBED_HOSTS)
    return [frame for frame in found if frame]


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "")[:255]
    except ValueError:
        return ""


def note(article: Any, hosts: Any = OutsideHost.objects, on_pages: Any = HostOnPage.objects) -> None:
    """Keep what its pages ask. A migration hands over its own managers."""
    wanted = {
        hosts.get_or_create(kind=kind, host=host, outlet_id=outlet, is_demanded=demanded)[0].pk
        for kind, host, outlet, demanded in asked_by(article)
    }
    had = set(on_pages.filter(article_id=article.pk).values_list("host_id", flat=True))
    if gone := had - wanted:
        on_pages.filter(article_id=article.pk, host_id__in=gone).delete()
    on_pages.bulk_create(
        [on_pages.model(article_id=article.pk, host_id=pk) for pk in sorted(wanted - had)], ignore_conflicts=True
    )


def asked_now() -> QuerySet[OutsideHost]:
    """Those that some text asks which readers may open now; of what is embedded only what our pages load at all."""
    shown = Article.objects.visible_on(Surface.PAGE).filter(hosts_on_page__host=OuterRef("pk"))
    never_loaded = OutsideHost.objects.filter(kind=OutsideHost.Kind.EMBED).exclude(host__in=settings.EMBED_HOSTS)
    return OutsideHost.objects.filter(Exists(shown)).exclude(pk__in=never_loaded.values("pk"))


@receiver(signals.post_save, sender=Article)
def article_saved(instance: Article, raw: bool = False, **kwargs: Any) -> None:
    if not raw and instance.live_revision_id:
        note(instance)
