"""The one door to the network, against servers on this machine that do what hostile servers do."""

import gzip
import http.server
import os
import socket
import socketserver
import threading
import time
import zlib
from collections.abc import Callable, Iterator

import pytest

from inbound import addresses, fetch
from inbound.fetch import Failed, Limits, Refused

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


class Server:
    """A web server on this machine whose paths answer as the test says; it counts its visitors."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
                self.close_connection = True
                outer.answers[self.path.split("?")[0]](self)

            def log_message(self, *args: object) -> None: ...

        class Quiet(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True

            def handle_error(self, *args: object) -> None: ...

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def says(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        def answer(request: http.server.BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in ({"Content-Length": str(len(body)), "Content-Type": "text/html"} | headers).items():
                request.send_header(name.replace("_", "-"), value)
            request.end_headers()
            request.wfile.write(body)

        self.answers[path] = answer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that the door lets through, because the test says that this machine is public."""
    server = Server()
    judge = addresses.is_refused
    monkeypatch.setattr(addresses, "is_refused", lambda one: one != "127.0.0.1" and judge(one))
    monkeypatch.setattr(
        fetch, "LIMITS", Limits(seconds=3, wire=200_000, inflated=400_000, ports=frozenset({server.port}))
    )
    yield server
    server.server.shutdown()
    server.server.server_close()


def test_a_page_comes_back_with_its_headers(server: Server) -> None:
    server.says("/page", "Où?".encode(), Content_Type="text/html; charset=utf-8", ETag='"1"')
    answer = fetch.fetch(server.address("/page?q=a b".replace(" ", "%20")))
    assert answer.body.decode() == "Où?"
    assert (answer.status, answer.content_type, answer.headers["etag"]) == (200, "text/html", '"1"')
    path, headers = server.seen[0]
    assert path == "/page?q=a%20b"
    assert headers["user-agent"].startswith("Newsroom/")
    assert "cookie" not in headers


def test_validators_are_sent_and_304_is_an_answer(server: Server) -> None:
    server.says("/feed", b"", status=304)
    assert fetch.fetch(server.address("/feed"), etag='"1"', last_modified="Mon, 23 Nov 2026 05:00:00 GMT").status == 304
    assert server.seen[0][1]["if-none-match"] == '"1"'


@pytest.mark.parametrize("inflating", [gzip.compress, zlib.compress, lambda data: zlib.compress(data)[2:-4]])
def test_compressed_answers_are_inflated(server: Server, inflating: Callable[[bytes], bytes]) -> None:
    body = b"<p>words</p>" * 50
    server.says("/z", inflating(body), Content_Encoding="gzip" if inflating is gzip.compress else "deflate")
    assert fetch.fetch(server.address("/z")).body == body


def test_two_gzip_members_are_one_answer(server: Server) -> None:
    server.says("/z", gzip.compress(b"one ") + gzip.compress(b"two"), Content_Encoding="gzip")
    assert fetch.fetch(server.address("/z")).body == b"one two"


def test_an_answer_that_inflates_without_end_is_cut_off(server: Server) -> None:
    server.says("/bomb", gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    with pytest.raises(Failed, match="inflates"):
        fetch.fetch(server.address("/bomb"))


def test_an_answer_without_end_is_cut_off(server: Server) -> None:
    def endless(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(b"x" * 10_000)

    server.answers["/endless"] = endless
    with pytest.raises(Failed, match="more than"):
        fetch.fetch(server.address("/endless"))


@pytest.mark.parametrize("slow_part", ["headers", "body"])
def test_a_server_that_drips_is_left_at_the_deadline(
    server: Server, slow_part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drip(request: http.server.BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n" if slow_part == "headers" else b"HTTP/1.1 200 OK\r\n\r\n")
        for number in range(200):
            request.wfile.write(f"X-{number}: 1\r\n".encode())
            request.wfile.flush()
            time.sleep(0.1)

    server.answers["/drip"] = drip
    monkeypatch.setattr(fetch, "LIMITS", Limits(seconds=0.8, ports=frozenset({server.port})))
    begun = time.monotonic()
    with pytest.raises(Failed, match="took longer"):
        fetch.fetch(server.address("/drip"))
    assert time.monotonic() - begun < 5


def test_a_body_shorter_than_it_says_is_a_failure(server: Server) -> None:
    server.says("/short", b"half", Content_Length="400")
    with pytest.raises(Failed, match=r"broke off|did not answer"):
        fetch.fetch(server.address("/short"))


def test_what_is_no_text_is_a_failure_whatever_it_calls_itself(server: Server) -> None:
    server.says("/a", b"\x89PNG\r\n", Content_Type="text/html")
    server.says("/b", b"words", Content_Type="image/png")
    for path in ("/a", "/b"):
        with pytest.raises(Failed, match="no text"):
            fetch.fetch(server.address(path))
    assert fetch.fetch(server.address("/a"), binary=True).body.startswith(b"\x89PNG")


def test_errors_carry_status_and_the_wish_to_be_left_alone(server: Server) -> None:
    server.says("/busy", b"", status=503, Retry_After="120")
    with pytest.raises(Failed) as caught:
        fetch.fetch(server.address("/busy"))
    assert (caught.value.status, caught.value.retry_after) == (503, 120)


def test_a_redirect_into_a_private_network_is_refused_before_anything_is_sent(server: Server) -> None:
    inside = socket.create_server(("127.0.0.2", 0))
    inside.settimeout(0.3)
    server.says("/out", b"", status=302, Location=f"http://127.0.0.2:{inside.getsockname()[1]}/secret")
    with pytest.raises(Refused):
        fetch.fetch(server.address("/out"))
    server.says("/out", b"", status=302, Location=f"http://127.0.0.2:{server.port}/secret")
    with pytest.raises(Refused, match="private or reserved"):
        fetch.fetch(server.address("/out"))
    with pytest.raises(TimeoutError):
        inside.accept()


def test_redirects_without_end_stop(server: Server) -> None:
    server.says("/round", b"", status=301, Location="/round")
    with pytest.raises(Failed, match="more than 5"):
        fetch.fetch(server.address("/round"))
    assert len(server.seen) == 6


def test_a_name_with_one_private_address_among_public_ones_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def two(*args: object, **kwargs: object) -> list[object]:
        return [(2, 1, 6, "", ("127.0.0.1", server.port)), (2, 1, 6, "", ("10.0.0.7", server.port))]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    with pytest.raises(Refused):
        fetch.fetch(f"http://two.example:{server.port}/")
    assert not server.seen


REFUSED = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.7
203.0.113.9
224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::10.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::ffff:169.254.169.254 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1
2001::1 2001:10::1 2001:20::1
2001:db8::1 2002:7f00:1:: 2002:a00:1:: 3fff::1 5f00::1 fc00::1 fd00::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
""".split()
PUBLIC = """
8.8.8.8 1.1.1.1 93.184.216.34 2606:2800:220:1::1 2a00:1450::1 ::ffff:8.8.8.8
172.32.0.1 100.128.0.1
""".split()


@pytest.mark.parametrize("address", REFUSED)
def test_private_and_reserved_addresses_are_refused(address: str) -> None:
    assert addresses.is_refused(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_not_refused(address: str) -> None:
    assert not addresses.is_refused(address)


SPELLINGS = """
http://127.0.0.1/ http://127.1/ http://2130706433/ http://0x7f.1/ http://0x7f000001/ http://0177.0.0.1/ http://localhost/
http://[::1]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://①②⑦.⓪.⓪.①/ http://127。0。0。1/ http://0/ http://0.0.0.0/
http://127.0.0.1./ http://[fe80::1%25lo]/ http://[::127.0.0.1]/ ftp://example.org/ file:///etc/passwd gopher://example.org/
javascript:alert(1) http://user:word@example.org/ http://example.org:22/ http://example.org:6379/ http:///path http://
//example.org/ http://exa%00mple.org/ http://[::1 http://example.org:99999/
""".split()


@pytest.mark.parametrize("address", SPELLINGS)
@pytest.mark.parametrize("port", [80, 8080])
def test_every_spelling_of_this_machine_is_refused_without_a_connection(
    address: str, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail(f"connected to {a}"))
    if port == 8080 and address.count("/") == 3 and address.endswith("/") and not address.startswith(("ftp", "file")):
        address = f"{address[:-1]}:8080/" if ":99999" not in address and ":22" not in address else address
    with pytest.raises((Refused, Failed)):
        fetch.fetch(address)


def test_header_injection_in_validators_is_dropped(server: Server) -> None:
    server.says("/x", b"ok")
    fetch.fetch(server.address("/x"), etag='"a"\r\nX-Evil: 1')
    assert "x-evil" not in server.seen[0][1] and "if-none-match" not in server.seen[0][1]


def test_this_machine_is_asked_only_where_the_setting_says_so(settings, server: Server, monkeypatch) -> None:
    monkeypatch.undo()
    server.says("/page", b"hello")
    with pytest.raises(Refused):
        fetch.fetch(server.address("/page"))
    settings.FETCH_LOOPBACK = True
    assert fetch.fetch(server.address("/page")).body == b"hello"
    for other in (
        "http://127.0.0.2/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/",
        "http://0.0.0.0/",
    ):
        with pytest.raises(Refused):
            fetch.fetch(other)


def test_a_redirect_from_this_machine_into_a_private_network_is_refused(settings, server: Server, monkeypatch) -> None:
    monkeypatch.undo()
    settings.FETCH_LOOPBACK = True
    server.says("/away", b"", status=302, Location="http://192.168.0.1/")
    with pytest.raises(Refused, match="private"):
        fetch.fetch(server.address("/away"))


@pytest.mark.parametrize("environment", [{}, {"NEWSROOM_FETCH_LOOPBACK": "1"}])
def test_production_cannot_open_the_door_to_this_machine(environment: dict[str, str], tmp_path) -> None:
    import subprocess
    import sys

    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSROOM_", "DEBUG", "DJANGO"))}
    asked = [sys.executable, "-c", "from newsroom import settings; print(settings.FETCH_LOOPBACK)"]
    answer = subprocess.run(
        asked, env=clean | environment | {"NEWSROOM_VAR": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"
