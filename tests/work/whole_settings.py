"""Settings of worker processes that tests start: the newsroom's own."""

from newsroom.settings import *  # noqa: F403

FETCH_LOOPBACK = True  # the feeds that are polled are a test's own
