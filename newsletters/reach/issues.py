"""What one issue brought, for the team: each insert in order, and the parts of the whole or of one insert."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery

from club.core import readings
from club.core.models import Departement
from newsletters.models import Block, Issue, Reach
from newsletters.reach import figures, hiding
from newsletters.reach.figures import EVER, READING, BlockReach, Dimension, Share


@dataclass(frozen=True)
class IssueReach:
    """``lines``: each insert with its figures. ``chosen``: the insert whose parts are shown; None: the whole issue's.

    ``accepted``, ``bounced``, ``reached``, ``measured`` are of the whole issue, None as ``BlockReach`` says.
    """

    counted_at: datetime
    accepted: int | None
    bounced: int | None
    reached: int | None
    measured: int | None
    archive_readings: int
    lines: list[tuple[Block, BlockReach]]
    chosen: Block | None
    by_audience: list[Share]
    by_departement: list[Share]
    by_speciality: list[Share]


def of_issue(issue: Issue, *, chosen: int = 0) -> IssueReach | None:
    """None: not counted yet. ``chosen``: an insert, else the whole issue. Three statements."""
    blocks = {block.pk: block for block in issue.blocks.select_related("issue", "supplier").in_order()}
    about = blocks.get(chosen)
    parts = defaultdict(list)
    totals: dict[int | None, Reach] = {}
    place = Departement.objects.filter(pk=OuterRef("key")).values("name")
    rows = figures.with_clicks(Reach.objects.filter(issue=issue)).annotate(place=Subquery(place))
    for row in rows.filter(Q(dimension=Dimension.TOTAL) | (Q(block=about) if about else Q(block=None))):
        if row.dimension == Dimension.TOTAL:
            totals[row.block_id] = row
        else:
            parts[row.dimension].append(row)
    if None not in totals:
        return None
    whole = totals.pop(None)
    exact = figures.exact_of(blocks, totals.values())
    read = readings.read_since(READING, [issue.pk], days=EVER).get(issue.pk, 0)
    names = {row.key: row.place for row in parts[Dimension.DEPARTEMENT] if row.place}
    few = hiding.alone(whole.reached) is None
    return IssueReach(
        counted_at=whole.counted_at,
        accepted=None if few else whole.accepted,
        bounced=None if few else whole.bounced,
        reached=None if few else whole.reached,
        measured=hiding.overlapping([whole.measured], total=whole.reached)[0],
        archive_readings=read,
        lines=[
            (block, figures.tell(exact[pk], exact.values(), {}, names, read))
            for pk, block in blocks.items()
            if pk in exact
        ],
        chosen=about,
        **figures.shares(parts, totals.get(about.pk, whole) if about else whole, names),
    )
