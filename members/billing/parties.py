"""Who sells and who buys, as a document freezes them, and the sentences that the law wants on it."""

import re
from typing import Any

from django.conf import settings

from club.core.days import date_format
from club.core.errors import ClubError
from members import places
from members.billing.lines import Totals
from members.billing.models import Document
from members.models import Application, Organisation, Place

POSTAL = re.compile(r"(?P<address>.+?),?\s+(?P<postcode>\d{5})\s+(?P<city>.+)", re.DOTALL)
PENALTIES = (
    "Pénalités de retard\u00a0: trois fois le taux de l’intérêt légal, exigibles sans rappel "
    "(article L. 441-10 du code de commerce)."
)
RECOVERY = "Indemnité forfaitaire pour frais de recouvrement en cas de retard\u00a0: 40\u00a0€."
NO_DISCOUNT = "Pas d’escompte pour paiement anticipé."
SERVICES = "Catégorie de l’opération\u00a0: prestation de services."
ON_DEBITS = "Option pour le paiement de la taxe d’après les débits."
NOT_LIABLE = "Association non redevable de la TVA pour ses cotisations."


def seller() -> dict[str, Any]:
    """The Club, from the settings; refuses to issue what would lack a mention of the law."""
    known = settings.SELLER
    where = POSTAL.fullmatch(known["address"])
    missing = [name for name in ("siren", "iban") if not known[name]]
    if missing or not where:
        named = ", ".join(f"CLUB_{name.upper()}" for name in [*missing, *([] if where else ["address"])])
        raise ClubError(f"Les mentions du Club sont incomplètes, rien ne peut être émis\u00a0: {named}.")
    return {
        "name": known["name"],
        "legal_form": known["legal_form"],
        "siren": known["siren"],
        "rna": known["rna"],
        "vat_number": (known["vat_number"] or vat_number_of(known["siren"])) if known["vat_liable"] else "",
        **{name: part.strip() for name, part in where.groupdict().items()},
        "country": known["country"],
        "phone": settings.CLUB_PHONE,
        "email": f"bonjour@{settings.MAIL_DOMAIN}",
        "iban": known["iban"],
        "bic": known["bic"],
        "vat_liable": known["vat_liable"],
        "vat_on_debits": known["vat_on_debits"],
    }


def vat_number_of(siren: str) -> str:
    """The French VAT number of a SIREN."""
    return f"FR{(12 + 3 * int(siren)) % 97:02d}{siren}"


def buyer(organisation: Organisation) -> dict[str, Any]:
    """The payer's address, else what is known of the organisation; its own name unless staff typed another."""
    payer = getattr(organisation, "payer", None)
    foreign = organisation.foreign_vat.replace(" ", "").upper()
    found = {
        "name": organisation.legal_name or organisation.name,
        "siren": organisation.siren or "",
        "rna": organisation.rna,
        "vat_number": foreign,
        "address": "",
        "postcode": "",
        "city": "",
        "country": _country(foreign),
        "email": "",
        "is_public": organisation.kind == Organisation.Kind.PUBLIC,
        "siret": "",
        "chorus_service": "",
    }
    if payer is None:
        return found
    siren = found["siren"] or payer.siret[:9]
    return found | {
        "name": payer.legal_name or found["name"],
        "vat_number": payer.vat_number.replace(" ", "").upper() or foreign,
        "address": payer.address,
        "postcode": payer.postcode,
        "city": payer.city,
        "country": payer.country.upper(),
        "email": payer.email,
        "is_public": payer.is_public,
        "siren": siren,
        "siret": payer.siret if payer.siret.startswith(siren) else "",  # the SIREN may have changed since
        "chorus_service": payer.chorus_service,
    }


def place(party: dict[str, Any]) -> Place:
    """Whose VAT a party pays for services."""
    known = {name: party[name] for name in ("country", "vat_number", "siren", "is_public")}
    return places.place_of(**known)


def place_of(organisation: Organisation, application: Application | None = None) -> Place:
    """Where an organisation is billed; until it has a billing address, where its application says that it is."""
    party = buyer(organisation)
    if application and getattr(organisation, "payer", None) is None:
        party |= {"country": application.country or party["country"]}
        party |= {"vat_number": application.foreign_vat or party["vat_number"]}
    return place(party)


def is_by_hand(organisation: Organisation) -> bool:
    """Whether its documents can only be made by the accountant."""
    return bool(_by_hand(buyer(organisation)))


def _by_hand(party: dict[str, Any]) -> str:
    """Where VAT follows a rule that is not written here; a Club that charges none has no need of it."""
    code = places.POSTCODES.get(party["postcode"][:3], "FR") if party["country"] == "FR" else party["country"]
    return places.BY_HAND.get(code, "") if settings.SELLER["vat_liable"] else ""


def refuse_place(party: dict[str, Any]) -> None:
    if where := _by_hand(party):
        raise ClubError(
            f"L’adresse de facturation de {party['name']} est {where}, où la TVA suit une règle à part (article 294 "
            "du CGI)\u00a0: faites établir ce document par l’expert-comptable."
        )


def has_address(party: dict[str, Any]) -> bool:
    """Street, postcode and town of every invoice (CGI ann. II art. 242 nonies A); only France needs a code."""
    return bool(party["address"] and party["city"] and (party["postcode"] or party["country"] != "FR"))


def missing(party: dict[str, Any]) -> list[str]:
    """What an invoice should say of its buyer and does not know, in words."""
    wanted = {
        "l’adresse postale": has_address(party),
        "le SIREN ou le numéro de TVA": party["siren"] or party["vat_number"] or party["rna"],
        "l’adresse électronique des factures": party["siren"] or party["email"],
    }
    if places.is_in_union(party["country"]):
        words = "le numéro de TVA intracommunautaire (sans lui, la TVA française s’applique)"
        wanted[words] = places.is_number_of_union(party["vat_number"])
    if party["is_public"]:
        wanted["le SIRET, que Chorus Pro demande"] = party["siret"]
        wanted["le code service Chorus Pro, s’il y en a un"] = party["chorus_service"]
    return [words for words, known in wanted.items() if not known]


def _country(vat_number: str) -> str:
    """Greece writes EL in its VAT numbers and GR everywhere else."""
    code = vat_number[:2]
    return "FR" if not code.isalpha() or len(code) < 2 else {"EL": "GR"}.get(code, code)


def mentions(document: Document, totals: Totals) -> list[dict[str, str]]:
    """The sentences below the lines, each with its UNTDID 4451 code (PMD, PMT, AAB: asked for in France)."""
    said: list[tuple[str, str]] = []
    if document.cites:
        cited = document.cites
        day = date_format(cited.issued_on, "j F Y")
        said.append(("ACB", f"Avoir sur {_the(cited)} {cited.number} du {day}. Motif\u00a0: {document.reason}"))
    if document.kind == Document.Kind.CALL or (document.cites and document.cites.kind == Document.Kind.CALL):
        said.append(("REG", NOT_LIABLE))
    else:
        said += [("PMD", PENALTIES), ("PMT", RECOVERY), ("AAB", NO_DISCOUNT), ("REG", SERVICES)]
        if settings.SELLER["vat_on_debits"]:
            said.append(("REG", ON_DEBITS))
    said += [("AAI", part.exemption) for part in totals.parts if part.exemption]
    return [{"code": code, "text": text} for code, text in said]


def _the(cited: Document) -> str:
    return "l’appel de cotisation" if cited.kind == Document.Kind.CALL else "la facture"
