"""Who may open the addresses of the agenda."""

from ambassadors.models import Ambassador
from events import links
from events.actions import subscribing
from events.models import Admission
from members.models import User
from tests.access_rule import BOTH, Rule
from tests.event_factories import at, make_document, make_event, make_invitation, make_registration
from tests.factories import make_departement
from tests.workshop_factories import make_participant, make_regional, session


def _event() -> dict[str, str]:
    return {"slug": make_event().slug}


def _meeting() -> dict[str, str]:
    event = make_event(audience=[Admission.EVERYONE], capacity=20)
    return {"slug": make_registration(event).event.slug}


def _past_year() -> dict[str, int]:
    return {"year": make_event(days=-400).starts_at.year}


def _row() -> dict[str, int]:
    return {"pk": make_event().pk}


def _feed() -> dict[str, str]:
    person = make_registration().person
    address = links.feed_url(subscribing.renew_address(person=person))
    return {"token": address.split("/")[-2]}


def _registration() -> dict[str, str]:
    return {"token": links.registration_token(make_registration().pk)}


def _workshops() -> dict[str, str]:
    return {"token": links.registration_token(make_participant(make_regional()).pk)}


def _own_workshops() -> dict[str, str]:
    """Of the visitor who is an ambassador."""
    person = User.objects.get(pk=Ambassador.objects.order_by("pk").values("person")[:1])
    return {"slug": make_participant(make_regional(), person=person).event.slug}


def _regional() -> dict[str, int]:
    return {"pk": make_regional().event_id}


def _session() -> dict[str, int]:
    return {"pk": session(make_regional(), 1).pk}


def _invitation() -> dict[str, str]:
    return {"token": links.invitation_token(make_invitation().pk)}


def _document() -> dict[str, int]:
    return {"pk": make_document(reader="public").pk}


EVENTS: dict[str, Rule] = {
    "public:agenda:list": Rule("public"),
    "public:agenda:feed": Rule("public"),
    "public:agenda:departement_feed": Rule("public", lambda: {"code": make_departement().code}),
    "public:agenda:year": Rule("public", _past_year),
    "public:agenda:month": Rule("public", lambda: {"year": at(0).year, "month": at(0).month}),
    "public:agenda:event": Rule("public", _event),
    "public:agenda:event_calendar": Rule("public", _event),
    "public:agenda:registration": Rule("public", _registration, BOTH),
    "public:agenda:invitation": Rule("public", _invitation, BOTH),
    "public:agenda:document": Rule("public", _document),
    "console:event_guests": Rule("staff:events.add_invitation", _row, BOTH),
    "console:event_guest_send": Rule("staff:events.change_invitation", lambda: {"pk": make_invitation().pk}, "post"),
    "console:event_documents": Rule("staff:events.add_eventdocument", _row, BOTH),
    "console:event_document_withdraw": Rule(
        "staff:events.change_eventdocument", lambda: {"pk": make_document().pk}, "post"
    ),
    "portal:agenda:list": Rule("signed_in"),
    "portal:agenda:subscription": Rule("signed_in", methods=BOTH),
    "portal:agenda:feed": Rule("public", _feed),
    "portal:agenda:event": Rule("signed_in", _meeting, BOTH),
    "console:event_papers": Rule("staff:events.view_registration", _row),
    "console:event_paper": Rule("staff:events.view_registration", lambda: {**_row(), "name": "accueil"}),
    "console:event_registrations": Rule("staff:events.view_registration", _row),
    "console:event_registration_add": Rule("staff:events.add_registration", _row, BOTH),
    "console:event_resize": Rule("staff:events.change_event", _row, "post"),
    "console:event_registration": Rule(
        "staff:events.change_registration", lambda: {"pk": make_registration().pk}, BOTH
    ),
    "public:agenda:workshops": Rule("public", _workshops, BOTH),
    "portal:agenda:workshops": Rule("only:ambassador", _own_workshops, BOTH),
    "console:workshops": Rule("staff:events.change_event", _regional, BOTH),
    "console:workshops_undo": Rule("staff:events.change_event", _regional, "post"),
    "console:workshops_release": Rule("staff:events.change_event", _regional, "post"),
    "console:workshop_session": Rule("staff:events.change_event", _session, BOTH),
    "console:event_new": Rule("staff:events.add_event"),
    "console:event_programme": Rule("staff:events.change_event", _row, BOTH),
    "console:event": Rule("staff:events.change_event", _row, BOTH),
    "console:event_duplicate": Rule("staff:events.add_event", _row, "post"),
}
