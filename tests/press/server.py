"""A server of feeds with faults, on this machine: what each address does is its name."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.press_factories import rss

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b']><rss version="2.0"><channel><title>&j;</title></channel></rss>'
)
FAULTS = {
    "slow": "silent",
    "drip": "silent",
    "cut": "silent",
    "huge": "heavy",
    "broken": "unreadable",
    "page": "unreadable",
    "bomb": "unreadable",
    "gone": "gone",
    "error": "faulty",
    "shut": "guarded",
    "busy": "busy",
    "away": "forbidden",
    "metadata": "forbidden",
    "loop": "forbidden",
}
"""What is wrong with an address → how staff read it (``club.press.models.Problem``)."""
AT = datetime.now(UTC)
REDIRECTS = {
    "away": "http://10.0.0.1/feed",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "loop": "/loop/1",
}


class Handler(BaseHTTPRequestHandler):
    server: "Server"

    def do_GET(self) -> None:
        kind, _, number = self.path.strip("/").partition("/")
        with suppress(OSError):
            self._answer(kind, number)

    def _answer(self, kind: str, number: str) -> None:
        match kind:
            case "slow":
                time.sleep(self.server.patience * 1.5)
                self._say(200, b"")
            case "drip":
                self.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
                for _ in range(int(self.server.patience * 40)):
                    self.wfile.write(b"x")
                    time.sleep(0.05)
            case "cut":
                self._say(200, b"<rss", Content_Length="4000")
            case "huge":
                self._say(200, b"<rss>" + b" " * (5 * 1024 * 1024))
            case "busy":
                self._say(429, b"", Retry_After="7200")
            case "away" | "metadata" | "loop":
                self._say(302, b"", Location=REDIRECTS[kind])
            case "error" | "shut" | "gone":
                self._say({"error": 500, "shut": 403, "gone": 410}[kind], b"")
            case "broken" | "page" | "bomb":
                self._say(200, {"broken": b"<rss><cha", "page": b"<html><title>x", "bomb": BOMB}[kind])
            case "moved":
                self._say(301, b"", Location=f"/fine/{number}")
            case _:
                self._feed(kind, number)

    def _feed(self, kind: str, number: str) -> None:
        """« fine » has validators, « plain » none; three stories each, one of which every feed tells."""
        if kind == "fine" and self.headers["If-None-Match"] == f'"{number}"':
            self._say(304, b"", ETag=f'"{number}"')
            return
        first = int(number or 0) * 10
        own = [
            {"title": f"Ce partenaire publie son sujet {n}", "link": f"http://site{number}.example/{n}", "at": AT}
            for n in (first + 1, first + 2)
        ]
        shared = {
            "title": f"Vu par {number}",
            "link": f"https://www.journal.example/une?utm_source={number}",
            "at": AT,
        }
        headers = {"ETag": f'"{number}"'} if kind == "fine" else {}
        self._say(200, rss(*own, shared, title=f"Partenaire {number}"), **headers)

    def _say(self, status: int, body: bytes, **headers: str) -> None:
        self.server.given[status] += 1
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None: ...


class Server(ThreadingHTTPServer):
    """``given``: how many answers of each status left."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, patience: float) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.patience, self.given = patience, Counter[int]()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def feeds_server(patience: float) -> Iterator[Server]:
    """``patience``: seconds that the client waits; the slow ones take longer."""
    server = Server(patience)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def here_only(address: str) -> bool:
    return address == "127.0.0.1"
