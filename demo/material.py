"""The demo newsroom's material as it stands in ``content/``, read and dated, before anything is done with it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
import tomllib
from email.utils import format_datetime
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
NOT_STATED = "not stated"

_PLACEHOLDER = re.compile(r"@@HOURS_AGO:(\d+)@@")


@dataclasses.dataclass(frozen=True)
class Story:
    """One of our own stories: what stands between the ``+++`` lines, and the body as HTML."""

    front: dict[str, Any]
    body_html: str


def dated(text: str, kind: str, now: dt.datetime) -> str:
    """The text with each ``@@HOURS_AGO:n@@`` replaced, in the form of its kind of file.

    ``atom``: RFC 3339. ``rss``: RFC 822. ``toml``: a plain date.
    """

    def moment(match: re.Match[str]) -> str:
        then = now.astimezone(dt.UTC).replace(microsecond=0) - dt.timedelta(hours=int(match[1]))
        if kind == "rss":
            return format_datetime(then, usegmt=True)
        return then.date().isoformat() if kind == "toml" else then.strftime("%Y-%m-%dT%H:%M:%SZ")

    return _PLACEHOLDER.sub(moment, text)


def newsroom() -> dict[str, Any]:
    return _toml("newsroom.toml")


def outlets(now: dt.datetime) -> list[dict[str, Any]]:
    return tomllib.loads(dated((CONTENT / "outlets.toml").read_text("utf-8"), "toml", now))["outlet"]


def arrivals() -> list[dict[str, Any]]:
    return _toml("arrivals.toml")["arrival"]


def arrived(file: str, now: dt.datetime) -> bytes:
    """The bytes of a file of ``arrivals/`` as they would come over the wire."""
    path = CONTENT / "arrivals" / file
    return dated(path.read_text("utf-8"), path.suffix.removeprefix("."), now).encode()


def pictures() -> list[dict[str, Any]]:
    return _toml("pictures.toml")["picture"]


def stories() -> list[Story]:
    """Our own stories, in the order of their file names."""
    return [_story(path) for path in sorted((CONTENT / "staff").glob("*.md"))]


def _story(path: Path) -> Story:
    before, front, body = path.read_text("utf-8").split("+++\n", 2)
    if before:
        raise ValueError(f"{path.name} does not begin with +++.")
    return Story(tomllib.loads(front), body.strip())


@functools.cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / name).read_text("utf-8"))
