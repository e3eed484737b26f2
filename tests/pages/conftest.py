"""A site that a real browser can visit: our WSGI application on a port of its own and a database of its own."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import Client
from playwright.sync_api import Browser, BrowserContext

from members.models import User
from tests.factories import (
    make_affiliation,
    make_ambassador,
    make_commune,
    make_expert,
    make_expert_contact,
    make_staff,
    sign_in,
)
from tests.pages.filled import fill
from tests.visitors import member_organisation


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@dataclass
class Site:
    """Its address, somebody of each face (``staff`` acts for a member too), and the sessions that open it as them.

    ``pages``: kind of page → the path of one, when it is filled.
    """

    url: str
    staff: User
    ambassador: User
    sessions: dict[str, str]
    pages: dict[str, str] = field(default_factory=dict)

    def visit(self, browser: Browser, *, who: str = "", width: int = 1280, script: bool = True) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="fr-FR", java_script_enabled=script
        )
        if who:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": self.sessions[who], "url": self.url}]
            )
        return context


@pytest.fixture
def site(real_database: str) -> Iterator[Site]:
    make_commune()
    make_expert()
    staff, ambassador = make_staff(superuser=True), make_ambassador().person
    make_expert_contact(person=staff)
    make_affiliation(person=staff, organisation=member_organisation(), roles=["administrator", "billing"])
    sessions = {}
    for name, person in (("staff", staff), ("ambassador", ambassador)):
        sessions[name] = sign_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME].value
    server = make_server(
        "127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), server_class=_Server, handler_class=_Quiet
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", staff, ambassador, sessions)
    server.shutdown()
    server.server_close()


@pytest.fixture
def filled(site: Site) -> Site:
    """The same with something on every page, and lists of several."""
    site.pages |= fill()
    return site
