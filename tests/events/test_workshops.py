"""Workshops before they are first come: wishes opened and stated, places given, everybody told once."""

import pytest

from club.core.models import AuditEntry, OutboxMail
from events.actions import workshops
from events.errors import EventError
from events.models import Place, Registration, Session, Side, Stage, Wish
from tests.factories import make_staff
from tests.workshop_factories import make_hosting, make_participant, make_regional, session

pytestmark = pytest.mark.django_db


def wish(row: Registration, *numbers: int, slot: int = 1) -> None:
    here = [session(row.event.regional, number, slot) for number in numbers]
    workshops.state_wishes(registration=row, wishes={here[0].slot_id: [one.workshop_id for one in here]})


def mails(name: str) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(template=f"events/emails/{name}").order_by("pk"))


def test_wishes_are_opened_for_hosted_workshops_and_everybody_is_asked_once() -> None:
    meeting = make_regional(slots=2, workshops_wanted=2)
    workshop = meeting.workshops.get(number=2)
    Session.objects.filter(workshop=workshop).delete()
    row = make_participant(meeting)
    assert workshops.open_wishes(meeting=meeting, by=make_staff()) == 1
    workshop.pledge = make_hosting(meeting, "Vendre en ligne")
    workshop.save()
    workshops.open_wishes(meeting=meeting, by=make_staff())
    assert (workshops.write(), workshops.write()) == (1, 0)
    assert Session.objects.filter(slot__meeting=meeting).count() == 4
    assert [mail.person for mail in mails("wishes_asked")] == [row.person]


def test_wishes_replace_those_before_and_are_three_at_most_of_workshops_held_there() -> None:
    meeting = make_regional(workshops_wanted=4)
    row = make_participant(meeting)
    wish(row, 1, 2, 3)
    wish(row, 3, 1)
    assert list(Wish.objects.values_list("rank", "workshop__number")) == [(1, 3), (2, 1)]
    with pytest.raises(EventError, match="trois au plus"):
        wish(row, 1, 2, 3, 4)
    with pytest.raises(EventError, match="Un vœu par atelier"):
        wish(row, 1, 1)
    with pytest.raises(EventError, match="n’a pas lieu"):
        workshops.state_wishes(registration=row, wishes={session(meeting, 1).slot_id: [0]})
    assert Wish.objects.count() == 2


def test_places_are_given_by_wishes_and_mix_again_for_the_newcomers_then_told_once() -> None:
    meeting = make_regional()
    first, second, expert = (make_participant(meeting, side) for side in ("ambassador", "ambassador", "expert"))
    for row in (first, second, expert):
        wish(row, 1, 2)
    staff = make_staff()
    outcome = workshops.assign_places(meeting=meeting, by=staff)
    assert (len(outcome.assignments), outcome.unplaced) == (3, [])
    given = {
        place.registration: (place.workshop.number, place.origin, place.because) for place in Place.objects.all()
    }
    assert given == {
        first: (1, "wish1", "Votre premier vœu."),
        second: (
            2,
            "wish2",
            "Votre deuxième vœu\u00a0: «\u00a0Atelier 1\u00a0» était complet pour les ambassadeurs.",
        ),
        expert: (1, "wish1", "Votre premier vœu."),
    }
    late = make_participant(meeting, Side.EXPERT)
    assert len(workshops.assign_places(meeting=meeting, by=staff).assignments) == 1
    assert Place.objects.count() == 4
    assert mails("places_told") == []
    with pytest.raises(EventError, match="La répartition est faite"):
        wish(first, 2)
    assert workshops.tell_places(meeting=meeting, by=staff) == 4
    make_participant(meeting)  # too late to be told
    assert (workshops.write(), workshops.write()) == (4, 0)
    told = {mail.person: mail.text for mail in mails("places_told")}
    assert set(told) == {first.person, second.person, expert.person, late.person}
    assert "était complet pour les ambassadeurs." in told[second.person]
    for act in (workshops.tell_places, workshops.assign_places):
        with pytest.raises(EventError, match="ont été annoncées"):
            act(meeting=meeting, by=staff)
    with pytest.raises(EventError, match="Les places sont réparties"):
        wish(first, 2)
    noted = AuditEntry.objects.filter(verb="workshops.assign").earliest("pk")
    assert noted.details == {"given": 3, "missing": 0, "wish1": 0.667, "wish2": 0.333, "wish3": 0.0}


def test_places_nobody_was_told_of_are_given_anew() -> None:
    meeting, staff = make_regional(), make_staff()
    row = make_participant(meeting)
    with pytest.raises(EventError, match="rien n’est à défaire"):
        workshops.undo_places(meeting=meeting, reason="Trop tôt.", by=staff)
    wish(row, 1)
    workshops.assign_places(meeting=meeting, by=staff)
    with pytest.raises(EventError, match="Dites pourquoi"):
        workshops.undo_places(meeting=meeting, reason=" ", by=staff)
    assert workshops.undo_places(meeting=meeting, reason="Un atelier manquait.", by=staff) == 1
    wish(row, 2)
    workshops.assign_places(meeting=meeting, by=staff)
    assert Place.objects.held().get().workshop.number == 2
    assert AuditEntry.objects.get(verb="workshops.undo").details == {"reason": "Un atelier manquait.", "places": 1}
    workshops.tell_places(meeting=meeting, by=staff)
    with pytest.raises(EventError, match="ont été annoncées"):
        workshops.undo_places(meeting=meeting, reason="Trop tard.", by=staff)
    assert Place.objects.held().count() == 1


def test_who_has_no_place_is_told_so() -> None:
    meeting = make_regional(workshops_wanted=1, seats=(1, 0))
    rows = [make_participant(meeting), make_participant(meeting, Side.EXPERT)]
    workshops.assign_places(meeting=meeting, by=make_staff())
    workshops.tell_places(meeting=meeting, by=make_staff())
    workshops.write()
    found = {mail.person: "Pas de place pour vous à ce créneau" in mail.text for mail in mails("places_told")}
    assert found == {rows[0].person: False, rows[1].person: True}


def test_nothing_is_given_before_the_meeting_is_sure_to_take_place() -> None:
    meeting = make_regional()
    make_participant(meeting)
    type(meeting).objects.filter(pk=meeting.pk).update(stage=Stage.POSTPONED)
    for act in (workshops.open_wishes, workshops.assign_places, workshops.tell_places):
        with pytest.raises(EventError, match="décidez d’abord qu’elle aura lieu"):
            act(meeting=meeting, by=make_staff())
    assert Place.objects.count() == 0
