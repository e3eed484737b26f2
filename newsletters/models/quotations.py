"""Which blocks quote a story that the press watch kept."""

from django.db import models


class Quotation(models.Model):
    """A block that was made of a brief; the brief says where it was used."""

    block = models.OneToOneField("newsletters.Block", models.CASCADE, related_name="quotation", verbose_name="encart")
    brief = models.ForeignKey("press.Brief", models.PROTECT, related_name="quotations", verbose_name="brève")

    class Meta:
        verbose_name = "citation de presse"
        verbose_name_plural = "citations de presse"

    def __str__(self) -> str:
        return f"{self.block} · {self.brief}"
