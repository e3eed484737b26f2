"""One worker per run: taken by a filtered update, held by a lease and a fence, parked after three tries."""

from datetime import timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from members.models import ImportRun

LEASE = timedelta(minutes=6)  # longer than the hard time limit of a task
TRIES = 3


class Superseded(Exception):
    """The run was cancelled, or another worker took it: stop and leave nothing."""


def claim(run_id: int, before: list[str], during: str) -> ImportRun | None:
    """The run, now in state ``during`` and ours; None when it is not ours to do."""
    now = timezone.now()
    taken = (
        ImportRun.objects.filter(Q(lease_until=None) | Q(lease_until__lt=now), pk=run_id, state__in=before)
        .update(state=during, fence=F("fence") + 1, attempts=F("attempts") + 1, lease_until=now + LEASE)
    )  # fmt: skip
    if not taken:
        return None
    run = ImportRun.objects.select_related("author").get(pk=run_id)
    if run.attempts > TRIES:
        settle(run, ImportRun.State.FAILED, problem="Le traitement s’est interrompu trois fois : prévenez l’équipe.")
        return None
    return run


def hold(run: ImportRun, **changes: Any) -> None:
    """Note progress and keep the run; raises ``Superseded`` when it is no longer ours."""
    if not _mine(run).update(lease_until=timezone.now() + LEASE, **changes):
        raise Superseded(f"import {run.pk}")


def settle(run: ImportRun, state: str, **changes: Any) -> None:
    """Leave the run in ``state``; raises ``Superseded`` when it is no longer ours."""
    if state in (ImportRun.State.DONE, ImportRun.State.FAILED):
        changes["settled_at"] = timezone.now()
    if not _mine(run).update(state=state, lease_until=None, **changes):
        raise Superseded(f"import {run.pk}")


def _mine(run: ImportRun) -> Any:
    return ImportRun.objects.filter(pk=run.pk, fence=run.fence, state=run.state)
