"""What recurs, who works, and how far each long job is."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.versioned import VersionedModel


class Recurring(VersionedModel):
    """Something that is done again and again. The code says what; the desk may say how often, and switch it off.

    The version counts what the desk saves. The scheduler writes its own columns beside it, by conditional updates.
    """

    class State(models.TextChoices):
        IDLE = "idle", _("at rest")
        WAITING = "waiting", _("waiting for a worker")
        RUNNING = "running", _("running")

    name = models.CharField(_("name"), max_length=100, unique=True, editable=False)
    title = models.CharField(_("what it does"), max_length=200, editable=False)
    task = models.CharField(_("code"), max_length=200, editable=False)
    every_seconds = models.PositiveIntegerField(
        _("every (seconds)"),
        validators=[MinValueValidator(1)],
        help_text=_("How often it begins, as long as the last time has ended by then."),
    )
    at = models.TimeField(
        _("at"),
        null=True,
        blank=True,
        help_text=_("For what is done once a day: the time of day in the newsroom's own time zone."),
    )
    # What the code asked for when it was last looked at: where the desk has kept to it, a new version changes both.
    code_seconds = models.PositiveIntegerField(editable=False)
    code_at = models.TimeField(null=True, editable=False)
    active = models.BooleanField(_("switched on"), default=True)

    next_at = models.DateTimeField(_("next"), editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.IDLE, editable=False)
    run = models.PositiveBigIntegerField(_("times queued"), default=0, editable=False)
    task_id = models.CharField(max_length=64, blank=True, editable=False)
    queued_at = models.DateTimeField(_("last queued"), null=True, editable=False)
    last_begun_at = models.DateTimeField(_("last begun"), null=True, editable=False)
    last_ended_at = models.DateTimeField(_("last ended"), null=True, editable=False)
    last_problem = models.TextField(_("last problem"), blank=True, editable=False)
    last_result = models.TextField(_("what came of it"), blank=True, editable=False)

    class Meta:
        verbose_name = _("recurring task")
        verbose_name_plural = _("recurring tasks")
        ordering = ["name"]
        permissions = [("run_recurring", _("Can have a recurring task run now"))]
        indexes = [models.Index(fields=["state", "active", "next_at"], name="work_recurring_due_idx")]

    def __str__(self) -> str:
        return self.name


class Beat(models.Model):
    """A process that works, and when it was last alive. The row goes when the process ends, or is found dead."""

    worker = models.CharField(_("worker"), max_length=64, unique=True)
    kind = models.CharField(_("kind"), max_length=20)
    host = models.CharField(_("machine"), max_length=100)
    pid = models.PositiveIntegerField(_("process"))
    # Which kernel and which view of its processes, and when the process started there: together they name one process.
    machine = models.CharField(max_length=100, blank=True)
    started = models.BigIntegerField(default=0)
    began_at = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        default_permissions = ("view",)
        ordering = ["began_at"]

    def __str__(self) -> str:
        return self.worker


class Job(models.Model):
    """Long work that people watch: how far it is, what went wrong with which item, and where it would go on."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        CANCELLING = "cancelling", _("being cancelled")
        CANCELLED = "cancelled", _("cancelled")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    kind = models.CharField(_("kind"), max_length=100)
    title = models.CharField(_("title"), max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveBigIntegerField(_("done"), default=0)
    total = models.PositiveBigIntegerField(_("of"), null=True)
    counts = models.JSONField(_("counts"), default=dict)
    checkpoint = models.JSONField(_("got to"), null=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("begun by")
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    begun_at = models.DateTimeField(_("begun"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    beat_at = models.DateTimeField(_("last sign of life"), null=True)
    problem = models.TextField(_("problem"), blank=True)
    # Counts every time that a process takes the job up. A process whose number it no longer is has lost the job.
    run = models.PositiveIntegerField(default=0)
    # Times it was taken up since it last got anywhere.
    tries = models.PositiveSmallIntegerField(default=0)
    task_id = models.CharField(max_length=64, blank=True)
    runner = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        default_permissions = ("view",)
        permissions = [("steer_job", _("Can cancel and resume jobs that others began"))]
        ordering = ["-id"]
        indexes = [models.Index(fields=["state"], name="work_job_state_idx")]

    ENDED = (State.CANCELLED, State.DONE, State.FAILED)
    AT_WORK = (State.RUNNING, State.CANCELLING)

    def __str__(self) -> str:
        return self.title

    @property
    def has_ended(self) -> bool:
        return self.state in self.ENDED

    @property
    def shown_done(self) -> int:
        """At most the total, which may have been a guess."""
        return self.done if self.total is None else min(self.done, self.total)

    @property
    def percent(self) -> int:
        """Of the total, rounded down: a hundred means all."""
        return 100 if not self.total else 100 * self.shown_done // self.total

    @property
    def can_be_cancelled(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def can_be_resumed(self) -> bool:
        return self.state in (self.State.CANCELLED, self.State.FAILED)


LONGEST_ITEM = 300


class JobError(models.Model):
    """What was wrong with one item of a job. The same is kept once, however often the item is come to."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="errors", verbose_name=_("job"))
    item = models.CharField(_("item"), max_length=LONGEST_ITEM)
    sentence = models.TextField(_("what was wrong"))
    digest = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("error of a job")
        verbose_name_plural = _("errors of jobs")
        default_permissions = ("view",)
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["job", "digest"], name="work_joberror_once")]

    def __str__(self) -> str:
        return f"{self.item}: {self.sentence}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.digest = self.digest_of(self.item, self.sentence)
        super().save(*args, **kwargs)

    @staticmethod
    def digest_of(item: str, sentence: str) -> str:
        return hashlib.sha256(f"{item}\0{sentence}".encode()).hexdigest()
