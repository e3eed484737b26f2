"""Evenings of the Club des Partenaires: who came to the last one, and the next one, where nearly all have a seat.

Most seats were taken long ago and are written in bulk, with the right that each was drawn from; the last ones, the
waiting list, a seat given back and the one it was offered to go through the actions that members use.
"""

from collections import Counter
from datetime import date, timedelta

from django.utils import timezone

from club.core.naming import slug_of
from club.demo.actions.attendance import come, enrol, experts, keep_in_touch, say
from events.actions import agenda, inviting, leaving, registering
from events.models import Event, Kind, Registration, Side, State
from members.models import Affiliation, Entitlement, EntitlementKind, Organisation, Use, User
from members.statuses import standings

MOST, EACH, WAITING = 84, 2, 3
SOON = timedelta(days=4)  # nearer, seats given back are no longer offered
COMING = "Métro à cinq minutes, entrée de plain-pied. Vestiaire à l’accueil."
DIETS = {7: "végétarien", 23: "sans porc", 41: "sans gluten", 66: "végétarien"}
Status, Way = Registration.State, Registration.Way


def fill_next_evening(*, by: User) -> None:
    coming = Event.objects.filter(kind=Kind.PARTNERS, state=State.OPEN, starts_at__gt=timezone.now() + SOON)
    event = coming.order_by("starts_at").first()
    if event is None:
        return
    people = _who_may_come(event)[: MOST + WAITING]
    early, late = people[: -1 - WAITING], people[-1 - WAITING :]
    event.capacity, event.seats_each, event.access_words = len(early) + 1 + bool(event.guest), EACH, COMING
    event = agenda.change(event=event, by=by)
    if event.guest:
        _invite(event, by)
    rows = _seat(event, early)
    for affiliation, _ in late:
        registering.register(event=event, person=affiliation.person, way=Way.PORTAL)
    leaving.cancel(registration=rows[len(rows) // 2], because="retenu à Lyon ce soir-là")


def hold_last_evening(*, by: User) -> None:
    """Who came, who did not, two who came unannounced; what they say, and whom they keep in touch with."""
    held = Event.objects.filter(kind=Kind.PARTNERS, state=State.HELD).order_by("-starts_at").first()
    if held is None:
        return
    rows = _seat(held, _who_may_come(held)[:MOST])
    rows += enrol(held, experts(2), since=held.starts_at, way=Way.WALK_IN)
    here = come(rows, by=by)
    say(here)
    sides = [[row for row in here if row.side == side and row.is_listed] for side in (Side.BRAND, Side.INSTITUTION)]
    keep_in_touch(sides[0][:8], sides[1])


def _invite(event: Event, by: User) -> None:
    """The guest of honour, who has answered by the link."""
    first, _, last = event.guest.partition(" ")
    invited = inviting.Invited(f"{slug_of(event.guest)}@invites.example", last, first, title=event.guest_role, rank=1)
    row = inviting.send(invitation=inviting.prepare(event=event, invited=invited, by=by), by=by)
    inviting.accept(invitation=row)


def _who_may_come(event: Event) -> list[tuple[Affiliation, Entitlement]]:
    """At most so many of each member, each with the right that the seat is drawn from; one of each member first."""
    day = timezone.localdate(event.starts_at)
    rights = {row.organisation_id: row for row in _rights(day) if row.quantity - row.used >= EACH}
    acting = Affiliation.objects.current().filter(organisation__in=rights, person__is_active=True)
    acting = acting.filter(person__is_staff=False).select_related("person", "organisation").order_by("pk")
    organisations = {row.organisation_id: row.organisation for row in acting}
    members = standings(organisations.values())
    taken: Counter[int] = Counter()
    found, known = [], set()
    for row in acting:
        organisation = row.organisation_id
        if row.person_id in known or taken[organisation] == EACH or not members[organisation].is_member:
            continue
        taken[organisation] += 1
        known.add(row.person_id)
        found.append((taken[organisation], row, rights[organisation]))
    return [(row, right) for _, row, right in sorted(found, key=lambda one: one[0])]


def _rights(day: date) -> list[Entitlement]:
    return list(Entitlement.objects.counted().running(day).filter(kind=EntitlementKind.MEETING_SEAT))


def _seat(event: Event, people: list[tuple[Affiliation, Entitlement]]) -> list[Registration]:
    """Seats and the rights they use, as ``registering.register`` writes them, without its mails."""
    since = event.starts_at - timedelta(days=45) if event.is_over() else timezone.now() - timedelta(days=20)
    rows = Registration.objects.bulk_create(
        Registration(
            event=event,
            person=affiliation.person,
            organisation=affiliation.organisation,
            structure=affiliation.organisation.name,
            side=_side(affiliation.organisation),
            state=Status.CONFIRMED,
            way=Way.PORTAL,
            during=(event.starts_at, event.ends_at),
            diet="" if event.is_over() else DIETS.get(number, ""),
            is_listed=number % 17 != 0,
            changes=1,
            registered_at=since + timedelta(hours=4 * number),
            changed_at=since + timedelta(hours=4 * number),
        )
        for number, (affiliation, _) in enumerate(people, 1)
    )
    day = timezone.localdate(event.starts_at)
    Use.objects.bulk_create(
        Use(
            entitlement=right,
            key=row.use_key,
            used_on=day,
            label=f"{event} ({event.starts_at:%d/%m/%Y}), {row.person}"[:160],
            person=row.person,
        )
        for row, (_, right) in zip(rows, people, strict=True)
    )
    return rows


def _side(organisation: Organisation) -> Side:
    return Side.INSTITUTION if organisation.side == Organisation.Side.INSTITUTION else Side.BRAND
