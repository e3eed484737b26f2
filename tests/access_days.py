"""Who may open the pages of the day of an event, and of the days after."""

from datetime import timedelta

from events import links
from events.models import Event, Feedback, Pledge, TrainingProposal
from tests.access_rule import BOTH, Rule
from tests.event_factories import make_check_in, make_event, make_guest
from tests.factories import make_organisation, make_user
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


def _attested() -> dict[str, str]:
    row = make_check_in(make_guest(make_event(days=-1, audience=["everyone"]))).registration
    Feedback.objects.create(registration=row)
    return {"token": links.after_token(row.pk)}


def _proposed() -> dict[str, int]:
    facts = {
        "title": "Encaisser",
        "topic": "payment",
        "summary": "Choisir.",
        "is_online": True,
        "wished_dates": "mardi",
    }
    facts |= {"organisation": make_organisation(), "made_by": make_user()}
    return {"pk": TrainingProposal.objects.create(**facts).pk}


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
    "public:agenda:attestation": Rule("public", _attested),
    "portal:agenda:topics": Rule("signed_in", methods=BOTH),
    "portal:agenda:propose": Rule("organisation", lambda: {"organisation": member_organisation().pk}, BOTH),
    "console:trainings": Rule("staff:events.view_trainingproposal"),
    "console:training": Rule("staff:events.change_trainingproposal", _proposed, BOTH),
    "portal:agenda:return": Rule("organisation", _own_return),
}
