import os

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "tests.work.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tests.work.ledger import tasks
        from work.schedule import every

        if seconds := int(os.environ.get("LEDGER_EVERY", "0")):
            every(seconds=seconds, name="ledger.tick")(tasks.tick)
