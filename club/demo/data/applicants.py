"""Organisations that have just asked to join the Club of the demonstration, and wait for an answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Applicant:
    """``known``: the name of an organisation that the Club has already, whose number and site it bears."""

    name: str
    kind: str
    city: str
    postcode: str
    sent: int
    basket: dict[str, int]
    person: tuple[str, str, str, str]
    known: str = ""
    siren: str = ""
    changes: str = ""


APPLICANTS = [
    Applicant(
        "Scribelune",
        "publisher",
        "Nantes",
        "44000",
        3,
        {"base-marque": 1, "cercle": 1, "ateliers": 2, "encarts": 2},
        ("mme", "Solène", "Guillou", "Directrice générale"),
        siren="000418038",
    ),
    Applicant(
        "Missivole SAS",
        "publisher",
        "Nice",
        "06000",
        1,
        {"base-marque": 1, "encarts": 1},
        ("m", "Adrien", "Falconi", "Gérant"),
        known="Missivole",
    ),
    Applicant(
        "Réseau des ateliers numériques du Morvan",
        "public_spaces",
        "Château-Chinon",
        "58120",
        16,
        {"base-reseau-public": 1},
        ("mme", "Maryse", "Thibert", "Présidente"),
        siren="000418046",
        changes="Merci de nommer la personne qui signera, et de donner le numéro RNA de l’association.",
    ),
]
"""``changes``: what the Club asked them to complete, long enough ago to call them."""
