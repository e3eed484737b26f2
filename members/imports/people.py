"""The person in a file: columns that every file of people shares, and the table they fill."""

import re
import secrets
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from club.core.sheets.cells import Cell, Choice, Phone
from club.core.sheets.columns import Column, Origin, Row, SheetResource, Table
from members.addresses import address_hash, normalise
from members.models import User
from members.refusals import refusals

_validate = EmailValidator()
# What nearly all addresses look like; the others go through Django's validator.
_PLAIN = re.compile(r"^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$")
MAX_LENGTH = 254


class Address(Cell):
    """An e-mail address in the one spelling the platform keeps."""

    memo = False

    def read(self, text: str, notes: list[str]) -> str:
        address = text.lower()
        if _PLAIN.match(address) and len(address) <= MAX_LENGTH:
            return address
        address = text.removeprefix("mailto:").strip("<>;, ")
        if address.count("@") > 1 and any(mark in address for mark in " ;,/"):
            raise ValueError(f"« {text} » contient plusieurs adresses : gardez-en une par ligne.")
        local, at, _ = address.rpartition("@")
        if not at:
            raise ValueError(f"« {text} » n’est pas une adresse électronique : il manque l’arobase.")
        if not local.isascii():
            raise ValueError(f"« {text} » contient un accent avant l’arobase : aucune adresse n’en porte.")
        address = normalise(address)
        if _PLAIN.match(address) and len(address) <= MAX_LENGTH:
            return address
        try:
            _validate(address)
        except ValidationError:
            raise ValueError(f"« {text} » n’est pas une adresse électronique valide.") from None
        return address


class Name(Cell):
    """A name as people sign: « DUPONT » and « dupont » become « Dupont », « Le Goff » stays."""

    def read(self, text: str, notes: list[str]) -> str:
        text = super().read(text, notes)
        return text.title() if len(text) > 2 and (text.isupper() or text.islower()) else text


def new_person(values: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    """Columns of a person who comes by a file: the hash of the address, no usable password, the origin."""
    return {
        "address_hash": address_hash(values["email"]),
        "password": f"!{secrets.token_hex(20)}",
        "source": User.Source.IMPORTED.value,
        "source_label": origin.label,
        "collected_on": origin.collected_on,
    }


def refuse_person(existing: Mapping[str, Any]) -> str:
    if existing["is_active"]:
        return ""
    return "Le compte de cette adresse est fermé : rouvrez la fiche de la personne avant de l’importer."


def person_table(*, duplicate: str = "") -> Table:
    return Table(
        name="person",
        label="personne",
        model=User,
        key=(("email", "person.email"),),
        fields=("civility", "first_name", "last_name", "phone"),
        watch=("is_active",),
        refuse=refuse_person,
        created=new_person,
        duplicate=duplicate,
    )


def address_column(*, required: bool) -> Column:
    return Column(
        "Adresse électronique",
        into="person.email",
        cell=Address(),
        also=(
            "courriel", "e-mail", "email", "mail", "mél", "mel", "adresse mél", "adresse mail", "adresse e-mail",
            "adresse email", "adresse courriel", "messagerie", "courrier électronique", "email professionnel",
            "e-mail du contact", "courriel du contact", "mail professionnel",
        ),
        required=required,
        path="person__email",
        example="anne.martin@cci.example",
    )  # fmt: skip


class PeopleSheet(SheetResource):
    """The columns of a person; rows are exported from a model that has a ``person``."""

    civility = Column(
        "Civilité",
        into="person.civility",
        cell=Choice(
            "Civilité",
            User.Civility,
            {"madame": "mme", "mlle": "mme", "mademoiselle": "mme", "monsieur": "m", "mr": "m"},
        ),
        also=("genre civilité", "m mme", "civ"),
        path="person__civility",
        example="Mme",
    )
    last_name = Column(
        "Nom",
        into="person.last_name",
        cell=Name(max_length=80),
        also=("nom de famille", "patronyme", "nom du contact", "nom contact", "lastname", "last name"),
        path="person__last_name",
        example="Martin",
    )
    first_name = Column(
        "Prénom",
        into="person.first_name",
        cell=Name(max_length=80),
        also=("prénoms", "prénom du contact", "prénom contact", "firstname", "first name"),
        path="person__first_name",
        example="Anne",
    )
    email = address_column(required=True)
    phone = Column(
        "Téléphone",
        into="person.phone",
        cell=Phone(),
        also=(
            "tél", "tel", "téléphone fixe", "téléphone portable", "portable", "mobile", "gsm", "numéro de téléphone",
            "tél. direct", "ligne directe", "téléphone professionnel", "téléphone du contact",
        ),
        path="person__phone",
        example="01 99 00 12 34",
    )  # fmt: skip

    @cached_property
    def refusals(self) -> dict[str, str]:
        """Read once for a file, and again when it is written: somebody may have objected in between."""
        return refusals()

    def weigh(self, row: Row) -> None:
        """Who objected is not brought back; who is here still may be corrected, and is not written to."""
        address = row.values.get("person", {}).get("email")
        words = self.refusals.get(address_hash(address)) if address and self.refusals else None
        if words and "person" not in row.existing:
            row.reasons.append(f"Cette personne n’est pas reprise\u00a0: {words}.")
        elif words:
            row.notes.append(f"Rien ne sera envoyé à cette personne\u00a0: {words}.")

    def headline(self, row: Row) -> str:
        person = row.values.get("person", {})
        name = f"{person.get('first_name', '')} {person.get('last_name', '')}".strip()
        return " · ".join(filter(None, [name, person.get("email", "")])) or super().headline(row)
