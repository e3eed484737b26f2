"""The *bilan d’adhésion*: what a member did with its rights over a term, read from the rows of uses alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from members.models import Entitlement, EntitlementKind, Membership, Organisation, Use, User


@dataclass(frozen=True)
class RightUsed:
    """A right over a period: given, used, and each use that was not given back. A logo stands or does not."""

    kind: EntitlementKind
    given: int
    uses: Sequence[Use]
    opened: bool

    @property
    def used(self) -> int:
        return sum(use.quantity for use in self.uses)

    @property
    def left(self) -> int:
        return max(self.given - self.used, 0)

    @property
    def words(self) -> str:
        if not self.opened:
            return "pas encore ouverts"
        if not self.kind.counted:
            return "présent"
        return f"{self.used} sur {self.given}"


@dataclass(frozen=True)
class Bilan:
    """``people``: those who acted, each once, in the order of their names."""

    organisation: Organisation
    starts_on: date
    ends_on: date
    rights: Sequence[RightUsed]
    people: Sequence[User]

    @property
    def is_empty(self) -> bool:
        return not any(right.uses for right in self.rights)


def bilan_of_term(term: Membership) -> Bilan:
    return bilan_of(term.organisation, starts_on=term.starts_on, ends_on=term.ends_on)


def bilan_of(organisation: Organisation, *, starts_on: date, ends_on: date) -> Bilan:
    """Rights that ran within a period and what became of them; two statements."""
    held = Entitlement.objects.filter(
        organisation=organisation, starts_on__lte=ends_on, ends_on__gte=starts_on, quantity__gt=0
    )
    by_kind: dict[str, list[Entitlement]] = {}
    for row in held:
        by_kind.setdefault(row.kind, []).append(row)
    uses: dict[str, list[Use]] = {}
    rows = Use.objects.filter(
        entitlement__organisation=organisation, used_on__range=(starts_on, ends_on), given_back_at=None
    )
    for use in rows.select_related("entitlement", "person").order_by("used_on", "pk"):
        uses.setdefault(use.entitlement.kind, []).append(use)
    rights = [
        RightUsed(
            kind,
            sum(row.quantity for row in by_kind.get(kind, [])),
            uses.get(kind, []),
            any(row.opened_on for row in by_kind.get(kind, [])),
        )
        for kind in EntitlementKind
        if kind in by_kind or kind in uses
    ]
    people = {use.person.pk: use.person for right in rights for use in right.uses if use.person}
    ordered = sorted(people.values(), key=lambda person: person.listed_name.casefold())
    return Bilan(organisation, starts_on, ends_on, rights, ordered)
