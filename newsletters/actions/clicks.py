"""A link of an insert was asked for: noted for some minutes, without address nor cookie, then judged."""

from datetime import datetime

from django.db import connection

from newsletters import tokens
from newsletters.models import Block, Delivery, Hit, Issue, Preference
from newsletters.rendering import markup

# One statement finds the insert and notes the hit. A reader is noted only in their own message, while they agree.
_FOLLOW = f"""
WITH link AS (
    SELECT b.id, b.issue_id, b.link_url, b.text
    FROM {Block._meta.db_table} b JOIN {Issue._meta.db_table} i ON i.id = b.issue_id
    WHERE b.id = %(block)s AND i.frozen_at IS NOT NULL
), hit AS (
    INSERT INTO {Hit._meta.db_table} (block_id, link, client, robot, reader_id)
    SELECT link.id, %(number)s, %(client)s, %(robot)s, (
        SELECT d.contact_id FROM {Delivery._meta.db_table} d
        JOIN {Preference._meta.db_table} p ON p.contact_id = d.contact_id
        WHERE d.id = %(delivery)s AND d.issue_id = link.issue_id AND d.test_id IS NULL AND p.tracking = 'individual'
    )
    FROM link WHERE %(counted)s
)
SELECT link_url, text FROM link"""  # noqa: S608 - names of our own tables


def follow(
    *, block: int, number: int, delivery: int | None, client: str, robot: bool, counted: bool = True
) -> str | None:
    """Where link ``number`` of ``block`` leads, noted on the way unless not ``counted``; None: it leads nowhere.

    The address comes from the insert as it was sent, never from what was asked.
    """
    asked = {
        "block": block,
        "number": number,
        "delivery": delivery,
        "client": client,
        "robot": robot,
        "counted": counted,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW, asked)
        found = cursor.fetchone()
    if found is None:
        return None
    own, text = found
    ways = [own, *markup.links(text)]
    return (ways[number] or None) if number < len(ways) else None


def client_of(*, connection_address: str, agent: str, at: datetime) -> str:
    """Tells two askers apart for an hour and says nothing of either: a keyed hash with the hour in it."""
    return tokens.digest(tokens.CLIENT, f"{at:%Y-%m-%dT%H}\0{connection_address}\0{agent}")
