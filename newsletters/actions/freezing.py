"""The freeze: in one transaction an issue starts sending and every recipient becomes a row."""

from collections.abc import Sequence

import structlog
from django.db import connection, transaction
from django.db.models.functions import Now

from club.core import doorbell, pages
from events.admittance import closed_words
from newsletters import audience
from newsletters.errors import FreezeRefused
from newsletters.models import (
    INVITED_SEGMENTS,
    Block,
    Delivery,
    Exclusion,
    Invitee,
    Issue,
    Lane,
    Preference,
    Rendition,
    TestSend,
)
from newsletters.rendering.compose import compose
from newsletters.rendering.content import content_hash, variant_of
from newsletters.rendering.message import skeleton

logger = structlog.get_logger(__name__)

ANALYSE_ABOVE = 5_000
_FIRST_SEGMENT = " ".join(f"WHEN segments & {1 << n} <> 0 THEN '{name}'" for n, name in enumerate(INVITED_SEGMENTS))
_SEGMENTS = ", ".join(f"({1 << n}, '{name}')" for n, name in enumerate(INVITED_SEGMENTS))


def freeze(*, issue_id: int) -> Issue | None:
    """Starts the sending if the issue is scheduled and its hour has come; None when there is nothing to do.

    Two beats, two buttons, two servers: one takes the row, the others find it taken. A refusal sends the issue
    back to people with its reason.
    """
    try:
        issue = _freeze(issue_id)
    except FreezeRefused as refusal:
        _hand_back(issue_id, str(refusal))
        return None
    if issue and (issue.audience_count or 0) > ANALYSE_ABOVE:
        with connection.cursor() as cursor:  # a fresh million rows without statistics would mislead the claims
            cursor.execute(f"ANALYZE {Delivery._meta.db_table}")
    return issue


@transaction.atomic
def _freeze(issue_id: int) -> Issue | None:
    issue = (
        Issue.objects.select_for_update(skip_locked=True)
        .filter(pk=issue_id, state=Issue.State.SCHEDULED, send_at__lte=Now())
        .first()
    )
    if issue is None:
        return None
    _lift_time_limits()
    blocks = list(issue.blocks.select_related("supplier").in_order())
    digest = content_hash(issue, blocks)
    if digest != issue.content_hash:
        raise FreezeRefused("Le contenu a changé depuis l’approbation : il doit être approuvé de nouveau.")
    if issue.event and (words := closed_words(issue.event)):
        raise FreezeRefused(words)
    _gather(issue, blocks)
    if issue.event:
        claim_invitees(issue)
    _render(issue, blocks)
    recipients = _insert_deliveries(issue)
    if not recipients:
        raise FreezeRefused("Personne à qui envoyer : l’audience choisie est vide.")
    issue.state = Issue.State.SENDING
    issue.frozen_hash = digest
    issue.frozen_at = Now()
    issue.audience_count = recipients
    issue.candidate_count = recipients + _insert_exclusions(issue)
    issue.version += 1
    issue.save()
    issue.refresh_from_db()
    for lane_id in Delivery.objects.of(issue).order_by().values_list("lane", flat=True).distinct():
        doorbell.ring("newsletters.send_lane", lane_id)
    transaction.on_commit(pages.renew, robust=True)  # the archive shows it from now on
    logger.info("issue_frozen", issue=issue.pk, recipients=recipients, candidates=issue.candidate_count)
    return issue


def _lift_time_limits() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL work_mem = '64MB'")


def _gather(issue: Issue, blocks: Sequence[Block]) -> None:
    """Candidates into a temporary table that dies with the transaction."""
    sql, params = audience.candidates(issue, blocks)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE flash_candidate ON COMMIT DROP AS {sql}", params)
        cursor.execute("ANALYZE flash_candidate")


def claim_invitees(issue: Issue) -> None:
    """Each person once per event: of two mailings that leave together, one gets the row of a person, and the other
    counts them as invited. What an earlier one gave up before it left is free again.
    """
    invitee, delivery = Invitee._meta.db_table, Delivery._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            DELETE FROM {invitee} i USING {delivery} d
            WHERE i.event_id = %s AND d.issue_id = i.issue_id AND d.contact_id = i.contact_id
              AND d.test_id IS NULL AND d.state = 'cancelled'""",  # noqa: S608 - names of our own tables
            [issue.event_id],
        )
        cursor.execute(
            f"""
            WITH mine AS (
                INSERT INTO {invitee} (event_id, contact_id, address_hash, issue_id)
                SELECT %s, contact, address_hash, %s FROM flash_candidate
                WHERE cause IS NULL ORDER BY address_hash COLLATE "C"
                ON CONFLICT DO NOTHING RETURNING contact_id)
            UPDATE flash_candidate c SET cause = 'invited'
            WHERE cause IS NULL AND NOT EXISTS (SELECT FROM mine WHERE mine.contact_id = c.contact)""",  # noqa: S608
            [issue.event_id, issue.pk],
        )


def _render(issue: Issue, blocks: Sequence[Block]) -> None:
    """One rendition per distinct set of visible blocks and level of measure, and which mask reads which."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mask, count(*) FROM flash_candidate WHERE cause IS NULL GROUP BY mask")
        masks: dict[int, int] = dict(cursor.fetchall())
    versions = audience.versions(masks)
    if len(versions) < len(masks):
        raise FreezeRefused(audience.TOO_MANY_VERSIONS)
    near = sum(masks[mask] for mask, version in versions.items() if audience.is_near(mask, version))
    issue.alert = _near_words(near)
    keys = {
        mask: render(issue, audience.visible(blocks, mask), tracking=audience.level_of(mask)).pk
        for mask in set(versions.values())
    }
    rows = [(mask, keys[version]) for mask, version in versions.items()]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE flash_variant (mask bigint, rendition bigint) ON COMMIT DROP")
        cursor.executemany("INSERT INTO flash_variant VALUES (%s, %s)", rows)


def _near_words(near: int) -> str:
    if near == 1:
        return "1 personne reçoit une version proche de ses choix."
    return f"{near} personnes reçoivent une version proche de leurs choix." if near else ""


def render(
    issue: Issue, blocks: Sequence[Block], *, test: TestSend | None = None, tracking: str = Preference.Tracking.NONE
) -> Rendition:
    """Composes, encodes and stores one version. Trials are measured in no way."""
    content = compose(issue, blocks, tracking)
    body, slots = skeleton(issue, content, trial=test is not None).dump()
    return Rendition.objects.create(
        issue=issue,
        test=test,
        blocks=[block.pk for block in blocks],
        variant=variant_of(blocks, tracking),
        tracking=tracking,
        html=content.html,
        text=content.text,
        skeleton=body,
        slots=slots,
    )


def _insert_deliveries(issue: Issue) -> int:
    default_lane = Lane.objects.get(is_default=True)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {Delivery._meta.db_table}
                (issue_id, contact_id, rendition_id, lane_id, address, address_hash, segment, departement,
                 state, cause, stage, fence, attempts, drops, enhanced_code, reply_text)
            SELECT %s, c.contact, v.rendition, coalesce(l.lane, %s), c.address, c.address_hash,
                   CASE {_FIRST_SEGMENT} END,
                   c.departement, 'ready', '', '', 0, 0, 0, '', ''
            FROM flash_candidate c
            JOIN flash_variant v ON v.mask = c.mask
            LEFT JOIN (SELECT id AS lane, unnest(domains) AS domain FROM {Lane._meta.db_table}) l
                   ON l.domain = split_part(c.address, '@', 2)
            WHERE c.cause IS NULL
            ORDER BY c.address_hash COLLATE "C"
            ON CONFLICT DO NOTHING""",  # noqa: S608 - names of our own tables
            [issue.pk, default_lane.pk],
        )
        return cursor.rowcount


def _insert_exclusions(issue: Issue) -> int:
    """Each candidate without a delivery of its own, and why; gives their number."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {Exclusion._meta.db_table} (issue_id, contact_id, segment, cause)
            SELECT %s, c.contact, s.name, coalesce(c.cause, 'duplicate')
            FROM flash_candidate c
            JOIN (VALUES {_SEGMENTS}) s(bit, name)
              ON segments & s.bit <> 0
            WHERE c.cause IS NOT NULL
               OR segments & (s.bit - 1) <> 0
               OR NOT EXISTS (SELECT FROM {Delivery._meta.db_table} d
                              WHERE d.issue_id = %s AND d.contact_id = c.contact AND d.test_id IS NULL)
            """,  # noqa: S608 - names of our own tables
            [issue.pk, issue.pk],
        )
        return cursor.rowcount


def _hand_back(issue_id: int, reason: str) -> None:
    """A scheduled issue that cannot leave becomes a draft again, its approval void, the reason shown."""
    held = Issue.objects.filter(pk=issue_id, state=Issue.State.SCHEDULED, send_at__lte=Now()).update(
        state=Issue.State.DRAFT, approved_by=None, approved_at=None, content_hash="", alert=reason
    )
    if held:
        logger.error("freeze_refused", issue=issue_id, reason=reason)
