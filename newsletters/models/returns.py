"""Messages that come back to the Club, the mailboxes they are read from, addresses put back into use."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from members.fields import AddressField, AddressHashField
from newsletters.models.deliveries import Delivery


class ReturnedMailQuerySet(models.QuerySet["ReturnedMail"]):
    def to_look_at(self) -> "ReturnedMailQuerySet":
        """What no rule understood and nobody of the team has seen yet."""
        return self.filter(outcome__in=ReturnedMail.Outcome.for_people(), handled_at=None)


class ReturnedMail(models.Model):
    """One message read from a mailbox, and what was made of it. Its text is kept only when nothing was made of it."""

    class Outcome(models.TextChoices):
        BOUNCE = "bounce", "retour"
        COMPLAINT = "complaint", "plainte"
        UNSUBSCRIPTION = "unsubscription", "désabonnement"
        ARRIVED = "arrived", "remise confirmée"
        DELAYED = "delayed", "retard annoncé"
        AUTOMATIC = "automatic", "réponse automatique"
        TRIAL = "trial", "retour d’un essai"
        FORGED = "forged", "signature fausse"
        ELSEWHERE = "elsewhere", "parle d’une autre adresse"
        UNCLEAR = "unclear", "non compris"

        @classmethod
        def for_people(cls) -> list["ReturnedMail.Outcome"]:
            return [cls.UNCLEAR, cls.ELSEWHERE]

    key = models.CharField("empreinte du message", max_length=64, unique=True)
    mailbox = models.CharField("boîte", max_length=8)
    outcome = models.CharField("ce qui a été compris", max_length=14, choices=Outcome.choices)
    delivery = models.ForeignKey(
        Delivery,
        models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="remise",
    )
    subject = models.CharField("objet", max_length=200, blank=True)
    sender = models.CharField("expéditeur", max_length=254, blank=True)
    content = models.TextField("contenu", blank=True)
    size = models.PositiveIntegerField("taille")
    at = models.DateTimeField("reçu le", db_default=Now())
    handled_at = models.DateTimeField("vu le", null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="vu par"
    )

    objects = ReturnedMailQuerySet.as_manager()

    class Meta:
        verbose_name = "message revenu"
        verbose_name_plural = "messages revenus"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["at", "outcome"], name="returned_latest"),
            models.Index(
                fields=["-at", "-id"],
                condition=Q(outcome__in=["unclear", "elsewhere"], handled_at=None),
                name="returned_to_look_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} · {self.key[:8]}"


class MailboxReading(models.Model):
    """When a mailbox was read for the last time, and what stops it."""

    mailbox = models.CharField("boîte", max_length=8, unique=True)
    read_at = models.DateTimeField("lue le", null=True, blank=True)
    failed_since = models.DateTimeField("en panne depuis", null=True, blank=True)
    error = models.CharField("panne", max_length=300, blank=True)

    class Meta:
        verbose_name = "relève de boîte"
        verbose_name_plural = "relèves de boîtes"

    def __str__(self) -> str:
        return self.mailbox


class ReactivationQuerySet(models.QuerySet["Reactivation"]):
    def open(self, now: datetime) -> "ReactivationQuerySet":
        return self.filter(used_at=None, asked_at__gt=now - Reactivation.LINK_LIFE)


class Reactivation(models.Model):
    """Somebody asks that an address serve again; it does once its reader has confirmed the link mailed there.

    ``instead_of``: hash of the contact's own address when it was asked; the link gives them another only as long as
    that one is theirs. What came back before ``used_at`` speaks of the past and no longer counts against the address.
    """

    LINK_LIFE = timedelta(days=7)

    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reactivations", verbose_name="contact"
    )
    address = AddressField("adresse à confirmer", max_length=254, blank=True)
    address_hash = AddressHashField("empreinte de l’adresse", of="address", db_index=True)
    instead_of = models.CharField("empreinte de l’adresse d’alors", max_length=64, blank=True, db_default="")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="demandée par",
        help_text="Vide : la personne elle-même.",
    )
    asked_at = models.DateTimeField("demandée le", db_default=Now())
    used_at = models.DateTimeField("confirmée le", null=True, blank=True)

    objects = ReactivationQuerySet.as_manager()

    class Meta:
        verbose_name = "remise en service"
        verbose_name_plural = "remises en service"
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"Remise en service {self.pk}"
