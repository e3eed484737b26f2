"""What suppliers of the demonstration answer to the coming call for contents."""

from dataclasses import dataclass

from club.contributions.models import Submission

Kind, State = Submission.Kind, Submission.State


@dataclass(frozen=True)
class Answer:
    """``club``: the title that the Club proposes, or what it says when it refuses."""

    supplier: str
    state: State
    kind: Kind
    title: str
    text: str
    link: str = ""
    link_label: str = ""
    club: str = ""


ANSWERS = [
    Answer(
        "Caissandre",
        State.SUBMITTED,
        Kind.PRODUCT,
        "Une caisse qui continue quand le réseau s’arrête",
        "Sur un marché ou dans une halle, le réseau mobile tombe souvent aux heures de pointe. Notre caisse garde "
        "les ventes, imprime les tickets et envoie le tout quand le réseau revient. Les clôtures se suivent.",
        "https://www.caissandre.example/marches",
        "Voir comment elle fait",
    ),
    Answer(
        "Paielune",
        State.SUBMITTED,
        Kind.TECHNICAL,
        "Bulletins de paie\u00a0: les trois zones que l’on nous demande le plus",
        "Net social, congés, activité partielle\u00a0: notre fiche de deux pages montre où lire chacune, avec "
        "l’exemple d’un salon de coiffure de trois personnes.",
        "https://www.paielune.example/fiche-bulletin",
        "Lire la fiche",
    ),
    Answer(
        "Infogérune",
        State.SUBMITTED,
        Kind.COMMERCIAL,
        "Une sauvegarde relue avec vous, sans engagement",
        "Jusqu’à la fin de l’année, un technicien passe une heure chez l’entreprise que vous conseillez, relit sa "
        "dernière copie et laisse un compte rendu d’une page. Offert aux dix premières de chaque territoire.",
        "https://www.infogerune.example/une-heure",
        "Demander une visite",
    ),
    Answer(
        "Antivague",
        State.PROPOSED,
        Kind.MARKETING,
        "La solution n° 1 contre TOUS les rançongiciels\u00a0!!!",
        "Un poste chiffré par un rançongiciel se restaure en une heure quand la copie est hors ligne. Nous montrons "
        "le déroulé complet en vidéo, de l’alerte à la reprise.",
        "https://www.antivague.example/une-heure",
        "Voir la vidéo (8 minutes)",
        "Rançongiciel\u00a0: la première heure, filmée",
    ),
    Answer(
        "Hébergelune",
        State.ACCEPTED,
        Kind.WHITE_PAPER,
        "Changer d’hébergeur sans perdre son référencement",
        "Vingt pages, sans jargon\u00a0: l’inventaire avant de partir, les redirections, le jour de la bascule et "
        "les contrôles de la semaine suivante. Avec une liste à cocher.",
        "https://www.hebergelune.example/demenager",
        "Recevoir le livre blanc",
    ),
    Answer(
        "Quadrivente",
        State.REFUSED,
        Kind.COMMERCIAL,
        "Déstockage\u00a0: tout doit partir",
        "Imprimantes et tiroirs-caisses de la gamme précédente, jusqu’à épuisement.",
        "https://www.quadrivente.example/destockage",
        "Voir la liste",
        club="Cette offre s’arrête avant le départ du numéro. Proposez-nous plutôt ce qui restera en stock ensuite.",
    ),
    Answer(
        "Fibrelande",
        State.DRAFT,
        Kind.CORPORATE,
        "Nos équipes s’installent à Mont-de-Marsan",
        "Huit techniciens de plus dans les Landes.",
    ),
]
DECLINED = ["Encrelune", "Imprimagne", "Telvane"]
TAKEN = (
    "Câblomont",
    "L’agence envoie demain son communiqué sur les bornes extérieures\u00a0; nous en tirons huit lignes, elle relit.",
)
NEVER_ANSWER = ["Stokéon", "Plumebelle Logiciels", "Brumefil Télécom"]
PAST = ["answered", "silent", "declined", "answered", "silent", "answered", "taken"]
"""What became of the calls of former departures, supplier after supplier."""
