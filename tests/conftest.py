"""Fixtures of the whole suite, on real PostgreSQL and Valkey; ``tests.redis_databases`` parts xdist's workers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.test.utils import setup_databases, teardown_databases

from club.core import roles
from tests import servers
from tests.factories import make_staff, sign_in


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_blocker: Any,
) -> Iterator[None]:
    """The test database, and a clone kept aside before any test touches it: see ``tests.servers``.

    Replaces the plugin's fixture, which makes no database for tests that only ask for ``real_database``.
    """
    with django_db_blocker.unblock():
        keep = django_db_keepdb and not django_db_createdb
        made = setup_databases(verbosity=0, interactive=False, keepdb=keep, aliases={"default"})
        roles.synchronise()
        servers.keep_template()
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            servers.drop_template()
            teardown_databases(made, verbosity=0)


@pytest.fixture
def real_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of its own, really committed to, that other processes reach by this address."""
    with django_db_blocker.unblock(), servers.cloned_database() as url:
        yield url


@pytest.fixture(autouse=True)
def _fresh_media(settings: Any, tmp_path: Path) -> None:
    """Files that a test receives end with it."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def staff_client(client: Client, db: None) -> Client:
    """A browser of a member of staff with every right and a second factor."""
    return sign_in(client, make_staff(superuser=True))
