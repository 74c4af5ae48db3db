"""What every test gets: a clean cache, no network beyond this machine, and the folder of real samples."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

from tests.asking import leave_out_what_others_try
from tests.thorough import size

# Real feeds and pages that may not be redistributed lie beside the repository, where there are any.
SHARED_SAMPLES = Path(settings.BASE_DIR).parent / "shared" / "samples"
NO_SHARED_SAMPLES = "the folder ../shared/samples is not on this machine (real texts are not part of the repository)"

# Where a change is accepted or refused, by the same examples every time; elsewhere each run draws its own.
hypothesis_settings.register_profile("drawing", max_examples=size(40, 400))
hypothesis_settings.register_profile("accepting", max_examples=size(40, 400), derandomize=True)
hypothesis_settings.load_profile("accepting" if os.environ.get("REQUIRE_ALL") else "drawing")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--asking", action="store_true", help="only tests that ask the database, see tests/asking.py")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from tests.spreading import Spreading

    return Spreading(config, log) if config.getvalue("dist") == "load" else None


@pytest.hookimpl(trylast=True)  # after -m and -k
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--asking"):
        leave_out_what_others_try(config, items)


@pytest.fixture(scope="session")
def shared_samples() -> Path:
    """The folder of real samples; the test is skipped where there is none."""
    if not SHARED_SAMPLES.is_dir():
        pytest.skip(NO_SHARED_SAMPLES)
    return SHARED_SAMPLES


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    from django.core.cache import cache

    cache.clear()
    yield


class LeftTheMachine(AssertionError):
    """A test tried to connect to another machine. Tests use saved samples and servers of their own."""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections end at this machine. Not at `getaddrinfo`: the guarded fetch is tested with answers of our own."""
    connect = socket.socket.connect

    def judged(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple):
            host = str(address[0])
            try:
                local = ipaddress.ip_address(host).is_loopback
            except ValueError:
                local = host in {"localhost", ""}
            if not local:
                raise LeftTheMachine(f"A test tried to connect to {host}. Use a saved sample or a server on 127.0.0.1.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", judged)
