"""The history of a record, read from its events: who changed what, from what to what, and by which file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Field, Model
from django.utils import timezone

LABELS = {"insert": "Création", "update": "Modification", "delete": "Suppression"}
SHOWN = 100


@dataclass(frozen=True)
class Entry:
    """One event: ``changes`` are (title, before, after)."""

    at: datetime
    who: str
    what: str
    changes: list[tuple[str, str, str]]


def history_of(record: Model) -> list[Entry]:
    """The latest events of a tracked record, the most recent first; three statements."""
    events = list(record.events.order_by("-pgh_id").select_related("pgh_context")[: SHOWN + 1])  # type: ignore[attr-defined]
    fields = [f for f in events[0]._meta.concrete_fields if not f.name.startswith("pgh_")] if events else []
    people = _names(events)
    entries = []
    for number, event in enumerate(events[:SHOWN]):
        before = events[number + 1] if number + 1 < len(events) else None
        changes = [c for f in fields if (c := _change(f, before, event))] if before else []
        entries.append(Entry(event.pgh_created_at, _author(event, people), _what(event), changes))
    return entries


def _names(events: list[Any]) -> dict[int, str]:
    ids = {e.pgh_context.metadata.get("user") for e in events if e.pgh_context} - {None}
    return {user.pk: str(user) for user in get_user_model().objects.filter(pk__in=ids)} if ids else {}


def _author(event: Any, people: dict[int, str]) -> str:
    user = event.pgh_context.metadata.get("user") if event.pgh_context else None
    return people.get(user, "la plateforme")


def _what(event: Any) -> str:
    label = LABELS.get(event.pgh_label, event.pgh_label)
    number = event.pgh_context.metadata.get("import_run") if event.pgh_context else None
    return f"{label} par l’import n° {number}" if number else label


def _change(field: Field, before: Any, after: Any) -> tuple[str, str, str] | None:
    old, new = getattr(before, field.attname), getattr(after, field.attname)
    if old == new:
        return None
    return str(field.verbose_name).capitalize(), words_of(field, old), words_of(field, new)


def words_of(field: Field, value: Any) -> str:
    """A value of a field as people read it."""
    if value is None or value == "" or value == []:
        return "vide"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        labels = dict(field.base_field.flatchoices)  # type: ignore[attr-defined]
        return ", ".join(str(labels.get(part, part)) for part in value)
    if field.is_relation:
        related = field.related_model._default_manager.filter(pk=value).first()
        return str(related or value)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    return str(dict(field.flatchoices).get(value, value))
