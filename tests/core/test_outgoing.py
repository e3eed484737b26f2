"""The way out: public addresses only, at every redirect, within bounds of bytes and time."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from club.core import outgoing


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        match self.path.split("?")[0]:
            case "/redirect":
                self._say(302, b"", Location="/fine")
            case "/away":
                self._say(302, b"", Location="http://10.0.0.1/")
            case "/loop":
                self._say(302, b"", Location="/loop")
            case "/heavy":
                self._say(200, b"x" * 5000)
            case "/slow":
                time.sleep(1)
                self._say(200, b"late")
            case "/copy" if self.headers["If-None-Match"] == '"one"':
                self._say(304, b"", ETag='"one"')
            case "/copy":
                self._say(200, b"copy", ETag='"one"')
            case "/cut":
                self._say(200, b"half", Content_Length="99")
            case "/drip":
                self._drip()
            case "/drip-chunk":
                self._drip(b"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n")
            case "/gone":
                self._say(410, b"")
            case _:
                self._say(200, self.path.encode())

    def _drip(self, begun: bytes = b"HTTP/1.0 200 OK\r\nX: ") -> None:
        """Headers, or the size of a chunk, without end, a letter at a time."""
        with suppress(OSError):
            self.wfile.write(begun)
            for _ in range(60):
                self.wfile.write(b"0")
                time.sleep(0.05)

    def _say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None: ...


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def here_only(address: str) -> bool:
    return address == "127.0.0.1"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
    ],
)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not outgoing.is_public(address)


@pytest.mark.parametrize("address", ["192.134.5.37", "2001:67c:2218:302::51:231", "64:ff9b::c086:525"])
def test_public_addresses_are_public(address: str) -> None:
    assert outgoing.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "ftp://a.example/",
        "file:///etc/passwd",
        "http://user:word@a.example/",
        "http:///x",
        "http://a.example:99999/",
    ],
)
def test_fetch_calls_nothing_but_public_web_addresses(url: str) -> None:
    with pytest.raises(outgoing.Forbidden):
        outgoing.fetch(url)


def test_fetch_follows_redirects_and_judges_each(site: str) -> None:
    answer = outgoing.fetch(f"{site}/redirect", allowed=here_only)
    assert (answer.status, answer.url, answer.body) == (200, f"{site}/fine", b"/fine")
    with pytest.raises(outgoing.Forbidden):
        outgoing.fetch(f"{site}/away", allowed=here_only)
    with pytest.raises(outgoing.Forbidden):
        outgoing.fetch(f"{site}/loop", allowed=here_only)


def test_fetch_bounds_bytes_and_time(site: str) -> None:
    with pytest.raises(outgoing.Forbidden):
        outgoing.fetch(f"{site}/heavy", most_bytes=1000, allowed=here_only)
    assert outgoing.fetch(f"{site}/heavy", reads_body=False, allowed=here_only).body == b""
    with pytest.raises(outgoing.Unreachable):
        outgoing.fetch(f"{site}/slow", seconds=0.2, allowed=here_only)


def test_fetch_gives_refusals_as_they_are(site: str) -> None:
    assert outgoing.fetch(f"{site}/gone", allowed=here_only).status == 410


def test_fetch_encodes_what_a_request_line_cannot_bear(site: str) -> None:
    assert outgoing.fetch(f"{site}/été?q=a b\r\nX: y", allowed=here_only).body == b"/%C3%A9t%C3%A9?q=a%20bX:%20y"


def test_guard_off_is_seen(site: str) -> None:
    """Negative control: without the rule the private address would answer."""
    assert outgoing.fetch(f"{site}/fine", allowed=lambda address: True).status == 200
    with pytest.raises(outgoing.Forbidden):
        outgoing.fetch(f"{site}/fine")


def test_fetch_sends_headers_and_gives_those_of_the_answer(site: str) -> None:
    """A conditional request; what the answer says is read without regard to case."""
    answer = outgoing.fetch(f"{site}/copy", headers={"If-None-Match": '"one"'}, allowed=here_only)
    assert (answer.status, answer.headers.get("ETAG"), answer.headers.get("retry-after")) == (304, '"one"', None)
    assert outgoing.fetch(f"{site}/copy", allowed=here_only).status == 200


@pytest.mark.parametrize("path", ["/drip", "/drip-chunk", "/cut"])
def test_fetch_ends_an_answer_that_drips_or_stops_halfway(site: str, path: str) -> None:
    """Each byte comes within the socket's patience, the whole never does."""
    begun = time.monotonic()
    with pytest.raises(outgoing.Unreachable):
        outgoing.fetch(f"{site}{path}", seconds=0.4, allowed=here_only)
    assert time.monotonic() - begun < 2


class Mute(socketserver.BaseRequestHandler):
    """A TLS record of 16 KB, a byte at a time: the handshake never ends."""

    def handle(self) -> None:
        with suppress(OSError):
            self.request.sendall(b"\x16\x03\x03\x40\x00\x02")
            for _ in range(60):
                self.request.sendall(b"\x00")
                time.sleep(0.05)


def test_fetch_ends_a_handshake_that_drips() -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mute) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        begun = time.monotonic()
        with pytest.raises(outgoing.Unreachable):
            outgoing.fetch(f"https://127.0.0.1:{server.server_address[1]}/", seconds=0.4, allowed=here_only)
        assert time.monotonic() - begun < 2
        server.shutdown()
