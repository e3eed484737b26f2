"""The meetings that the Club of the demonstration holds again and again, from a year ago to six months ahead; guests and venues are invented.

``month`` counts from the current one; ``nth`` and ``weekday`` (Monday is 0) say which day of it.
"""

from dataclasses import dataclass

from club.core.departments import Department
from events.models import Admission, Kind, State


@dataclass(frozen=True)
class Planned:
    """``state``: where it ends up; what is announced and over is held. ``guest``: name, then what they do.
    ``speakers``: number of the moment of its series, name, what they do. ``replay``: who reads it.
    """

    month: int
    title: str
    summary: str
    programme: str = ""
    guest: tuple[str, str] = ("", "")
    state: State = State.OPEN
    reason: str = ""
    speakers: tuple[tuple[int, str, str], ...] = ()
    replay: str = ""


@dataclass(frozen=True)
class Series:
    """What planned events of one kind share. ``place``: venue, address, commune, département; none: online.
    ``moments``: the skeleton of their programme, (hour, minute, title).
    """

    kind: Kind
    department: Department
    nth: int
    weekday: int
    hours: tuple[tuple[int, int], tuple[int, int]]
    audience: tuple[Admission, ...]
    place: tuple[str, str, str, str] | None
    planned: tuple[Planned, ...]
    public: bool = True
    moments: tuple[tuple[int, int, str], ...] = ()


EVENING_HOURS = (
    (18, 30, "Accueil, et présentation des nouveaux membres"),
    (19, 0, "Le sujet de la soirée, puis vos questions"),
    (20, 0, "Tables de partenariat, une marque et un réseau à chacune"),
)
MORNING_HOURS = (
    (8, 30, "Accueil et petit-déjeuner"),
    (9, 0, "La note de lecture, en vingt minutes"),
    (9, 20, "Échange avec les responsables publics présents"),
    (10, 15, "Ce que le Cercle en retient"),
)
DAY_HOURS = (
    (9, 15, "Accueil"),
    (9, 45, "Le point sur les petites entreprises de la région"),
    (10, 30, "Ateliers du matin"),
    (12, 30, "Déjeuner sur place"),
    (14, 0, "Ateliers de l’après-midi"),
    (16, 30, "Ce que chacun emporte"),
)

PARIS = ("Salons Montorge", "8, rue de l’Exemple", "Paris", "75")
EVENING = "Chaque membre vient avec une offre ou une demande. Les tables de partenariat réunissent ensuite une marque et un réseau, qui ont une heure pour voir s’ils feront route ensemble."
FULL_DAY = "## Les ateliers\n\nHuit ateliers de vingt-cinq places, tenus chacun par un fournisseur, avec autant d’ambassadeurs que d’experts."
HALF_DAY = "## Ce qu’on y apprend\n\n- reconnaître la demande d’un commerçant ou d’un artisan\n- répondre simplement, sans vendre trop tôt\n- savoir vers qui orienter\n\nUn cas réel, puis vos questions."

PARTNERS = Series(
    kind=Kind.PARTNERS,
    department=Department.PARTNERS,
    nth=3,
    weekday=3,
    hours=((18, 30), (21, 0)),
    audience=(Admission.MEMBER,),
    place=PARIS,
    moments=EVENING_HOURS,
    planned=(
        Planned(
            -11,
            "Équiper les commerces de centre-ville",
            "Ce que veulent les maires, ce que peuvent les marques.",
            EVENING,
            ("Odile Ferrandier", "directrice d’une foncière de commerces"),
        ),
        Planned(
            -10,
            "Le chéquier numérique des régions",
            "Qui paie, pour quel équipement, avec quels conseillers.",
            EVENING,
            ("Bastien Roquelaure", "chargé des aides aux entreprises dans une région"),
        ),
        Planned(
            -9,
            "Vendre sur place et en ligne",
            "Un seul stock pour la boutique et le site : retours d’expérience.",
            EVENING,
            ("Maud Santerre", "libraire et présidente d’une union de commerçants"),
        ),
        Planned(
            -8,
            "La caisse, cœur du magasin",
            "Ce que change la caisse certifiée, et ce qu’on peut y brancher.",
            EVENING,
            ("Yannick Delbosc", "dirigeant d’un réseau de revendeurs"),
        ),
        Planned(
            -7,
            "Cybersécurité des artisans",
            "Trois gestes qui évitent le pire, et qui les enseigne.",
            EVENING,
            ("Salomé Vernhes", "responsable d’un centre de secours informatique"),
        ),
        Planned(
            -6, "Recruter par le numérique", "Les outils que les petites entreprises utilisent vraiment.", EVENING
        ),
        Planned(
            -5,
            "Le bilan du premier semestre",
            "Les partenariats signés, ceux qui avancent, ceux qui attendent.",
            EVENING,
        ),
        Planned(
            -4, "Avant l’été : les projets de la rentrée", "Chaque membre présente le sien en trois minutes.", EVENING
        ),
        Planned(
            -2,
            "La rentrée des partenaires",
            "Les appels à projets de l’automne et les réseaux qui cherchent une marque.",
            EVENING,
            ("Clotilde Amsellem", "secrétaire générale d’une fédération de commerces"),
        ),
        Planned(
            -1,
            "Facture électronique : six mois après",
            "Où en sont les petites entreprises, et qui les accompagne.",
            EVENING,
            ("Régis Montalembois", "expert-comptable, élu de sa profession"),
            replay="members",
        ),
        Planned(
            0,
            "Intelligence artificielle au comptoir",
            "Ce qui sert déjà dans une entreprise de trois personnes.",
            EVENING,
            ("Inès Charpentreau", "fondatrice d’un atelier de prototypage"),
            speakers=((1, "Rémi Castelnau", "économiste des petites entreprises"),),
        ),
        Planned(
            1,
            "Les vœux des partenaires",
            "Les partenariats de l’année, et ceux qu’on voudrait signer.",
            EVENING,
            ("Théodore Lacaussade", "directeur général d’un réseau de proximité"),
            speakers=((1, "Apolline Desrosiers", "enseignante en gestion de réseaux"),),
        ),
        Planned(
            2,
            "Réseau, fibre et fin du cuivre",
            "Ce que la fermeture du cuivre demande aux commerces.",
            EVENING,
            ("Mathilde Oriol-Garaud", "directrice d’un opérateur de services"),
        ),
        Planned(
            3,
            "Achats groupés : mode d’emploi",
            "Un réseau, une marque, un prix négocié pour tous ses adhérents.",
            EVENING,
        ),
        Planned(
            4,
            "Territoires sans revendeur",
            "Comment servir une petite entreprise à cent kilomètres.",
            EVENING,
            state=State.DRAFT,
        ),
    ),
)
CERCLE = Series(
    kind=Kind.CERCLE,
    department=Department.CERCLE,
    nth=2,
    weekday=1,
    hours=((8, 30), (10, 30)),
    audience=(Admission.EXECUTIVE,),
    place=PARIS,
    moments=MORNING_HOURS,
    planned=(
        Planned(
            -10,
            "L’équipement des TPE, dix ans de chiffres",
            "Une note de lecture et ce qu’elle demande aux pouvoirs publics.",
        ),
        Planned(-7, "Aides publiques : ce qui atteint les TPE", "Du dispositif annoncé à l’argent versé."),
        Planned(
            -4, "Former les conseillers d’entreprise", "Les propositions des réseaux, avant le débat de l’automne."
        ),
        Planned(
            -1, "Confiance numérique des petites entreprises", "Assurance, secours, responsabilité : qui fait quoi."
        ),
        Planned(
            2,
            "Souveraineté : la part des TPE",
            "Ce que les petites entreprises peuvent choisir, et à quel prix.",
            guest=("Bérengère Talmont", "présidente d’une commission d’étude"),
        ),
        Planned(
            5,
            "Dématérialisation : le calendrier et ses suites",
            "Où en sont les textes, et ce que les membres observent.",
        ),
    ),
)
