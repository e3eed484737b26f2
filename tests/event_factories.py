"""Builders of the agenda: ``make_event`` gives one that the public reads, ``make_draft_event`` one being written."""

from datetime import datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.utils import timezone

from club.core.departments import Department
from events.actions import agenda, filing, inviting, programme, registering
from events.models import (
    Admission,
    CheckIn,
    Event,
    EventDocument,
    EventType,
    Invitation,
    Kind,
    Registration,
    Series,
)
from tests.factories import make_commune, make_user

_numbers = count(1)


def at(days: int, hour: int = 18) -> datetime:
    """An hour of the clock of Paris, ``days`` from today."""
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def make_draft_event(*, days: int = 20, **overrides: Any) -> Event:
    number = next(_numbers)
    fields: dict[str, Any] = {
        "department": Department.CHANNEL,
        "kind": Kind.TRAINING,
        "title": f"Vendre la facture électronique {number}",
        "slug": f"vendre-la-facture-electronique-{number}",
        "summary": "Deux heures pour savoir répondre à un commerçant.",
        "description": "## Programme\n\nUn cas, puis vos questions.",
        "starts_at": at(days),
        "ends_at": at(days, 20),
        "venue": "Maison des entreprises",
        "address": "12, rue du Port",
        "audience": [Admission.AMBASSADOR, Admission.EXPERT],
    } | overrides
    if "commune" not in fields and not fields.get("is_online"):
        fields["commune"] = make_commune()
    return agenda.create(event=Event(**fields), by=make_user(is_staff=True))


def make_series(**overrides: Any) -> Series:
    return Series.objects.create(**{"name": f"Soirées {next(_numbers)}"} | overrides)


def make_event_type(**overrides: Any) -> EventType:
    fields = {
        "name": f"Soirée {next(_numbers)}",
        "kind": Kind.TRAINING,
        "department": Department.CHANNEL,
        "audience": [Admission.EXPERT],
    }
    return EventType.objects.create(**fields | overrides)


def make_programme(event: Event, *moments: programme.Moment) -> Event:
    return programme.write(event=event, moments=moments, by=make_user(is_staff=True))


def make_replay(event: Event | None = None, **told: Any) -> EventDocument:
    fields = {"kind": "replay", "title": "Rediffusion", "reader": "participants"} | told
    fields.setdefault("link", "https://video.example/soiree")
    return filing.add(event=event or make_event(), by=make_user(is_staff=True), **fields)


def make_registration(event: Event | None = None, **overrides: Any) -> Registration:
    """Somebody who has a seat, through the action; ``overrides``: what ``register`` takes."""
    event = event or make_event(audience=[Admission.EVERYONE])
    fields: dict[str, Any] = {"person": overrides.pop("person", None) or make_user(), "way": Registration.Way.PORTAL}
    return registering.register(event=event, **fields | overrides)


def make_invitation(event: Event | None = None, **told: Any) -> Invitation:
    """A guest who has not been written to; ``told``: what ``Invited`` says."""
    fields = {"email": f"invite{next(_numbers)}@exemple.example", "last_name": "Montclair"} | told
    by = make_user(is_staff=True)
    return inviting.prepare(event=event or make_event(), invited=inviting.Invited(**fields), by=by)


def make_document(event: Event | None = None, **told: Any) -> EventDocument:
    fields = {"kind": "minutes", "title": "Compte rendu", "reader": "participants"} | told
    file = BytesIO(b"%PDF-1.7 un compte rendu")
    return filing.add(event=event or make_event(), upload=file, by=make_user(is_staff=True), **fields)


def make_event(**overrides: Any) -> Event:
    return agenda.publish(event=make_draft_event(**overrides), by=make_user(is_staff=True))


def make_todays_event(**overrides: Any) -> Event:
    """An event whose day is today: it began at midnight and ends tomorrow, whatever the hour of the test."""
    event = make_event(**{"audience": [Admission.EVERYONE]} | overrides)
    Event.objects.filter(pk=event.pk).update(starts_at=at(0, 0), ends_at=at(1, 12))
    return Event.objects.get(pk=event.pk)


def make_guest(event: Event, **overrides: Any) -> Registration:
    """Somebody whom the team registered, however late; on the waiting list when no seat is left."""
    return make_registration(event, **{"favour": registering.Favour(by=make_user(is_staff=True))} | overrides)


def make_check_in(registration: Registration | None = None, **overrides: Any) -> CheckIn:
    """Somebody who was there, as a row."""
    fields: dict[str, Any] = {
        "means": CheckIn.Means.NAME,
        "by": overrides.pop("by", None) or make_user(is_staff=True),
    }
    return CheckIn.objects.create(registration=registration or make_registration(), **fields | overrides)
