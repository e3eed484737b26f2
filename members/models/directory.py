"""What strangers ask through the public directory: to be called back by somebody, to have a mistake mended.

Both directories, of firms and of advisers, use them; neither shows anybody's address.
"""

from datetime import timedelta

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from members.fields import AddressField
from members.models.users import User

LINK_LIFE = timedelta(days=3)
UNCONFIRMED_KEPT = timedelta(days=7)
KEPT_DAYS = 90


class Enquiry(models.Model):
    """A message from a stranger to a professional, relayed once the stranger has proved their address.

    What it says and who wrote it is erased ``KEPT_DAYS`` after it left; that there was one remains, to be counted.
    """

    recipient = models.ForeignKey(User, models.PROTECT, related_name="enquiries", verbose_name="destinataire")
    about = models.CharField("fiche", max_length=200)
    page = models.CharField("adresse de la fiche", max_length=200)
    name = models.CharField("nom", max_length=120, blank=True)
    email = AddressField("adresse électronique", max_length=254, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    message = models.TextField("message", max_length=2000, blank=True)
    asked_at = models.DateTimeField("écrit le", db_default=Now())
    sent_at = models.DateTimeField("transmis le", null=True, blank=True)
    erased_at = models.DateTimeField("effacé le", null=True, blank=True)

    class Meta:
        verbose_name = "message de l’annuaire"
        verbose_name_plural = "messages de l’annuaire"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(sent_at=None), name="enquiry_unconfirmed"),
            models.Index(fields=["sent_at"], condition=Q(erased_at=None), name="enquiry_to_erase"),
        ]

    def __str__(self) -> str:
        return f"Message {self.pk} · {self.about}"


class ListingReportQuerySet(models.QuerySet["ListingReport"]):
    def waiting(self) -> "ListingReportQuerySet":
        return self.filter(settled_at=None)


@pghistory.track()
class ListingReport(models.Model):
    """A visitor says that a listing is wrong; somebody of the team reads it and says what was done."""

    about = models.CharField("fiche", max_length=200)
    page = models.CharField("adresse de la fiche", max_length=200)
    words = models.TextField("ce qui ne va pas", max_length=1000)
    email = AddressField("adresse électronique", max_length=254, blank=True)
    asked_at = models.DateTimeField("signalé le", db_default=Now())
    settled_at = models.DateTimeField("traité le", null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField("ce qui a été fait", max_length=300, blank=True)

    objects = ListingReportQuerySet.as_manager()

    class Meta:
        verbose_name = "erreur signalée"
        verbose_name_plural = "erreurs signalées"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Signalement {self.pk} · {self.about}"
