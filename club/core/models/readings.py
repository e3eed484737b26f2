"""What is read, counted by us: a number per thing and per day. Nobody is followed; robots are left out."""

from django.db import models


class Reading(models.Model):
    """``kind`` and ``number`` name what was read ("article", 12); machine traffic, hence without history."""

    kind = models.CharField("genre", max_length=12)
    number = models.BigIntegerField("numéro")
    day = models.DateField("jour")
    count = models.PositiveIntegerField("lectures", default=0)

    class Meta:
        verbose_name = "lectures d’un jour"
        verbose_name_plural = "lectures par jour"
        constraints = [models.UniqueConstraint(fields=["kind", "number", "day"], name="reading_once_a_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}, {self.day}"
