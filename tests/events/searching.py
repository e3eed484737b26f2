"""Regional meetings that look for their suppliers, for the tests."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from club.core.departments import Department
from club.core.topics import Topic
from events.actions import asking, pledging
from events.actions.pledging import Words
from events.models import Admission, Ask, Event, Kind, Pledge, RegionalMeeting
from members.models import Organisation, User
from tests.event_factories import at, make_event
from tests.events.seated import make_colleague, make_member
from tests.factories import make_user

SAYS = Words("Vendre sans boutique", Topic.ECOMMERCE, "Anne Le Bris, formatrice", "Une méthode en trois pages")


def make_regional(**overrides: Any) -> Event:
    """An announced day, in forty days, open to everybody."""
    fields = {
        "kind": Kind.REGIONAL,
        "department": Department.PARTNERS,
        "audience": [Admission.EVERYONE],
        "starts_at": at(40, 9),
        "ends_at": at(40, 17),
    }
    return make_event(**fields | overrides)


def make_meeting(event: Event | None = None, **overrides: Any) -> RegionalMeeting:
    """The same, looking for its suppliers: two, for three workshops, decided in twenty days."""
    fields = {"decides_on": timezone.localdate() + timedelta(20), "quorum": 2, "workshops": 3} | overrides
    return asking.open_search(event=event or make_regional(), by=make_user(is_staff=True), **fields)


def make_supplier(*, workshops: int = 2, **fields: Any) -> Organisation:
    """A supplier with so many workshops in its rights, and somebody for its marketing."""
    organisation = make_member(seats=workshops, kind="workshop", **fields)
    make_colleague(organisation, roles=["marketing"])
    return organisation


def who_reads(organisation: Organisation) -> User:
    return organisation.affiliations.get().person


def make_asked(organisation: Organisation | None = None, meeting: RegionalMeeting | None = None) -> Ask:
    meeting = meeting or make_meeting()
    by = make_user(is_staff=True)
    [asked] = asking.ask(meeting=meeting, organisations=[organisation or make_supplier()], by=by)
    asking.write()
    return asked


def make_pledge(meeting: RegionalMeeting, organisation: Organisation | None = None, **overrides: Any) -> Pledge:
    supplier = organisation or make_supplier()
    fields = {"words": SAYS, "by": overrides.pop("by", None) or who_reads(supplier)}
    return pledging.pledge(meeting=meeting, organisation=supplier, **fields | overrides)
