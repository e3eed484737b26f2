"""The outbox of transactional mail: the intent is a row with a unique key, committed before anything leaves."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class OutboxMailQuerySet(models.QuerySet["OutboxMail"]):
    def due(self, now: object) -> "OutboxMailQuerySet":
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), state=OutboxMail.State.READY, next_at__lte=now)

    def expired(self, now: object) -> "OutboxMailQuerySet":
        """Not sent, and no longer worth it: the code it bears has ceased to open anything."""
        return self.filter(state=OutboxMail.State.READY, expires_at__lte=now)

    def abandoned(self, now: object) -> "OutboxMailQuerySet":
        """Rows whose worker died between the intent and the answer: nobody knows whether they left."""
        return self.filter(state=OutboxMail.State.HANDING, lease_until__lt=now)

    def in_doubt(self) -> "OutboxMailQuerySet":
        """Never confirmed, and still to settle: what every page and gauge counts."""
        return self.filter(state=OutboxMail.State.UNCERTAIN)


class OutboxMail(models.Model):
    class State(models.TextChoices):
        READY = "ready", "à envoyer"
        HANDING = "handing", "remise en cours"
        SENT = "sent", "remis"
        REFUSED = "refused", "refusé"
        UNCERTAIN = "uncertain", "remise non confirmée"
        LEFT = "left", "laissé sans confirmation"

    key = models.CharField("clé", max_length=200, unique=True)
    template = models.CharField("modèle", max_length=120)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="personne",
    )
    to_address = models.CharField("adresse", max_length=254)
    reply_to = models.CharField("répondre à", max_length=254, blank=True, default="", db_default="")
    subject = models.CharField("objet", max_length=200)
    text = models.TextField("texte")
    html = models.TextField("HTML", blank=True)
    attachments = models.JSONField(
        "pièces jointes", default=list, blank=True, db_default=models.Value([], models.JSONField())
    )
    """Names in the private storage and titles: ``[["billing/….pdf", "FA-2026-00001.pdf"], …]``, read at delivery."""
    calendar = models.TextField("entrée de calendrier", blank=True, default="", db_default="")
    secret = models.BooleanField("contenu effacé une fois réglé", default=False)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.READY)
    fence = models.PositiveIntegerField("jeton", default=0)
    lease_until = models.DateTimeField("bail", null=True, blank=True)
    next_at = models.DateTimeField("prochain essai", db_default=models.functions.Now())
    expires_at = models.DateTimeField("inutile après le", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais comptés", default=0)
    reply = models.CharField("réponse du serveur", max_length=500, blank=True)
    created_at = models.DateTimeField("créé le", db_default=models.functions.Now())
    settled_at = models.DateTimeField("réglé le", null=True, blank=True)
    returned_at = models.DateTimeField("revenu le", null=True, blank=True)
    returned = models.CharField("retour", max_length=300, blank=True, default="", db_default="")

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel de service"
        verbose_name_plural = "courriels de service"
        ordering = ["-created_at"]
        permissions = [("settle_outboxmail", "Peut régler un courriel dont la remise n’est pas confirmée")]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="ready"), name="outbox_ready"),
            models.Index(fields=["-created_at", "-id"], name="outbox_latest"),
            models.Index(fields=["settled_at"], condition=Q(state="uncertain"), name="outbox_uncertain"),
            models.Index(fields=["lease_until"], condition=Q(state="handing"), name="outbox_handing"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} [{self.get_state_display()}]"
