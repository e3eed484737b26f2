"""Organisations that the Club would like as members: who follows them, what was said, what comes next."""

from decimal import Decimal

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.models.applications import Application
from members.models.organisations import Organisation
from members.models.users import User


class ProspectQuerySet(models.QuerySet["Prospect"]):
    def open(self) -> "ProspectQuerySet":
        return self.exclude(stage__in=[Prospect.Stage.WON, Prospect.Stage.LOST])


@pghistory.track()
class Prospect(models.Model):
    """One organisation on its way to joining. ``expected``: yearly dues hoped for, excluding tax."""

    class Stage(models.TextChoices):
        SPOTTED = "spotted", "repérée"
        CONTACTED = "contacted", "contactée"
        MET = "met", "rencontrée"
        OFFERED = "offered", "proposition en main"
        WON = "won", "gagnée"
        LOST = "lost", "perdue"

        @property
        def chance(self) -> int:
            """Per cent of hope for the forecast."""
            return {"spotted": 5, "contacted": 15, "met": 40, "offered": 70, "won": 100, "lost": 0}[self.value]

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="prospects", verbose_name="organisation"
    )
    stage = models.CharField("étape", max_length=10, choices=Stage.choices, default=Stage.SPOTTED)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="suivie par")
    source = models.CharField("d’où elle vient", max_length=120, blank=True)
    sponsor = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="membre parrain"
    )
    expected = models.DecimalField(
        "cotisation espérée (€ HT par an)", max_digits=9, decimal_places=2, default=Decimal(0)
    )
    next_action = models.CharField("prochaine action", max_length=160, blank=True)
    next_on = models.DateField("à faire le", null=True, blank=True)
    lost_reason = models.CharField("perdue parce que", max_length=160, blank=True)
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, blank=True, related_name="prospect", verbose_name="demande"
    )
    created_at = models.DateTimeField("créée le", db_default=models.functions.Now())

    objects = ProspectQuerySet.as_manager()

    class Meta:
        verbose_name = "prospect"
        ordering = ["next_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=~Q(stage__in=["won", "lost"]),
                name="prospect_open_once",
                violation_error_message="Cette organisation est déjà suivie.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class ProspectNote(models.Model):
    """What was said, on a day, by whom."""

    prospect = models.ForeignKey(Prospect, models.CASCADE, related_name="notes")
    said_on = models.DateField("le", default=timezone.localdate)
    text = models.TextField("ce qui s’est dit", max_length=2000)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="par")

    class Meta:
        verbose_name = "note d’appel"
        verbose_name_plural = "notes d’appel"
        ordering = ["-said_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.said_on:%d/%m/%Y} · {self.prospect}"
