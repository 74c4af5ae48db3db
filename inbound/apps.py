from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboundConfig(AppConfig):
    name = "inbound"
    verbose_name = _("Arrivals")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The one registers with the schedule, the other listens to the log.
        from inbound import recurring, settling  # noqa: F401
        from inbound.archive import running  # noqa: F401  (a kind of job)
