"""manage.py demo: the demo newsroom, made when it is not there, and served."""

from __future__ import annotations

import os
import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from demo import arrivals, front_page, guide, inbox, letters, mark, paper, serving, stories
from demo.models import Piece


def stop(*_: object) -> None:
    """Ctrl-C before the server runs: an end at once, wherever we are.

    Not KeyboardInterrupt, for which the threads that compress static files would first finish their work. What was not
    committed is rolled back, and the next run makes it.
    """
    os.write(2, b"\nStopped. The same command goes on from here.\n")
    os._exit(130)


class Command(BaseCommand):
    help = (
        "Makes the demo newsroom in an empty database of its own, or goes on with the one it made, and serves it on "
        "this machine until Ctrl-C."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="where to serve it (8000)")
        parser.add_argument("--no-serve", action="store_true", help="make it and stop there")

    def run_from_argv(self, argv: list[str]) -> None:
        signal.signal(signal.SIGINT, stop)
        super().run_from_argv(argv)

    def handle(self, *args: Any, port: int, no_serve: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This is not a demo newsroom. Run “make demo”, or NEWSROOM_DEMO=1 .venv/bin/python manage.py demo"
            )
        try:
            if not no_serve:
                serving.require_free(port)
            self.load(port)
            if not no_serve:
                self.serve(port)
        except (mark.NotOurs, serving.PortNotFree) as refused:
            raise CommandError(str(refused)) from refused

    def load(self, port: int) -> None:
        born_at = mark.claim()
        self.say("Preparing the database")
        call_command("migrate", interactive=False, verbosity=0)
        before = Piece.objects.count()
        self.say("Making the paper, its people and the terms of its outlets")
        paper.make_paper(born_at)
        self.say("Publishing our own stories, with drawings")
        stories.make_stories(born_at)
        self.say("Receiving what the outlets sent")
        arrivals.receive(born_at)
        self.say("Asking the outlets' feeds")
        inbox.fill(born_at, port)
        front_page.arrange(born_at)
        self.say("Composing the week's letter")
        letters.make_letters(born_at)
        if Piece.objects.count() == before:
            self.say(f"Nothing was missing: all of it is as the desk left it, since {born_at:%d %B %Y}")

    def serve(self, port: int) -> None:
        self.say("Collecting the static files")
        serving.collect_static()
        inbox.move(port)
        self.say("\n" + "\n".join(guide.lines(f"http://{serving.HOST}:{port}")))
        serving.serve(port)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
