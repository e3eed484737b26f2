"""Everything in the agenda of the demonstration: the meetings, and regional meetings, trainings and the rest."""

from club.core.departments import Department
from club.demo.data.meetings import CERCLE, DAY_HOURS, FULL_DAY, HALF_DAY, PARIS, PARTNERS, Planned, Series
from events.models import Admission, Kind, State

REGIONAL = (Admission.AMBASSADOR, Admission.EXPERT, Admission.MEMBER)
LYON = Series(
    Kind.REGIONAL,
    Department.PARTNERS,
    nth=2,
    weekday=3,
    hours=((9, 15), (17, 0)),
    audience=REGIONAL,
    moments=DAY_HOURS,
    place=("Halle du Confluent", "3, quai de l’Exemple", "Lyon", "69"),
    planned=(
        Planned(
            -1,
            "Rencontre régionale Auvergne-Rhône-Alpes",
            "Une journée, huit ateliers : ambassadeurs et experts de la région face aux fournisseurs.",
            FULL_DAY,
        ),
    ),
)
PARIS_REGIONAL = Series(
    Kind.REGIONAL,
    Department.PARTNERS,
    nth=3,
    weekday=1,
    hours=((9, 15), (17, 0)),
    audience=REGIONAL,
    moments=DAY_HOURS,
    place=("Pavillon des Batignolles", "21, allée de l’Exemple", "Paris", "75"),
    planned=(
        Planned(
            1,
            "Rencontre régionale Île-de-France",
            "Une journée, huit ateliers : ambassadeurs et experts franciliens face aux fournisseurs.",
            FULL_DAY,
            ("Armelle Quintard", "cheffe d’entreprise, auteure d’un guide pour artisans"),
        ),
    ),
)
NANTES = Series(
    Kind.REGIONAL,
    Department.PARTNERS,
    nth=2,
    weekday=3,
    hours=((9, 15), (17, 0)),
    audience=REGIONAL,
    moments=DAY_HOURS,
    place=("", "", "Nantes", "44"),
    planned=(
        Planned(
            1,
            "Rencontre régionale Pays de la Loire",
            "Une journée, huit ateliers : ambassadeurs et experts de la région face aux fournisseurs.",
            FULL_DAY,
            state=State.POSTPONED,
            reason="Quatre fournisseurs sur les six attendus se sont engagés : la journée est reportée pour que chaque atelier ait lieu.",
        ),
    ),
)
BORDEAUX = Series(
    Kind.REGIONAL,
    Department.PARTNERS,
    nth=2,
    weekday=2,
    hours=((9, 15), (17, 0)),
    audience=REGIONAL,
    place=("Hangar des Bassins", "7, quai de l’Exemple", "Bordeaux", "33"),
    planned=(
        Planned(
            2,
            "Rencontre régionale Nouvelle-Aquitaine",
            "Une journée, huit ateliers : ambassadeurs et experts de la région face aux fournisseurs.",
            FULL_DAY,
        ),
    ),
)
TRAININGS_ONLINE = Series(
    Kind.TRAINING,
    Department.AMBASSADORS,
    nth=1,
    weekday=1,
    hours=((11, 0), (12, 30)),
    audience=(Admission.AMBASSADOR,),
    place=None,
    planned=(
        Planned(
            -8, "Choisir une caisse avec un commerçant", "Les six questions à poser avant de comparer.", HALF_DAY
        ),
        Planned(
            -3, "Lire un devis de site web", "Repérer ce qui manque et ce qui engage.", HALF_DAY, replay="public"
        ),
        Planned(
            1,
            "Facture électronique : répondre aux TPE",
            "Les dates, les exceptions, les premiers gestes.",
            HALF_DAY,
            state=State.FULL,
        ),
        Planned(3, "Sauvegarder sans y penser", "Une méthode à expliquer en dix minutes.", HALF_DAY),
    ),
)
TRAININGS_CHANNEL = Series(
    Kind.TRAINING,
    Department.CHANNEL,
    nth=3,
    weekday=1,
    hours=((14, 0), (17, 30)),
    audience=(Admission.EXPERT,),
    place=("Espace Vauban", "5, place de l’Exemple", "Lille", "59"),
    planned=(
        Planned(
            -5,
            "Sécuriser le réseau d’une boutique",
            "Du routeur à la caisse : la liste des points à vérifier.",
            HALF_DAY,
        ),
        Planned(
            -2,
            "Reprendre un site abandonné",
            "Ce qu’on récupère, ce qu’on refait, ce qu’on facture.",
            HALF_DAY,
            state=State.CANCELLED,
            reason="Le formateur n’était pas disponible : la formation sera reprogrammée sous un autre titre.",
        ),
        Planned(2, "Installer une caisse connectée", "Sur table, avec le matériel de deux fournisseurs.", HALF_DAY),
    ),
)
PRIVATE = Series(
    Kind.OTHER,
    Department.CERCLE,
    nth=4,
    weekday=2,
    hours=((8, 30), (9, 30)),
    audience=(Admission.EXECUTIVE,),
    place=PARIS,
    planned=(Planned(1, "Préparation de la réunion du Cercle", "Ordre du jour et relecture de la note."),),
    public=False,
)
OPEN_TO_ALL = Series(
    Kind.OTHER,
    Department.AMBASSADORS,
    nth=2,
    weekday=3,
    hours=((12, 0), (13, 0)),
    audience=(Admission.EVERYONE,),
    place=None,
    planned=(
        Planned(
            2,
            "Une heure pour découvrir le Club",
            "Ce que le Club fait, pour qui, et comment y entrer. Ouvert à tous, en ligne.",
        ),
    ),
)
CALENDAR = (
    PARTNERS,
    CERCLE,
    LYON,
    PARIS_REGIONAL,
    NANTES,
    BORDEAUX,
    TRAININGS_ONLINE,
    TRAININGS_CHANNEL,
    PRIVATE,
    OPEN_TO_ALL,
)
GUEST_TOLD, SPEAKER_TOLD = 30, 10
"""Days before from which a guest and a speaker may be named."""
