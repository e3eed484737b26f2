"""Who pays for what, by kind and by band: enough to judge the Club's neutrality, nothing that names an amount.

A cell of fewer than ``FEWEST`` members is not counted in public: « moins de trois ». Amounts are those of a year,
excluding tax, after discounts, of the options that run on the day.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, ExpressionWrapper, F, QuerySet, Sum, Value
from django.utils.text import slugify

from members.directory import listed
from members.models import Membership, MembershipLine, Organisation

FEWEST = 3
BANDS = [
    (Decimal(0), "sans cotisation"),
    (Decimal(6_000), "jusqu’à 6\u00a0000\u00a0€"),
    (Decimal(12_000), "de 6\u00a0000 à 12\u00a0000\u00a0€"),
    (Decimal(27_000), "de 12\u00a0000 à 27\u00a0000\u00a0€"),
    (Decimal(45_000), "de 27\u00a0000 à 45\u00a0000\u00a0€"),
]
ABOVE = "plus de 45\u00a0000\u00a0€"
_YEARLY = ExpressionWrapper(
    F("price") * F("quantity") * (Value(100) - F("discount")) / Value(100),
    output_field=DecimalField(max_digits=12, decimal_places=2),
)


@dataclass(frozen=True)
class Row:
    """A band or an option: how many brands and institutions, None when too few to be told."""

    label: str
    brands: int | None
    institutions: int | None


def by_band(on: date | None = None) -> list[Row]:
    """How many members pay how much a year; bands in which nobody is are left out. One statement."""
    lines = _lines(on)
    paid = lines.values_list("membership__organisation", "membership__organisation__side").annotate(of=Sum(_YEARLY))
    counts = Counter((_band(amount), side) for _, side, amount in paid.order_by())
    return [_row(label, counts) for label in [*(name for _, name in BANDS), ABOVE] if _told(label, counts)]


def by_option(on: date | None = None) -> list[Row]:
    """How many members took each option, in the order of the catalogue. One statement."""
    option, member = "version__option", "membership__organisation"
    taken = _lines(on).values_list(f"{option}__position", f"{option}__name", f"{member}__side", member)
    once = sorted(set(taken.order_by()))
    counts = Counter((name, side) for _, name, side, _ in once)
    return [_row(name, counts) for name in dict.fromkeys(name for _, name, _, _ in once)]


def by_kind(on: date | None = None) -> list[tuple[str, list[Organisation]]]:
    """Members of the day by kind, institutions first, kinds and names in alphabetical order. One statement."""
    found: dict[str, list[Organisation]] = defaultdict(list)
    for organisation in listed(on):
        found[organisation.get_kind_display()].append(organisation)
    brands = {name: rows[0].side == Organisation.Side.BRAND for name, rows in found.items()}
    return sorted(found.items(), key=lambda kind: (brands[kind[0]], slugify(kind[0])))


def _lines(on: date | None) -> QuerySet[MembershipLine]:
    return MembershipLine.objects.running(on).filter(membership__in=Membership.objects.running(on))


def _band(amount: Decimal) -> str:
    return next((label for most, label in BANDS if amount <= most), ABOVE)


def _told(label: str, counts: Counter[tuple[str, str]]) -> bool:
    return any(counts[label, side.value] for side in Organisation.Side)


def _row(label: str, counts: Counter[tuple[str, str]]) -> Row:
    brands, institutions = (counts[label, side] for side in (Organisation.Side.BRAND, Organisation.Side.INSTITUTION))
    return Row(label, _shown(brands), _shown(institutions))


def _shown(count: int) -> int | None:
    return count if count == 0 or count >= FEWEST else None
