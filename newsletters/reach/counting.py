"""The statements that count an issue: its deliveries are read once, and grouped before anything is told apart.

``counted`` groups the deliveries of an issue by version, public and territory, and by version and specialities (a
bit each); ``told`` says it by dimension, still by version; a version's blocks are unfolded last, from a few thousand
rows.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from ambassadors.models import Ambassador
from channel.models import ExpertContact
from club.core.topics import Topic
from newsletters.models import Block, Delivery, DeliveryEvent, Reach, Rendition

Sql = tuple[str, Sequence[Any]]

# In what an issue reached: accepted, and what of it came back, however often and for whatever reason.
RETURNED = f"""
SELECT DISTINCT delivery_id FROM {DeliveryEvent._meta.db_table} WHERE issue_id = %s AND kind = 'bounce'
"""  # noqa: S608 - names of our own tables
_REACHED = "d.test_id IS NULL AND d.state = 'sent'"

_COUNT = f"""
WITH returned AS ({RETURNED}),
skill(person, topics) AS (
    SELECT person, bit_or({{bits}}) FROM ({{people}}) s(person, topics) WHERE topics <> '{{{{}}}}' GROUP BY person
),
counted AS MATERIALIZED (
    SELECT d.rendition_id, d.segment, d.departement, skill.topics, grouping(d.segment) AS by_topics,
           count(*) AS accepted, count(returned.delivery_id) AS bounced
    FROM {Delivery._meta.db_table} d
    LEFT JOIN returned ON returned.delivery_id = d.id
    LEFT JOIN skill ON skill.person = d.contact_id
    WHERE d.issue_id = %s AND {_REACHED}
    GROUP BY GROUPING SETS ((d.rendition_id, d.segment, d.departement), (d.rendition_id, skill.topics))
),
told AS (
    SELECT rendition_id, part.dimension, part.key, accepted, bounced FROM counted
    CROSS JOIN LATERAL (
        VALUES ('total', ''), ('audience', segment), ('departement', departement)
    ) part(dimension, key)
    WHERE by_topics = 0
    UNION ALL
    SELECT rendition_id, 'speciality', topic.name, accepted, bounced FROM counted
    JOIN unnest(%s::text[], %s::integer[]) topic(name, bit) ON counted.topics & topic.bit <> 0
    WHERE by_topics = 1
),
summed AS (
    SELECT rendition_id, dimension, key, sum(accepted) AS accepted, sum(bounced) AS bounced
    FROM told GROUP BY 1, 2, 3
),
shown(block, dimension, key, accepted, bounced, measured) AS (
    SELECT part.block, dimension, key, accepted, bounced,
           CASE WHEN v.tracking <> 'none' THEN accepted - bounced ELSE 0 END
    FROM summed JOIN {Rendition._meta.db_table} v ON v.id = rendition_id
    CROSS JOIN LATERAL unnest(array_append(v.blocks, NULL)) part(block)
    UNION ALL
    SELECT id, 'total', '', 0, 0, 0 FROM {Block._meta.db_table} WHERE issue_id = %s
    UNION ALL
    SELECT NULL, 'total', '', 0, 0, 0
)
INSERT INTO {Reach._meta.db_table} (issue_id, block_id, dimension, key, accepted, bounced, measured, counted_at)
SELECT %s, block, dimension, key, sum(accepted), sum(bounced), sum(measured), statement_timestamp()
FROM shown GROUP BY block, dimension, key
"""  # noqa: S608 - names of our own tables

# Issues that have left and were never counted, or not since a day while they are young, or that more came back from.
DUE = f"""
SELECT i.id FROM newsletters_issue i
LEFT JOIN {Reach._meta.db_table} r ON r.issue_id = i.id AND r.block_id IS NULL AND r.dimension = 'total'
WHERE i.frozen_at IS NOT NULL AND (
    r.id IS NULL
    OR i.frozen_at > %s AND r.counted_at < %s
    OR r.bounced <> (
        SELECT count(DISTINCT e.delivery_id) FROM {DeliveryEvent._meta.db_table} e
        JOIN {Delivery._meta.db_table} d ON d.id = e.delivery_id AND {_REACHED}
        WHERE e.issue_id = i.id AND e.kind = 'bounce'))
ORDER BY i.number
"""  # noqa: S608 - names of our own tables


def statement(issue_id: int) -> Sql:
    """All figures of an issue, in one statement that inserts them."""
    names = list(Topic.values)
    powers = [1 << index for index in range(len(names))]
    bits = " | ".join("CASE WHEN %s = ANY(topics) THEN %s ELSE 0 END" for _ in names)
    people, people_params = _people()
    cases = [value for pair in zip(names, powers, strict=True) for value in pair]
    params = [issue_id, *cases, *people_params, issue_id, names, powers, issue_id, issue_id]
    return _COUNT.format(bits=bits, people=people), params


def _people() -> Sql:
    """(person, topics) of advisers and of people of expert firms, those that Flash info goes to."""
    parts: list[Sql] = [
        _columns(Ambassador.objects.active(), "person_id", "topics"),
        _columns(ExpertContact.objects.active(), "person_id", "expert__specialities"),
    ]
    return " UNION ALL ".join(sql for sql, _ in parts), [value for _, params in parts for value in params]


def _columns(people: QuerySet[Any], person: str, topics: str) -> Sql:
    sql, params = people.order_by().values_list(person, topics).query.sql_with_params()
    return sql, list(params)
