"""Two people on one record: what the second would erase unseen is found before it is written.

A form carries one digest for each of its fields and of the rows inside, as they were when it was opened. When it
comes back they are compared with the base, under a lock: whatever differs was written by somebody in the meantime.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model

from club.core.history import words_of

FIELD = "_vu"
MEANWHILE = (
    "Cette fiche a été enregistrée après que vous l’avez ouverte. Rien n’est perdu\u00a0: ce qui a été enregistré "
    "est rappelé ci-dessus, ce que vous avez saisi est ci-dessous. Rapprochez-les, puis enregistrez."
)


@dataclass(frozen=True)
class Part:
    """A field of a record, or a row inside it: ``value`` is compared, ``words`` are for people."""

    label: str
    value: Any
    words: Callable[[], str]

    def digest(self) -> str:
        return blake2b(repr(self.value).encode(), digest_size=8).hexdigest()


Parts = dict[str, Part]


@dataclass(frozen=True)
class Change:
    """What somebody wrote in a field of the record, or in a row inside it."""

    label: str
    words: str
    is_row: bool


class Outrun:
    """Mixed into the form of a record that was written since it was opened; ``meanwhile`` tells what."""

    meanwhile: list[Change]

    def clean(self) -> Any:
        """The same form posted twice would change nothing the second time, and passes."""
        cleaned = super().clean()  # type: ignore[misc]
        if self.has_changed() or any(change.is_row for change in self.meanwhile):  # type: ignore[attr-defined]
            raise ValidationError(MEANWHILE, code="outrun")
        return cleaned


def fields_of(record: Model, names: Iterable[str]) -> Parts:
    """The fields of a form, by their names."""
    return {name: _field(record, record._meta.get_field(name)) for name in names}


def rows_of(rows: Iterable[Model], names: list[str]) -> Parts:
    """The rows inside a record, each as one part."""
    return {f"{row._meta.label_lower}:{row.pk}": _row(row, names) for row in rows}


def seal(parts: Parts) -> str:
    """What the form carries."""
    return json.dumps({key: part.digest() for key, part in parts.items()}, separators=(",", ":"))


def written_meanwhile(parts: Parts, sealed: str) -> list[Change]:
    """What is no longer as it was ``sealed``. A form without a seal has seen nothing."""
    seen = _read(sealed)
    moved = [(key, part) for key, part in parts.items() if seen.get(key) != part.digest()]
    changed = [Change(part.label, part.words(), _is_row(key)) for key, part in moved]
    gone = [key.partition(":")[2] for key in seen if _is_row(key) and key not in parts]
    return [*changed, *(Change("Ligne retirée", f"n°\u00a0{number}", True) for number in gone)]


def _is_row(key: str) -> bool:
    return ":" in key


def _read(sealed: str) -> dict[str, str]:
    try:
        seen = json.loads(sealed)
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


def _field(record: Model, field: Field) -> Part:
    label, value = str(field.verbose_name).capitalize(), field.value_from_object(record)
    if field.many_to_many:
        value = sorted(value, key=lambda related: related.pk)
        return Part(label, [related.pk for related in value], lambda: ", ".join(map(str, value)) or "vide")
    return Part(label, value, lambda: words_of(field, value))


def _row(row: Model, names: list[str]) -> Part:
    fields = [_field(row, row._meta.get_field(name)) for name in names]
    told = [part for part in fields if part.value not in (None, "", [])]
    label = str(row._meta.verbose_name).capitalize()
    return Part(
        label,
        [part.value for part in fields],
        lambda: ", ".join(f"{part.label.lower()}\u00a0: {part.words()}" for part in told),
    )
