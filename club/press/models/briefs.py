"""What editors keep of a story: a brief, and what it became."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from club.press.models.stories import LONGEST_LINK

LONGEST_QUOTE, LONGEST_TITLE = 300, 160


class BriefQuerySet(models.QuerySet["Brief"]):
    def filed(self) -> "BriefQuerySet":
        """Noted in the partner's file."""
        return self.exclude(filed_at=None)


@pghistory.track()
class Brief(models.Model):
    """Title, source, address and a short quotation of a story kept for a partner. It outlives the story's rows."""

    cluster = models.OneToOneField("press.Cluster", models.PROTECT, related_name="brief", verbose_name="sujet")
    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="press_briefs", verbose_name="partenaire"
    )
    title = models.CharField("titre", max_length=LONGEST_TITLE)
    source = models.CharField("source", max_length=120)
    link = models.CharField("adresse", max_length=LONGEST_LINK, blank=True)
    quote = models.CharField("citation", max_length=LONGEST_QUOTE, blank=True)
    published_on = models.DateField("paru le")
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="retenu par")
    kept_at = models.DateTimeField("retenu le")
    remark = models.CharField("note au dossier", max_length=500, blank=True)
    filed_at = models.DateTimeField("noté au dossier le", null=True, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="noté par"
    )
    article = models.ForeignKey(
        "editorial.Article", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="article"
    )
    version = models.PositiveIntegerField("version", default=1)

    objects = BriefQuerySet.as_manager()

    class Meta:
        verbose_name = "brève de presse"
        verbose_name_plural = "brèves de presse"
        ordering = ["-kept_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(filed_at=None, filed_by=None) | Q(filed_at__isnull=False, filed_by__isnull=False),
                name="brief_filed_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["-kept_at", "-id"], name="brief_newest"),
            models.Index(fields=["organisation", "-kept_at"], name="brief_of_partner"),
        ]

    def __str__(self) -> str:
        return self.title
