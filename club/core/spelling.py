"""Words typed wrong: the nearest words that stand in names. The list is rebuilt by the clock and after an import.

Between two rebuildings a new name is found by its right spelling, not yet by a wrong one.
"""

from collections.abc import Sequence

from django.core.cache import caches
from django.db import connection, models, transaction
from psycopg2 import sql

SHORTEST, LONGEST, MANY, COMMON_SECONDS = 4, 30, 20_000, 600
"""Letters of the words known; more names than that hold a common word."""
_sources: list[type[models.Model]] = []

_WORDS = "SELECT regexp_split_to_table(search_text, '[^a-z]+') AS word FROM {table}"
_STAGE = """
DROP TABLE IF EXISTS word_stage;
CREATE TEMPORARY TABLE word_stage ON COMMIT DROP AS
SELECT word, count(*) > {many} AS is_common FROM ({union}) AS words
WHERE length(word) BETWEEN {shortest} AND {longest} GROUP BY word
"""
_FORGET = "DELETE FROM core_searchword k WHERE NOT EXISTS (SELECT 1 FROM word_stage s WHERE s.word = k.word)"
_LEARN = """
INSERT INTO core_searchword (word, is_common, variants)
SELECT s.word, s.is_common, ARRAY(
    SELECT DISTINCT left(s.word, i) || substr(s.word, i + 2) FROM generate_series(0, length(s.word) - 1) AS i
) || s.word::varchar
FROM word_stage s WHERE NOT EXISTS (SELECT 1 FROM core_searchword k WHERE k.word = s.word)
ON CONFLICT DO NOTHING
"""
_COUNT = """
UPDATE core_searchword k SET is_common = s.is_common
FROM word_stage s WHERE s.word = k.word AND k.is_common <> s.is_common
"""
# A join: PostgreSQL thinks little of comparing arrays, and asked for fifty variants at once it reads the whole table.
_NEAR = """
SELECT DISTINCT k.word FROM unnest(%s::varchar[]) AS v JOIN core_searchword k ON k.variants @> ARRAY[v]
"""


def register_names(model: type[models.Model]) -> None:
    """Learn the words of ``model.search_text``; called in ``AppConfig.ready``."""
    _sources.append(model)


@transaction.atomic
def rebuild() -> int:
    """Learn the words of all names, forget those of nobody; gives the number of words known."""
    tables = [sql.Identifier(model._meta.db_table) for model in _sources]
    union = sql.SQL(" UNION ALL ").join(sql.SQL(_WORDS).format(table=table) for table in tables)
    limits = {"shortest": SHORTEST, "longest": LONGEST, "many": MANY}
    stage = sql.SQL(_STAGE).format(union=union, **{name: sql.Literal(limit) for name, limit in limits.items()})
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('core_searchword'))")
        cursor.execute(stage.as_string(cursor.cursor))
        cursor.execute(_FORGET)
        cursor.execute(_LEARN)
        cursor.execute(_COUNT)
        cursor.execute("SELECT count(*) FROM core_searchword")
        return cursor.fetchone()[0]


def meant(words: Sequence[str]) -> list[list[list[str]]]:
    """What ``words`` may stand for, the likeliest first, each as the ways to write every word; one statement.

    Right words are kept beside wrong ones. Where that finds nothing their neighbours count too: a word may be known
    from rows that whoever asks never sees, and must not be found out by what it hides.
    """
    long = [word for word in words if len(word) >= SHORTEST]
    known = near(long) if long else {}
    wide = [list(dict.fromkeys([word, *known.get(word, [])])) for word in words]
    kept = [[word] if word in known.get(word, []) else ways for word, ways in zip(words, wide, strict=True)]
    return [kept] if kept == wide else [kept, wide]


def common() -> frozenset[str]:
    """Words that very many names hold; each process asks every ten minutes."""

    def read() -> frozenset[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT word FROM core_searchword WHERE is_common")
            return frozenset(word for (word,) in cursor.fetchall())

    return caches["here"].get_or_set("common-words", read, COMMON_SECONDS)


def near(words: Sequence[str]) -> dict[str, list[str]]:
    """For each word, the words of names that are it or one slip apart; one statement for all."""
    wanted = {word: {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))} for word in words}
    every = sorted(set().union(*wanted.values())) if wanted else []
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [every])
        known = [word for (word,) in cursor.fetchall()]
    found: dict[str, list[str]] = {word: [] for word in words}
    for candidate in known:
        for word in words:
            if candidate == word or one_slip(word, candidate):
                found[word].append(candidate)
    return {word: sorted(candidates) for word, candidates in found.items()}


def one_slip(a: str, b: str) -> bool:
    """A letter too many, missing, wrong, or two neighbours exchanged."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    rest_a, rest_b = a[start:], b[start:]
    if len(a) < len(b):
        return rest_a == rest_b[1:]
    return rest_a[1:] == rest_b[1:] or (rest_a[1::-1] == rest_b[:2] and rest_a[2:] == rest_b[2:])
