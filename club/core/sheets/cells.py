"""Cells as people type them and as spreadsheets spoil them: what is read, what is repaired, what is refused.

Each class is a widget of django-import-export: ``clean`` reads (raises ValueError with a French sentence), and
``render`` writes. ``clean(…, notes=[])`` collects the repairs, in words.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

import phonenumbers
from django.utils import timezone
from import_export.widgets import Widget

from club.core.search import plain

_BLANKS = re.compile(r"[\s\x00-\x1f\x7f\u00a0\u202f\u2007\u200b\ufeff]+")
_SCIENTIFIC = re.compile(r"^\s*\d([.,]\d+)?\s*[eE]\s*\+?\s*\d+\s*$")
_DIGITS = re.compile(r"\D+")
_FRENCH_PHONE = re.compile(r"^(?:\+33|0033|33)?\(?0?\)?([1-9]\d{8})$")
_WRITTEN_PHONE = re.compile(r"0[1-9](?: \d\d){4}", re.ASCII)
_MONTHS = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[ T].*)?$")
_IN_WORDS = re.compile(r"^(?:[a-z]+ )?(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4})$")


class Cell(Widget):
    """Plain text, blanks tidied. ``memo``: same text, same answer, so that the answer may be remembered."""

    memo = True
    help = ""

    def __init__(self, *, max_length: int = 0) -> None:
        super().__init__()
        self.max_length = max_length

    def clean(self, value: Any, row: Any = None, notes: list[str] | None = None, **_: Any) -> Any:
        if "  " in value or not value.isprintable():
            value = _BLANKS.sub(" ", value)
        return self.read(value.strip(), [] if notes is None else notes)

    def read(self, text: str, notes: list[str]) -> Any:
        if self.max_length and len(text) > self.max_length:
            raise ValueError(f"« {text[:30]}… » dépasse {self.max_length} caractères.")
        return text

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:
        return "" if value is None else str(value)


class Digits(Cell):
    """A number that names something: ``length`` digits; leading zeros that a spreadsheet ate are given back."""

    memo = False

    def __init__(self, name: str, length: int, valid: Callable[[str], bool]) -> None:
        super().__init__()
        self.name, self.length, self.valid = name, length, valid

    def read(self, text: str, notes: list[str]) -> str:
        if _SCIENTIFIC.match(text):
            raise ValueError(
                f"Le tableur a remplacé le {self.name} par « {text} » : les derniers chiffres sont perdus. "
                "Mettez la colonne au format Texte et saisissez-le à nouveau."
            )
        digits = _DIGITS.sub("", text[:-2] if text.endswith(".0") else text)
        if len(digits) == self.length and self.valid(digits):
            return digits
        if self.length - 3 <= len(digits) < self.length and self.valid(digits.zfill(self.length)):
            notes.append(f"{self.name} : zéro initial rétabli")
            return digits.zfill(self.length)
        if len(digits) != self.length:
            raise ValueError(f"Le {self.name} « {text} » compte {len(digits)} chiffres au lieu de {self.length}.")
        raise ValueError(f"Le {self.name} « {text} » n’existe pas : sa clé de contrôle est fausse.")


class Phone(Cell):
    """French numbers as 01 23 45 67 89, foreign ones as +32 2 123 45 67."""

    memo = False

    def read(self, text: str, notes: list[str]) -> str:
        if _WRITTEN_PHONE.fullmatch(text):
            return text
        if _SCIENTIFIC.match(text):
            notes.append("téléphone illisible (notation scientifique), laissé vide")
            return ""
        bare = re.sub(r"[\s.\-/_\u00a0\u202f]", "", text[:-2] if text.endswith(".0") else text)
        french = _FRENCH_PHONE.match(bare)
        if french:
            if bare[0] in "123456789" and len(bare) == 9:
                notes.append("téléphone : zéro initial rétabli")
            return "0{} {} {} {} {}".format(french[1][0], *(french[1][i : i + 2] for i in (1, 3, 5, 7)))
        return self._foreign(text, notes)

    def _foreign(self, text: str, notes: list[str]) -> str:
        try:
            number = phonenumbers.parse(text.replace("(0)", ""), "FR")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            notes.append(f"téléphone « {text[:30]} » non reconnu, laissé vide")
            return ""
        style = phonenumbers.PhoneNumberFormat
        french = number.country_code == 33
        return phonenumbers.format_number(number, style.NATIONAL if french else style.INTERNATIONAL)


class Postcode(Cell):
    def read(self, text: str, notes: list[str]) -> str:
        digits = re.sub(r"^[fF]\s*-?\s*", "", text[:-2] if text.endswith(".0") else text).replace(" ", "")
        if digits.isdigit() and len(digits) == 4:
            notes.append("code postal : zéro initial rétabli")
            return f"0{digits}"
        if digits.isdigit() and len(digits) == 5:
            return digits
        raise ValueError(f"Le code postal « {text} » n’est pas un code postal français (cinq chiffres).")


class Day(Cell):
    """Dates as the French write them: 1/3/2026, 01-03-26, 1er mars 2026, and as programs do, which is how they
    are kept: 2026-03-01.
    """

    def read(self, text: str, notes: list[str]) -> str:
        folded = plain(text)
        for pattern, order in ((_YEAR_FIRST, (0, 1, 2)), (_DAY_FIRST, (2, 1, 0)), (_IN_WORDS, (2, 1, 0))):
            found = pattern.match(folded)
            if found:
                year, month, day = (found.groups()[i] for i in order)
                return self._date(text, year, month, day)
        raise ValueError(f"La date « {text} » ne se lit pas : écrivez-la 31/12/2026.")

    def _date(self, text: str, year: str, month: str, day: str) -> str:
        full_year = int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) > 69 else 0)
        try:
            number = (
                int(month) if month.isdigit() else _MONTHS.index(get_close_matches(month, _MONTHS, 1, 0.75)[0]) + 1
            )
            return date(full_year, number, int(day)).isoformat()
        except (ValueError, IndexError):
            raise ValueError(f"La date « {text} » n’existe pas.") from None

    def render(self, value: date | str | None, obj: Any = None, **_: Any) -> str:
        """A moment is told by its day in Paris."""
        if isinstance(value, str):
            value = date.fromisoformat(value)
        if isinstance(value, datetime):
            value = timezone.localtime(value).date()
        return f"{value:%d/%m/%Y}" if value else ""


class Choice(Cell):
    """One of a closed list, by its label, its value or a synonym, typing errors forgiven."""

    def __init__(self, name: str, choices: Any, synonyms: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.name, self.labels = name, dict(choices.choices)
        self.known = {plain(str(label)): value for value, label in self.labels.items()}
        self.known |= {plain(str(value)): value for value in self.labels}
        self.known |= {plain(word): value for word, value in (synonyms or {}).items()}

    def find(self, text: str) -> str | None:
        folded = plain(text.strip(" ."))
        if folded in self.known:
            return self.known[folded]
        close = get_close_matches(folded, self.known, n=1, cutoff=0.82)
        return self.known[close[0]] if close else None

    def read(self, text: str, notes: list[str]) -> str:
        value = self.find(text)
        if value is None:
            raise ValueError(
                f"{self.name} inconnu : « {text} ». Choix possibles : {', '.join(self.labels.values())}."
            )
        return value

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:
        return str(self.labels.get(value, value or ""))


class Several(Choice):
    """Some of a closed list, separated by commas, semicolons, bars or slashes; what is unknown is noted."""

    separators = re.compile(r"\s*[,;|/]\s*")

    def clean(self, value: Any, row: Any = None, notes: list[str] | None = None, **_: Any) -> list[str]:
        return super().clean(value.replace("\n", ";"), row, notes)

    def read(self, text: str, notes: list[str]) -> list[str]:
        values = []
        for part in filter(None, self.separators.split(text)):
            value = self.find(part)
            if value is None:
                notes.append(f"{self.name} inconnu « {part} », laissé de côté")
            elif value not in values:
                values.append(value)
        return sorted(values, key=list(self.labels).index)

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:
        return ", ".join(str(self.labels.get(part, part)) for part in value or [])


class YesNo(Cell):
    YES, NO = {"oui", "o", "x", "vrai", "true", "1", "yes"}, {"non", "n", "faux", "false", "0", "no"}

    def read(self, text: str, notes: list[str]) -> bool:
        folded = plain(text)
        if folded not in self.YES | self.NO:
            raise ValueError(f"« {text} » : écrivez oui ou non.")
        return folded in self.YES

    def render(self, value: bool | None, obj: Any = None, **_: Any) -> str:
        return "" if value is None else "oui" if value else "non"


class Website(Cell):
    """An address of a site, the scheme added when people leave it out."""

    def read(self, text: str, notes: list[str]) -> str:
        address = text if "://" in text else f"https://{text}"
        host = re.match(r"^https?://([^/\s]+\.[a-z]{2,})(/\S*)?$", address, re.I)
        if not host or len(address) > 200:
            notes.append(f"site « {text[:40]} » non reconnu, laissé vide")
            return ""
        return address


class Naf(Cell):
    """A code of the nomenclature of activities: 62.01Z, 6201Z, 62.01 z → 62.01Z."""

    def read(self, text: str, notes: list[str]) -> str:
        found = re.match(r"^(\d{2})\.?(\d{2})\s*([a-z])\b", text.strip(), re.I)
        if not found:
            notes.append(f"code NAF « {text[:20]} » non reconnu, laissé vide")
            return ""
        return f"{found[1]}.{found[2]}{found[3].upper()}"


class Listed(Cell):
    """Texts separated by commas, semicolons, bars or slashes."""

    def clean(self, value: Any, row: Any = None, notes: list[str] | None = None, **_: Any) -> list[str]:
        return super().clean(value.replace("\n", ";"), row, notes)

    def read(self, text: str, notes: list[str]) -> list[str]:
        return [part for part in Several.separators.split(text) if part]

    def render(self, value: Any, obj: Any = None, **_: Any) -> str:
        return ", ".join(map(str, value or []))
