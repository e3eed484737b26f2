"""What is kept for everybody was rendered for nobody in particular; what is for one is kept by no cache."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from club.core.middleware import SEEN, STARTED
from tests.one_rule.walk import PERSONAL, Told, World, ask, walk

INSIDERS = ("ambassador", "expert", "representative", "editor")


@pytest.fixture(autouse=True)
def _cold(world: World) -> Iterator[None]:
    caches["default"].clear()
    yield
    caches["default"].clear()


@pytest.mark.parametrize("first", INSIDERS)
def test_page_that_an_insider_sees_first_tells_a_stranger_no_more(first: str, world: World, told: Told) -> None:
    things = [thing.ways["page"] for thing in world.of("resource", "event", "adviser") if "page" in thing.ways]
    mine = [
        *things[INSIDERS.index(first) :: len(INSIDERS)],
        "/",
        "/ressources/",
        "/recherche/?q=resourceambassadorcle",
    ]
    after = walk(world, [first, "anonymous"], mine)
    words = {who: {address: answer.words for address, answer in answers.items()} for who, answers in after.items()}
    assert words["anonymous"] == words[first]
    assert words["anonymous"] == {
        address: told["anonymous"][address].words if address in told["anonymous"] else frozenset() for address in mine
    }


def test_what_a_person_alone_reads_is_kept_by_no_cache(world: World, told: Told) -> None:
    kept = {
        f"{visitor} {address}: {answer.cache}"
        for visitor, answers in told.items()
        for address, answer in answers.items()
        if PERSONAL.search(address) and address != "/" and "no-store" not in answer.cache and answer.status == 200
    }
    assert kept == set()


def test_nobody_s_cookie_is_in_an_answer_that_caches_may_keep(world: World, told: Told) -> None:
    kept = {
        address
        for answers in told.values()
        for address, answer in answers.items()
        if answer.cookies and answer.cache.startswith("public")
    }
    assert kept == set()


def test_session_renewed_on_a_public_page_is_kept_by_no_cache(world: World) -> None:
    """A member of staff whose session is renewed: the cookie must not go to whoever comes next through a proxy."""
    client: Any = world.people["editor"]
    session = client.session
    then = timezone.now() - timedelta(minutes=5)
    session[STARTED] = session[SEEN] = then.isoformat()
    session.save()
    answer = ask(client, "/")
    assert answer.cookies
    assert answer.cache == "no-store, private"
    assert ask(Client(), "/").cache.startswith("public")
