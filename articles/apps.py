from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from articles import living, moving, trash  # noqa: F401  (they listen to what they name)
        from work.schedule import daily

        daily(at="04:20", name="articles.empty_trash")(trash.empty)
