"""Who an issue goes to, decided in one SQL statement: candidates by segment, exclusions named, blocks each sees.

A *candidate* is a person in a segment; somebody who is in two segments is two candidates, one delivery and one
exclusion "duplicate": candidates = deliveries + exclusions. What a person sees is a *mask*: bit n is block n, and the
two bits above the blocks say how much of it may be measured.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from members.models import User
from newsletters import invited, segments
from newsletters.models import INVITED_SEGMENTS, SEGMENTS, Block, Delivery, Exclusion, Issue, Preference, Suppression
from newsletters.segments import UNUSABLE, USABLE_ADDRESS, Sql

MOST_BLOCKS = 60  # a mask is a signed 64-bit number
BLOCK_BITS = (1 << MOST_BLOCKS) - 1
LEVELS = (Preference.Tracking.NONE, Preference.Tracking.ANONYMOUS, Preference.Tracking.INDIVIDUAL)
MOST_VARIANTS = 40
MOST_NAMED = 200
TOO_MANY_VERSIONS = (
    f"Trop de versions différentes ({MOST_VARIANTS} au plus)\u00a0: visez moins de territoires ou de spécialités."
)
HIDDEN = {"ambassadors": ["channel"], "channel": ["ambassadors"], "subscribers": ["ambassadors", "channel"]}
"""Of each segment of Flash info, the audiences whose blocks it does not see; in the order of the bits."""

_CHOSEN = " ".join(f"WHEN '{level}' THEN {n << MOST_BLOCKS}" for n, level in enumerate(LEVELS) if n)
_LEVEL = f"CASE p.tracking {_CHOSEN} ELSE 0 END::bigint"


@dataclass(frozen=True, slots=True)
class AudienceCount:
    """What the freeze would find now. ``segments``: candidates; ``exclusions``: by cause, zero included.

    ``near``: people who would get a version close to their choices; ``unserved``: those that no version suits.
    """

    segments: dict[str, int]
    exclusions: dict[str, int]
    recipients: int
    variants: int
    near: int
    unserved: int

    @property
    def candidates(self) -> int:
        return sum(self.segments.values())


def candidates(issue: Issue, blocks: Sequence[Block]) -> Sql:
    """One row per person: contact, segments (bits), departement, address, address_hash, mask, cause or NULL."""
    if len(blocks) > MOST_BLOCKS:
        raise ValueError(f"An issue holds at most {MOST_BLOCKS} blocks.")
    if issue.event is not None:
        return invited.candidates(issue, issue.event, mask=(1 << len(blocks)) - 1)
    members, params = _members(issue, blocks)
    allowed, allowed_params = _wanted_sections(blocks)
    sql = f"""
        WITH member(contact, segment, departement, mask) AS ({members}),
        person AS (
            SELECT contact, bit_or(segment) AS segments, min(departement) AS departement, bit_or(mask) AS mask
            FROM member GROUP BY contact
        ),
        wanted AS (
            SELECT person.contact, segments, coalesce(departement, '') AS departement, u.email AS address,
                   u.address_hash, mask & {allowed} AS mask, {_LEVEL} AS level, s.id AS suppressed,
                   p.unsubscribed_at, p.paused_until
            FROM person
            JOIN {User._meta.db_table} u ON u.id = person.contact
            LEFT JOIN {Preference._meta.db_table} p ON p.contact_id = person.contact
            LEFT JOIN {Suppression._meta.db_table} s ON s.address_hash = u.address_hash
        )
        SELECT contact, segments, departement, address, address_hash, mask | level AS mask,
               CASE WHEN {UNUSABLE} THEN 'address'
                    WHEN suppressed IS NOT NULL THEN 'suppressed'
                    WHEN unsubscribed_at IS NOT NULL THEN 'unsubscribed'
                    WHEN paused_until >= %s THEN 'paused'
                    WHEN mask = 0 THEN 'nothing'
               END AS cause
        FROM wanted"""  # noqa: S608 - names of our own tables and placeholders only
    return sql, [*params, *allowed_params, USABLE_ADDRESS, timezone.localdate()]


def count(issue: Issue) -> AudienceCount:
    """The audience as the freeze would take it now, for the page that schedules."""
    sql, params = candidates(issue, list(issue.blocks.in_order()))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT segments, cause, mask, count(*) FROM ({sql}) c GROUP BY 1, 2, 3",  # noqa: S608
            params,
        )
        rows = cursor.fetchall()
    by_segment = dict.fromkeys(INVITED_SEGMENTS if issue.event_id else SEGMENTS, 0)
    exclusions = dict.fromkeys(Exclusion.Cause.values, 0)
    for bits, cause, _, number in rows:
        names = segments_of(bits)
        for name in names:
            by_segment[name] += number
        extra = len(names) if cause else len(names) - 1
        exclusions[cause or Exclusion.Cause.DUPLICATE] += number * extra
    recipients = sum(number for _, cause, _, number in rows if cause is None)
    masks: Counter[int] = Counter()
    for _, cause, mask, number in rows:
        if cause is None:
            masks[mask] += number
    chosen = versions(masks)
    near = sum(masks[mask] for mask, version in chosen.items() if is_near(mask, version))
    unserved = sum(number for mask, number in masks.items() if mask not in chosen)
    return AudienceCount(by_segment, exclusions, recipients, len(set(chosen.values())), near, unserved)


def left_out(issue: Issue) -> list[tuple[str, list[User]]]:
    """Who would get nothing, under each reason; the first ``MOST_NAMED`` of them. Two statements."""
    sql, params = candidates(issue, list(issue.blocks.in_order()))
    named = f"SELECT contact, cause FROM ({sql}) c WHERE cause IS NOT NULL"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"{named} ORDER BY cause, contact LIMIT {MOST_NAMED}", params)
        rows = cursor.fetchall()
    people = User.objects.in_bulk([contact for contact, _ in rows])
    found: dict[str, list[User]] = {}
    for contact, cause in rows:
        found.setdefault(Exclusion.Cause(cause).label, []).append(people[contact])
    return list(found.items())


def segments_of(bits: int) -> list[Delivery.Segment]:
    """Segments of a person, the one that counts first."""
    return [Delivery.Segment(name) for index, name in enumerate(INVITED_SEGMENTS) if bits >> index & 1]


def versions(masks: Mapping[int, int]) -> dict[int, int]:
    """Which version each mask reads, at most 40 of them. ``masks``: people by mask; one that none suits is left out.

    Blocks come first: everybody sees the same ones as if nothing were measured. The room that is left goes to levels,
    where most people chose them; whoever finds no room is measured less than chosen, never more.
    """
    people: Counter[int] = Counter()
    for mask, number in masks.items():
        people[mask & BLOCK_BITS] += number
    seen = _block_versions(people)
    wanted: Counter[int] = Counter()
    for mask, number in masks.items():
        if mask & BLOCK_BITS in seen:
            wanted[_with_level(seen[mask & BLOCK_BITS], mask)] += number
    kept = _levels_kept(wanted)
    chosen = {}
    for mask in masks:
        if mask & BLOCK_BITS in seen:
            own = _with_level(seen[mask & BLOCK_BITS], mask)
            chosen[mask] = max(v for v in kept if not is_near(v, own) and v <= own)
    return chosen


def _block_versions(masks: Mapping[int, int]) -> dict[int, int]:
    """Of each mask without level: its own version, else the fullest one that shows it nothing more."""
    kept = sorted(masks, key=lambda mask: (-masks[mask], mask))[:MOST_VARIANTS]
    chosen = {mask: mask for mask in kept}
    for mask in masks.keys() - chosen.keys():
        parts = [version for version in kept if version & ~mask == 0]
        if parts:
            chosen[mask] = max(parts, key=lambda version: (version.bit_count(), version))
    return chosen


def _levels_kept(wanted: Mapping[int, int]) -> set[int]:
    """Versions to render: of each set of blocks the lowest level somebody chose, then the levels most people chose.

    Levels are the highest bits: of two versions with the same blocks, the lesser number measures less.
    """
    lowest: dict[int, int] = {}
    for version in wanted:
        blocks = version & BLOCK_BITS
        lowest[blocks] = min(version, lowest.get(blocks, version))
    kept = set(lowest.values())
    others = sorted(wanted.keys() - kept, key=lambda version: (-wanted[version], version))
    return kept | set(others[: MOST_VARIANTS - len(kept)])


def _with_level(blocks: int, mask: int) -> int:
    return blocks | mask & ~BLOCK_BITS


def is_near(mask: int, version: int) -> bool:
    """Whether who bears ``mask`` sees other blocks in ``version`` than those chosen."""
    return (mask ^ version) & BLOCK_BITS != 0


def level_of(mask: int) -> Preference.Tracking:
    return LEVELS[mask >> MOST_BLOCKS]


def visible(blocks: Sequence[Block], mask: int) -> list[Block]:
    return [block for index, block in enumerate(blocks) if mask >> index & 1]


def _members(issue: Issue, blocks: Sequence[Block]) -> Sql:
    """Rows (contact, segment bit, departement, mask); a person may have several in one segment."""
    wanted = issue.audience.get("segments", [])
    territories = issue.audience.get("territories") or None
    parts: list[Sql] = []
    for index, (name, hidden) in enumerate(HIDDEN.items()):
        if name in wanted:
            shown = [block for block in blocks if block.audience not in hidden]
            source = segments.SOURCES[name](timezone.localdate())
            parts.append(_segment(1 << index, source, shown, blocks, territories))
    if not parts:
        return "SELECT NULL::bigint, 0, NULL::text, 0::bigint WHERE false", []
    return " UNION ALL ".join(sql for sql, _ in parts), [p for _, params in parts for p in params]


def _segment(
    bit: int, source: Sql, shown: Sequence[Block], blocks: Sequence[Block], territories: list[str] | None
) -> Sql:
    mask, mask_params = _mask(shown, blocks)
    sql, params = source
    where, where_params = ("WHERE places && %s::text[]", [territories]) if territories else ("", [])
    return (
        f"SELECT person::bigint, {bit}, place::text, {mask} FROM ({sql}) s {where}",  # noqa: S608
        [*mask_params, *params, *where_params],
    )


def _mask(shown: Sequence[Block], blocks: Sequence[Block]) -> Sql:
    """The sum of the bits a row may see; blocks without target make one constant."""
    constant, cases, params = 0, [], []
    for index, block in enumerate(blocks):
        if block not in shown:
            continue
        conditions = []
        if block.territories:
            conditions.append("places && %s::text[]")
            params.append(list(block.territories))
        if block.specialities:
            conditions.append("skills && %s::text[]")
            params.append(list(block.specialities))
        if conditions:
            cases.append(f" | CASE WHEN {' AND '.join(conditions)} THEN {1 << index}::bigint ELSE 0 END")
        else:
            constant |= 1 << index
    return f"{constant}::bigint{''.join(cases)}", params


def _wanted_sections(blocks: Sequence[Block]) -> Sql:
    """The bits a contact's chosen sections allow; no choice allows everything."""
    bits: dict[str, int] = {}
    for index, block in enumerate(blocks):
        bits[block.kind] = bits.get(block.kind, 0) | 1 << index
    if not bits:
        return "0::bigint", []
    cases = [f"CASE WHEN %s = ANY(p.sections) THEN {mask}::bigint ELSE 0 END" for mask in bits.values()]
    everything = (1 << len(blocks)) - 1
    chosen = " | ".join(cases)
    return f"(CASE WHEN p.sections IS NULL THEN {everything}::bigint ELSE {chosen} END)", list(bits)
