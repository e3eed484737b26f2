"""What mails to a supplier share: whom they went to, or why not, and the copies to its agencies."""

from django.conf import settings
from django.db import models


class SupplierMail(models.Model):
    """Sent (``outbox`` has it) or not, and why.

    Its link opens something for ``person`` alone; so each copy, to an agency, is a row with a link of its own.
    """

    why = models.CharField("pourquoi", max_length=200, blank=True)
    role = models.CharField("écrit au titre de", max_length=13, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="destinataire",
    )
    copy_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="copies", verbose_name="copie de"
    )
    outbox = models.ForeignKey(
        "core.OutboxMail", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="courriel"
    )

    class Meta:
        abstract = True
