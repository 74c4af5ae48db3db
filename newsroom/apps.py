from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _

NAMES = {
    "taggit": _("Tags"),
    "axes": _("Failed log-ins"),
    "otp_totp": _("Second step of logging in"),
    "django_tasks_database": _("Queued tasks"),
}
"""What the desk calls libraries that name themselves for programmers."""


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self) -> None:
        from . import checks, theme_checks  # noqa: F401  (registers the system checks)

        for label, name in NAMES.items():
            apps.get_app_config(label).verbose_name = name
