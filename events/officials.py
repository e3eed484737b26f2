"""Before public officials nobody buys the floor: no price and no benefit may be tied to speaking (law 2013-907)."""

import re
from collections.abc import Iterable

from events.models import Event, Pledge, ProgrammeItem
from members.models.catalogue import SPEECH

SENTENCE = re.compile(r"[.!?\n]+")
PRICE = re.compile(
    r"€|\beuros?\b|\btarifs?\b|\bprix\b|\bpay(?:é|ant|er)|\boptions?\b|\bformules?\b|\bpacks?\b|\bforfaits?\b", re.I
)
SPONSOR = re.compile(r"\bsponsor|\bparrain[eéa]|\bmécén|\bofferte? par\b|\bavec le soutien de\b", re.I)
SPEECH_SOLD = (
    "En présence de responsables publics, aucun prix ni aucun avantage ne donne la parole (loi"
    " n°\u00a02013-907)\u00a0: retirez de ce texte ce qui lie une prise de parole à un prix ou à une option."
)
SPONSORED = (
    "En présence de responsables publics, aucun parrainage n’est mis en avant (loi n°\u00a02013-907)\u00a0:"
    " retirez de ce texte ce qui fait la promotion d’un parrain."
)
PLEDGED = (
    "Des ateliers parrainés sont promis à cette rencontre\u00a0: elle ne peut pas recevoir de responsables publics."
)


def refusal(event: Event, items: Iterable[ProgrammeItem] | None = None) -> str:
    """Why ``event`` cannot be held before officials as it is written; empty when it can, or when none comes.
    ``items``: the programme that it will have, when it is not the one that is kept.
    """
    if not event.with_officials:
        return ""
    kept = event.programme.all() if event.pk and items is None else items or ()
    programme = (f"{item.title}, {item.speaker}, {item.role}" for item in kept)
    for text in (event.title, event.summary, event.description, *programme):
        if any(SPEECH.search(part) and PRICE.search(part) for part in SENTENCE.split(text)):
            return SPEECH_SOLD
        if SPONSOR.search(text):
            return SPONSORED
    return PLEDGED if event.pk and _sponsored(event) else ""


def _sponsored(event: Event) -> bool:
    return Pledge.objects.filter(meeting__event=event, state=Pledge.State.STANDING, is_sponsored=True).exists()
