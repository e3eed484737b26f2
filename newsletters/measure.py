"""What a reader lets the Club measure of his clicks: the choices, in the words that are shown and kept as proof."""

from newsletters.models import Preference

Tracking = Preference.Tracking

SAYS: dict[str, str] = {
    Tracking.NONE: "Ne comptez rien\u00a0: les liens me mènent droit au site de chacun.",
    Tracking.ANONYMOUS: (
        "Comptez mes clics sans savoir qui je suis\u00a0: le lien passe par le Club, le même pour tous, "
        "et ajoute un au total de l’encart."
    ),
    Tracking.INDIVIDUAL: (
        "Comptez mes clics et notez à mon nom les encarts que j’ouvre, pour m’en rendre la liste. Elle n’est montrée "
        "qu’à moi, et s’efface au bout de treize mois, ou dès que je change d’avis."
    ),
}
"""What is done, for what, how long. The ledger (``TrackingConsent``) keeps it word for word."""

AGREES = "J’accepte que le Club note à mon nom les encarts que j’ouvre"

WORDS: dict[str, str] = SAYS | {Tracking.INDIVIDUAL: f"{SAYS[Tracking.INDIVIDUAL]} Coché\u00a0: {AGREES}."}
