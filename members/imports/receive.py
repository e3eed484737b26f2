"""A file comes in, is confirmed or given up. What reads and writes rows is in ``check`` and ``apply``."""

import hashlib
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from club.core import audit, doorbell
from club.core.errors import ClubError
from club.core.sheets.guard import preflight
from members.models import ImportRow, ImportRun, User

State = ImportRun.State


def receive(*, author: User, kind: str, file: UploadedFile, source_label: str, collected_on: date) -> ImportRun:
    """Keep a file and have it read by a worker; raises ``FileRefused`` for what is no table."""
    file_kind = preflight(file)
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    run = ImportRun(
        kind=kind,
        author=author,
        source_label=source_label,
        collected_on=collected_on,
        file_name=(file.name or "fichier")[-160:],
        file_kind=file_kind,
        file_hash=digest,
        file_size=file.size or 0,
    )
    run.file.save(f"{digest[:24]}.{file_kind}", file, save=False)
    with transaction.atomic():
        run.save()
        doorbell.ring("members.check_import", run.pk)
    return run


@transaction.atomic
def confirm(*, run: ImportRun, author: User) -> None:
    """Write the good rows, in a worker. The second click finds nothing to do."""
    taken = ImportRun.objects.filter(pk=run.pk, state=State.READY).update(
        state=State.APPLYING, attempts=0, lease_until=None, rows_done=0
    )
    if not taken:
        raise ClubError("Cet import n’attend plus de décision.")
    audit.record(actor=author, verb="import.confirm", target=run, created=run.created, updated=run.updated)
    doorbell.ring("members.apply_import", run.pk)


@transaction.atomic
def cancel(*, run: ImportRun, author: User) -> None:
    """Give up: a worker that is writing finds the state changed at its end and takes everything back."""
    open_states = [State.RECEIVED, State.CHECKING, State.READY, State.APPLYING]
    taken = ImportRun.objects.filter(pk=run.pk, state__in=open_states).update(
        state=State.CANCELLED, settled_at=timezone.now(), lease_until=None
    )
    if not taken:
        raise ClubError("Cet import est déjà terminé : il n’y a plus rien à annuler.")
    erase_rows(run)
    audit.record(actor=author, verb="import.cancel", target=run)


def erase_rows(run: ImportRun) -> None:
    rows = ImportRow.objects.filter(run=run)
    rows._raw_delete(rows.db)


def same_file_before(run: ImportRun) -> ImportRun | None:
    """The last time this very file was written."""
    return (
        ImportRun.objects.filter(file_hash=run.file_hash, kind=run.kind, state=State.DONE)
        .exclude(pk=run.pk)
        .select_related("author")
        .first()
    )


def purge(on: date | None = None) -> int:
    """Erase files and rows kept long enough; the counts stay, and what nobody decided is expired."""
    day = on or timezone.localdate()
    runs = [run for pk in ImportRun.objects.to_purge(day).values_list("pk", flat=True) if (run := _expire(pk, day))]
    for run in runs:
        run.file.delete(save=False)
        run.purged_at = timezone.now()
        run.save(update_fields=["file", "purged_at"])
    return len(runs)


@transaction.atomic
def _expire(pk: int, day: date) -> ImportRun | None:
    """The rows go together with the right to import them; None when somebody has confirmed in the meantime."""
    run = ImportRun.objects.to_purge(day).select_for_update(no_key=True).filter(pk=pk).first()
    if run is None:
        return None
    if not run.is_settled:
        run.state, run.settled_at, run.lease_until = State.EXPIRED, timezone.now(), None
        run.save(update_fields=["state", "settled_at", "lease_until"])
    erase_rows(run)
    return run


def sweep() -> int:
    """Ring again for what nobody does; gives the number of runs rung for."""
    due = list(ImportRun.objects.due(timezone.now()).values_list("pk", "state"))
    for pk, state in due:
        doorbell.ring("members.apply_import" if state == State.APPLYING else "members.check_import", pk)
    return len(due)
