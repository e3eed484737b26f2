"""Who may open the pages of the day of an event, and of the days after."""

from datetime import timedelta

from events import links
from events.models import Event, Feedback, Pledge
from tests.access_rule import BOTH, Rule
from tests.event_factories import make_check_in, make_event
from tests.visitors import member_organisation
from tests.workshop_factories import make_regional


def _row() -> dict[str, int]:
    return {"pk": make_event().pk}


def _entered() -> dict[str, int]:
    row = make_check_in().registration
    return {"pk": row.event_id, "registration": row.pk}


def _asked() -> dict[str, str]:
    row = make_check_in().registration
    Feedback.objects.create(registration=row)
    return {"token": links.after_token(row.pk)}


def _pledge() -> Pledge:
    return Pledge.objects.filter(meeting=make_regional())[0]


def _hosting() -> dict[str, int]:
    pledge = _pledge()
    return {"pk": pledge.meeting.event_id, "organisation": pledge.organisation_id}


def _own_return() -> dict[str, str | int]:
    """Of a meeting that is over, at which the member hosted a workshop."""
    pledge = _pledge()
    Pledge.objects.filter(pk=pledge.pk).update(organisation=member_organisation())
    event = pledge.meeting.event
    month = timedelta(days=60)
    Event.objects.filter(pk=event.pk).update(starts_at=event.starts_at - month, ends_at=event.ends_at - month)
    return {"slug": event.slug, "organisation": member_organisation().pk}


DAYS: dict[str, Rule] = {
    "console:check_in": Rule("staff:events.add_checkin", _row, BOTH),
    "console:check_in_entries": Rule("staff:events.add_checkin", _row, "post"),
    "console:check_in_worker": Rule("staff:events.add_checkin", _row),
    "console:check_in_undo": Rule("staff:events.add_checkin", _entered, BOTH),
    "public:agenda:after": Rule("public", _asked, BOTH),
    "console:event_after": Rule("staff:events.view_registration", _row),
    "console:event_return": Rule("staff:events.view_registration", _hosting),
    "portal:agenda:return": Rule("organisation", _own_return),
}
