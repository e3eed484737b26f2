"""A workshop loses its supplier after places were given: nobody stays in a workshop that is not held."""

import pytest

from club.core.models import OutboxMail
from events.actions import places, pledging, reseating, telling, workshops
from events.day import day_of
from events.errors import EventError
from events.models import Place, RegionalMeeting, Registration, Side, Wish, Workshop
from tests.at_once import PEOPLE, all_wait_before, at_once, unlock
from tests.factories import make_staff
from tests.workshop_factories import make_hosting, make_participant, make_regional, session


def lose(meeting: RegionalMeeting, number: int) -> None:
    pledge = Workshop.objects.get(meeting=meeting, number=number).pledge
    pledging.withdraw(pledge=pledge, because="Animateur malade.", by=make_staff())


def seats_of(row: Registration) -> list[tuple[int, int]]:
    held = Place.objects.held().filter(registration=row).order_by("slot__number")
    return list(held.values_list("slot__number", "workshop__number"))


def told() -> dict[str, str]:
    telling.write()
    mails = OutboxMail.objects.filter(template="events/emails/places_told")
    return dict(mails.values_list("to_address", "text"))


@pytest.mark.django_db
def test_who_sat_there_has_the_best_seat_left_and_hears_of_it_once() -> None:
    meeting = make_regional(told=True, slots=2, workshops_wanted=4, seats=(2, 1))
    first, second, waits, away = (make_participant(meeting) for _ in range(4))
    here = session(meeting, 1)
    places.take(registration=first, session=session(meeting, 2, slot=2))
    Wish.objects.create(registration=second, slot=here.slot, workshop=session(meeting, 4).workshop, rank=1)
    for row in (first, second):
        places.take(registration=row, session=here)
    places.take(registration=waits, session=here, or_wait=True)
    places.take(registration=away, session=session(meeting, 3))
    lose(meeting, 1)
    assert seats_of(first) == [(1, 4), (2, 2)]  # not the workshop he follows later, nor the fuller one
    assert (seats_of(second), seats_of(waits), seats_of(away)) == ([(1, 4)], [], [(1, 3)])
    assert not Place.objects.exclude(state="cancelled").filter(workshop__number=1).exists()
    texts = told()
    assert set(texts) == {first.person.email, second.person.email, waits.person.email}
    for words in ("« Atelier 1 » n’a plus lieu", "Atelier 4", "c’est la meilleure place libre"):
        assert words.replace("« ", "«\u00a0").replace(" »", "\u00a0»") in texts[first.person.email]
    assert (telling.write(), len(told())) == (0, 3)


@pytest.mark.django_db
def test_who_finds_no_seat_is_told_so_and_caps_hold() -> None:
    meeting = make_regional(told=True, workshops_wanted=2)
    rows = [make_participant(meeting, side) for side in (Side.AMBASSADOR, Side.AMBASSADOR, Side.EXPERT)]
    for row, number in zip(rows, (1, 2, 1), strict=True):
        places.take(registration=row, session=session(meeting, number))
    lose(meeting, 1)
    assert [seats_of(row) for row in rows] == [[], [(1, 2)], [(1, 2)]]
    assert "Pas de place pour vous à ce créneau" in told()[rows[0].person.email]


@pytest.mark.django_db
def test_nobody_hears_of_it_before_places_are_told() -> None:
    meeting, staff = make_regional(workshops_wanted=2), make_staff()
    row = make_participant(meeting)
    here = session(meeting, 1)
    workshops.state_wishes(
        registration=row, wishes={here.slot_id: [here.workshop_id, session(meeting, 2).workshop_id]}
    )
    workshops.assign_places(meeting=meeting, by=staff)
    lose(meeting, 1)
    assert (seats_of(row), told()) == ([(1, 2)], {})
    assert list(Wish.objects.values_list("rank", "workshop__number")) == [(1, 2)]


@pytest.mark.django_db
def test_workshop_without_supplier_is_offered_to_nobody_until_another_takes_its_room() -> None:
    meeting, staff = make_regional(told=True, workshops_wanted=2), make_staff()
    row, here = make_participant(meeting), session(meeting, 1)
    lose(meeting, 1)
    assert [choice.session.workshop.number for part in day_of(meeting, row) for choice in part.choices] == [2]
    with pytest.raises(EventError, match="son fournisseur s’est retiré"):
        places.take(registration=row, session=here, by=staff)
    Workshop.objects.filter(pk=here.workshop_id).update(pledge=make_hosting(meeting, "Vendre en ligne"))
    assert places.take(registration=row, session=here).state == Place.State.CONFIRMED


def oversold(patch: pytest.MonkeyPatch) -> bool:
    """Whether the last seat of the other workshop went to somebody who lost his and to somebody who took it."""
    meeting = make_regional(told=True, workshops_wanted=2)
    rows = [make_participant(meeting) for _ in range(PEOPLE)]
    places.take(registration=rows[0], session=session(meeting, 1))
    there, staff = session(meeting, 2), make_staff()
    pledge = session(meeting, 1).workshop.pledge
    all_wait_before(patch, reseating, "_give")
    all_wait_before(patch, places, "_place")

    def act(number: int) -> None:
        if number == 0:
            pledging.withdraw(pledge=pledge, because="Animateur malade.", by=staff)
        else:
            places.take(registration=rows[number], session=there)

    at_once(act)
    return Place.objects.held().filter(session=there).count() != 1


def test_last_seat_left_goes_to_one(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not oversold(monkeypatch)


def test_without_locks_it_would_go_to_several(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    unlock(monkeypatch)
    assert oversold(monkeypatch)
