"""What staff see of an organisation's membership: terms with their lines, rights with their uses, and what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Prefetch

from members.billing.models import Document
from members.models import Entitlement, Membership, MembershipLine, Organisation, Use


@dataclass(frozen=True)
class Right:
    """A right of a line with its uses; ``state`` in words."""

    row: Entitlement
    uses: Sequence[Use]
    state: str

    @property
    def used(self) -> int:
        return sum(use.quantity for use in self.uses)


@dataclass(frozen=True)
class Term:
    row: Membership
    lines: Sequence[MembershipLine]
    rights: Sequence[Right]
    is_running: bool

    @property
    def net(self) -> Decimal:
        return sum((line.net for line in self.lines), Decimal("0.00"))

    @property
    def last_day(self) -> date:
        """As it is, or as it was contracted when it never begins."""
        return self.row.planned_end if self.row.never_begins else self.row.ends_on

    @property
    def was_cut(self) -> bool:
        return self.row.ends_on < self.row.planned_end and not self.row.never_begins


def terms_of(organisation: Organisation, on: date) -> list[Term]:
    """Every term, the latest first; five statements whatever their number."""
    uses = Prefetch("uses", Use.objects.filter(given_back_at=None).select_related("person"))
    rights = Prefetch("entitlements", Entitlement.objects.prefetch_related(uses).order_by("kind", "starts_on"))
    lines = Prefetch(
        "lines", MembershipLine.objects.select_related("version__option").prefetch_related(rights).order_by("pk")
    )
    return [_term(row, on) for row in organisation.memberships.prefetch_related(lines).order_by("-starts_on")]


def _term(row: Membership, on: date) -> Term:
    lines = list(row.lines.all())
    rights = [Right(right, list(right.uses.all()), _state(right, on)) for line in lines for right in _held(line)]
    return Term(row, lines, rights, row.is_running(on))


def _held(line: MembershipLine) -> list[Entitlement]:
    return [right for right in line.entitlements.all() if right.quantity]


def _state(right: Entitlement, on: date) -> str:
    if right.opened_on is None:
        return "attend le premier règlement"
    if right.ends_on < on:
        return f"fini le {right.ends_on:%d/%m/%Y}"
    if right.starts_on > on:
        return f"à partir du {right.starts_on:%d/%m/%Y}"
    return f"ouvert jusqu’au {right.ends_on:%d/%m/%Y}"


def documents_of(organisation: Organisation) -> list[Document]:
    """Drafts, then issued documents, the latest first, each with ``paid``; one statement."""
    rows = Document.objects.settled().filter(organisation=organisation)
    return list(rows.order_by(F("issued_on").desc(nulls_first=True), "-pk"))
