"""Whom the browsers of our readers ask for something, besides us."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from outlets.models import Outlet


class OutsideHost(models.Model):
    """A host that pages with articles ask: for an outlet's counter, or for a film or chart once a reader wants it."""

    class Kind(models.TextChoices):
        IMAGE = "img", _("counter, an image")
        SCRIPT = "script", _("counter, a script")
        EMBED = "embed", _("film, chart or recording")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    host = models.CharField(_("host"), max_length=255, blank=True, help_text=_("Empty: this site itself."))
    outlet = models.ForeignKey(
        Outlet,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="outside_hosts",
        verbose_name=_("outlet"),
    )
    is_demanded = models.BooleanField(_("demanded by terms"), default=False)

    class Meta:
        verbose_name = _("outside host")
        verbose_name_plural = _("outside hosts")
        ordering = ["kind", "host"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "host", "outlet", "is_demanded"], name="outside_host_once"),
            models.UniqueConstraint(
                fields=["kind", "host", "is_demanded"],
                condition=models.Q(outlet__isnull=True),
                name="outside_host_of_nobody_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.host}"


class HostOnPage(models.Model):
    """One article asks it."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="hosts_on_page", verbose_name=_("article")
    )
    host = models.ForeignKey(
        OutsideHost, on_delete=models.CASCADE, related_name="on_pages", verbose_name=_("outside host")
    )

    class Meta:
        verbose_name = _("host on a page")
        verbose_name_plural = _("hosts on pages")
        constraints = [models.UniqueConstraint(fields=["article", "host"], name="host_on_page_once")]

    def __str__(self) -> str:
        return f"{self.article}: {self.host}"
