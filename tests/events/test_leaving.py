"""Giving a seat up: until when, and what a colleague who takes it over lets others read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.actions import afterwards, agenda, leaving
from events.actions.registering import Asked
from events.errors import EventError
from events.models import Admission, Event
from members.models import Use
from tests.event_factories import make_check_in, make_event, make_registration
from tests.events.seated import make_colleague, make_evening, make_member
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


def test_nobody_reads_where_a_colleague_goes_at_the_same_hour() -> None:
    brand, event = make_member(), make_evening()
    colleague = make_colleague(brand)
    canary = make_event(audience=[Admission.EVERYONE], title="Dîner discret", is_public=False)
    make_registration(canary, person=colleague)
    row = make_registration(event, person=make_colleague(brand))
    with pytest.raises(EventError) as refused:
        leaving.substitute(registration=row, person=colleague)
    assert str(refused.value) == f"{colleague} ne peut pas reprendre cette place à cette heure-là."
    row.refresh_from_db()
    assert row.is_coming


def test_seat_is_given_up_before_it_begins_alone_and_never_by_who_came() -> None:
    brand, by = make_member(), make_staff()
    event, other = make_evening(), make_colleague(brand)
    row = make_registration(event, person=make_colleague(brand))
    Event.objects.filter(pk=event.pk).update(starts_at=timezone.now())
    with pytest.raises(EventError, match="a commencé"):
        leaving.cancel(registration=row)
    with pytest.raises(EventError, match="a commencé"):
        leaving.substitute(registration=row, person=other)
    assert Use.objects.filter(key=row.use_key, given_back_at=None).exists()
    entry = make_check_in(row)
    with pytest.raises(EventError, match="est notée"):
        leaving.cancel(registration=row, by=by)
    entry.delete()
    assert leaving.cancel(registration=row, by=by).state == "cancelled"


def test_seat_of_a_postponed_event_is_given_up_after_the_day_it_had() -> None:
    event = make_event(audience=[Admission.EVERYONE])
    row = make_registration(event, asked=Asked(diet="végétarien"))
    agenda.postpone(event=event, reason="Salle fermée.", by=make_staff())
    long_ago = timezone.now() - timedelta(days=9)
    Event.objects.filter(pk=event.pk).update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=2))
    afterwards.follow_up()
    row.refresh_from_db()
    assert row.diet == "végétarien"
    assert leaving.cancel(registration=row).state == "cancelled"
