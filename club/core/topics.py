"""What advisers advise on and what experts are good at: one short closed list for both, so that they can meet."""

from collections.abc import Iterable

from django.db import models
from django.utils.text import slugify


class Topic(models.TextChoices):
    """Fields of the digital economy of very small businesses."""

    WEBSITE = "website", "site web"
    ECOMMERCE = "ecommerce", "vente en ligne"
    VISIBILITY = "visibility", "visibilité et référencement"
    SECURITY = "security", "sécurité et sauvegarde"
    NETWORK = "network", "réseau et Internet"
    TELEPHONY = "telephony", "téléphonie et mobilité"
    EQUIPMENT = "equipment", "équipement informatique"
    PRINTING = "printing", "impression et numérisation"
    MANAGEMENT = "management", "logiciels de gestion"
    INVOICING = "invoicing", "facture électronique"
    COLLABORATION = "collaboration", "messagerie et travail à plusieurs"
    PAYMENT = "payment", "encaissement et paiement"
    DATA = "data", "données personnelles"
    FUNDING = "funding", "aides et financement"

    @property
    def slug(self) -> str:
        """As addresses of public pages write it: ``vente-en-ligne``."""
        return slugify(self.label)


_LABELS = dict(Topic.choices)


def topic_words(topics: Iterable[str]) -> str:
    """ "site web, facture électronique"."""
    return ", ".join(_LABELS[topic] for topic in topics)
