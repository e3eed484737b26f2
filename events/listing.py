"""The list of who comes to one event, as the team reads it: filters, counts, one line per person."""

from collections import Counter
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from club.core.days import date_format
from club.core.lists import Choices, FilterField, ListFilter, choice
from events.models import Event, Offer, Registration, Side
from events.models.registrations import RegistrationQuerySet

Status = Registration.State
STATES: Choices = [
    ("viennent", "viennent"),
    ("attente", "en liste d’attente"),
    ("annulees", "annulées"),
    ("presents", "présents"),
    ("absents", "pas émargés"),
    ("toutes", "toutes"),
]
NARROWED = {
    "viennent": Q(state__in=Status.coming()),
    "attente": Q(state=Status.WAITING),
    "annulees": Q(state=Status.CANCELLED),
    "presents": Q(check_in__isnull=False),
    "absents": Q(state__in=Status.coming(), check_in=None),
}
SHOWN = [
    "structure",
    "side",
    "state",
    "is_extra",
    "bill",
    "is_excused",
    "is_listed",
    "diet",
    "access_needs",
    "left_because",
]
SHOWN += ["set_back", "position", "way", "event_id", "person__email", "person__last_name", "person__first_name"]


class RegistrationFilter(ListFilter):
    state = choice("État", lambda: STATES)
    side = choice("Vient comme", lambda: list(Side.choices), every="tous")
    organisation = FilterField(label="Pour", read=list, every="toutes")
    useful = {"state": "viennent"}

    def __init__(self, request: Any, organisations: Choices) -> None:
        self.organisations = organisations
        super().__init__(request)

    def full_clean(self) -> None:
        self.fields["organisation"].read = lambda: self.organisations  # type: ignore[attr-defined]
        super().full_clean()

    def narrow(self, rows: Any) -> Any:
        wanted = NARROWED.get(self.chosen("state") or "viennent")
        rows = rows.filter(wanted) if wanted else rows
        if self.chosen("side"):
            rows = rows.filter(side=self.chosen("side"))
        if self.chosen("organisation"):
            rows = rows.filter(organisation=self.chosen("organisation"))
        return rows.search(self.chosen("q")) if self.chosen("q") else rows


class Tally:
    """How many are in each state, on each side and for each organisation; one statement."""

    def __init__(self, event: Event) -> None:
        rows = event.registrations.order_by().values_list("state", "side", "organisation", "organisation__name")
        offered = Count("offers", filter=Q(offers__state=Offer.State.PENDING))
        self.offered = 0
        self.states: Counter[str] = Counter()
        self.sides: Counter[str] = Counter()
        named: dict[int, str] = {}
        counted = rows.annotate(number=Count("pk", distinct=True), offered=offered)
        for state, side, organisation, name, number, pending in counted:
            self.states[state] += number
            self.offered += pending
            if state in Status.coming():
                self.sides[side] += number
            if organisation:
                named[organisation] = name
        self.organisations: Choices = [(str(pk), named[pk]) for pk in sorted(named, key=lambda pk: named[pk].lower())]

    @property
    def coming(self) -> int:
        return sum(self.states[state] for state in Status.coming())

    def figures(self, event: Event) -> list[tuple[str, str]]:
        """Label and value; how many seats there are where they are counted."""
        most = f" sur {event.capacity}" if event.capacity else ""
        found = [("Viennent", f"{self.coming}{most}")]
        found += [(str(side.label).capitalize(), str(self.sides[side])) for side in Side if self.sides[side]]
        found += [("En attente", str(self.states[Status.WAITING]))] if self.states[Status.WAITING] else []
        return [*found, *([("Places proposées", str(self.offered))] if self.offered else [])]


def with_waiting(rows: RegistrationQuerySet) -> RegistrationQuerySet:
    """``offered_until``: until when a seat is held for whoever waits; ``ahead``: how many come before in the list."""
    held = Offer.objects.pending().filter(registration=OuterRef("pk")).values("expires_at")[:1]
    others = Registration.objects.in_line().filter(event=OuterRef("event"), state=Status.WAITING)
    before = others.filter(line__lt=OuterRef("line")).order_by().values("event").annotate(number=Count("pk"))
    return rows.in_line().annotate(offered_until=Subquery(held), ahead=Coalesce(Subquery(before.values("number")), 0))


def line(row: Any) -> dict[str, str]:
    """What the list says of one registration."""
    notes = [
        "place en plus" if row.is_extra else "",
        "facture émise" if row.bill_id and row.state == Status.CANCELLED else "",
        "absence excusée" if row.is_excused else "",
        "hors de la liste des participants" if not row.is_listed else "",
        "après les autres\u00a0: deux absences" if row.set_back and row.state == Status.WAITING else "",
        row.left_because if row.state == Status.CANCELLED else "",
    ]
    return {
        "pk": str(row.pk),
        "name": row.person.listed_name,
        "email": row.person.email,
        "structure": row.structure,
        "side": str(row.get_side_display()),
        "state": _state(row),
        "needs": " · ".join(filter(None, [row.diet, row.access_needs])),
        "notes": " · ".join(filter(None, notes)),
    }


def _state(row: Any) -> str:
    if row.state == Status.WAITING and row.offered_until:
        until = date_format(timezone.localtime(row.offered_until), r"j F à G \h i")
        return f"place proposée jusqu’au {until}"
    if row.state == Status.WAITING:
        return f"en liste d’attente, rang {row.ahead + 1}"
    return str(row.get_state_display())
