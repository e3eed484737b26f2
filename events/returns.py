"""What a regional meeting brought to a supplier that hosted workshops: seats, networks, opinions; the names of those
alone who agreed, each by a yes to somebody who came for it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from club.core.todos import Todo
from events import aftermath
from events.aftermath import Opinions
from events.models import Contact, Event, Place, Pledge, Registration, Session, Side, Workshop
from members.access import affiliations_of
from members.models import Organisation

TOLD = timedelta(days=30)


@dataclass(frozen=True)
class Hosted:
    """One workshop: its seats over the day, those that were taken, people who were there."""

    title: str
    seats: int
    taken: int
    came: int

    @property
    def words(self) -> str:
        return f"{self.taken}\u00a0places prises sur {self.seats}, {self.came} venus"


@dataclass(frozen=True)
class Return:
    """``networks``: (name, how many of its people came to the workshops), the most first. ``firms``: experts’ firms.
    ``opinions`` on the whole meeting; None while they are few. ``contacts``: who agreed to stay in touch.
    """

    organisation: Organisation
    workshops: list[Hosted]
    networks: list[tuple[str, int]]
    firms: int
    opinions: Opinions | None
    contacts: list[Registration]

    @property
    def outcome(self) -> str:
        """In a line, for the *bilan d’adhésion*."""
        seats, taken = sum(w.seats for w in self.workshops), sum(w.taken for w in self.workshops)
        given = f"{taken}\u00a0place{'s prises' if taken > 1 else ' prise'} sur {seats}"
        if not any(w.came for w in self.workshops):  # nobody was checked in: who came is not known
            return f"Atelier tenu, {given}" if taken else "Atelier tenu"
        met = f"{len(self.networks)}\u00a0réseau{'x' if len(self.networks) > 1 else ''}"
        firms = f"{self.firms}\u00a0entreprise{'s' if self.firms > 1 else ''} du Channel"
        return f"{given}, {met} et {firms} rencontrés"


def pledges_of(event: Event, organisation: Organisation | None = None) -> list[Pledge]:
    """The workshops that stood on the day, each with its sessions and who held their places."""
    places = Place.objects.held().select_related("registration__check_in", "registration__organisation")
    sessions = Session.objects.prefetch_related(Prefetch("places", places, to_attr="held"))
    rows = Pledge.objects.standing().filter(meeting__event=event, workshop__isnull=False)
    rows = rows.filter(organisation=organisation) if organisation else rows
    hosts = Workshop.objects.prefetch_related(Prefetch("sessions", sessions))
    return list(rows.select_related("organisation").prefetch_related(Prefetch("workshop", hosts)))


def hosts_of(event: Event) -> list[Organisation]:
    """The suppliers that hosted a workshop there, by name; one statement."""
    hosted = Pledge.objects.standing().filter(meeting__event=event, workshop__isnull=False)
    return list(Organisation.objects.filter(pk__in=hosted.values("organisation")).order_by("sort_key", "pk"))


def return_of(event: Event, organisation: Organisation, pledges: list[Pledge] | None = None) -> Return | None:
    """None when the organisation hosted nothing there."""
    pledges = pledges_of(event, organisation) if pledges is None else pledges
    if not pledges:
        return None
    people = {row.pk: row for pledge in pledges for row in _came(pledge)}.values()
    networks = Counter(row.structure for row in people if row.side in (Side.AMBASSADOR, Side.INSTITUTION))
    firms = {row.structure for row in people if row.side == Side.EXPERT}
    opinions = aftermath.opinions_on(event)
    return Return(
        organisation=organisation,
        workshops=[_hosted(pledge) for pledge in pledges],
        networks=sorted((one for one in networks.items() if one[0]), key=lambda one: (-one[1], one[0])),
        firms=len(firms - {""}),
        opinions=None if opinions.are_few else opinions,
        contacts=_contacts(event, organisation),
    )


def _hosted(pledge: Pledge) -> Hosted:
    sessions = list(pledge.workshop.sessions.all())
    taken = sum(len(session.held) for session in sessions)  # type: ignore[attr-defined]
    return Hosted(pledge.title, sum(session.capacity for session in sessions), taken, len(_came(pledge)))


def _came(pledge: Pledge) -> list[Registration]:
    """Who held a place in it and was there that day."""
    places = (place for session in pledge.workshop.sessions.all() for place in session.held)  # type: ignore[attr-defined]
    return [place.registration for place in places if hasattr(place.registration, "check_in")]


def _contacts(event: Event, organisation: Organisation) -> list[Registration]:
    """Those who said yes to somebody who came for the organisation, and to whom that person said yes."""
    ours = Contact.objects.mutual().filter(by__event=event, by__organisation=organisation)
    others = ours.exclude(Q(to__organisation=organisation)).values("to")
    return list(Registration.objects.filter(pk__in=others).with_people().by_name())


def of_hosts(person: Any) -> list[Todo]:
    """What the portal tells those who act for a supplier, in the month after a meeting at which it hosted."""
    since = timezone.now() - TOLD
    held = Pledge.objects.standing().filter(
        organisation__in=affiliations_of(person).values("organisation"),
        meeting__event__ends_at__range=(since, timezone.now()),
        meeting__event__in=Event.objects.taking_place(),
    )
    rows = held.order_by("organisation_id", "meeting_id").distinct("organisation_id", "meeting_id")
    return [
        Todo(
            title=f"Lire ce que «\u00a0{row.meeting.event}\u00a0» vous a apporté",
            detail=f"Places prises, réseaux rencontrés, avis, pour {row.organisation}.",
            url=reverse("portal:agenda:return", args=[row.meeting.event.slug, row.organisation_id]),
            action="Lire le retour",
            rank=60,
        )
        for row in rows.select_related("organisation", "meeting__event")
    ]
