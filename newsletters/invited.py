"""Whom a mailing invites to an event, decided in one SQL statement: people of the chosen segments, exclusions named.

Who may come is the rule of ``events.admittance``, said of sets of people instead of one person.
"""

from django.utils import timezone

from events.models import Admission, Event, Invitation, Registration
from members.models import User
from newsletters.models import INVITED_SEGMENTS, Delivery, Invitee, Issue, Preference, Suppression
from newsletters.segments import SOURCES, UNUSABLE, USABLE_ADDRESS, Sql

SEGMENT_OF = {
    Admission.AMBASSADOR: "ambassadors",
    Admission.EXPERT: "channel",
    Admission.MEMBER: "members",
    Admission.EXECUTIVE: "executives",
}


def admitted_segments(event: Event) -> list[str]:
    """The segments that the event is for, as its audience says."""
    if Admission.EVERYONE in event.audience:
        return list(INVITED_SEGMENTS)
    return [SEGMENT_OF[Admission(value)] for value in event.audience]


def candidates(issue: Issue, event: Event, *, mask: int) -> Sql:
    """The columns of ``audience.candidates``; everybody sees ``mask``, all that the mailing says."""
    members, params = _members(issue, event)
    admitted, admitted_params = _admitted(event)
    sql = f"""
        WITH member(contact, segment, departement) AS ({members}),
        person AS (
            SELECT contact, bit_or(segment) AS segments, min(departement) AS departement FROM member GROUP BY contact
        ),
        known AS (
            SELECT person.contact, segments, coalesce(departement, '') AS departement, u.email AS address,
                   u.address_hash, s.id AS suppressed, p.unsubscribed_at, p.uninvited_at, p.paused_until
            FROM person
            JOIN {User._meta.db_table} u ON u.id = person.contact
            LEFT JOIN {Preference._meta.db_table} p ON p.contact_id = person.contact
            LEFT JOIN {Suppression._meta.db_table} s ON s.address_hash = u.address_hash
        )
        SELECT contact, segments, departement, address, address_hash, {mask}::bigint AS mask,
               CASE WHEN EXISTS ({_REGISTERED}) THEN 'registered'
                    WHEN EXISTS ({_BY_NAME}) OR EXISTS ({_BY_MAILING}) THEN 'invited'
                    WHEN {admitted} THEN 'not_admitted'
                    WHEN {UNUSABLE} THEN 'address'
                    WHEN suppressed IS NOT NULL THEN 'suppressed'
                    WHEN uninvited_at IS NOT NULL OR unsubscribed_at IS NOT NULL THEN 'unsubscribed'
                    WHEN paused_until >= %s THEN 'paused'
               END AS cause
        FROM known"""  # noqa: S608 - names of our own tables and placeholders only
    return sql, [*params, *[event.pk] * 3, *admitted_params, USABLE_ADDRESS, timezone.localdate()]


_REGISTERED = f"SELECT FROM {Registration._meta.db_table} r WHERE r.event_id = %s AND r.person_id = known.contact"
_BY_NAME = f"SELECT FROM {Invitation._meta.db_table} g WHERE g.event_id = %s AND g.person_id = known.contact"
# What an earlier mailing gave up before it left was never read: those people may still be invited.
_BY_MAILING = f"""
    SELECT FROM {Invitee._meta.db_table} i
    JOIN {Delivery._meta.db_table} d
      ON d.issue_id = i.issue_id AND d.contact_id = i.contact_id AND d.test_id IS NULL
    WHERE i.event_id = %s AND i.contact_id = known.contact AND d.state <> 'cancelled'"""


def _members(issue: Issue, event: Event) -> Sql:
    """Rows (contact, segment bit, departement)."""
    wanted, territories = issue.audience.get("segments", []), issue.audience.get("territories") or None
    parts: list[str] = []
    params: list[object] = []
    for index, name in enumerate(INVITED_SEGMENTS):
        if name not in wanted:
            continue
        source, source_params = SOURCES[name](timezone.localdate(event.starts_at))
        where = "WHERE places && %s::text[]" if territories else ""
        parts.append(f"SELECT person::bigint, {1 << index}, place::text FROM ({source}) s {where}")  # noqa: S608
        params += [*source_params, *([territories] if territories else [])]
    return " UNION ALL ".join(parts) or "SELECT NULL::bigint, 0, NULL::text WHERE false", params


def _admitted(event: Event) -> Sql:
    """The condition under which somebody is not admitted."""
    if Admission.EVERYONE in event.audience:
        return "false", []
    parts: list[str] = []
    params: list[object] = []
    for admission in event.audience:
        source, source_params = SOURCES[SEGMENT_OF[Admission(admission)]](timezone.localdate(event.starts_at))
        parts.append(f"SELECT person FROM ({source}) s")  # noqa: S608
        params += source_params
    return f"contact NOT IN ({' UNION '.join(parts)})" if parts else "true", params
