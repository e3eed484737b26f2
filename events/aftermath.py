"""What is known of an event once it is over: who came, who did not, what they say of it."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import QuerySet

from events.models import Contact, Event, Feedback, OfficialContactDraft, Registration
from events.models.registrations import RegistrationQuerySet

FEW = 5
"""Under so many answers, figures would tell what one person thinks: suppliers are not shown them."""


SHOWN = 60
"""Names among which somebody chooses at once; the others are found by a search."""


@dataclass(frozen=True)
class Circle:
    """``friends``: in touch, both said yes; ``chosen``: those one would like to; ``others``: who else was met."""

    friends: list[Registration]
    chosen: list[Registration]
    others: list[Registration]
    has_more: bool


@dataclass(frozen=True)
class Opinions:
    """``notes``: (note, how many gave it), the best first."""

    asked: int
    answered: int
    mean: float | None
    notes: list[tuple[int, int]] = field(default_factory=list)
    takes: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def are_few(self) -> bool:
        return self.answered < FEW

    @property
    def mean_words(self) -> str:
        """« 4,2 sur 5 »."""
        return "" if self.mean is None else f"{self.mean:.1f}".replace(".", ",") + " sur 5"


def opinions_on(event: Event) -> Opinions:
    """One statement."""
    rows = list(Feedback.objects.filter(registration__event=event))
    answered = [row for row in rows if row.answered_at]
    counted = Counter(row.note for row in answered)
    return Opinions(
        asked=len(rows),
        answered=len(answered),
        mean=sum(row.note or 0 for row in answered) / len(answered) if answered else None,
        notes=[(note, counted[note]) for note in range(5, 0, -1)],
        takes=[row.takes for row in answered if row.takes],
        missed=[row.missed for row in answered if row.missed],
    )


def present_at(event: Event) -> RegistrationQuerySet:
    return Registration.objects.filter(event=event, check_in__isnull=False).with_people().by_name()


def absent_from(event: Event) -> RegistrationQuerySet:
    """Those who held a confirmed seat and did not come."""
    held = Registration.objects.filter(event=event, state=Registration.State.CONFIRMED, check_in=None)
    return held.with_people().by_name()


def reachable_by(row: Registration) -> RegistrationQuerySet:
    """Those whom somebody may ask to stay in touch: they came, and the participants may read of them."""
    return present_at(row.event).listed_to_others().exclude(pk=row.pk)


def met_by(row: Registration, who: str = "") -> Circle:
    """``who``: a name or a structure, among hundreds. Those already chosen are always there, friends whatever becomes
    of the list.
    """
    said = Contact.objects.filter(by=row)
    friends, wished = set(said.mutual().values_list("to_id", flat=True)), set(said.values_list("to_id", flat=True))
    met = reachable_by(row)
    new = met.exclude(pk__in=wished)
    found = list((new.named(who) if who else new)[: SHOWN + 1])
    chosen = wished - friends
    return Circle(
        friends=list(present_at(row.event).filter(pk__in=friends)) if friends else [],
        chosen=list(met.filter(pk__in=chosen)) if chosen else [],
        others=found[:SHOWN],
        has_more=len(found) > SHOWN,
    )


def pairs_of(event: Event) -> int:
    """How many pairs of people stay in touch since this event."""
    return Contact.objects.filter(by__event=event).mutual().count() // 2


def official_contacts_of(event: Event) -> QuerySet[OfficialContactDraft]:
    """Who of the members was there with which public official, in order of protocol."""
    rows = OfficialContactDraft.objects.filter(event=event).select_related("official__person", "member__person")
    return rows.order_by("official__rank", "official__person__sort_key", "official", "member__person__sort_key")
