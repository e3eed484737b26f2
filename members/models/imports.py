"""Files of people and organisations on their way in: the run, and one row per line with what it would do."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from club.core.storage import PrivateStorage

KEPT_DAYS = 30


def private_storage() -> PrivateStorage:
    return PrivateStorage()


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def due(self, now: datetime) -> "ImportRunQuerySet":
        """Work that nobody does: just asked for, or left by a worker that died."""
        return self.filter(
            Q(lease_until=None) | Q(lease_until__lt=now),
            state__in=[ImportRun.State.RECEIVED, ImportRun.State.CHECKING, ImportRun.State.APPLYING],
        )

    def to_purge(self, on: date) -> "ImportRunQuerySet":
        """Received long ago: file and rows hold personal data and are no longer needed, but to the worker that
        writes them now.
        """
        old = self.filter(purged_at=None, created_at__date__lt=on - timedelta(days=KEPT_DAYS))
        return old.exclude(state=ImportRun.State.APPLYING)


class ImportRun(models.Model):
    """One file. Nothing is written to people before somebody has read the preview and said so."""

    class State(models.TextChoices):
        RECEIVED = "received", "en attente de lecture"
        CHECKING = "checking", "lecture en cours"
        READY = "ready", "à relire"
        APPLYING = "applying", "écriture en cours"
        DONE = "done", "importé"
        CANCELLED = "cancelled", "annulé"
        FAILED = "failed", "refusé"
        EXPIRED = "expired", "expiré"

    kind = models.CharField("ce que contient le fichier", max_length=30)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", verbose_name="importé par"
    )
    source_label = models.CharField("origine du fichier", max_length=120)
    collected_on = models.DateField("données recueillies le")
    file = models.FileField("fichier", storage=private_storage, upload_to="imports", blank=True)
    file_name = models.CharField("nom du fichier", max_length=160)
    file_kind = models.CharField("format", max_length=4)
    file_hash = models.CharField("empreinte du fichier", max_length=64)
    file_size = models.PositiveIntegerField("taille")
    about = models.JSONField("lecture du fichier", default=dict)
    headings = models.JSONField("colonnes du fichier", default=list)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.RECEIVED)
    problem = models.CharField("ce qui empêche", max_length=500, blank=True)
    fence = models.PositiveIntegerField("jeton", default=0)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    lease_until = models.DateTimeField("bail", null=True, blank=True)
    rows_done = models.PositiveIntegerField("lignes traitées", default=0)
    rows_total = models.PositiveIntegerField("lignes à traiter", null=True, blank=True)
    created = models.PositiveIntegerField("lignes qui créent", default=0)
    updated = models.PositiveIntegerField("lignes qui modifient", default=0)
    unchanged = models.PositiveIntegerField("lignes sans changement", default=0)
    refused = models.PositiveIntegerField("lignes refusées", default=0)
    created_at = models.DateTimeField("reçu le", db_default=Now())
    settled_at = models.DateTimeField("terminé le", null=True, blank=True)
    purged_at = models.DateTimeField("contenu effacé le", null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["file_hash"], name="importrun_hash")]

    def __str__(self) -> str:
        return f"Import n° {self.pk} · {self.file_name}"

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.RECEIVED, self.State.CHECKING, self.State.APPLYING)

    @property
    def is_settled(self) -> bool:
        return self.state in (self.State.DONE, self.State.CANCELLED, self.State.FAILED, self.State.EXPIRED)

    @property
    def good(self) -> int:
        """Rows that would be, or were, written."""
        return self.created + self.updated

    @property
    def read(self) -> int:
        return self.good + self.unchanged + self.refused

    def kept_until(self) -> date:
        """The last day on which its rows can be read."""
        return timezone.localtime(self.created_at).date() + timedelta(days=KEPT_DAYS)

    def read_headings(self) -> list[dict[str, Any]]:
        return [heading for heading in self.headings if heading["column"]]

    def ignored_headings(self) -> list[dict[str, Any]]:
        return [heading for heading in self.headings if not heading["column"] and heading["title"]]


class ImportRow(models.Model):
    """A line of the file: what it would do, or why it is refused. Erased with the file after thirty days.

    ``plan`` is [values, new, repeats, changes] of ``club.core.sheets.columns.Row``.
    """

    class Outcome(models.TextChoices):
        CREATED = "created", "à créer"
        UPDATED = "updated", "à modifier"
        UNCHANGED = "unchanged", "sans changement"
        REFUSED = "refused", "refusée"

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", verbose_name="import", db_index=False)
    number = models.PositiveIntegerField("ligne")
    outcome = models.CharField("sort", max_length=9, choices=Outcome.choices)
    headline = models.CharField("qui ou quoi", max_length=300, blank=True)
    plan = models.JSONField("ce qui serait écrit", default=list)
    report = models.JSONField("changements, en mots", default=list)
    reasons = models.JSONField("motifs du refus", default=list)
    notes = models.JSONField("remarques", default=list)

    class Meta:
        verbose_name = "ligne d’import"
        verbose_name_plural = "lignes d’import"
        ordering = ["run", "number"]
        indexes = [models.Index(fields=["run", "outcome", "number"], name="importrow_page")]

    def __str__(self) -> str:
        return f"ligne {self.number}"
