"""What the Club holds again and again: series of meetings, and what a new one of each type begins with."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from club.core.departments import Department
from events.models.kinds import Admission, Kind


def usual_reminders() -> list[int]:
    """Days before the day."""
    return [7, 1]


@pghistory.track()
class Series(models.Model):
    """Meetings that repeat; the page of each gives the other dates."""

    name = models.CharField("nom", max_length=80, help_text="Lu sur le site, au-dessus des autres dates.")

    class Meta:
        verbose_name = "série de rencontres"
        verbose_name_plural = "séries de rencontres"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="series_once", violation_error_message="Une série porte déjà ce nom."
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class EventType(models.Model):
    """Defaults alone: an event keeps its own values, whatever becomes of the type that it began from."""

    name = models.CharField("nom", max_length=80)
    kind = models.CharField("genre", max_length=10, choices=Kind.choices)
    department = models.CharField("département du Club", max_length=12, choices=Department.choices)
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="types", verbose_name="série"
    )
    audience = ArrayField(
        models.CharField(max_length=10, choices=Admission.choices), default=list, verbose_name="qui peut venir"
    )
    is_public = models.BooleanField("dans l’agenda public", default=True)
    with_officials = models.BooleanField("en présence de responsables publics", default=False)
    begins_at = models.TimeField("heure de début", default=time(18, 30))
    minutes = models.PositiveSmallIntegerField(
        "durée (minutes)",
        default=120,
        validators=[MinValueValidator(1)],
        help_text="150\u00a0: deux heures et demie.",
    )
    is_online = models.BooleanField("en ligne", default=False)
    venue = models.CharField("lieu", max_length=120, blank=True)
    address = models.CharField("adresse postale", max_length=160, blank=True)
    commune = models.ForeignKey(
        "core.Commune", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    access_words = models.CharField("comment venir", max_length=300, blank=True)
    capacity = models.PositiveSmallIntegerField(
        "places", null=True, blank=True, validators=[MinValueValidator(1)], help_text="Vide\u00a0: sans limite."
    )
    seats_each = models.PositiveSmallIntegerField(
        "places par organisation", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    release_days = models.PositiveSmallIntegerField(
        "places libres ouvertes à toutes (jours avant)", null=True, blank=True
    )
    closing_hours = models.PositiveSmallIntegerField(
        "inscriptions closes (heures avant)", null=True, blank=True, help_text="Vide\u00a0: jusqu’au début."
    )
    is_listed = models.BooleanField("liste des participants montrée aux inscrits", default=True)
    reminder_days = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1)]),
        default=usual_reminders,
        blank=True,
        verbose_name="rappels (jours avant)",
        help_text="Séparés par une virgule\u00a0: 7, 1. Vide\u00a0: aucun rappel.",
    )

    class Meta:
        verbose_name = "type de rencontre"
        verbose_name_plural = "types de rencontres"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="event_type_once", violation_error_message="Un type porte déjà ce nom."
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[Kind.PARTNERS, Kind.CERCLE]) | Q(department=F("kind")),
                name="event_type_in_its_department",
                violation_error_message="Ce genre de rencontre relève du département du même nom.",
            ),
            models.CheckConstraint(
                condition=~Q(audience=[]),
                name="event_type_has_an_audience",
                violation_error_message="Dites qui peut venir.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gt=0),
                name="event_type_lasts",
                violation_error_message="Une rencontre dure au moins une minute.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def defaults_on(self, day: date) -> dict[str, Any]:
        """The fields of a new event of this type that takes place on ``day``, by the clock of Paris."""
        starts_at = timezone.make_aware(datetime.combine(day, self.begins_at))
        closing, release = self.closing_hours, self.release_days
        return {name: getattr(self, name) for name in SHARED} | {
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=self.minutes),
            "departement": self.commune.departement if self.commune else None,
            "releases_on": None if release is None else day - timedelta(days=release),
            "registration_closes_at": None if closing is None else starts_at - timedelta(hours=closing),
        }


SHARED = ("kind", "department", "series", "audience", "is_public", "with_officials", "is_online", "venue", "address")
SHARED += ("commune", "access_words", "capacity", "seats_each", "is_listed", "reminder_days")
"""Fields that an event and a type have under the same name."""
