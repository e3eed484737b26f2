"""Writing the journal of acts, in the transaction of the act itself."""

from typing import Any

from django.db import models

from club.core.models import AuditEntry


def record(*, actor: Any, verb: str, target: models.Model | str = "", **details: Any) -> AuditEntry:
    """Note an act. ``target`` is a row or a word; ``details`` must be JSON and bear no personal data."""
    name = target if isinstance(target, str) else name_of(target)
    return AuditEntry.objects.create(actor=actor, verb=verb, target=name, details=details)


def name_of(row: models.Model) -> str:
    """How the journal names a row: « newsletters.issue:12 »."""
    return f"{row._meta.label_lower}:{row.pk}"
