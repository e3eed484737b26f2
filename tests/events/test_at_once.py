"""The last seat, asked for by several people at once; and the same without locks."""

import pytest

from events.actions import registering
from events.models import Admission, Registration
from tests.at_once import PEOPLE, all_wait_before, at_once, unlock
from tests.event_factories import make_event, make_registration
from tests.factories import make_user


def rush(patch: pytest.MonkeyPatch) -> bool:
    """Whether more seats were given than there are, when everybody counts before anybody writes."""
    event = make_event(audience=[Admission.EVERYONE], capacity=1)
    make_registration()  # templates are read once, so that no lock lasts for them
    people = [make_user() for _ in range(PEOPLE)]
    all_wait_before(patch, registering, "_seat")
    at_once(lambda n: registering.register(event=event, person=people[n], way=Registration.Way.PORTAL))
    return Registration.objects.coming().filter(event=event).count() != 1


def test_last_seat_goes_to_one(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not rush(monkeypatch)


def test_without_locks_it_would_be_oversold(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    unlock(monkeypatch)
    assert rush(monkeypatch)
