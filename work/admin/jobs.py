"""Long jobs at the desk: how far each is, what went wrong with which item, and two buttons."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from records.admin import EvidenceAdmin
from work import beats, jobs
from work.models import Job

log = logging.getLogger("work")

ERRORS_ON_A_PAGE = 100


@admin.register(Job)
class JobAdmin(EvidenceAdmin):
    """A job may be seen by whoever began it and by those who may see all, and steered alike."""

    list_display = ("title", "state", "progress", "errors_found", "begun_by", "added_at")
    list_filter = ("state", "kind")
    list_select_related = ("begun_by",)
    search_fields = ("title", "kind")

    class Media:
        css = {"all": ["admin/work.css"]}
        js = [Script("admin/progress.js", type="module")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return super().get_queryset(request).annotate(errors_found=Count("errors"))

    def has_view_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return super().has_view_permission(request, obj) or _is_own(request, obj)

    @admin.display(description=gettext_lazy("progress"))
    def progress(self, job: Job) -> SafeString:
        return render_to_string("admin/work/job/_progress.html", {"job": job})

    @admin.display(description=gettext_lazy("errors"), ordering="errors_found")
    def errors_found(self, job: Any) -> int:
        return job.errors_found

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.method == "GET":
            warn_where_nobody_works(request)
        return super().changelist_view(request, extra_context)

    # The page of a job

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        job = self._job(request, object_id)
        if job.state == Job.State.WAITING:
            warn_where_nobody_works(request)
        may_steer = _may_steer(request, job)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": job.title,
            "job": job,
            "counts": sorted((_(name.replace("_", " ")), number) for name, number in job.counts.items()),
            "errors": Paginator(job.errors.all(), ERRORS_ON_A_PAGE).get_page(request.GET.get("errors")),
            "may_cancel": may_steer and job.can_be_cancelled,
            "may_resume": may_steer and job.can_be_resumed,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/work/job/page.html", context)

    def get_urls(self) -> list[URLPattern]:
        def steer(verb: Callable[[Job], None], told: Any) -> Any:
            def view(request: HttpRequest, pk: int) -> HttpResponse:
                return self._steer(request, pk, verb, told)

            return self.admin_site.admin_view(require_POST(view))

        cancelled = gettext_lazy("It is cancelled, or will be at its next step. What was done so far is kept.")
        resumed = gettext_lazy("It goes on where it was.")
        return [
            path("<int:pk>/cancel/", steer(jobs.cancel, cancelled), name="work_job_cancel"),
            path("<int:pk>/resume/", steer(jobs.resume, resumed), name="work_job_resume"),
            *super().get_urls(),
        ]

    def _steer(self, request: HttpRequest, pk: int, verb: Callable[[Job], None], told: Any) -> HttpResponse:
        job = self._job(request, str(pk))
        if not _may_steer(request, job):
            raise PermissionDenied
        try:
            verb(job)
        except jobs.NotNow as problem:
            messages.warning(request, str(problem))
        else:
            log.info("job %s: %s by %s", job.pk, job.state, request.user.get_username())
            messages.success(request, told)
        return HttpResponseRedirect(reverse("admin:work_job_change", args=[pk]))

    def _job(self, request: HttpRequest, object_id: str) -> Job:
        job = self.get_object(request, object_id)
        if job is None:
            raise Http404
        if not self.has_view_permission(request, job):
            raise PermissionDenied
        return job


def _is_own(request: HttpRequest, job: Job | None) -> bool:
    return job is not None and job.begun_by_id is not None and job.begun_by_id == request.user.pk


def _may_steer(request: HttpRequest, job: Job) -> bool:
    return _is_own(request, job) or request.user.has_perm("work.steer_job")


def warn_where_nobody_works(request: HttpRequest) -> None:
    """In a newsroom whose worker is not there nothing happens, and people would wait."""
    if not beats.somebody_works():
        messages.warning(request, _("No worker is running, so everything waits. Start one: manage.py worker"))
