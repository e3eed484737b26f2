"""The reach of an insert, or of a year, on paper and in a spreadsheet.

Typst gets the data as JSON and nothing else: no file to read, no package to fetch, no user text as markup.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone

from club.contributions.reach import FEW, Insert, Section, Year
from club.core.days import date_format
from club.core.templatetags.club import nombre

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "contributions" / "documents" / "reach.typ"
KINDS = ("pdf", "csv")
METHOD = [
    "Une personne est atteinte quand son serveur a accepté le message et qu’il n’est pas revenu.",
    "Les clics ne sont comptés que sur les lecteurs qui l’acceptent, sans savoir qui clique\u00a0; ceux des machines "
    "sont mis à part.",
    "Un chiffre sur moins de dix personnes n’est pas donné, ni ce qui permettrait de le calculer.",
]


def pdf(facts: dict[str, Any]) -> bytes:
    """The PDF (tagged, PDF/A-2a) of what ``insert`` or ``year`` gives."""
    data = json.dumps(facts, ensure_ascii=False)
    made = typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": data}, pdf_standards=["a-2a"])
    return bytes(made)  # type: ignore[arg-type]


def insert(told: Insert) -> dict[str, Any]:
    placement = told.placement
    figures = [["Reçu par", told.reached]]
    if told.figures:
        figures += [["Remis", _number(told.figures.accepted)], ["Revenus", _number(told.figures.bounced)]]
    figures.append(["Clics", ", ".join(filter(None, [told.clicks, told.counted_on]))])
    if told.beside:
        figures.append(["Pour cent lecteurs", told.beside])
    if told.figures and told.is_in_archive:
        figures.append(["Lectures du numéro dans l’archive", nombre(told.figures.archive_readings)])
    return {
        **_around(f"Portée\u00a0: {placement.submission}", str(placement.supplier)),
        "lead": f"{placement.issue} du {_day(placement.sent_on)}, {told.place} parmi les encarts.",
        "figures": figures,
        "tables": [_table(section) for section in told.sections()],
        "wide": False,
    }


def year(told: Year) -> dict[str, Any]:
    rows = [_cells(one) for one in told.inserts]
    heads = ["Paru le", "Encart", "Place", "Personnes", "Clics", "%", "Médiane"]
    return {
        **_around("Portée d’une année", str(told.supplier)),
        "lead": f"Encarts parus du {_day(told.starts_on)} au {_day(told.ends_on)}.",
        "figures": [[label.capitalize(), value] for label, value in told.totals],
        "tables": [{"title": "Encart par encart", "heads": heads, "rows": rows}] if rows else [],
        "wide": True,
    }


def records_of_insert(told: Insert) -> Iterator[list[str]]:
    yield ["Rubrique", "Libellé", "Chiffre"]
    yield ["Encart", "Titre", str(told.placement.submission)]
    yield ["Encart", "Flash info", str(told.placement.issue.number)]
    yield ["Encart", "Paru le", told.placement.sent_on.isoformat()]
    yield ["Encart", "Place", f"{told.placement.rank} sur {told.placement.out_of}"]
    if told.figures is None:
        return
    figures = told.figures
    yield ["Ensemble", "Personnes atteintes", _plain(figures.reached)]
    yield ["Ensemble", "Remis", _plain(figures.accepted)]
    yield ["Ensemble", "Revenus", _plain(figures.bounced)]
    yield ["Clics", "Lecteurs comptés", _plain(figures.measured)]
    yield ["Clics", "Clics", told.clicks_alone]
    yield ["Clics", "Pour cent lecteurs comptés", _rate(figures.rate)]
    yield ["Clics", "Médiane de la rubrique", _rate(figures.median)]
    yield ["Archive", "Lectures du numéro", str(figures.archive_readings)]
    for section in told.sections():
        for line in section.lines:
            yield [section.title, line.label, line.words.replace("\u00a0", "")]


def records_of_year(told: Year) -> Iterator[list[str]]:
    yield [
        "Paru le",
        "Flash info",
        "Encart",
        "Place",
        "Sur",
        "Personnes atteintes",
        "Revenus",
        "Clics",
        "Lecteurs comptés",
        "Pour cent",
        "Médiane de la rubrique",
        "Lectures dans l’archive",
    ]
    for one in told.inserts:
        row, figures = one.placement, one.figures
        record = [row.sent_on.isoformat(), str(row.issue.number), str(row.submission), str(row.rank), str(row.out_of)]
        if figures:
            record += [_plain(figures.reached), _plain(figures.bounced), one.clicks_alone, _plain(figures.measured)]
            record += [_rate(figures.rate), _rate(figures.median), str(figures.archive_readings)]
        yield record


def _cells(one: Insert) -> list[str]:
    row = one.placement
    return [
        date_format(row.sent_on, "d/m/Y"),
        f"n°\u00a0{row.issue.number} · {row.submission}",
        f"{row.rank} sur {row.out_of}",
        _number(one.figures.reached) if one.figures else "–",
        one.clicks_alone,
        one.rate,
        one.median,
    ]


def _table(section: Section) -> dict[str, Any]:
    rows = [[line.label, line.words, line.part] for line in section.lines]
    return {"title": section.title, "heads": [section.first, "Personnes"], "rows": rows}


def _around(title: str, supplier: str) -> dict[str, Any]:
    made_at = date_format(timezone.localtime(), r"j F Y à G \h i")
    return {"club": settings.CLUB_NAME, "title": title, "supplier": supplier, "made_at": made_at, "method": METHOD}


def _number(value: int | None) -> str:
    return FEW if value is None else nombre(value)


def _plain(value: int | None) -> str:
    """As spreadsheets add it up."""
    return FEW if value is None else str(value)


def _rate(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".replace(".", ",")


def _day(day: date) -> str:
    return date_format(day, "j F Y")
