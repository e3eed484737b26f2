"""Writing a preview that somebody has confirmed: all good rows in one transaction, or none."""

from collections.abc import Iterator, Sequence
from itertools import islice

import pghistory
import structlog
from django.core.cache import cache
from django.db import connection, transaction

from club.core import audit
from club.core.sheets.columns import Origin, Row, resource_of
from club.core.sheets.comparing import compare
from club.core.sheets.storing import Orphan, Writer
from members.imports.check import CHUNK
from members.imports.claims import Superseded, claim, settle
from members.models import ImportRow, ImportRun

logger = structlog.get_logger(__name__)
State, Outcome = ImportRun.State, ImportRow.Outcome
CONFLICT = (
    "La fiche a changé depuis l’aperçu : rien n’y a été écrit. Renvoyez cette ligne pour la comparer à nouveau."
)


def apply(run_id: int) -> None:
    """Write the rows of a confirmed run. Safe to run twice: the second finds it done."""
    run = claim(run_id, [State.APPLYING], State.APPLYING)
    if run is None:
        return
    try:
        with transaction.atomic(), pghistory.context(user=run.author_id, import_run=run.pk):
            _write(run)
    except Superseded:
        logger.info("import_superseded", run=run.pk)
    except Orphan:
        problem = "La base a changé pendant l’écriture : rien n’a été écrit. Envoyez à nouveau le fichier."
        settle(run, State.FAILED, problem=problem)


def progress_key(run_id: int) -> str:
    return f"import:{run_id}:rows"


def _write(run: ImportRun) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
    resource = resource_of(run.kind)
    writer = Writer(resource, Origin(run.source_label, run.collected_on))
    done = conflicts = 0
    for chunk in _chunks(run):
        rows = [Row(r.number, [], values=r.values, repeats=r.repeats) for r in chunk]
        compare(rows, resource, lock=True)
        same = [r.new == row.new and r.changes == row.changes for r, row in zip(chunk, rows, strict=True)]
        conflicts += _set_aside([r for r, agrees in zip(chunk, same, strict=True) if not agrees])
        writer.write([row for row, agrees in zip(rows, same, strict=True) if agrees])
        done += len(rows)
        cache.set(progress_key(run.pk), done, 600)  # the transaction hides it from everybody else
    rows = run.rows.values_list("outcome", flat=True)
    created, updated = (rows.filter(outcome=outcome).count() for outcome in (Outcome.CREATED, Outcome.UPDATED))
    settle(run, State.DONE, created=created, updated=updated, refused=run.refused + conflicts, rows_done=done)
    audit.record(actor=run.author, verb="import.done", target=run, created=created, updated=updated)


def _chunks(run: ImportRun) -> Iterator[Sequence[ImportRow]]:
    rows = run.rows.filter(outcome__in=[Outcome.CREATED, Outcome.UPDATED]).order_by("number")
    rows = rows.only("number", "values", "new", "repeats", "changes").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _set_aside(rows: Sequence[ImportRow]) -> int:
    """Rows whose target changed since the preview are refused with the reason."""
    if not rows:
        return 0
    return ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(
        outcome=Outcome.REFUSED, reasons=[CONFLICT]
    )
