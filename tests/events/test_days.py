"""The days, months and years of events, and the addresses of their pages."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from club.core.pages import renew
from events.models import Event
from events.months import bounds, events_of, months_to_come
from tests.event_factories import at, make_draft_event, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_pages() -> None:
    renew()


def moment(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return timezone.make_aware(datetime(year, month, day, hour))


@pytest.mark.parametrize("year", ["0", "10000", "99999999999999999999", "1990"])
def test_years_without_end_have_no_page(client: Client, year: str) -> None:
    make_event(days=-400)
    assert client.get(f"/agenda/{year}/").status_code == 404


def test_page_has_one_address(client: Client) -> None:
    make_event(starts_at=moment(2025, 7, 8, 9), ends_at=moment(2025, 7, 8, 10))
    for spelt, address in (
        ("/agenda/02025/", "/agenda/2025/"),
        ("/agenda/2025/07/?genre=formation", "/agenda/2025/7/?genre=formation"),
    ):
        answer = client.get(spelt)
        assert (answer.status_code, answer.headers["Location"]) == (301, address)
        assert client.get(address).status_code == 200


def test_midnight_ends_the_evening_and_begins_no_day() -> None:
    evening = Event(starts_at=moment(2027, 6, 30, 20), ends_at=moment(2027, 7, 1))
    assert [day.isoformat() for day in evening.days()] == ["2027-06-30"]
    assert evening.when_words() == "mercredi 30\u00a0juin 2027, de 20\u00a0h à minuit"
    longer = Event(starts_at=moment(2027, 6, 29, 20), ends_at=moment(2027, 7, 1))
    assert longer.when_words() == "du mardi 29\u00a0juin 2027 à 20\u00a0h au mercredi 30\u00a0juin 2027 à minuit"


def test_month_after_midnight_knows_nothing_of_the_evening() -> None:
    year = timezone.localdate().year + 1
    event = make_event(starts_at=moment(year, 6, 30, 20), ends_at=moment(year, 7, 1))
    june, july = (moment(year, month, 1).date() for month in (6, 7))
    assert bounds()[1] == june
    assert (list(events_of(june)), list(events_of(july))) == ([event], [])


def test_months_to_come_are_those_of_its_days() -> None:
    today = timezone.localdate()
    make_event(starts_at=at(-70), ends_at=at(1))
    year = today.year + 1
    make_event(starts_at=moment(year, 6, 30, 9), ends_at=moment(year, 7, 1, 17))
    make_event(starts_at=moment(year, 9, 30, 20), ends_at=moment(year, 10, 1))
    of_the_first = {today.replace(day=1), at(1).date().replace(day=1)}
    assert months_to_come() == [*sorted(of_the_first), *(moment(year, month, 1).date() for month in (6, 7, 9))]


def test_list_beyond_its_last_event_is_the_first_page(client: Client) -> None:
    first, last = make_event(title="La-première", days=2), make_event(title="La-dernière", days=3)
    for query in (f"apres={last.pk}", f"avant={first.pk}", "apres=999999999"):
        text = client.get(f"/agenda/?{query}").content.decode()
        assert ("La-première" in text, "La-dernière" in text, "Rien d’annoncé" in text) == (True, True, False), query


@pytest.mark.parametrize("hidden", [{"is_public": False}, None])
def test_mark_of_a_hidden_event_tells_nothing(client: Client, hidden: Any) -> None:
    """Else a page asked for with its number would tell its day."""
    make_event(title="La-première", days=2)
    make_event(title="La-dernière", days=6)
    secret = make_draft_event(days=4) if hidden is None else make_event(days=4, **hidden)
    assert "La-première" in client.get(f"/agenda/?apres={secret.pk}").content.decode()
    gone = [make_event(title=title, days=days) for title, days in (("Passée-un", -9), ("Passée-deux", -5))]
    secret = make_event(days=-7, is_public=False)
    years = {event.starts_at.year for event in gone}
    for year in years if len(years) == 1 else ():
        assert "Passée-deux" in client.get(f"/agenda/{year}/?apres={secret.pk}").content.decode()


def test_day_of_a_guest_who_does_not_come_changes_nothing() -> None:
    event = make_event()
    Event.objects.filter(pk=event.pk).update(
        guest="", guest_public_from=timezone.localdate(), updated_at=timezone.now() - timedelta(days=9)
    )
    event.refresh_from_db()
    assert Event.objects.filter(pk=event.pk).last_change() == event.last_change() == event.updated_at
