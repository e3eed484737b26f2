"""What inserts brought, as pages, mails and files tell it: from ``Reach``, ``Click`` and readings alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Sum, When

from club.core import readings
from club.core.models import Departement
from club.core.topics import Topic
from newsletters.models import Block, Click, Delivery, Reach
from newsletters.reach import hiding

Dimension = Reach.Dimension
FEWEST_RATES = 3  # a median of two rates tells each supplier the other's
READING = "flash"  # of the archive's page of an issue, by the issue's own key
EVER = 36_500  # days
UNKNOWN_PLACE = "territoire inconnu"
Parts = Mapping[str, Sequence[Reach]]  # by dimension


@dataclass(frozen=True)
class Share:
    """``reached`` None: hidden, because it speaks of fewer than ten people or lets such a figure be computed."""

    label: str
    reached: int | None
    key: str = ""


@dataclass(frozen=True)
class BlockReach:
    """What one insert brought. Nothing here tells of one to nine people: ``hiding`` was applied.

    ``accepted``, ``bounced`` and ``reached`` are None together, when fewer than ten people were reached.
    ``measured``: readers whose clicks are counted; 0 nobody, None when these or the others are fewer than ten.
    ``clicks`` and ``rate`` (per cent of ``measured``) are None without ``measured``, and for one to nine clicks.
    ``median``: of the rates of the same section in the same issue, per cent; None for fewer than three.
    Parts without any figure that may be shown are empty lists; a person may count in several specialities.
    ``archive_readings``: of the issue's public page, 0 for an insert that is not on it.
    """

    block_id: int
    issue_number: int
    accepted: int | None
    bounced: int | None
    measured: int | None
    clicks: int | None
    robots: int
    median: float | None
    rate: float | None
    by_audience: list[Share] = field(default_factory=list)
    by_departement: list[Share] = field(default_factory=list)
    by_speciality: list[Share] = field(default_factory=list)
    archive_readings: int = 0

    @property
    def reached(self) -> int | None:
        if self.accepted is None or self.bounced is None:
            return None
        return self.accepted - self.bounced


@dataclass(frozen=True)
class Exact:
    """What was counted of an insert, before anything is hidden: never shown, only told by ``tell``."""

    block: Block
    total: Reach
    people: int
    robots: int

    @property
    def rate(self) -> float:
        return 100 * self.people / self.total.measured

    @property
    def measured(self) -> int | None:
        """Hidden too when all but a few are measured: they would be the others."""
        return hiding.overlapping([self.total.measured], total=self.total.reached)[0]

    @property
    def has_rate(self) -> bool:
        return self.total.measured >= hiding.FEWEST

    @property
    def shows_rate(self) -> bool:
        return bool(self.measured) and hiding.alone(self.people) is not None

    @property
    def is_in_archive(self) -> bool:
        return self.block.audience == Block.Audience.BOTH and not self.block.specialities


def of_blocks(blocks: Collection[int]) -> dict[int, BlockReach]:
    """Of these inserts, those whose issue has been counted; four statements, however many there are."""
    wanted = set(blocks)
    of_issues = Block.objects.filter(issue__in=Block.objects.filter(pk__in=wanted).values("issue"))
    beside = {block.pk: block for block in of_issues.select_related("issue")}
    rows = _rows(beside.values(), wanted)
    exact = exact_of(beside, [found[0] for (_, part), found in rows.items() if part == Dimension.TOTAL])
    read = readings.read_since(READING, {block.issue_id for block in beside.values()}, days=EVER)
    names = dict(Departement.objects.values_list("pk", "name"))
    found = {}
    for pk in wanted & exact.keys():
        parts = {dimension: rows[pk, dimension] for dimension in Dimension}
        found[pk] = tell(exact[pk], exact.values(), parts, names, read.get(beside[pk].issue_id, 0))
    return found


def with_clicks(rows: QuerySet[Reach]) -> QuerySet[Reach]:
    """Each total of an insert with its clicks: ``people`` and ``robots``, None when there were none."""
    clicks = Click.objects.filter(block=OuterRef("block")).order_by().values("block")
    of_totals = {
        name: Case(When(dimension=Dimension.TOTAL, then=Subquery(clicks.annotate(total=Sum(name)).values("total"))))
        for name in ("people", "robots")
    }
    return rows.annotate(**of_totals)


def exact_of(blocks: Mapping[int, Block], totals: Iterable[Any]) -> dict[int, Exact]:
    """``totals``: rows of ``with_clicks``."""
    mine = [row for row in totals if row.block_id in blocks]
    return {row.block_id: Exact(blocks[row.block_id], row, row.people or 0, row.robots or 0) for row in mine}


def tell(
    one: Exact, beside: Iterable[Exact], parts: Parts, names: Mapping[str, str], archive_readings: int
) -> BlockReach:
    """What may be said of ``one``. ``beside``: inserts of its issue, itself too; ``names``: of the départements."""
    section = [other for other in beside if _section(other.block) == _section(one.block)]
    few = hiding.alone(one.total.reached) is None
    return BlockReach(
        block_id=one.block.pk,
        issue_number=one.block.issue.number,
        accepted=None if few else one.total.accepted,
        bounced=None if few else one.total.bounced,
        measured=one.measured,
        clicks=one.people if one.shows_rate else None,
        rate=one.rate if one.shows_rate else None,
        robots=one.robots,
        median=_median(section),
        **shares(parts, one.total, names),
        archive_readings=archive_readings if one.is_in_archive else 0,
    )


def shares(parts: Parts, total: Reach, names: Mapping[str, str]) -> dict[str, list[Share]]:
    """The parts of an insert, or of an issue, by the names that ``BlockReach`` gives them."""
    places = {code: f"{name} ({code})" for code, name in names.items()} | {"": UNKNOWN_PLACE}
    known = parts.get(Dimension.SPECIALITY, [])  # a person may count in several, or in none
    told = hiding.overlapping([row.reached for row in known], total=total.reached)
    return {
        "by_audience": _parts(parts.get(Dimension.AUDIENCE, []), dict(Delivery.Segment.choices)),
        "by_departement": _parts(parts.get(Dimension.DEPARTEMENT, []), places),
        "by_speciality": _in_order(known, told, dict(Topic.choices)),
    }


def _parts(rows: Sequence[Reach], labels: Mapping[str, str]) -> list[Share]:
    shown = hiding.parts([row.reached for row in rows])
    return _in_order(rows, shown, labels) if shown else []


def _in_order(rows: Sequence[Reach], shown: Sequence[int | None], labels: Mapping[str, str]) -> list[Share]:
    """The largest first; what is hidden after it by name, which says nothing of its size."""
    pairs = zip(rows, shown, strict=True)
    shares = [Share(labels.get(row.key, row.key), number, row.key) for row, number in pairs if number != 0]
    return sorted(shares, key=lambda share: (-(share.reached or 0), share.label))


def _rows(beside: Iterable[Block], wanted: Collection[int]) -> dict[tuple[int, str], list[Reach]]:
    """By insert and dimension: all of the inserts wanted, the totals of those beside them."""
    of_issues = Reach.objects.filter(issue__in={block.issue_id for block in beside}, block__isnull=False)
    found: dict[tuple[int, str], list[Reach]] = defaultdict(list)
    for row in with_clicks(of_issues).filter(Q(dimension=Dimension.TOTAL) | Q(block__in=wanted)):
        found[row.block_id or 0, row.dimension].append(row)
    return found


def _section(block: Block) -> tuple[int, str]:
    return block.issue_id, block.kind


def _median(section: Sequence[Exact]) -> float | None:
    """Told when it is the rate of inserts whose own may be."""
    rated = sorted((one for one in section if one.has_rate), key=lambda one: one.rate)
    middle = rated[(len(rated) - 1) // 2 : len(rated) // 2 + 1]
    if len(rated) < FEWEST_RATES or not all(one.shows_rate for one in middle):
        return None
    return mean(one.rate for one in middle)
