"""What came back after the handing over, and the candidates who were left out."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from newsletters import codes
from newsletters.codes import Meaning
from newsletters.models.deliveries import Delivery
from newsletters.models.issues import Issue


class DeliveryEvent(models.Model):
    """What came back after the handing over. Append-only; ``key`` makes what is told twice count once.

    ``issue``, ``meaning`` and ``domain`` repeat what pages count by, so that they never read the deliveries.
    """

    class Kind(models.TextChoices):
        BOUNCE = "bounce", "retour"
        COMPLAINT = "complaint", "plainte"
        UNSUBSCRIPTION = "unsubscription", "désabonnement"
        SETTLED = "settled", "doute réglé par l’équipe"
        ACCEPTED = "accepted", "remise confirmée par le serveur"

    delivery = models.ForeignKey(
        Delivery, models.PROTECT, db_constraint=False, related_name="events", verbose_name="remise"
    )
    kind = models.CharField("genre", max_length=14, choices=Kind.choices)
    issue = models.ForeignKey(
        Issue,
        models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
        verbose_name="Flash info",
    )
    meaning = models.CharField("sens du retour", max_length=10, choices=Meaning.choices, blank=True, db_default="")
    domain = models.CharField("domaine du destinataire", max_length=253, blank=True, db_default="")
    key = models.CharField("clé", max_length=200, unique=True, null=True, blank=True)
    at = models.DateTimeField("quand", db_default=Now())
    details = models.JSONField("détails", default=dict, blank=True)

    class Meta:
        verbose_name = "suite d’une remise"
        verbose_name_plural = "suites des remises"
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.delivery_id}"

    def why(self) -> str:
        """Of a bounce: « la boîte est pleine (5.2.2) »."""
        code = self.details.get("code", "")
        return f"{codes.words(code) or 'sans raison claire'}{f' ({code})' if code else ''}"


class Exclusion(models.Model):
    """A candidate who gets nothing, and why: candidates = deliveries + exclusions."""

    class Cause(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", "désabonné"
        SUPPRESSED = "suppressed", "adresse neutralisée"
        PAUSED = "paused", "en pause à sa demande"
        ADDRESS = "address", "sans adresse utilisable"
        DUPLICATE = "duplicate", "déjà compté"
        NOTHING = "nothing", "aucun encart pour lui"
        REGISTERED = "registered", "déjà inscrit, ou désisté"
        INVITED = "invited", "déjà invité à cette rencontre"
        NOT_ADMITTED = "not_admitted", "non admis par la rencontre"

    issue = models.ForeignKey(
        Issue,
        models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="exclusions",
        verbose_name="Flash info",
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_constraint=False,
        related_name="+",
        verbose_name="contact",
    )
    segment = models.CharField("segment", max_length=12, choices=Delivery.Segment.choices)
    cause = models.CharField("cause", max_length=12, choices=Cause.choices)

    class Meta:
        verbose_name = "exclusion"
        constraints = [models.UniqueConstraint(fields=["issue", "contact", "segment"], name="exclusion_once")]

    def __str__(self) -> str:
        return f"{self.contact_id} · {self.get_cause_display()}"
