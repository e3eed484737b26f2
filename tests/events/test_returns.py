"""What a supplier reads of a regional meeting: figures of its own workshops, names of those alone who agreed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from club.core.todos import todos_for
from events import returns
from events.actions import afterwards, deciding
from events.models import Event, Place, RegionalMeeting, Registration, Side, Stage
from members.actions import entitlements
from members.models import EntitlementKind, Organisation, Use
from tests.event_factories import make_check_in
from tests.events.seated import make_colleague, make_member
from tests.factories import make_staff, sign_in
from tests.workshop_factories import make_participant, make_regional, session

pytestmark = pytest.mark.django_db


def held_by(supplier: Organisation) -> RegionalMeeting:
    """Yesterday's meeting: the supplier hosted the first of two workshops, drawn from its rights."""
    meeting = make_regional(seats=(2, 2))
    pledge = session(meeting, 1).workshop.pledge
    pledge.organisation = supplier
    pledge.save()
    entitlements.use(organisation=supplier, kind=EntitlementKind.WORKSHOP, key=pledge.use_key, label="Atelier")
    return meeting


def place(meeting: RegionalMeeting, row: Registration, workshop: int = 1) -> None:
    seat = session(meeting, workshop)
    facts = {"slot": seat.slot, "workshop": seat.workshop, "side": row.side, "origin": Place.Origin.STAFF}
    Place.objects.create(registration=row, session=seat, **facts)


def passed(meeting: RegionalMeeting) -> Event:
    now = timezone.now()
    Event.objects.filter(pk=meeting.event_id).update(starts_at=now - timedelta(days=2), ends_at=now - timedelta(1.6))
    return Event.objects.get(pk=meeting.event_id)


def came(meeting: RegionalMeeting, *, workshop: int = 1, **fields: Any) -> Registration:
    row = make_participant(meeting, **fields)
    place(meeting, row, workshop)
    return make_check_in(row).registration


def test_closing_a_meeting_keeps_what_the_day_after_wrote() -> None:
    supplier = make_member(kind="workshop")
    meeting = held_by(supplier)
    came(meeting, structure="CCI de Laval")
    RegionalMeeting.objects.update(stage=Stage.CONFIRMED)
    passed(meeting)
    afterwards.follow_up()
    said = Use.objects.get().outcome
    deciding.hold(meeting=meeting, by=make_staff())
    assert (Use.objects.get().outcome, "1\u00a0réseau" in said) == (said, True)


def test_nobody_is_said_to_have_met_where_nobody_was_checked_in() -> None:
    supplier = make_member(kind="workshop")
    meeting = held_by(supplier)
    place(meeting, make_participant(meeting))
    afterwards.note_returns(passed(meeting))
    assert Use.objects.get().outcome == "Atelier tenu, 1\u00a0place prise sur 4"


def test_return_counts_its_own_workshops_and_names_who_agreed(client: Client) -> None:
    supplier = make_member(kind="workshop", name="Ordivance")
    host = make_colleague(supplier)
    meeting = held_by(supplier)
    agreed = came(meeting, structure="CCI de Laval")
    silent = came(meeting, structure="CCI de Laval")
    came(meeting, structure="Alpha Informatique", side=Side.EXPERT)
    place(meeting, make_participant(meeting, structure="Absents", side=Side.EXPERT))
    came(meeting, structure="Chez un autre", workshop=2)
    ours = make_check_in(make_participant(meeting, side=Side.BRAND, person=host)).registration
    Registration.objects.filter(pk=ours.pk).update(organisation=supplier)
    event = passed(meeting)
    afterwards.stay_in_touch(registration=ours, wanted=[agreed.pk, silent.pk])
    afterwards.stay_in_touch(registration=agreed, wanted=[ours.pk])
    brought = returns.return_of(event, supplier)
    assert brought is not None
    assert [(one.seats, one.taken, one.came) for one in brought.workshops] == [(4, 4, 3)]
    assert (brought.networks, brought.firms, brought.opinions) == ([("CCI de Laval", 2)], 1, None)
    assert brought.contacts == [agreed]
    afterwards.follow_up()
    assert (
        Use.objects.get().outcome
        == "4\u00a0places prises sur 4, 1\u00a0réseau et 1\u00a0entreprise du Channel rencontrés"
    )
    address = f"/espace/rencontres/{event.slug}/retour/{supplier.pk}/"
    text = sign_in(client, host).get(address).content.decode()
    assert (agreed.person.email in text, silent.person.email in text, "Moins de cinq réponses" in text) == (
        True,
        False,
        True,
    )
    assert address in [todo.url for todo in todos_for(host)]
    other = sign_in(Client(), make_colleague(make_member()))
    assert other.get(address).status_code == 404
