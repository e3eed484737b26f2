"""The order proposed for the suppliers' inserts of an issue, and why, in words.

The ledger of past places is read from the blocks of issues that have left, which no longer change: the same facts
as the proof that each supplier sees of its own (``Placement.rank``), and no copy of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.db.models import Exists, OuterRef, Q

from newsletters.models import Block, Delivery, Issue, Quotation
from newsletters.rotation import Insert, Ledger, Past, are_rivals, mean_height, openers, suggested, wished

LOOKED_BACK = 26  # issues: a year


@dataclass(frozen=True, slots=True)
class Line:
    """An insert of a supplier at its proposed ``place``, counted over all blocks."""

    block: Block
    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """``order``: all blocks of the issue, for ``composing.order_blocks``."""

    lines: list[Line]
    order: list[int]
    is_current: bool


def proposal(issue: Issue, blocks: Sequence[Block]) -> Proposal | None:
    """For the blocks of an issue in their present order, with suppliers and families; one statement.

    None when there are not two inserts of suppliers to put in order.
    """
    past, moving = _read(issue)
    inserts = [insert_of(block, is_fixed=block.pk not in moving) for block in blocks]
    if sum(not insert.is_fixed for insert in inserts) < 2:
        return None
    order = suggested(inserts, past, issue.number)
    whys = _whys(order, wished(inserts, past, issue.number), past)
    by_key = {block.pk: block for block in blocks}
    lines = [
        Line(by_key[insert.key], ordinal(place), whys[insert.key])
        for place, insert in enumerate(order, 1)
        if not insert.is_fixed
    ]
    keys = [insert.key for insert in order]
    return Proposal(lines, keys, keys == [block.pk for block in blocks])


def insert_of(block: Block, *, is_fixed: bool = False) -> Insert:
    """What the rotation knows of a block."""
    families = block.supplier.product_families.all() if block.supplier else ()
    return Insert(block.pk, block.supplier_id, frozenset(family.pk for family in families), is_fixed)


def ledger(issue: Issue) -> Ledger:
    """Where each supplier stood in the year of issues that readers have had, the newest first."""
    return _read(issue)[0]


def ordinal(number: int) -> str:
    return "1er" if number == 1 else f"{number}e"


def _read(issue: Issue) -> tuple[Ledger, set[int]]:
    """The ledger, and which blocks of the issue itself move: what suppliers say, not what the press says of them."""
    reached = Exists(Delivery.objects.filter(issue=OuterRef("pk"), state=Delivery.State.SENT))
    had = Issue.objects.flash().filter(Q(state__in=Issue.State.frozen()) | Q(reached, state=Issue.State.CANCELLED))
    last = had.exclude(pk=issue.pk).order_by("-frozen_at", "-number")[:LOOKED_BACK]
    rows = Block.objects.filter(Q(issue__in=last.values("pk")) | Q(issue=issue))
    rows = rows.annotate(is_quoted=Exists(Quotation.objects.filter(block=OuterRef("pk"))))
    rows = rows.order_by("-issue__frozen_at", "-issue__number", "position", "pk")
    facts = rows.values_list("issue__number", "pk", "supplier", "kind", "is_quoted")
    past: dict[int, list[Past]] = {}
    moving: set[int] = set()
    for number, group in groupby(facts, key=lambda row: row[0]):
        stood = list(group)
        moved = {pk for _, pk, supplier, kind, quoted in stood if _takes_part(supplier, kind, quoted)}
        if number == issue.number:
            moving = moved
            continue
        top = next((supplier for _, pk, supplier, *_ in stood if pk in moved), None)
        for rank, (_, pk, supplier, *_) in enumerate(stood, 1):
            if pk in moved:
                past.setdefault(supplier, []).append(Past(number, rank, len(stood), supplier == top))
    return past, moving


def _takes_part(supplier: int | None, kind: str, is_quoted: bool) -> bool:
    return supplier is not None and kind in Block.Kind.of_suppliers() and not is_quoted


def _whys(order: Sequence[Insert], wanted: Sequence[Insert], past: Ledger) -> dict[int, str]:
    """Block → why it stands there: where its supplier stood before, and what moved it from where it would stand."""
    moving = [insert for insert in order if not insert.is_fixed]
    barred = openers(wanted, past)
    unparted = {one.key for pair in pairwise(order) if are_rivals(*pair) for one in pair}
    is_new = not any(past.get(insert.supplier) for insert in moving)
    said, seen = {}, set()
    for at, insert in enumerate(moving):
        words = "personne n’a paru depuis un an, tirage au sort" if is_new else _stood(past.get(insert.supplier, ()))
        if insert.supplier in seen:
            words = "autre encart du même fournisseur, après le premier des autres"
        if insert.key in unparted:
            words += "\u00a0; aucun ordre trouvé ne sépare tous les concurrents"
        elif at > wanted.index(insert):
            is_barred = insert.supplier in barred and wanted.index(insert) < wanted.index(moving[0])
            words += f"\u00a0; {'pas deux fois de suite en tête' if is_barred else 'séparé d’un concurrent'}"
        said[insert.key] = words
        seen.add(insert.supplier)
    return said


def _stood(past: Sequence[Past]) -> str:
    if not past:
        return "pas d’encart depuis un an, au milieu des autres"
    last = past[0]
    words = f"était {ordinal(last.rank)} sur {last.out_of} dans le n°\u00a0{last.issue}"
    if len(past) == 1:
        return words
    return f"{words}, à {round(mean_height(past) * 100)}\u00a0% en moyenne sur {len(past)} parutions"
