"""Territories of France: régions, départements, communes with their postcodes (open data, Licence Ouverte)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from club.core.search import matching, search_text, sort_key


class Region(models.Model):
    code = models.CharField("code Insee", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=60)

    class Meta:
        verbose_name = "région"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Departement(models.Model):
    """A territory of France (01 to 976), not to be confused with a department of the Club."""

    code = models.CharField("numéro", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=60)
    region = models.ForeignKey(Region, models.PROTECT, related_name="departements", verbose_name="région")
    population = models.PositiveIntegerField("population", default=0)

    class Meta:
        verbose_name = "département (territoire)"
        verbose_name_plural = "départements (territoires)"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class CommuneQuerySet(models.QuerySet["Commune"]):
    def search(self, text: str) -> "CommuneQuerySet":
        """By name (accents and typing errors forgiven) or by the first digits of a postcode."""
        cleaned = text.strip()
        if cleaned[:2].isdigit():
            return self.filter(postcodes_text__contains=f" {cleaned.replace(' ', '')}")
        return matching(self, cleaned)


class Commune(models.Model):
    code = models.CharField("code Insee", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=80)
    departement = models.ForeignKey(Departement, models.PROTECT, related_name="communes", verbose_name="département")
    population = models.PositiveIntegerField("population", default=0)
    postcodes = ArrayField(models.CharField(max_length=5), verbose_name="codes postaux", default=list)
    postcodes_text = models.CharField("codes postaux, précédés d’une espace", max_length=400, default="")
    search_text = search_text("name")
    sort_key = sort_key("name")

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        ordering = ["sort_key"]
        indexes = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="commune_search"),
            GinIndex(fields=["postcodes"], name="commune_postcodes"),
            GinIndex(fields=["postcodes_text"], opclasses=["gin_trgm_ops"], name="commune_postcodes_text"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.departement_id})"
