"""The last seat, asked for by several people at once; and the same without locks."""

from threading import Event as Signal
from typing import Any

import pytest
from django.db import IntegrityError

from events.actions import agenda, moving, registering, seats
from events.models import Admission, Event, Registration
from tests.at_once import PEOPLE, all_wait_before, at_once, unlock
from tests.event_factories import at, make_event, make_registration
from tests.factories import make_staff, make_user


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


def moved_onto_a_seat_being_taken(patch: pytest.MonkeyPatch) -> None:
    """An event gets the hours of another, while somebody who comes to it registers for that other one."""
    event, other = (make_event(audience=[Admission.EVERYONE], days=days) for days in (20, 40))
    person, by = make_registration(event).person, make_staff()
    event = Event.objects.get(pk=event.pk)
    event.starts_at, event.ends_at = at(40), at(40, 20)
    written, follow = Signal(), seats.follow

    def hold(one: Any) -> None:
        written.set()
        Signal().wait(0.5)  # the move comes meanwhile, and waits for this row
        follow(one)

    patch.setattr(seats, "follow", hold)

    def act(number: int) -> None:
        if number == 0:
            registering.register(event=other, person=person, way=Registration.Way.PORTAL)
        elif number == 1:
            written.wait(5)
            agenda.change(event=event, by=by)

    at_once(act)
    found = Registration.objects.coming().filter(person=person, during=(at(40), at(40, 20)))
    assert sorted(found.values_list("clash_accepted", flat=True)) == [False, True]


def test_move_is_not_blocked_by_a_seat_taken_meanwhile(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    moved_onto_a_seat_being_taken(monkeypatch)


def test_without_a_second_try_it_would_be(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(moving, "TRIES", 1)
    with pytest.raises(IntegrityError, match="registration_one_place_at_a_time"):
        moved_onto_a_seat_being_taken(monkeypatch)
