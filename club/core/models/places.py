"""Territories of France: régions, départements, communes with their postcodes (open data, Licence Ouverte).

Filled by ``load_places``; asked through ``club.core.places``.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from club.core.search import place_key, place_query, place_words


class Region(models.Model):
    code = models.CharField("code Insee", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=60)

    class Meta:
        verbose_name = "région"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Departement(models.Model):
    """A territory of France (01 to 976, and the inhabited overseas collectivities), not a department of the Club."""

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
        """By beginnings of the words of the name, former names included, and by the first digits of a postcode."""
        found = self
        for word in place_query(text):
            column = "postcodes_text" if word.isdigit() else "search_text"
            found = found.filter(**{f"{column}__contains": f" {word}"})
        return found


class Commune(models.Model):
    code = models.CharField("code Insee", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=80)
    aliases = models.CharField("communes absorbées, arrondissements", max_length=600, default="", blank=True)
    departement = models.ForeignKey(Departement, models.PROTECT, related_name="communes", verbose_name="département")
    population = models.PositiveIntegerField("population", default=0)
    postcodes = ArrayField(models.CharField(max_length=5), verbose_name="codes postaux", default=list)
    postcodes_text = models.TextField("codes postaux, précédés d’une espace", default="")
    search_text = place_words("name", "aliases")
    sort_key = place_key("name")

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        ordering = ["sort_key"]
        indexes = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="commune_search"),
            GinIndex(fields=["sort_key"], opclasses=["gin_trgm_ops"], name="commune_alike"),
            GinIndex(fields=["postcodes"], name="commune_postcodes"),
            GinIndex(fields=["postcodes_text"], opclasses=["gin_trgm_ops"], name="commune_postcodes_text"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.departement_id})"


class Territory(models.Model):
    """The three levels as one: a view of the database, for ``club.core.places`` alone."""

    key = models.TextField(primary_key=True)
    kind = models.TextField()
    code = models.TextField()
    name = models.TextField()
    inside = models.TextField()
    folded = models.TextField()
    words = models.TextField()
    numbers = models.TextField()
    population = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "core_territory"
        verbose_name = "territoire"

    def __str__(self) -> str:
        return self.key
