"""What a year of Flash info brought, for the team: what readers open, who feeds it, where nothing is said."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from club.core.models import Departement
from club.core.topics import Topic
from members.models import Organisation
from newsletters.models import Block, Issue, Reach
from newsletters.reach import hiding
from newsletters.reach.figures import Dimension, Exact, Share, exact_of, with_clicks

NO_TOPIC = "sans spécialité visée"
THOUSAND = 1_000


@dataclass(frozen=True)
class Line:
    """Inserts of one kind, topic or supplier. ``reached``: messages, a reader counts in each insert he got.

    ``measured`` is 0 when nobody is; inserts measured on fewer than ten readers count as if on none. ``measured``,
    ``clicks`` and ``rate`` (clicks per 1,000 measured) are None when they would tell what an insert hides.
    """

    label: str
    inserts: int
    reached: int | None
    measured: int | None
    clicks: int | None
    key: int | str = ""

    @property
    def rate(self) -> float | None:
        return THOUSAND * self.clicks / self.measured if self.measured and self.clicks is not None else None


@dataclass(frozen=True)
class Places:
    """Territories by the last issue counted. ``unaimed``: they have readers, and no insert of the year aims at them.

    ``hidden``: fewer than ten readers, or a number from which such a one could be computed; ``empty``: no reader.
    ``aimed``: how many inserts of the year aim at each, most first.
    """

    number: int
    unaimed: list[Share]
    aimed: list[tuple[str, int]]
    hidden: list[str]
    empty: list[str]


@dataclass(frozen=True)
class Year:
    kinds: list[Line]
    topics: list[Line]
    suppliers: list[Line]
    places: Places | None


def years() -> list[int]:
    """Those in which an issue left, the last first."""
    left = Issue.objects.flash().filter(frozen_at__isnull=False).order_by()
    return [day.year for day in left.datetimes("frozen_at", "year", order="DESC")]


def of_year(year: int) -> Year:
    """Three statements, whatever the number of issues."""
    rows = Reach.objects.filter(issue__frozen_at__year=year, dimension=Dimension.TOTAL, block__isnull=False)
    rows = rows.filter(issue__event=None)
    totals = list(with_clicks(rows.filter(accepted__gt=0)).select_related("block__supplier"))
    sent = list(exact_of({row.block_id: row.block for row in totals}, totals).values())
    kinds = Block.Kind
    return Year(
        kinds=_lines(sent, lambda one: [(one.block.kind, kinds(one.block.kind).label)]),
        topics=_lines(sent, lambda one: [(t, Topic(t).label) for t in one.block.specialities] or [("", NO_TOPIC)]),
        suppliers=_lines(sent, _supplier),
        places=_places(year, [one.block for one in sent]),
    )


def _supplier(one: Exact) -> list[tuple[int, str]]:
    supplier: Organisation | None = one.block.supplier
    return [(supplier.pk, supplier.name)] if supplier else []


def _lines(sent: Iterable[Exact], names: Callable[[Exact], Collection[tuple[int | str, str]]]) -> list[Line]:
    groups = defaultdict(list)
    for one in sent:
        for name in names(one):
            groups[name].append(one)
    lines = [_line(key, label, group) for (key, label), group in groups.items()]
    return sorted(lines, key=lambda line: (-line.inserts, line.label))


def _line(key: int | str, label: str, group: Collection[Exact]) -> Line:
    rated = [one for one in group if one.has_rate]
    told, kept = [one for one in rated if one.shows_rate], [one for one in rated if not one.shows_rate]
    clicks = hiding.summed([one.people for one in told], [one.people for one in kept])
    reached = [one.total.reached for one in group]
    few = [number for number in reached if hiding.alone(number) is None]
    return Line(
        label=label,
        inserts=len(group),
        reached=hiding.summed([number for number in reached if number >= hiding.FEWEST], few),
        measured=None if clicks is None else sum(one.total.measured for one in rated),
        clicks=clicks,
        key=key,
    )


def _places(year: int, blocks: Iterable[Block]) -> Places | None:
    last = Reach.objects.filter(issue__frozen_at__year=year, block=None, dimension=Dimension.TOTAL, accepted__gt=0)
    rows = list(
        Reach.objects.filter(
            issue=last.order_by("-issue__number").values("issue")[:1], block=None, dimension=Dimension.DEPARTEMENT
        ).select_related("issue")
    )
    if not rows:
        return None
    names = {place.pk: str(place) for place in Departement.objects.all()}
    aims = Counter(code for block in blocks for code in set(block.territories))
    shown = hiding.parts([row.reached for row in rows]) or [None] * len(rows)
    readers = {row.key: number for row, number in zip(rows, shown, strict=True) if number != 0}
    unaimed = [Share(names[code], number, code) for code, number in readers.items() if number and code in names]
    return Places(
        number=rows[0].issue.number,
        unaimed=sorted((s for s in unaimed if not aims[s.key]), key=lambda s: (-(s.reached or 0), s.label)),
        aimed=[(names.get(code, code), number) for code, number in sorted(aims.items(), key=lambda a: (-a[1], a[0]))],
        hidden=sorted(names[code] for code, number in readers.items() if number is None and code in names),
        empty=[name for code, name in names.items() if code not in readers],
    )
