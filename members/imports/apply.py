"""Writing a preview that somebody has confirmed: all good rows in one transaction, or none."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import pghistory
import structlog
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction

from club.core import audit, doorbell
from club.core.sheets.columns import Origin, Row, resource_of
from club.core.sheets.comparing import compare
from club.core.sheets.pausing import no_collection
from club.core.sheets.storing import Orphan, Writer
from members.imports.check import CHUNK, WRITES
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
        with no_collection(), transaction.atomic(), pghistory.context(user=run.author_id, import_run=run.pk):
            _write(run)
    except Superseded:
        logger.info("import_superseded", run=run.pk)
    except (Orphan, IntegrityError):  # somebody else made one of these people or organisations meanwhile
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
        rows = [Row(number, [], values=values, repeats=repeats) for _, number, (values, _, repeats, _) in chunk]
        compare(rows, resource, lock=True)
        good, conflicting = [], []
        for row, (pk, _, (_, new, _, changes)) in zip(rows, chunk, strict=True):
            if row.new == new and row.changes == changes and not row.reasons:
                good.append(row)
            else:
                conflicting.append(pk)
        conflicts += _set_aside(conflicting)
        writer.write(good)
        done += len(rows)
        cache.set(progress_key(run.pk), done, 600)  # the transaction hides it from everybody else
    rows = run.rows.values_list("outcome", flat=True)
    created, updated = (rows.filter(outcome=outcome).count() for outcome in (Outcome.CREATED, Outcome.UPDATED))
    settle(run, State.DONE, created=created, updated=updated, refused=run.refused + conflicts, rows_done=done)
    doorbell.ring("core.learn_words")
    audit.record(actor=run.author, verb="import.done", target=run, created=created, updated=updated)


def _chunks(run: ImportRun) -> Iterator[list[Any]]:
    """(primary key, line, plan) of the good rows, in the order of the file."""
    wanted = ImportRow.objects.filter(run=run, outcome__in=WRITES).order_by("number")
    rows = wanted.values_list("pk", "number", "plan").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _set_aside(pks: Sequence[int]) -> int:
    """Rows whose target changed since the preview are refused with the reason."""
    if not pks:
        return 0
    return ImportRow.objects.filter(pk__in=pks).update(outcome=Outcome.REFUSED, reasons=[CONFLICT])
