"""Who may do what with the events of the Club, beside reading what is announced (``EventQuerySet.announced``)."""

from typing import Any

from django.http import Http404

from club.core.access import is_staff
from club.core.audiences import Audience, audiences_of
from events.admittance import admittance_of
from events.models import Event, EventDocument, Registration, State
from members.access import acting_for, affiliations_of, represents_member
from members.models import Affiliation, Organisation, User
from members.statuses import standing_of, standings

Reader = EventDocument.Reader

DECIDE = "events.change_event"
SEE_SEARCHES = "events.view_regionalmeeting"
SEARCH = "events.change_regionalmeeting"


def can_decide(user: Any) -> bool:
    """Whoever writes events decides what becomes of them: announced, full, postponed, cancelled."""
    return user.has_perm(DECIDE)


def meeting_for(user: Any, slug: str) -> Event:
    """An event as the portal opens it: of the public agenda for everybody; out of it for those whom it admits, or who
    were registered. 404 for the others, who may not even know of it.
    """
    found = Event.objects.with_place().exclude(state=State.DRAFT).filter(slug=slug).first()
    if found and (found.is_public or _knows(user, found)):
        return found
    raise Http404("Cette rencontre n’est pas dans l’agenda.")


def can_wish_training(user: Any) -> bool:
    """Ambassadors and experts ask for topics and vote."""
    return bool({Audience.AMBASSADOR, Audience.EXPERT} & audiences_of(user))


def can_propose_training(affiliation: Affiliation) -> bool:
    """Whoever acts for a supplier that is a member proposes trainings for it."""
    organisation = affiliation.organisation
    return organisation.side == "brand" and standings([organisation])[organisation.pk].is_member


def _knows(user: Any, event: Event) -> bool:
    if Registration.objects.filter(event=event, person=user).exists():
        return True
    return admittance_of(event, user).may_come


def answering_for(user: Any, organisation_id: int) -> Organisation:
    """The supplier for which a person promises workshops: they act for it, a member; a stranger gets 404."""
    organisation = acting_for(user, organisation_id).organisation
    if not hosts_workshops(organisation):
        raise Http404("Seuls les fournisseurs membres du Club tiennent des ateliers.")
    return organisation


def suppliers_of(user: Any) -> list[Organisation]:
    """The suppliers a person promises workshops for, by name."""
    rows = affiliations_of(user).filter(organisation__side=Organisation.Side.BRAND)
    found = [affiliation.organisation for affiliation in rows]
    told = standings(found) if found else {}
    return [one for one in found if told[one.pk].is_member]


def hosts_workshops(organisation: Organisation) -> bool:
    """A brand that is a member today."""
    return organisation.side == Organisation.Side.BRAND and standing_of(organisation).is_member


def still_answers(person: User, supplier: Organisation) -> bool:
    """What keeps the links of our mails alive: the person still acts for the supplier, which still is a member."""
    acts = Affiliation.objects.current().filter(person=person, organisation=supplier).exists()
    return person.is_active and acts and hosts_workshops(supplier)


def documents_for(user: Any, event: Event) -> list[EventDocument]:
    """What ``user`` may read of what stays of an event: participants all of it, members what is theirs, everybody
    what is public of an announced event.
    """
    readers = {Reader.PUBLIC} if event.is_announced else set()
    if user.is_authenticated:
        if Registration.objects.coming().filter(event=event, person=user).exists():
            readers = set(Reader)
        elif represents_member(user):
            readers |= {Reader.MEMBERS}
    return list(event.documents.filter(withdrawn_at=None, reader__in=readers))


def document_for(user: Any, pk: int) -> EventDocument:
    """The same rule for one file; 404 for the others."""
    row = EventDocument.objects.select_related("event").filter(pk=pk, withdrawn_at=None).first()
    if row and (_writes(user) or row in documents_for(user, row.event)):
        return row
    raise Http404("Ce document n’est pas pour vous.")


def _writes(user: Any) -> bool:
    """The team that writes events reads what it put on file."""
    return is_staff(user) and can_decide(user)
