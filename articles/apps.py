from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # They listen to what they name, or register with the schedule and the worker.
        from articles import archive, checks, living, merged, moving, outside, recurring  # noqa: F401
        from articles.search import checks as search_checks  # noqa: F401
