"""The button that makes an article's rights evidence file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, HttpRequest
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from articles.evidence import evidence, file_name
from records.admin import shown_to

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin


def urls(model_admin: ModelAdmin) -> list[URLPattern]:
    @require_GET
    def view(request: HttpRequest, pk: int) -> FileResponse:
        return download(model_admin, request, pk)

    return [path("<int:pk>/evidence/", model_admin.admin_site.admin_view(view), name="articles_article_evidence")]


def download(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> FileResponse:
    """For everybody who may see the article at the desk; the log says who took it."""
    article = shown_to(request, model_admin, pk)
    made = evidence(article, by=request.user)
    return FileResponse(made, as_attachment=True, filename=file_name(article), content_type="application/zip")
