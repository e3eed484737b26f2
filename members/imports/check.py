"""Reading a file into a preview: every row gets a fate, nothing is written to people."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

import structlog

from club.core.sheets import headings as titles
from club.core.sheets.columns import Row, SheetResource, resource_of
from club.core.sheets.comparing import compare
from club.core.sheets.guard import MAX_ROWS, FileRefused
from club.core.sheets.pausing import no_collection
from club.core.sheets.reading import Table, open_table
from club.core.sheets.rows import RowReader
from club.core.sheets.storing import copy_rows
from members.imports.claims import Superseded, claim, hold, settle
from members.imports.receive import erase_rows
from members.models import ImportRow, ImportRun

logger = structlog.get_logger(__name__)
State, Outcome = ImportRun.State, ImportRow.Outcome
CHUNK = 5000
_json = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
COLUMNS = ["run_id", "number", "outcome", "headline", "plan", "report", "reasons", "notes"]
WRITES = (Outcome.CREATED.value, Outcome.UPDATED.value)


def check(run_id: int) -> None:
    """Read the file of a run and leave it ready, or refused with a sentence. Safe to run twice."""
    run = claim(run_id, [State.RECEIVED, State.CHECKING], State.CHECKING)
    if run is None:
        return
    try:
        erase_rows(run)  # of a worker that died
        with no_collection():
            counts = _read(run)
        settle(run, State.READY, attempts=0, **counts)
    except FileRefused as refused:
        erase_rows(run)
        settle(run, State.FAILED, problem=str(refused)[:500])
    except Superseded:
        if not ImportRun.objects.filter(pk=run.pk, state=State.CHECKING).exists():
            erase_rows(run)
        logger.info("import_superseded", run=run.pk)


def _read(run: ImportRun) -> dict[str, int]:
    resource = resource_of(run.kind)
    counts: Counter[str] = Counter()
    with open_table(run.file.path, run.file_kind) as table:
        reader, rows = _reader(run, resource, table)
        resource.load()
        done = 0
        for chunk in _chunks(rows):
            read = [reader.read(number, cells) for number, cells in chunk]
            compare(read, resource)
            counts.update(_record(run, resource, read))
            done += len(read)
            hold(run, rows_done=done)
    if not done:
        raise FileRefused("Ce fichier ne contient que des titres de colonnes : aucune ligne à lire.")
    if done > MAX_ROWS:
        raise FileRefused(f"Le fichier compte plus de {MAX_ROWS} lignes : coupez-le en plusieurs fichiers.")
    named = {outcome.value: counts[outcome.value] for outcome in Outcome}
    return {"rows_done": done, "rows_total": done, **named}


def _reader(
    run: ImportRun, resource: SheetResource, table: Table
) -> tuple[RowReader, Iterable[tuple[int, list[str]]]]:
    """Headings found and required columns there; else a sentence that helps."""
    rows = iter(table)
    found, ahead = titles.find(rows, resource.known_titles())
    read = ", ".join(f"« {h.title} »" for h in found if h.column) or "aucune"
    reader = RowReader(resource, found)
    if missing := reader.missing():
        names = ", ".join(f"« {title} »" for title in missing)
        raise FileRefused(
            f"Colonne introuvable : {names}. Colonnes reconnues dans la première ligne : {read}. "
            "Vérifiez les titres, ou partez du modèle proposé sur la page d’import."
        )
    shown = [{"title": h.title, "column": h.column, "remark": h.remark} for h in found]
    about = {key: value for key, value in table.about.items() if key != "rows"}
    hold(run, headings=shown, about=about, rows_done=0, rows_total=max(table.about["rows"], 1))
    return reader, chain(ahead, rows)


def _chunks(rows: Iterable[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def outcome_of(row: Row) -> Outcome:
    if row.reasons:
        return Outcome.REFUSED
    if row.new:
        return Outcome.CREATED
    return Outcome.UPDATED if row.changes else Outcome.UNCHANGED


def _record(run: ImportRun, resource: SheetResource, rows: Sequence[Row]) -> Counter[str]:
    counts: Counter[str] = Counter()
    records = []
    for row in rows:
        outcome = outcome_of(row).value
        counts[outcome] += 1
        plan = report = "[]"
        if outcome in WRITES:
            plan = _json([row.values, row.new, row.repeats, row.changes])
            report = _json(report_of(row, resource))
        reasons = _json(row.reasons) if row.reasons else "[]"
        notes = _json(row.notes) if row.notes else "[]"
        records.append([run.pk, row.number, outcome, resource.headline(row)[:300], plan, report, reasons, notes])
    copy_rows(ImportRow._meta.db_table, COLUMNS, records)
    return counts


def report_of(row: Row, resource: SheetResource) -> list[list[str]]:
    """What the row does, in words: title, before, after."""
    lines = [
        [resource.title_of(path), resource.words(path, old), resource.words(path, new)]
        for path, (old, new) in row.changes.items()
    ]
    for table in resource.tables:
        if table.name in row.new:
            for name, value in row.values[table.name].items():
                if table.model._meta.get_field(name).generated:
                    continue
                path = f"{table.name}.{name}"
                lines.append([resource.title_of(path), "", resource.words(path, value)])
    return lines
