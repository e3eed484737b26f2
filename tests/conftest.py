"""Fixtures of the whole suite, on real PostgreSQL and Valkey; ``tests.redis_databases`` parts xdist's workers."""

import csv
import gzip
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from club.core import territories
from tests import servers
from tests.factories import make_staff, sign_in
from tests.visitors import Visitor, make_visitors, undone

# How long an example takes tells how busy the machine is. The fixture of a function is its database: each example
# makes rows of its own there.
hypothesis_settings.register_profile(
    "club", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
hypothesis_settings.load_profile("club")

CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
CHROMIUM_FLAGS += ["--disable-background-networking", "--disable-component-update"]
CHROMIUM_FLAGS += ["--use-fake-device-for-media-stream"]  # a camera, for pages that are permitted to use it


def pytest_configure() -> None:
    """Each client of a test makes the middleware anew: WhiteNoise would look at every static file each time."""
    django_settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    caches["default"].clear()
    caches["here"].clear()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_createdb: bool,
    django_db_blocker: Any,
) -> Iterator[None]:
    """The test database, cloned from a migrated template that is kept while no migration changes.

    Replaces the plugin's fixture, which migrates at each run and makes no database for ``real_database``.
    ``--create-db`` migrates anew.
    """
    with django_db_blocker.unblock():
        servers.make_test_database(anew=django_db_createdb)
    yield
    with django_db_blocker.unblock():
        servers.drop_test_database()


@pytest.fixture
def real_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of its own, really committed to, that other processes reach by this address."""
    with django_db_blocker.unblock(), servers.cloned_database() as url:
        yield url


@pytest.fixture(autouse=True)
def _fresh_media(settings: Any, tmp_path: Path) -> None:
    """Files that a test receives end with it."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="module")
def visitors(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Visitor]]:
    """One visitor of each role for a whole module, whose tests must not ask for ``db``: see ``untouched``."""
    with django_db_blocker.unblock(), undone():
        yield make_visitors()


@pytest.fixture
def untouched(visitors: dict[str, Visitor]) -> Iterator[dict[str, Visitor]]:
    """The visitors; rows that the test makes end with it."""
    with undone():
        yield visitors


@pytest.fixture
def staff_client(client: Client, db: None) -> Client:
    """A browser of a member of staff with every right and a second factor."""
    return sign_in(client, make_staff(superuser=True))


@pytest.fixture(scope="session")
def places_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data file with the communes of a few départements alone: quick to load."""
    kept = {"d", "r", "#", "kind"}
    some = {"13", "2A", "36", "38", "42", "48", "53", "69", "75", "90", "94", "974", "988"}
    path = tmp_path_factory.mktemp("places") / "places.csv.gz"
    with gzip.open(territories.FILE, "rt", newline="") as source, gzip.open(path, "wt", newline="") as target:
        rows = csv.reader(source)
        csv.writer(target).writerows(row for row in rows if row[0] in kept or row[3] in some)
    return path


@pytest.fixture
def france(db: None, places_file: Path) -> None:
    """Every région and département, and the communes of some of them."""
    territories.load(places_file)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless. Its loop must not outlive the module: other tests run loops of their own."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        pytest.skip("Chromium is missing: apt install chromium (.ci/run does it), or CHROMIUM=/its/path.")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the loop stands beside our synchronous code
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(real_database: str) -> Iterator[str]:
    """The address of the site, served from a database of its own."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A tab with cookies of its own; an error of script or of the content policy fails the test."""
    context = chromium.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert errors == []
