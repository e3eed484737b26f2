"""The description beside the files: what is in them, fault by fault."""

from club.demo.examples import ambassadors, experts
from club.demo.examples.faults import Fault

HEAD = """# Fichiers d’exemple

Deux fichiers de contacts tels que l’équipe du Club les recevrait, avec leurs défauts, pour essayer l’import. Les
personnes, les entreprises, les numéros et les adresses sont inventés (`club/demo/data/invented.py`).

| fichier | lignes | forme |
|---|---|---|
| `ambassadeurs.xlsx` | 1 200 conseillers de réseaux | classeur ; un titre et une ligne vide avant les en-têtes |
| `experts-channel.csv` | 5 150 entreprises et leurs contacts | Windows-1252, points-virgules, fins de ligne Windows |

Écrits par `python manage.py make_example_files` depuis la base de la démonstration : une partie des lignes décrit
des personnes déjà connues, identiques ou modifiées, les autres sont nouvelles. Douze lignes vides terminent chaque
fichier.
"""

EXPECTED = {
    "ambassadeurs.xlsx": {"créations": 443, "modifications": 163, "sans changement": 560, "refus": 34},
    "experts-channel.csv": {"créations": 2131, "modifications": 427, "sans changement": 2479, "refus": 113},
}


def text() -> str:
    return "\n".join(
        [
            HEAD,
            _file("ambassadeurs.xlsx", ambassadors.KNOWN, ambassadors.CHANGED, ambassadors.TOTAL, ambassadors.FAULTS),
            f"- lignes répétées à l’identique : {ambassadors.REPEATED} (refusées comme doublons)",
            "- toutes : formule dans la colonne « Étiquette » (ignorée), colonnes « Dernière visite » et",
            "  « Observations » ignorées, codes postaux et départements tapés comme des nombres, donc sans zéro",
            "  initial, dates vraies ou écrites « 7/3/2026 », « 07-03-26 », « 1er mars 2026 », « 2026-03-07 »",
            "",
            _file("experts-channel.csv", experts.KNOWN, experts.CHANGED, experts.TOTAL, experts.FAULTS),
            f"- second contact d’une entreprise, sur une autre ligne : {experts.SECOND_CONTACTS} (acceptés)",
            f"- lignes répétées à l’identique, au code client près : {experts.REPEATED} (refusées comme doublons)",
            "- toutes : colonnes « Code client », « Fax » et « Commentaire » ignorées",
            "",
        ]
    )


def _file(name: str, known: int, changed: int, total: int, faults: list[Fault]) -> str:
    lines = [f"## `{name}`", "", f"{known} lignes tirées de la base, dont {changed} modifiées, sur {total}.", ""]
    lines += [f"Ce que l’import annonce sur la base de la démonstration : {_result(EXPECTED[name])}.", ""]
    lines += ["Refusées par l’import :", "", *(_fault(fault) for fault in faults if fault.refused), ""]
    lines += ["Réparées ou laissées de côté :", "", *(_fault(fault) for fault in faults if not fault.refused)]
    return "\n".join(lines)


def _result(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {label}" for label, number in counts.items())


def _fault(fault: Fault) -> str:
    return f"- {fault.says} : {fault.number}"
