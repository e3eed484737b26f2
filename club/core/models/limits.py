"""Counters of what may be done so many times in so long (``club.core.limits``)."""

from django.db import models


class RateLimit(models.Model):
    key = models.CharField("empreinte de la clé", max_length=64, primary_key=True)
    hits = models.PositiveIntegerField("nombre", default=0)
    ends_at = models.DateTimeField("fin de la fenêtre", db_index=True)

    class Meta:
        verbose_name = "limite"

    def __str__(self) -> str:
        return f"{self.hits} avant {self.ends_at:%H:%M}"
