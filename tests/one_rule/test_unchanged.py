"""« Nothing changed » (304) tells nothing, by any way."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from club.core import pages
from tests.one_rule.things import canaries
from tests.one_rule.walk import Answer, World, ask


@pytest.fixture(autouse=True)
def _cold(world: World) -> Iterator[None]:
    caches["default"].clear()
    yield
    caches["default"].clear()


def asked_again(world: World) -> dict[str, Answer]:
    """Each way of each kind, asked twice by a stranger who shows what the first answer was marked with."""
    stranger, found = world.people["anonymous"], {}
    for address in {(thing.kind, name): at for thing in world.things for name, at in thing.ways.items()}.values():
        first = ask(stranger, address)
        if first.etag:
            found[address] = ask(stranger, address, HTTP_IF_NONE_MATCH=first.etag)
    return found


def test_answer_that_nothing_changed_is_empty(world: World) -> None:
    again = asked_again(world)
    assert {answer.status for answer in again.values()} == {304}
    assert {address: answer.words for address, answer in again.items() if answer.words} == {}
    assert len(again) > 40


def test_mark_of_an_insider_opens_nothing_to_a_stranger(world: World) -> None:
    """Whoever shows what an insider's answer was marked with, or any mark, is refused as without it."""
    stranger, insider = world.people["anonymous"], world.people["representative"]
    refused = {address: first for address in world.addresses() if (first := ask(stranger, address)).status >= 400}
    again = {
        (address, mark): ask(stranger, address, HTTP_IF_NONE_MATCH=mark).status
        for address in refused
        for mark in {"*", ask(insider, address).etag} - {""}
    }
    assert {key: status for key, status in again.items() if status != refused[key[0]].status} == {}
    assert len(refused) > 20


def test_walk_sees_an_answer_that_says_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def chatty(request: HttpRequest, etag: str, response: HttpResponse) -> Any:
        response.status_code = 304
        response["X-Said"] = " ".join(canaries(response.content.decode()))
        return response

    monkeypatch.setattr(pages, "get_conditional_response", chatty)
    assert any(answer.words for answer in asked_again(world).values())
