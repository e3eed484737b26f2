"""The registry of the console: rights, order and cached counts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from club.core import console, counting
from club.core.console import Card, RailItem, Waiting
from club.core.roles import Role
from members.models import User
from tests.factories import make_staff


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_rail", "_waiting", "_cards"):
        monkeypatch.setattr(console, name, [])


def rail_labels(user: User) -> list[str]:
    return [entry["item"].label for _, entries in console.rail_for(user) for entry in entries]


@pytest.mark.django_db
def test_rail_shows_only_what_one_may_see() -> None:
    console.register_rail_item(RailItem("Membres", "Personnes", "x:a", "members.view_user"))
    console.register_rail_item(RailItem("Membres", "Actes", "x:b", "core.view_auditentry"))
    assert rail_labels(make_staff(Role.FINANCE)) == ["Personnes"]


@pytest.mark.django_db
def test_rail_counts_come_from_the_cache() -> None:
    console.register_rail_item(RailItem("Membres", "Personnes", "x:a", "members.view_user", count=User.objects.count))
    user = make_staff(superuser=True)
    console.rail_for(user)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        counted = console.rail_for(user)
    assert (len(queries), counted[0][1][0]["count"]) == (0, 1)


@pytest.mark.django_db
def test_waiting_items_come_urgent_first_then_by_date() -> None:
    now = timezone.now()
    items = [
        Waiting("sans date", "", "/", "Voir"),
        Waiting("demain", "", "/", "Voir", due=now + timedelta(days=1)),
        Waiting("urgent", "", "/", "Voir", urgent=True),
        Waiting("hier", "", "/", "Voir", due=now - timedelta(days=1)),
    ]
    console.register_waiting(lambda user: items)
    assert [w.title for w in console.waiting_for(make_staff())] == ["urgent", "hier", "demain", "sans date"]


@pytest.mark.django_db
def test_card_without_content_or_right_is_not_shown() -> None:
    console.register_card(Card("a.html", lambda user: {"n": 1}, order=2))
    console.register_card(Card("b.html", lambda user: None))
    console.register_card(Card("c.html", lambda user: {"n": 3}, permission="core.view_auditentry"))
    assert [card["template"] for card in console.cards_for(make_staff(Role.FINANCE))] == ["a.html"]


@pytest.mark.django_db
def test_large_counts_are_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    make_staff()
    assert counting.about(User.objects.all()) == User.objects.count() == 1
    monkeypatch.setattr(counting, "EXACT_UP_TO", 0)
    with CaptureQueriesContext(connection) as queries:
        assert counting.about(User.objects.all()) > 0
    assert "EXPLAIN" in queries[-1]["sql"]
