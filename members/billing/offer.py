"""A proposal as a PDF: what is offered, what it costs, when it is due, what it gives.

Typeset as dues documents are: words as JSON and nothing else, no user text as markup.
"""

from typing import Any

from django.utils import timezone

from club.core.context import facts as club_facts
from club.core.days import date_format
from club.core.templatetags.club import euros
from members.bilan import Bilan, bilan_of_term
from members.billing import figures, printing
from members.billing.consent import authority_words, consent_words
from members.billing.models import Proposal
from members.models import EntitlementKind, OptionVersion, Organisation
from members.pricing import PricedLine, Quote

TEMPLATE = printing.FOLDER / "proposal.typ"
TITLES = {
    Proposal.Kind.JOINING: "Proposition d’adhésion",
    Proposal.Kind.RENEWAL: "Proposition de renouvellement",
    Proposal.Kind.CHANGE: "Proposition de changement d’options",
}


def pdf(proposal: Proposal) -> bytes:
    """The file (tagged, PDF/A-3b) of a proposal as it stands."""
    return printing.typeset(TEMPLATE, facts(proposal))


def facts(proposal: Proposal) -> dict[str, Any]:
    """Everything the document states, as words and formatted amounts."""
    quote = figures.quote_of(proposal)
    club = club_facts()
    credit = figures.credit_of(proposal)
    return {
        "title": TITLES[Proposal.Kind(proposal.kind)],
        "reference": reference(proposal),
        "club": [str(club["club_name"]), str(club["club_address"]), str(club["club_phone"]), str(club["club_email"])],
        "organisation": _party(proposal.organisation),
        "made_on": _day(timezone.localdate()),
        "period": period_words(proposal),
        "valid_until": _day(proposal.valid_until),
        "seats": proposal.seats,
        "order_number": proposal.order_number,
        "lines": [_line(line) for line in quote.lines],
        "ended": [[line.choice.version.option.name, euros(line.net)] for line in credit.lines],
        "credit": _balance(quote, credit),
        "discount_reason": proposal.discount_reason if proposal.discount else "",
        "parts": vat_words(quote),
        "net": euros(quote.net),
        "total": euros(quote.total),
        "instalments": [[_day(on), euros(amount)] for on, amount in figures.due_dates(proposal.instalments)],
        "rights": [[name, words] for name, words in rights(quote)],
        "consent": [authority_words(proposal), consent_words(proposal)],
        "bilan": _bilan(bilan_of_term(proposal.previous)) if proposal.previous_id else None,
    }


def _balance(quote: Quote, credit: Quote) -> list[list[str]]:
    """Of a change: the credit note and what is left once it is taken off."""
    balance = quote.total - credit.total
    label = "En faveur de l’organisation" if balance < 0 else "À régler en plus"
    return [["Avoir, TTC", euros(credit.total)], [label, euros(balance)]]


def reference(proposal: Proposal) -> str:
    return f"P-{proposal.pk:05d}"


def period_words(proposal: Proposal) -> str:
    return f"du {_day(proposal.starts_on)} au {_day(proposal.ends_on)}"


def vat_words(quote: Quote) -> list[list[str]]:
    """One line per rate: the words, the base, the amount."""
    return [
        [
            part.vat.label if part.vat.rate else (part.exemption or part.vat.label),
            euros(part.base),
            euros(part.amount),
        ]
        for part in quote.parts
    ]


def rights(quote: Quote) -> list[tuple[str, str]]:
    """What each option gives over a year, and when its rights open."""
    found = []
    for line in quote.lines:
        version, quantity = line.choice.version, line.choice.quantity
        given = [grant_words(grant.kind, grant.quantity * quantity) for grant in version.grants.all()]
        if given:
            opens = OptionVersion.Opens(version.opens).label
            found.append((version.option.name, f"{', '.join(given)} (droits ouverts {opens})"))
    return found


def grant_words(kind: str, quantity: int) -> str:
    right = EntitlementKind(kind)
    return f"{quantity} {right.label}" if right.counted else str(right.label)


def _line(line: PricedLine) -> list[str]:
    discount = f"{line.choice.discount.normalize():f} %".replace(".", ",") if line.choice.discount else ""
    return [
        line.choice.version.option.name,
        str(line.choice.quantity),
        euros(line.choice.version.price),
        discount,
        euros(line.net),
    ]


def _party(organisation: Organisation) -> list[str]:
    known = [organisation.legal_name or organisation.name]
    if organisation.siren:
        known.append(f"SIREN {organisation.siren}")
    elif organisation.rna:
        known.append(f"RNA {organisation.rna}")
    elif organisation.foreign_vat:
        known.append(f"TVA {organisation.foreign_vat}")
    return known


def _bilan(bilan: Bilan) -> dict[str, Any]:
    return {
        "period": f"du {_day(bilan.starts_on)} au {_day(bilan.ends_on)}",
        "people": len(bilan.people),
        "rights": [[str(right.kind.label), right.words] for right in bilan.rights],
        "uses": [[_day(use.used_on), use.label, use.outcome] for right in bilan.rights for use in right.uses],
    }


def _day(day: Any) -> str:
    return date_format(day, "j F Y")
