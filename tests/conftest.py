"""Fixtures of the whole suite. Real PostgreSQL and real Valkey; each xdist worker has its own Redis databases."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import make_staff, sign_in


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def staff_client(client: Client, db: None) -> Client:
    """A browser of a member of staff with every right and a second factor."""
    return sign_in(client, make_staff(superuser=True))
