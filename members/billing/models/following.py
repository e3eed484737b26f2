"""What follows an issued document: its transmission, what suspends its reminders, and periods that are closed."""

from datetime import date

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.billing.models.documents import Document
from members.models import User


@pghistory.track()
class Transmission(models.Model):
    """What became of an invoice on the *plateforme agréée*; noted by hand first. The latest row is the state."""

    class State(models.TextChoices):
        DEPOSITED = "deposited", "déposée"
        REJECTED = "rejected", "rejetée"
        REFUSED = "refused", "refusée"
        COLLECTED = "collected", "encaissée"

    document = models.ForeignKey(Document, models.PROTECT, related_name="transmissions")
    state = models.CharField("état", max_length=9, choices=State.choices)
    on = models.DateField("le", default=timezone.localdate)
    note = models.CharField("précision", max_length=200, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "transmission"
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.document} {self.get_state_display()}"


@pghistory.track()
class Hold(models.Model):
    """Reminders rest while an amount is disputed, or until the day somebody promised to pay."""

    class Kind(models.TextChoices):
        DISPUTE = "dispute", "contestation"
        PROMISE = "promise", "promesse de règlement"

    document = models.ForeignKey(Document, models.PROTECT, related_name="holds")
    kind = models.CharField("genre", max_length=7, choices=Kind.choices)
    reason = models.CharField("motif", max_length=200)
    until = models.DateField("jusqu’au", null=True, blank=True)
    ended_on = models.DateField("levée le", null=True, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_on = models.DateField("notée le", default=timezone.localdate)

    class Meta:
        verbose_name = "suspension des rappels"
        verbose_name_plural = "suspensions des rappels"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="promise") | Q(until__isnull=False),
                name="hold_promise_has_day",
                violation_error_message="Une promesse a une date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.document}"

    def is_running(self, on: date | None = None) -> bool:
        on = on or timezone.localdate()
        return self.ended_on is None and (self.until is None or self.until >= on)


class ClosedPeriod(models.Model):
    """Nothing is issued nor paid any more up to a day, which is included."""

    until = models.DateField("close jusqu’au", unique=True)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("close le", db_default=models.functions.Now())

    class Meta:
        verbose_name = "période close"
        verbose_name_plural = "périodes closes"
        ordering = ["-until"]
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"jusqu’au {self.until:%d/%m/%Y}"
