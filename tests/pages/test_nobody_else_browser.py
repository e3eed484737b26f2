"""Public pages ask nobody but the Club, and leave nothing in the browser."""

from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Browser

from club.core.pages import BROWSER
from tests.access_rules import RULES
from tests.pages.conftest import Site

pytestmark = pytest.mark.slow


def test_public_pages_ask_nobody_else_and_set_no_cookie(site: Site, chromium: Browser) -> None:
    names = [name for name in sorted(RULES) if name.startswith("public:") and "get" in RULES[name].methods]
    paths = [reverse(name, kwargs=RULES[name].arguments()) for name in names]
    connections.close_all()  # beside a running Playwright Django keeps another one
    context = site.visit(chromium)
    page, asked, judged = context.new_page(), set(), 0
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    cookies = {}
    for path in paths:
        context.clear_cookies()
        answer = page.request.get(site.url + path)
        if answer.status != 200 or BROWSER not in answer.headers.get("cache-control", ""):
            continue
        if "text/html" in answer.headers["content-type"]:
            page.goto(site.url + path)
            judged += 1
        if kept := context.cookies():
            cookies[path] = kept
    assert (asked, cookies) == ({urlsplit(site.url).netloc}, {})
    assert judged > 25
