from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    name = "work"
    verbose_name = _("Work behind the scenes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from work import checks  # noqa: F401  (it registers itself)
        from work.queue import tidy
        from work.schedule import daily

        daily(at="04:10", name="work.tidy")(tidy)
