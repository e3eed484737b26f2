"""Organisations named in a file: found by name without accents or case, else the nearest names are proposed."""

from difflib import get_close_matches
from typing import Any

from club.core.search import plain
from members.models import Organisation


class Names:
    """The names and ids of a set of organisations, read once for a whole file."""

    def __init__(self, organisations: Any) -> None:
        self.names: dict[int, str] = {}
        self._ids: dict[str, int] = {}
        self._sirens: dict[str, int] = {}
        for pk, name, legal_name, siren in organisations.values_list("pk", "name", "legal_name", "siren"):
            self.names[pk] = name
            self._ids.setdefault(plain(legal_name), pk)
            self._ids[plain(name)] = pk
            if siren:
                self._sirens[siren] = pk
        self._ids.pop("", None)
        self._answers: dict[str, int | str] = {}

    def find(self, text: str) -> int | None:
        """By name, legal name or SIREN."""
        digits = text.replace(" ", "")
        if digits.isdigit() and len(digits) in (9, 14):
            return self._sirens.get(digits[:9])
        return self._ids.get(plain(text))

    def need(self, text: str, what: str) -> int:
        """The id, or ValueError with a sentence that proposes the nearest names. ``what``: "Réseau inconnu"."""
        known = self._answers.get(text)
        if known is None:
            known = self.find(text) or f"{what} : « {text} ».{self._hint(text)}"
            self._answers[text] = known
        if isinstance(known, str):
            raise ValueError(known)
        return known

    def _hint(self, text: str) -> str:
        near = get_close_matches(plain(text), self._ids, n=3, cutoff=0.6)
        names = list(dict.fromkeys(self.names[self._ids[name]] for name in near))
        return f" Vouliez-vous dire {' ou '.join(f'« {name} »' for name in names)} ?" if names else ""


def linked(names: Names, wanted: list[str], what: str, notes: list[str]) -> list[int]:
    """Ids of the names that are known; the others are noted."""
    found = {}
    for text in wanted:
        pk = names.find(text)
        if pk is None:
            notes.append(f"{what} « {text} », laissée de côté")
        else:
            found[pk] = None
    return sorted(found)


def institutions() -> Names:
    return Names(Organisation.objects.institutions().active())


def brands() -> Names:
    return Names(Organisation.objects.brands().active())
