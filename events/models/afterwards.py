"""After the day: what those who came say of it, and who wants to stay in touch with whom."""

from datetime import datetime, timedelta

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from events.models.registrations import Registration

OPEN_FOR = timedelta(days=60)
"""After the question was asked, for as long answers are taken."""


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def answered(self) -> "FeedbackQuerySet":
        return self.filter(answered_at__isnull=False)


@pghistory.track()
class Feedback(models.Model):
    """Three questions to somebody who was there; the row is made when they are asked."""

    registration = models.OneToOneField(
        Registration, models.PROTECT, related_name="feedback", verbose_name="inscription"
    )
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    note = models.PositiveSmallIntegerField("note", null=True, blank=True)
    takes = models.CharField("ce que j’emporte", max_length=500, blank=True)
    missed = models.CharField("ce qui a manqué", max_length=500, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        ordering = ["-answered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(note__range=(1, 5)),
                name="feedback_note_of_five",
                violation_error_message="La note va de 1 à 5.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(note__isnull=False), name="feedback_answer_has_a_note"
            ),
        ]

    def __str__(self) -> str:
        return str(self.registration)

    def is_open(self, at: datetime | None = None) -> bool:
        return (at or timezone.now()) < self.asked_at + OPEN_FOR


class ContactQuerySet(models.QuerySet["Contact"]):
    def mutual(self) -> "ContactQuerySet":
        """Both said yes; each of the two rows is one of them."""
        back = Contact.objects.filter(by=models.OuterRef("to"), to=models.OuterRef("by"))
        return self.filter(models.Exists(back))


@pghistory.track()
class Contact(models.Model):
    """Somebody would like to stay in touch with somebody else who was there. Only a yes from both is told to both."""

    by = models.ForeignKey(Registration, models.PROTECT, related_name="contacts", verbose_name="de")
    to = models.ForeignKey(Registration, models.PROTECT, related_name="+", verbose_name="avec")
    said_at = models.DateTimeField("dit le", default=timezone.now)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = "contact souhaité"
        verbose_name_plural = "contacts souhaités"
        ordering = ["said_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "to"], name="contact_once"),
            models.CheckConstraint(condition=~Q(by=F("to")), name="contact_with_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.by} → {self.to}"
