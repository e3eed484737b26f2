"""Key figures: a number, what it counts, who says so, and of which year. Undated, it cannot be published."""

from datetime import date

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Place(models.TextChoices):
    """Pages that show figures."""

    HOME = "home", "accueil"
    CLUB = "club", "le Club"
    CERCLE = "cercle", "Cercle"
    PARTNERS = "partners", "Club des Partenaires"
    AMBASSADORS = "ambassadors", "Forum des ambassadeurs"
    CHANNEL = "channel", "Channel Expert"


class FigureQuerySet(models.QuerySet["Figure"]):
    def shown(self, place: Place) -> "FigureQuerySet":
        return self.filter(is_published=True, places__contains=[place]).order_by("position", "pk")

    def to_refresh(self, on: date | None = None) -> "FigureQuerySet":
        return self.filter(is_published=True, next_update__lte=on or timezone.localdate())


@pghistory.track()
class Figure(models.Model):
    key = models.SlugField("clé", max_length=60, unique=True)
    value = models.CharField("chiffre", max_length=30, help_text="Tel qu’on le lit\u00a0: 2,5 millions, 45\u00a0%.")
    label = models.CharField("ce qu’il compte", max_length=120)
    sentence = models.CharField("ce qu’il veut dire", max_length=300, blank=True)
    source = models.CharField("source", max_length=160, blank=True, help_text="Le nom de la publication.")
    publisher = models.CharField("qui la publie", max_length=120, blank=True)
    url = models.URLField("adresse de la source", max_length=500, blank=True)
    year = models.PositiveSmallIntegerField("année du chiffre", null=True, blank=True)
    next_update = models.DateField("à mettre à jour le", null=True, blank=True)
    places = ArrayField(
        models.CharField(max_length=12, choices=Place.choices), default=list, blank=True, verbose_name="montré sur"
    )
    position = models.PositiveSmallIntegerField("ordre", default=0)
    is_published = models.BooleanField("publié", default=False)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = "chiffre clé"
        verbose_name_plural = "chiffres clés"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_published=False)
                | Q(year__isnull=False, next_update__isnull=False) & ~Q(source="") & ~Q(publisher=""),
                name="figure_published_with_its_source",
                violation_error_message=(
                    "Un chiffre publié dit son année, sa source, qui la publie, et quand il sera mis à jour."
                ),
            ),
            models.CheckConstraint(
                condition=Q(year=None) | Q(year__gte=1950, year__lte=2100),
                name="figure_year_is_a_year",
                violation_error_message="L’année du chiffre s’écrit en quatre chiffres.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.label}"
