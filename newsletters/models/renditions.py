"""The message itself: rendered once for each group of recipients, and the trials of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from newsletters.models.issues import Issue
from newsletters.models.people import Preference


class TestSend(models.Model):
    """A trial of an issue before it is approved: the same path, other rows, counted nowhere."""

    __test__ = False  # not a test case, whatever its name says to pytest

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="tests", verbose_name="Flash info")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="demandé par"
    )
    content_hash = models.CharField("empreinte du contenu", max_length=64)
    created_at = models.DateTimeField("demandé le", db_default=Now())

    class Meta:
        verbose_name = "envoi d’essai"
        verbose_name_plural = "envois d’essai"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Essai du {self.issue}"


class Rendition(models.Model):
    """The message as a group of recipients gets it: rendered and encoded once, cut where personal values go.

    ``skeleton`` is the MIME message without its slots; ``slots`` lists ``[offset, name, context]`` in order.
    """

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="renditions", verbose_name="Flash info")
    test = models.ForeignKey(
        TestSend, models.CASCADE, null=True, blank=True, related_name="renditions", verbose_name="essai"
    )
    blocks = ArrayField(models.BigIntegerField(), verbose_name="encarts visibles, dans l’ordre")
    variant = models.CharField("variante", max_length=64)
    tracking = models.CharField(
        "mesure de ses liens",
        max_length=10,
        choices=Preference.Tracking.choices,
        default=Preference.Tracking.NONE,
        db_default=Preference.Tracking.NONE,
    )
    html = models.TextField("HTML, emplacements marqués")
    text = models.TextField("texte, emplacements marqués")
    skeleton = models.BinaryField("message découpé")
    slots = models.JSONField("emplacements")
    created_at = models.DateTimeField("rendue le", db_default=Now())

    class Meta:
        verbose_name = "version rendue"
        verbose_name_plural = "versions rendues"
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "variant"], condition=Q(test=None), name="rendition_variant_once"
            ),
            models.UniqueConstraint(
                fields=["test", "variant"],
                condition=Q(test__isnull=False),
                name="rendition_test_variant_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue}, version {self.variant[:8]}"
