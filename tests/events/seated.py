"""People and events for the tests of seats."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from club.core.departments import Department
from events.models import Admission, Event, Kind
from members.models import Organisation, User
from tests.event_factories import make_event
from tests.factories import make_affiliation, make_organisation
from tests.membership_factories import make_membership, make_version


def make_member(
    *, seats: int = 2, kind: str = "meeting_seat", organisation: Organisation | None = None, **fields: Any
) -> Organisation:
    """A member whose term runs from last month, with so many seats a year."""
    organisation = organisation or make_organisation(**fields)
    today = timezone.localdate()
    version = make_version(is_base=True, grants={kind: seats})
    days = {"starts_on": today - timedelta(30), "ends_on": today + timedelta(300)}
    make_membership(version, organisation=organisation, **days)
    return organisation


def make_colleague(organisation: Organisation, **fields: Any) -> User:
    return make_affiliation(organisation=organisation, **fields).person


def make_evening(**overrides: Any) -> Event:
    """An evening of the Club des Partenaires, for members, two seats each."""
    fields = {"kind": Kind.PARTNERS, "department": Department.PARTNERS, "audience": [Admission.MEMBER]}
    return make_event(**fields | {"capacity": 100, "seats_each": 2} | overrides)
