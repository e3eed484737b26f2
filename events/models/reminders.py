"""Reminders to those who come: a row for each of the event’s days before, written when its day is known."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from events.models.events import Event


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def due(self, at: datetime | None = None) -> "ReminderQuerySet":
        return self.filter(settled_at=None, due_at__lte=at or timezone.now())


class Reminder(models.Model):
    """One reminder of one event. An event that moves keeps those that went, and has new ones for its new day."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="reminders", verbose_name="rencontre")
    days_before = models.PositiveSmallIntegerField("jours avant")
    due_at = models.DateTimeField("à envoyer le")
    settled_at = models.DateTimeField("réglé le", null=True, blank=True)
    count = models.PositiveIntegerField("personnes", default=0)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "rappel"
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "days_before", "due_at"], name="reminder_once_a_rule_and_day")
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(settled_at=None), name="reminder_due")]

    def __str__(self) -> str:
        return f"{self.event}, {self.days_before} jour{'s' if self.days_before > 1 else ''} avant"
