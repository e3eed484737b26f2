"""Enhanced status codes of mail (RFC 3463 and its registry): one table for the sender, the bounces and the words.

Read the *code*: the same first digit hides opposite meanings.
"""

from django.db import models

UNKNOWN_ADDRESS = {"5.1.1", "5.1.2", "5.1.6", "5.1.10"}


class Meaning(models.TextChoices):
    """What a refusal says, whoever gives it: the relay at once, or a message that comes back later."""

    UNKNOWN = "unknown", "adresse inexistante"  # nothing goes there any more
    SOFT = "soft", "refus passager"  # counted: three issues in a row
    REPUTATION = "reputation", "refus qui nous vise"  # about us: nobody is suppressed


WORDS = {  # read without their first digit
    "1.1": "cette adresse n’existe pas",
    "1.2": "ce domaine n’existe pas",
    "1.6": "cette personne a déménagé sans laisser d’adresse",
    "1.10": "ce domaine ne reçoit pas de courriel",
    "2.1": "la boîte est fermée",
    "2.2": "la boîte est pleine",
    "2.3": "le message est trop lourd pour cette boîte",
    "3.4": "le message est trop lourd pour ce serveur",
    "4.1": "le serveur du destinataire ne répond pas",
    "4.4": "aucun serveur ne reçoit le courrier de ce domaine",
    "4.7": "le serveur n’a pas pu remettre le message à temps",
    "7.1": "le serveur refuse nos messages par une règle de sécurité",
    "7.26": "le serveur n’a pas pu vérifier que le message vient de nous",
}
KINDS = {
    "1": "adresse",
    "2": "boîte",
    "3": "serveur",
    "4": "réseau",
    "5": "dialogue",
    "6": "contenu",
    "7": "sécurité",
}


def meaning(code: str) -> Meaning:
    """Of a refusal. Security and policy (x.7.x) speak of the sender, also when a relay gave up after delays."""
    if code in UNKNOWN_ADDRESS:
        return Meaning.UNKNOWN
    return Meaning.REPUTATION if code[1:].startswith(".7.") else Meaning.SOFT


def words(code: str) -> str:
    """« la boîte est pleine »; the subject alone for a rare code; "" without a code."""
    detail = code.partition(".")[2]
    known = WORDS.get(detail, "")
    if known or not code:
        return known
    return f"question de {KINDS.get(detail.partition('.')[0], 'transport')}"
