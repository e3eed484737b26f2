"""Workshops once places are told: first come under the mix, waiting lists, and never a seat too many."""

from datetime import timedelta

import pytest
from django.utils import timezone

from club.core.models import AuditEntry, OutboxMail
from events import mix
from events.actions import leaving, places
from events.errors import EventError
from events.models import Place, RegionalMeeting, Registration, Session, Side
from tests.at_once import PEOPLE, all_wait_before, at_once, unlock
from tests.factories import make_staff
from tests.workshop_factories import make_participant, make_regional, session

State = Place.State


def held(row: Registration) -> list[tuple[int, int]]:
    """(slot, workshop) of each seat that somebody has."""
    found = Place.objects.held().filter(registration=row).order_by("slot__number")
    return list(found.values_list("slot__number", "workshop__number"))


@pytest.mark.django_db
def test_seat_is_for_its_side_until_the_mix_is_released() -> None:
    meeting = make_regional(told=True)
    first, second, expert = (make_participant(meeting, side) for side in ("ambassador", "ambassador", "expert"))
    here = session(meeting, 1)
    assert places.take(registration=first, session=here).pk == places.take(registration=first, session=here).pk
    with pytest.raises(EventError, match=r"«.Atelier 1.» n’a plus de place pour les ambassadeurs à ce créneau"):
        places.take(registration=second, session=here)
    RegionalMeeting.objects.update(mix_released_on=timezone.localdate())
    places.take(registration=second, session=here)
    with pytest.raises(EventError, match="n’a plus de place pour les experts"):
        places.take(registration=expert, session=here)
    assert [held(row) for row in (first, second, expert)] == [[(1, 1)], [(1, 1)], []]


@pytest.mark.django_db
def test_taking_another_workshop_of_the_slot_gives_the_first_seat_back_to_who_waits() -> None:
    meeting = make_regional(told=True, workshops_wanted=3)
    first, second, third = (make_participant(meeting) for _ in range(3))
    for row, number in ((first, 1), (second, 2)):
        places.take(registration=row, session=session(meeting, number))
    assert places.take(registration=second, session=session(meeting, 1), or_wait=True).state == State.WAITING
    assert places.take(registration=third, session=session(meeting, 2), or_wait=True).state == State.WAITING
    with pytest.raises(EventError, match=r"Vous attendez déjà une place dans «.Atelier 2.»"):
        places.take(registration=third, session=session(meeting, 1), or_wait=True)
    places.take(registration=first, session=session(meeting, 3))
    assert [held(row) for row in (first, second, third)] == [[(1, 3)], [(1, 1)], [(1, 2)]]
    told = OutboxMail.objects.filter(template="events/emails/place_given").order_by("pk")
    assert [mail.person for mail in told] == [second.person, third.person]
    assert "vous étiez au premier rang de l’attente" in told[0].text
    assert "/ateliers/" in told[0].text


@pytest.mark.django_db
def test_freed_seat_goes_to_the_first_of_its_side_and_to_the_other_once_released() -> None:
    meeting = make_regional(told=True)
    here = session(meeting, 1)
    ambassador, expert, next_expert, next_ambassador = (
        make_participant(meeting, side) for side in ("ambassador", "expert", "expert", "ambassador")
    )
    for row in (ambassador, expert):
        places.take(registration=row, session=here)
    for row in (next_expert, next_ambassador):
        places.take(registration=row, session=here, or_wait=True)
    places.leave(registration=ambassador, session=here)
    assert (held(next_ambassador), held(next_expert)) == ([(1, 1)], [])
    places.leave(registration=next_ambassador, session=here)
    RegionalMeeting.objects.update(mix_released_on=timezone.localdate())
    places.follow_released()
    assert held(next_expert) == [(1, 1)]
    assert places.follow_released() == 0


@pytest.mark.django_db
def test_same_workshop_is_never_taken_twice_in_a_day() -> None:
    meeting = make_regional(told=True, slots=2)
    row = make_participant(meeting)
    places.take(registration=row, session=session(meeting, 1))
    with pytest.raises(EventError, match=r"Vous suivez déjà «.Atelier 1.» au créneau 1"):
        places.take(registration=row, session=session(meeting, 1, slot=2))
    places.take(registration=row, session=session(meeting, 2, slot=2))
    assert held(row) == [(1, 1), (2, 2)]


@pytest.mark.django_db
def test_who_comes_no_more_gives_all_seats_back() -> None:
    meeting = make_regional(told=True, slots=2)
    row, waiting = make_participant(meeting), make_participant(meeting)
    places.take(registration=row, session=session(meeting, 1))
    places.take(registration=row, session=session(meeting, 2, slot=2))
    places.take(registration=waiting, session=session(meeting, 1), or_wait=True)
    leaving.cancel(registration=row)
    assert (held(row), held(waiting)) == ([], [(1, 1)])
    with pytest.raises(EventError, match="pour les personnes inscrites"):
        places.take(registration=row, session=session(meeting, 2))


@pytest.mark.django_db
def test_nobody_takes_before_places_are_told_nor_once_the_slot_began_but_staff_may_give() -> None:
    meeting = make_regional()
    row, here, staff = make_participant(meeting), session(meeting, 1), make_staff()
    with pytest.raises(EventError, match="dites vos vœux"):
        places.take(registration=row, session=here)
    now = timezone.now()
    RegionalMeeting.objects.update(places_told_at=now)
    type(here.slot).objects.update(starts_at=now - timedelta(minutes=1), ends_at=now + timedelta(hours=1))
    with pytest.raises(EventError, match="Ce créneau a commencé"):
        places.take(registration=row, session=here)
    place = places.take(registration=row, session=here, by=staff)
    assert (place.origin, place.because) == ("staff", "L’équipe du Club vous a donné cette place.")
    assert AuditEntry.objects.filter(verb="place.give", actor=staff).count() == 1
    with pytest.raises(EventError, match="n’a plus de place"):
        places.take(registration=make_participant(meeting), session=here, by=staff)


@pytest.mark.django_db
def test_team_moves_somebody_and_the_seat_goes_to_who_waits() -> None:
    meeting, staff = make_regional(told=True), make_staff()
    first, second = make_participant(meeting), make_participant(meeting)
    here, there = session(meeting, 1), session(meeting, 2)
    places.take(registration=first, session=here)
    places.take(registration=second, session=here, or_wait=True)
    places.take(registration=first, session=there, by=staff, reason="Salle trop petite.")
    assert [held(row) for row in (first, second)] == [[(1, 2)], [(1, 1)]]
    with pytest.raises(EventError, match="Dites pourquoi"):
        places.leave(registration=first, session=there, by=staff)
    for _ in range(2):
        places.leave(registration=first, session=there, by=staff, reason="Doublon.")
    assert held(first) == []
    told = OutboxMail.objects.filter(template__startswith="events/emails/place_").order_by("pk")
    assert [(mail.template[20:], mail.person) for mail in told] == [
        ("given", first.person),
        ("given", second.person),
        ("taken_back", first.person),
    ]
    noted = AuditEntry.objects.filter(verb__startswith="place.").order_by("pk")
    assert [entry.details["reason"] for entry in noted] == ["Salle trop petite.", "Doublon."]


@pytest.mark.django_db
def test_nobody_hears_what_the_team_changes_before_places_are_told() -> None:
    meeting, staff = make_regional(), make_staff()
    row = make_participant(meeting)
    places.take(registration=row, session=session(meeting, 1), by=staff)
    places.leave(registration=row, session=session(meeting, 1), by=staff, reason="Doublon.")
    assert not OutboxMail.objects.filter(template__startswith="events/emails/place_").exists()


def oversold(patch: pytest.MonkeyPatch) -> bool:
    """Whether one seat for ambassadors was given twice, when everybody counts before anybody writes."""
    meeting = make_regional(told=True)
    people, here = [make_participant(meeting) for _ in range(PEOPLE)], session(meeting, 1)
    all_wait_before(patch, places, "_place")
    through = at_once(lambda n: places.take(registration=people[n], session=here))
    return (through, Place.objects.held().filter(session=here).count()) != (1, 1)


def test_last_seat_of_a_workshop_goes_to_one(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not oversold(monkeypatch)


def test_without_locks_a_workshop_would_be_oversold(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    unlock(monkeypatch)
    assert oversold(monkeypatch)


def test_everybody_changes_at_once_and_nothing_breaks(real_database: str) -> None:
    """Each goes for what another holds or leaves, in opposite order of ids: no deadlock, every seat counted."""
    meeting = make_regional(told=True, slots=2, workshops_wanted=3)
    people = [make_participant(meeting, side) for side in ("ambassador", "expert") * (PEOPLE // 2)]

    def change(number: int) -> None:
        row = people[number]
        for turn in range(6):
            here = session(meeting, (number + turn) % 3 + 1, slot=(number + turn) % 2 + 1)
            try:
                places.take(registration=row, session=here, or_wait=True)
            except EventError:
                places.leave(registration=row, session=here)
        leaving.cancel(registration=row) if number == 0 else None

    assert at_once(change) == PEOPLE
    for here in Session.objects.filter(slot__meeting=meeting):
        counts = mix.held([here.pk])
        assert all(counts[here.pk, side] <= 1 for side in (Side.AMBASSADOR, Side.EXPERT))
    assert held(people[0]) == []
