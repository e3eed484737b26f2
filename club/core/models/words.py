"""The words of names, kept apart so that a word typed wrong finds the right one at once."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class SearchWord(models.Model):
    """A word that stands in some name. ``variants``: itself, and itself less one letter (any one).

    Two words that share a variant are one slip apart: a letter too many, missing, wrong, or two exchanged.
    ``is_common``: so many names hold it that it tells little. Rebuilt from the names by ``club.core.spelling``;
    nothing points here.
    """

    word = models.CharField("mot", max_length=30, primary_key=True)
    variants = ArrayField(models.CharField(max_length=30), verbose_name="variantes")
    is_common = models.BooleanField("dans de très nombreux noms", default=False, db_default=False)

    class Meta:
        verbose_name = "mot de la recherche"
        verbose_name_plural = "mots de la recherche"
        indexes = [GinIndex(fields=["variants"], name="searchword_variants")]

    def __str__(self) -> str:
        return self.word
