"""What is shown outside the pages of the site: previews behind a link, pictures for social networks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches

from club.editorial import tasks
from club.editorial.cards import card_of
from club.editorial.models import Article, Level, Revision
from club.editorial.models.articles import ArticleQuerySet
from club.editorial.previewing import share_link
from tests.one_rule.things import Thing
from tests.one_rule.walk import World, allowed, ask


@pytest.fixture(autouse=True)
def _apart(world: World, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    caches["default"].clear()
    yield
    caches["default"].clear()


def articles(world: World) -> list[Thing]:
    return world.of(*Level.values)


def newest(slug: str) -> Revision:
    return Revision.objects.filter(content__slug=slug).latest("pk")


def told_by_previews(world: World) -> dict[str, frozenset[str]]:
    """Article → what a stranger reads behind the link of its newest revision, of another article that has all of
    them for neighbours too; its own words and what everybody reads apart.
    """
    public, stranger = allowed(world, "anonymous"), world.people["anonymous"]
    found = {}
    for thing in articles(world):
        link = share_link(newest(thing.word("nouvelle" if thing.state == "moved" else "adresse")))
        words = ask(stranger, link).words
        assert {thing.word("titre"), thing.word("texte")} <= words, thing
        found[str(thing)] = frozenset(word for word in words - public if not word.startswith(thing.word("")))
    hub = world.extra[0]
    found["hub"] = ask(stranger, share_link(newest(hub.split("/")[-2]))).words - public
    return {name: words for name, words in found.items() if words}


def drawn(world: World) -> set[str]:
    """The articles whose picture for social networks a stranger is given, once all that are due were drawn."""
    tasks.draw_cards()
    pictures = {str(thing): card_of(Article(level=thing.kind, title=thing.title())) for thing in articles(world)}
    return {name for name, path in pictures.items() if path and ask(world.people["anonymous"], path).status == 200}


def readable(world: World) -> set[str]:
    return {str(thing) for thing in articles(world) if thing.may("anonymous", "resume")}


def test_preview_tells_one_revision_and_nothing_else(world: World) -> None:
    assert told_by_previews(world) == {}


def test_pictures_are_drawn_of_public_titles_alone(world: World) -> None:
    assert drawn(world) == readable(world)


def test_both_see_a_rule_that_says_yes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ArticleQuerySet, "visible_to", lambda rows, *args: rows.all())
    assert "hub" in told_by_previews(world)
    assert drawn(world) > readable(world)
