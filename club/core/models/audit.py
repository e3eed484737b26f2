"""What staff did that is more than a changed row: exports, approvals, decisions. Append-only."""

import pgtrigger
from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One act. Changed rows have their own history (pghistory); this tells acts and their reasons."""

    at = models.DateTimeField("quand", db_default=models.functions.Now())
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="audit_entries",
        verbose_name="qui",
    )
    verb = models.CharField("acte", max_length=60)
    target = models.CharField("sur quoi", max_length=120, blank=True)
    details = models.JSONField("détails", default=dict, blank=True)

    class Meta:
        verbose_name = "acte journalisé"
        verbose_name_plural = "journal des actes"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target", "-at"], name="audit_target")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target}".strip()


class SubmittedForm(models.Model):
    """An effectful form already received: the same key by the same actor gets the stored answer again."""

    key = models.UUIDField("clé")
    actor = models.CharField("auteur", max_length=64)
    location = models.CharField("réponse", max_length=400)
    at = models.DateTimeField("quand", db_default=models.functions.Now())

    class Meta:
        verbose_name = "formulaire reçu"
        verbose_name_plural = "formulaires reçus"
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="submitted_form_once")]

    def __str__(self) -> str:
        return str(self.key)
