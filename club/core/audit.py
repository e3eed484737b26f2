"""Writing the journal of acts, in the transaction of the act itself."""

from typing import Any

from django.db import models

from club.core.models import AuditEntry


def record(*, actor: Any, verb: str, target: models.Model | str = "", **details: Any) -> AuditEntry:
    """Note an act. ``target`` is a row or a word; ``details`` must be JSON and bear no personal data."""
    name = target if isinstance(target, str) else f"{target._meta.label_lower}:{target.pk}"
    return AuditEntry.objects.create(actor=actor, verb=verb, target=name, details=details)
