"""Settings of worker processes that tests start: the newsroom's own, with tables made without migrations."""

from newsroom.settings import *  # noqa: F403

MIGRATION_MODULES = {name.rpartition(".")[2]: None for name in INSTALLED_APPS}  # noqa: F405
FETCH_LOOPBACK = True  # the feeds that are polled are a test's own
