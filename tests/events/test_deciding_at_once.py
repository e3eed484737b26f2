"""Two of the team decide at once, a promise or a registration comes meanwhile; and the same without locks."""

import pytest
from django.db import IntegrityError

from events.actions import deciding, places, pledging, registering
from events.actions.deciding import Kept
from events.models import Place, Pledge, RegionalMeeting, Registration, Stage
from tests.at_once import all_wait_before, at_once, unlock
from tests.events.searching import SAYS, make_meeting, make_supplier, who_reads
from tests.factories import make_user
from tests.workshop_factories import make_participant, make_regional, session


def promised_after_all(patch: pytest.MonkeyPatch) -> bool:
    """Whether more workshops are promised than there are, or one stands in a meeting that gave all of them back."""
    meeting = make_meeting(workshops=1, quorum=1)
    suppliers = [make_supplier() for _ in range(3)]
    people = [who_reads(one) for one in suppliers]
    staff = make_user(is_staff=True)
    all_wait_before(patch, pledging, "_write")
    all_wait_before(patch, deciding, "release")

    def act(number: int) -> None:
        if number == 3:
            kept = Kept(pledges=False, registrations=False)
            deciding.postpone(meeting=meeting, reason="Trop peu de fournisseurs.", by=staff, kept=kept)
        else:
            supplier, by = suppliers[number], people[number]
            pledging.pledge(meeting=meeting, organisation=supplier, words=SAYS, by=by)

    at_once(act)
    stage = RegionalMeeting.objects.get(pk=meeting.pk).stage
    standing = Pledge.objects.standing().filter(meeting=meeting).count()
    return standing > 1 or bool(standing and stage == Stage.POSTPONED)


def test_promise_is_counted_before_the_decision_or_refused_after(
    real_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not promised_after_all(monkeypatch)


def test_without_locks_it_would_stand_in_a_postponed_meeting(
    real_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    unlock(monkeypatch)
    assert promised_after_all(monkeypatch)


def left_under_reserve(patch: pytest.MonkeyPatch) -> bool:
    """Whether two decided at once, or somebody who registered meanwhile was left waiting for a decision taken."""
    meeting = make_meeting(workshops=1, quorum=1)
    staff, people = make_user(is_staff=True), [make_user() for _ in range(2)]
    all_wait_before(patch, registering, "_written")
    all_wait_before(patch, deciding, "_change")
    decided = []

    def act(number: int) -> None:
        if number < 2:
            deciding.go(meeting=meeting, by=staff, seen=1, despite="La salle est payée.")
            decided.append(number)
        else:
            registering.register(event=meeting.event, person=people[number - 2], way=Registration.Way.PORTAL)

    at_once(act)
    waiting = Registration.objects.filter(event=meeting.event, state=Registration.State.SUBJECT)
    return len(decided) != 1 or waiting.exists()


def test_one_of_two_decides_and_nobody_is_forgotten(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not left_under_reserve(monkeypatch)


def test_without_locks_somebody_would_be(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    unlock(monkeypatch)
    assert left_under_reserve(monkeypatch)


def seats_left_after_a_postponement(patch: pytest.MonkeyPatch) -> int:
    """Three take a seat in a workshop while the team postpones the meeting."""
    meeting = make_regional(told=True, seats=(3, 0))
    people, here, staff = [make_participant(meeting) for _ in range(3)], session(meeting, 1), make_user(is_staff=True)
    all_wait_before(patch, places, "_place")

    def act(number: int) -> None:
        if number < 3:
            places.take(registration=people[number], session=here)
        else:
            deciding.postpone(meeting=meeting, reason="Grève des trains.", by=staff, kept=Kept())

    at_once(act)
    return Place.objects.filter(slot__meeting=meeting).count()


def test_seat_is_taken_before_a_postponement_or_refused_after(
    real_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seats_left_after_a_postponement(monkeypatch) == 0


def test_without_locks_the_database_would_have_to_refuse(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    unlock(monkeypatch)
    with pytest.raises(IntegrityError):
        seats_left_after_a_postponement(monkeypatch)
