"""What happens on the days of meetings of the demonstration: who opens today, what those who came say, trainings."""

from dataclasses import dataclass

from club.core.topics import Topic
from events.models import TrainingProposal

Level = TrainingProposal.Level

TODAY = "Les ateliers du Forum"
TODAY_SUMMARY = "Une journée entre ambassadeurs et experts franciliens : cas de clients, outils et réponses."
TODAY_PROGRAMME = (
    "## La journée\n\n- 9 h 30 : accueil\n- 10 h : trois cas de clients, en petits groupes\n"
    "- 12 h 30 : déjeuner sur place\n- 14 h : prise en main des outils\n- 17 h : ce que chacun emporte"
)

NOTES = [5, 4, 5, 4, 3, 5, 4, 4, 2]
TAKES = [
    "Deux réseaux qui cherchent une marque pour leurs adhérents.",
    "Une grille d’achat à remettre aux commerçants.",
    "Le nom de la personne qui suit la facture électronique dans mon département.",
    "Une démonstration que je peux refaire en dix minutes.",
    "Un rendez-vous pris avec une chambre de métiers.",
]
MISSED = [
    "Du temps pour les questions.",
    "Des chiffres par département.",
    "Un exemple dans l’artisanat.",
]


@dataclass(frozen=True)
class Wanted:
    """``answered``: a training was made of it, it is no longer asked for."""

    title: str
    topic: Topic
    voices: int
    answered: bool = False


WANTED = [
    Wanted("Lire un devis de site web", Topic.WEBSITE, 37, answered=True),
    Wanted("Expliquer la facture électronique en un quart d’heure", Topic.INVOICING, 34),
    Wanted("Que répondre à un avis injuste", Topic.VISIBILITY, 21),
    Wanted("Monter un dossier d’aide à l’équipement", Topic.FUNDING, 17),
    Wanted("Choisir entre caisse et logiciel de gestion", Topic.PAYMENT, 12),
    Wanted("Le registre des données d’un artisan", Topic.DATA, 6),
]


@dataclass(frozen=True)
class Offered:
    """``event``: the title of what it became in the agenda; ``refused``: why it did not."""

    supplier: str
    title: str
    topic: Topic
    level: Level
    summary: str
    days_ago: int
    event: str = ""
    wish: str = ""
    refused: str = ""
    place: str = ""


OFFERED = [
    Offered(
        "Pagivore",
        "Lire un devis de site web",
        Topic.WEBSITE,
        Level.USUAL,
        "Repérer dans un devis ce qui manque et ce qui engage.",
        150,
        event="Lire un devis de site web",
        wish="Lire un devis de site web",
    ),
    Offered(
        "Coffralume",
        "Sauvegarder sans y penser",
        Topic.SECURITY,
        Level.BEGINNER,
        "Expliquer une méthode de sauvegarde en dix minutes.",
        40,
        event="Sauvegarder sans y penser",
    ),
    Offered(
        "Comptéliane",
        "La facture électronique expliquée à un artisan",
        Topic.INVOICING,
        Level.BEGINNER,
        "Dire à un artisan ce qu’il doit recevoir, émettre et quand.",
        3,
        wish="Expliquer la facture électronique en un quart d’heure",
    ),
    Offered(
        "Caissandre",
        "Caisse ou logiciel de gestion\u00a0: choisir avec le commerçant",
        Topic.PAYMENT,
        Level.USUAL,
        "Mener l’entretien qui décide de l’équipement.",
        6,
        wish="Choisir entre caisse et logiciel de gestion",
        place="69",
    ),
    Offered(
        "Antivague",
        "Présentation de la gamme de l’année",
        Topic.SECURITY,
        Level.BEGINNER,
        "Connaître nos produits et nos tarifs.",
        25,
        refused="C’est une présentation commerciale\u00a0: proposez plutôt un cas à résoudre avec un commerçant.",
    ),
]
