"""Who chose what in the Club of the demonstration, and whom it would like to welcome next."""

from dataclasses import dataclass, field

Basket = dict[str, int]

COMPOSED: dict[str, Basket] = {
    "Ordivance": {"partenaire-officiel": 1},
    "Comptéliane": {"partenaire-officiel": 1},
    "Télévallon": {"partenaire-officiel": 1, "encarts": 1},
    "Facturivage": {"base-marque": 1, "cercle": 1, "ateliers": 2, "encarts": 2},
    "Caissandre": {"base-marque": 1, "ateliers": 3, "encarts": 1},
    "Rempardine": {"base-marque": 1, "cercle": 1, "encarts": 3},
    "Hébergelune": {"base-marque": 1, "encarts": 2, "reunions": 1},
    "Grossorde": {"base-marque": 1, "ateliers": 1},
    "Paielune": {"base-marque": 1, "reunions": 2},
    "Passerelin": {"base-marque": 1, "cercle": 1},
    "Réseau Métiers & Ateliers, chambres de métiers": {"base-institution": 1, "encarts": 1, "reunions": 1},
    "Ordre des conseils comptables": {"base-institution": 1, "cercle": 1},
}
"""Members who took more than the base fee; all the others who are no prospect take that of their side."""

PUBLIC_KINDS = {"public", "public_spaces", "agency"}
"""Institutions whose base fee is the free one."""

ROLLING = {"Facturivage", "Hébergelune"}
"""Members from day to day, not by calendar year."""

IN_GRACE, LAPSED = "Domaniel", "Missivole"
"""One whose term ended some days ago, one whose ended long ago; neither was renewed."""


@dataclass(frozen=True)
class Lead:
    """An organisation on its way: ``next_in`` days from today; ``notes``: days ago, what was said."""

    name: str
    stage: str
    expected: int
    source: str
    sponsor: str = ""
    next_action: str = ""
    next_in: int | None = None
    notes: list[tuple[int, str]] = field(default_factory=list)


LEADS = [
    Lead(
        "Kaltéra",
        "offered",
        27000,
        "Salon de la distribution informatique",
        "Ordivance",
        "Rappeler la directrice commerciale pour son accord",
        3,
        [
            (34, "Rencontrés sur leur stand. Ils cherchent des relais auprès des chambres de métiers."),
            (
                12,
                "Proposition remise en main propre\u00a0: base, Cercle, deux ateliers. Réponse sous quinzaine.",
            ),
        ],
    ),
    Lead(
        "Routelis",
        "met",
        14000,
        "Parrainage",
        "Télévallon",
        "Envoyer le bilan d’une rencontre régionale",
        6,
        [(20, "Rendez-vous à Grenoble. Intéressés par les ateliers, pas par le Cercle. Budget voté en janvier.")],
    ),
    Lead(
        "Échoppine",
        "met",
        10000,
        "Demande venue du site",
        "",
        "Fixer un deuxième rendez-vous avec leur marketing",
        -2,
        [(9, "Le gérant veut savoir combien de commerçants lisent Flash info. Chiffres envoyés le jour même.")],
    ),
    Lead(
        "Agendrille",
        "contacted",
        6000,
        "Parrainage",
        "Comptéliane",
        "Appeler le standard, demander la direction",
        1,
        [(5, "Laissé un message. Rappeler en début de semaine.")],
    ),
    Lead("Puceval", "contacted", 8000, "Annuaire professionnel", "", "Écrire à leur responsable TPE", 10),
    Lead(
        "Fédération des commerces de centre-bourg",
        "contacted",
        1200,
        "Rencontre régionale de l’an dernier",
        "Réseau Métiers & Ateliers, chambres de métiers",
        "Présenter le Forum des ambassadeurs à leur bureau",
        15,
        [(28, "Leur secrétaire générale connaît déjà trois de nos ambassadeurs.")],
    ),
    Lead("Ondavril", "spotted", 6000, "Presse", "", "Trouver le bon contact", 21),
    Lead("Sourcévale", "spotted", 6000, "Presse"),
]

MEETINGS = [(60, "Réunion du Club des Partenaires"), (150, "Réunion du Club des Partenaires")]
"""Days ago, what the seats of members who came were used for."""
