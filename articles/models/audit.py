"""Who did what, when and why."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.article import Article
from records.appendonly import AppendOnlyModel, AppendOnlyQuerySet
from records.who import by_whom

# What somebody did, as the desk reads it. A verb that is missing here is told as it is written.
DEEDS = {
    "accept": pgettext_lazy("deed", "accept"),
    "adapt": pgettext_lazy("deed", "adapt"),
    "arrange_front": pgettext_lazy("deed", "arrange front"),
    "bring": pgettext_lazy("deed", "bring"),
    "carry_over": pgettext_lazy("deed", "carry over"),
    "clear": pgettext_lazy("deed", "clear"),
    "close_comments": pgettext_lazy("deed", "close comments"),
    "correct": pgettext_lazy("deed", "correct"),
    "correct_address": pgettext_lazy("deed", "correct address"),
    "development": pgettext_lazy("deed", "development"),
    "development_done": pgettext_lazy("deed", "development done"),
    "discard_draft": pgettext_lazy("deed", "discard draft"),
    "edition_resume": pgettext_lazy("deed", "resume the newsletter"),
    "edition_save": pgettext_lazy("deed", "compose the newsletter"),
    "edition_send": pgettext_lazy("deed", "send the newsletter"),
    "edition_sent": pgettext_lazy("deed", "newsletter sent"),
    "edition_stop": pgettext_lazy("deed", "stop the newsletter"),
    "embargo": pgettext_lazy("deed", "embargo"),
    "evidence": pgettext_lazy("deed", "evidence"),
    "keep_draft": pgettext_lazy("deed", "keep draft"),
    "keep_ours": pgettext_lazy("deed", "keep ours"),
    "let_go": pgettext_lazy("deed", "let go"),
    "merge_institution": pgettext_lazy("deed", "merge institution"),
    "open_comments": pgettext_lazy("deed", "open comments"),
    "publish": pgettext_lazy("deed", "publish"),
    "put_draft_live": pgettext_lazy("deed", "put draft live"),
    "put_live": pgettext_lazy("deed", "put live"),
    "released_at_source": pgettext_lazy("deed", "released at source"),
    "rest_on": pgettext_lazy("deed", "rest on"),
    "restore": pgettext_lazy("deed", "restore"),
    "rule": pgettext_lazy("deed", "rule"),
    "save": pgettext_lazy("deed", "save"),
    "send_back": pgettext_lazy("deed", "send back"),
    "subscriber_erase": pgettext_lazy("deed", "erase a subscriber"),
    "subscriber_lift": pgettext_lazy("deed", "let an erased subscriber return"),
    "subscriber_undeliverable": pgettext_lazy("deed", "mark a subscriber as undeliverable"),
    "subscriber_unsubscribe": pgettext_lazy("deed", "unsubscribe a subscriber"),
    "subscribers_export": pgettext_lazy("deed", "export subscribers"),
    "submit": pgettext_lazy("deed", "submit"),
    "take_original_back": pgettext_lazy("deed", "take original back"),
    "take_over": pgettext_lazy("deed", "take over"),
    "tell_outlet": pgettext_lazy("deed", "tell outlet"),
    "trash": pgettext_lazy("deed", "trash"),
    "untrash": pgettext_lazy("deed", "untrash"),
    "update_sealed": pgettext_lazy("deed", "update sealed"),
    "usable_until": pgettext_lazy("deed", "usable until"),
    "withdraw": pgettext_lazy("deed", "withdraw"),
    "withdrawn_at_source": pgettext_lazy("deed", "withdrawn at source"),
}


class AuditEvent(AppendOnlyModel):
    """One line, written in the transaction of the change it tells of. Cannot be changed or deleted."""

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    verb = models.CharField(_("what"), max_length=40)
    actor = by_whom(_("who"))
    actor_name = models.CharField(
        _("name"), max_length=200, help_text=_("As it was then; “the system” when no person acted.")
    )
    article = models.ForeignKey(
        Article,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="audit_events",
        verbose_name=_("article"),
    )
    subject = models.CharField(_("about"), max_length=300)
    reason = models.CharField(_("why"), max_length=500, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-at", "-id"]
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.deed}, {self.subject}"

    @property
    def deed(self) -> str:
        """The verb in the desk's language."""
        return str(DEEDS.get(self.verb) or self.verb.replace("_", " "))
