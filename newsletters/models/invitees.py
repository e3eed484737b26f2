"""Who has been told of an event by a mailing: once, whichever segments, however many mailings."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from newsletters.models.issues import Issue


class Invitee(models.Model):
    """Written by the freeze with the delivery it allows, in the same transaction; a second one is refused here.

    Like those of deliveries its keys bear no database constraint.
    """

    event = models.ForeignKey(
        "events.Event",
        models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="rencontre",
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="contact",
    )
    address_hash = models.CharField("empreinte de l’adresse", max_length=64)
    issue = models.ForeignKey(
        Issue, models.PROTECT, db_constraint=False, db_index=False, related_name="+", verbose_name="envoi"
    )
    invited_at = models.DateTimeField("invité le", db_default=Now())

    class Meta:
        verbose_name = "personne invitée"
        verbose_name_plural = "personnes invitées"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "contact"], name="invitee_contact_once"),
            models.UniqueConstraint(fields=["event", "address_hash"], name="invitee_address_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} · {self.event_id}"
