"""Pictures of the site: encoded again by us, in several widths, never without words for those who do not see them."""

import pghistory
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q


@pghistory.track()
class Picture(models.Model):
    """``sizes``: [[width, height, name in the storage], …] in pixels, the narrowest first, all WebP."""

    alt = models.CharField(
        "ce que montre l’image", max_length=200, help_text="Pour ceux qui ne la voient pas. Obligatoire."
    )
    credit = models.CharField("crédit", max_length=120, blank=True)
    sizes = models.JSONField("tailles")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ajoutée par"
    )
    added_at = models.DateTimeField("ajoutée le", db_default=models.functions.Now())

    class Meta:
        verbose_name = "image"
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt=""),
                name="picture_has_alt",
                violation_error_message="Dites ce que montre l’image, pour ceux qui ne la voient pas.",
            )
        ]

    def __str__(self) -> str:
        return self.alt

    @property
    def thumbnail_url(self) -> str:
        return default_storage.url(self.sizes[0][2])

    @property
    def widest(self) -> tuple[int, int, str]:
        width, height, name = self.sizes[-1]
        return width, height, name
