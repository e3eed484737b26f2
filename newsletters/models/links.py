"""What was found behind the links of the blocks: asked by a task, read by the page."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from club.core.links import Outcome

FRESH = timedelta(hours=12)


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def fresh(self, now: datetime | None = None) -> "LinkCheckQuerySet":
        return self.filter(checked_at__gt=(now or timezone.now()) - FRESH)


class LinkCheck(models.Model):
    Outcome = Outcome

    url = models.URLField("adresse", max_length=500, unique=True)
    outcome = models.CharField("résultat", max_length=9, choices=Outcome.choices)
    detail = models.CharField("précision", max_length=200, blank=True)
    checked_at = models.DateTimeField("vérifié le", default=timezone.now)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "lien vérifié"
        verbose_name_plural = "liens vérifiés"
        ordering = ["url"]

    def __str__(self) -> str:
        return f"{self.url} {self.get_outcome_display()}"
