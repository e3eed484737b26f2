"""Public pages ask nobody but the Club, and leave nothing in the browser."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext

from club.core.pages import BROWSER
from tests.access_rules import RULES
from tests.pages.conftest import Site

pytestmark = pytest.mark.slow
ASKED = ["/annuaire/?besoin=site+web&lieu=53", "/annuaire/?genre=conseillers", "/recherche/?q=facture&genre=articles"]
ASKED += [
    "/agenda/?departement=53&genre=formation",
    "/ressources/?q=caisse",
    "/annuaire/?lieu=Zzyzx",
    "/?utm_source=x",
]


class Curious(BaseHTTPRequestHandler):
    """A page that sets a cookie and shows the picture of another host."""

    def do_GET(self) -> None:
        port = self.server.server_address[1]
        self.send_response(200)
        self.send_header("Set-Cookie", "seen=1")
        self.send_header("Content-Type", "text/html")
        self.send_header("Cache-Control", BROWSER)
        self.end_headers()
        self.wfile.write(f"<!doctype html><img src='http://localhost:{port}/x.png'>".encode())

    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def curious() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Curious) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def traces(context: BrowserContext, urls: list[str]) -> tuple[set[str], set[str], int]:
    """(hosts asked, addresses that left a cookie, pages opened), of what everybody may keep."""
    page, asked, kept, opened = context.new_page(), set(), set(), 0
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    for url in urls:
        context.clear_cookies()
        answer = page.request.get(url, max_redirects=0)  # not out of the site
        if answer.status != 200 or BROWSER not in answer.headers.get("cache-control", ""):
            continue
        if "text/html" in answer.headers["content-type"]:
            page.goto(url)
            opened += 1
        if context.cookies():
            kept.add(url)
    return asked, kept, opened


def test_public_pages_ask_nobody_else_and_set_no_cookie(filled: Site, chromium: Browser) -> None:
    names = [name for name in sorted(RULES) if name.startswith("public:") and "get" in RULES[name].methods]
    paths = [reverse(name, kwargs=RULES[name].arguments()) for name in names]
    connections.close_all()  # beside a running Playwright Django keeps another one
    asked, kept, opened = traces(
        filled.visit(chromium), [filled.url + path for path in [*paths, *ASKED, *filled.pages.values()]]
    )
    assert (asked, kept) == ({urlsplit(filled.url).netloc}, set())
    assert opened > 25 + len(ASKED)


def test_another_host_and_a_cookie_would_be_seen(curious: str, chromium: Browser) -> None:
    """The negative control."""
    asked, kept, opened = traces(chromium.new_context(), [curious])
    hosts = {urlsplit(curious).netloc, urlsplit(curious).netloc.replace("127.0.0.1", "localhost")}
    assert (asked, kept, opened) == (hosts, {curious}, 1)
