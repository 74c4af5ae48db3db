"""Sending a newsletter by a worker that is killed: in the end everybody has it once, but for one in doubt at most."""

from __future__ import annotations

from pathlib import Path

from tests.newsletters.mail_server import mail_server
from tests.work.processes import WHOLE, Newsroom, fresh_database, until

READERS = 12
KILLS = (4,)
MAKE = f"""
from django.contrib.auth.models import User
from django.utils import timezone
from newsletters import sending
from newsletters.models import Subscriber
from tests.newsletters.editions import make_edition, make_subscribers
make_subscribers({READERS})
edition = make_edition()
sending.send(edition, by=None)
"""
STANDS = """
from newsletters.models import Delivery, Edition
from work.models import JobError
job = Job.objects.get()
said = {
    "edition": Edition.objects.get().state,
    "states": sorted(Delivery.objects.values_list("state", flat=True)),
    "job": (job.state, job.done, job.total, job.counts),
    "errors": [error.sentence for error in JobError.objects.all()],
}
"""


def test_killed_nobody_gets_it_twice_and_nobody_is_missed_but_who_was_being_sent_it(whole: str, tmp_path: Path) -> None:
    with mail_server() as server, fresh_database(tmp_path, whole) as database:
        newsroom = Newsroom(
            tmp_path, database, DJANGO_SETTINGS_MODULE=WHOLE, EMAIL_URL=f"smtp://127.0.0.1:{server.port}",
            NEWSROOM_URL="https://localhost", WORKER_THREADS="2",
        )  # fmt: skip
        try:
            newsroom.ask(MAKE)
            for number in KILLS:
                # The server takes this mail and waits with its answer: the worker dies in the very middle of it.
                server.hold_at(number)
                worker = newsroom.start()
                until(server.is_holding)
                worker.kill()
                server.let_go()
            newsroom.start()
            until(lambda: newsroom.ask(STANDS)["edition"] == "sent")
            stands = newsroom.ask(STANDS)
        finally:
            newsroom.stop()
        doubtful = len(KILLS)
        assert stands["states"] == ["in_doubt"] * doubtful + ["sent"] * (READERS - doubtful)
        assert stands["job"][1:] == [READERS, READERS, {"sent": READERS - doubtful, "in_doubt": doubtful}]
        assert len(stands["errors"]) == doubtful and all("not sent again" in sentence for sentence in stands["errors"])
        assert len(server.recipients) == len(set(server.recipients)) == READERS
