"""What an application says and still lacks: its price, its parts, and the digest by which two tabs are told apart."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils import timezone

from club.core import tokens
from members import choosing, numbers
from members.models import Affiliation, Application, Organisation
from members.places import place_of
from members.pricing import Choice, Quote, quote, span_words, term_end

ORGANISATION_FIELDS = ["name", "legal_name", "side", "kind", "siren", "rna", "foreign_vat", "website", "phone"]
ORGANISATION_FIELDS += ["address", "postcode", "city", "country", "contact_email"]
PERIOD_FIELDS = ["starts_on", "year", "years"]
PERSON_FIELDS = ["civility", "first_name", "last_name", "email", "phone", "job_title", "roles"]
NEEDED = {
    "name": "le nom",
    "kind": "le genre",
    "address": "l’adresse",
    "postcode": "le code postal",
    "city": "la ville",
}
CHANGED = "Le prix ou les droits d’une option ont changé depuis votre choix\u00a0: relisez vos options."
Role = Affiliation.Role


class Part(StrEnum):
    ORGANISATION = "organisation"
    OPTIONS = "options"
    PEOPLE = "people"


@dataclass(frozen=True)
class Lack:
    """What is missing before an application may be sent, and the part that says it."""

    part: Part
    sentence: str


def ends_on(application: Application) -> date:
    return term_end(starts_on=application.starts_on, year=application.year, years=application.years)


def choices_of(application: Application) -> list[Choice]:
    """The options chosen, at the versions kept; three statements."""
    lines = application.lines.select_related("version__option").prefetch_related(
        "version__grants", "version__option__needs"
    )
    return [Choice(line.version, line.quantity) for line in lines]


def quote_of(application: Application, choices: list[Choice] | None = None) -> Quote:
    chosen = choices_of(application) if choices is None else choices
    place = place_of(
        country=application.country or "FR",
        vat_number=application.foreign_vat,
        siren=application.siren,
        is_public=application.kind == Organisation.Kind.PUBLIC,
    )
    return quote(chosen, starts_on=application.starts_on, ends_on=ends_on(application), place=place)


def period_words(application: Application) -> str:
    """« 292 jours sur 365 »."""
    return span_words(application.starts_on, ends_on(application))


def number_of(application: Application) -> str:
    return numbers.shown(siren=application.siren, rna=application.rna, foreign_vat=application.foreign_vat)


def lacks(application: Application, today: date | None = None) -> list[Lack]:
    """Everything that forbids sending, in the order of the steps."""
    return [
        *(Lack(Part.ORGANISATION, words) for words in _lacks_of_organisation(application)),
        *(Lack(Part.OPTIONS, words) for words in _lacks_of_options(application, today or timezone.localdate())),
        *(Lack(Part.PEOPLE, words) for words in lacks_of_people([p.roles for p in application.people.all()])),
    ]


def _lacks_of_organisation(application: Application) -> list[str]:
    missing = [label for name, label in NEEDED.items() if not getattr(application, name)]
    if not number_of(application):
        missing.append("le numéro SIREN, RNA ou de TVA")
    return [f"Il manque {', '.join(missing)}."] if missing else []


def _lacks_of_options(application: Application, today: date) -> list[str]:
    if not application.side:
        return ["Dites d’abord si vous êtes une marque ou une institution."]
    lines = list(application.lines.select_related("version__option"))
    basket = {line.version.option.code: line.quantity for line in lines}
    current, found = choosing.choices_of(basket, side=application.side, on=application.starts_on)
    if not found and {choice.version.pk for choice in current} != {line.version_id for line in lines}:
        found.append(CHANGED)
    if application.starts_on < today:
        found.append("La date de début est passée\u00a0: choisissez-en une autre.")
    return found


def lacks_of_people(roles: list[list[str]]) -> list[str]:
    """``roles`` of each person announced."""
    held = {role for one in roles for role in one}
    wanted = [(Role.ADMINISTRATOR, "un administrateur"), (Role.SIGNATORY, "un signataire")]
    missing = [label for role, label in wanted if role not in held]
    return [f"Il manque {' et '.join(missing)} parmi vos représentants."] if missing else []


def seal(application: Application, part: Part) -> str:
    """A digest of what a part says now: a form that bears another one was filled in over something older."""
    said = json.dumps(_said(application, part), default=str, sort_keys=True)
    return tokens.digest("members.application.part", f"{application.pk}:{part}:{said}")


def _said(application: Application, part: Part) -> Any:
    if part == Part.ORGANISATION:
        return {name: getattr(application, name) for name in ORGANISATION_FIELDS}
    if part == Part.PEOPLE:
        return list(application.people.values(*PERSON_FIELDS))
    period = {name: getattr(application, name) for name in PERIOD_FIELDS}
    return [period, list(application.lines.order_by("pk").values_list("version", "quantity"))]
