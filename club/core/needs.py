"""Needs as people write them: « vendre en ligne » is a topic."""

from collections import Counter

from club.core.search import plain
from club.core.topics import Topic

WORDS = {  # beginnings of the words people use, beside those of the topics' own names
    Topic.WEBSITE: "site page internet creer web",
    Topic.ECOMMERCE: "vendre vente boutique ligne commerce",
    Topic.VISIBILITY: "referenc google visib connaitre client reseaux sociaux",
    Topic.SECURITY: "secur sauvegard virus pirat protege",
    Topic.NETWORK: "wifi fibre adsl connect reseau debit",
    Topic.TELEPHONY: "telephon mobile forfait",
    Topic.EQUIPMENT: "ordinateur materiel equip portable tablette",
    Topic.PRINTING: "imprim scan photocop",
    Topic.MANAGEMENT: "gestion compta logiciel stock devis",
    Topic.INVOICING: "factur",
    Topic.COLLABORATION: "mail messagerie agenda partag courriel",
    Topic.PAYMENT: "paiement caisse carte encaiss",
    Topic.DATA: "rgpd donnees cnil",
    Topic.FUNDING: "aide financ subvention pret",
}


def topic_of(need: str) -> Topic | None:
    """The topic that most words of a need speak of: « vendre en ligne » is ``ECOMMERCE``."""
    if exact := [topic for topic in Topic if plain(need) in (plain(topic.label), topic.value, topic.slug)]:
        return exact[0]
    words = [word for word in plain(need).replace("’", " ").replace("'", " ").split() if len(word) > 2]
    scores = Counter(
        {topic: sum(w.startswith(b) for b in begin.split() for w in words) for topic, begin in WORDS.items()}
    )
    topic, score = scores.most_common(1)[0]
    return topic if score else None
