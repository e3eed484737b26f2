"""What was decided about an event, for those whom it concerns: written with the decision, told after it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from events.models.events import Event


class EventNewsQuerySet(models.QuerySet["EventNews"]):
    def owed(self) -> "EventNewsQuerySet":
        """What somebody has still to hear."""
        return self.filter(settled_at=None)


class EventNews(models.Model):
    """One piece of news. ``seated``, ``waiting``: registrations, as they were when it was decided; ``pledges``: one
    for each supplier. The first ``told`` of them all, in this order, are settled. ``as_of``: the event as decided.
    """

    class Kind(models.TextChoices):
        SUBJECT = "subject", "sous réserve"
        MOVED = "moved", "a changé"
        CALLED_OFF = "called_off", "n’a pas lieu au jour dit"
        GO = "go", "a lieu"
        POSTPONED = "postponed", "reportée"
        NEW_DAY = "new_day", "a une nouvelle date"
        CONFIRMED = "confirmed", "a son programme"
        CANCELLED = "cancelled", "annulée"
        WORKSHOPS = "workshops", "change d’ateliers"

    event = models.ForeignKey(Event, models.PROTECT, related_name="news", verbose_name="rencontre")
    as_of = models.ForeignKey("events.EventEvent", models.PROTECT, related_name="+", verbose_name="telle que décidée")
    kind = models.CharField("nouvelle", max_length=10, choices=Kind.choices)
    words = models.CharField("en mots", max_length=500, blank=True)
    version = models.PositiveIntegerField("version de la rencontre régionale", null=True)
    seated = ArrayField(models.BigIntegerField(), default=list, verbose_name="inscriptions")
    waiting = ArrayField(models.BigIntegerField(), default=list, verbose_name="inscriptions en attente")
    pledges = ArrayField(models.BigIntegerField(), default=list, verbose_name="ateliers promis")
    told = models.PositiveIntegerField("déjà écrites", default=0)
    made_at = models.DateTimeField("décidée le", default=timezone.now)
    settled_at = models.DateTimeField("dite à tous le", null=True)

    objects = EventNewsQuerySet.as_manager()

    class Meta:
        verbose_name = "nouvelle d’une rencontre"
        verbose_name_plural = "nouvelles des rencontres"
        ordering = ["pk"]
        indexes = [models.Index(fields=["event"], condition=Q(settled_at=None), name="event_news_owed")]

    def __str__(self) -> str:
        return f"{self.event}, {self.get_kind_display()}"

    @property
    def ends_registrations(self) -> bool:
        """Whom it names comes no more because of it; of the other news, who has left since hears nothing."""
        called_off = self.kind == self.Kind.CALLED_OFF and self.as_of.state == "cancelled"
        return called_off or self.kind == self.Kind.POSTPONED

    def event_as_decided(self) -> Event:
        """So that a mail says what was true when it was decided, whatever was decided since."""
        names = {field.attname for field in self.as_of._meta.concrete_fields}
        fields = [field.attname for field in Event._meta.concrete_fields if field.attname in names]
        return Event(**{name: getattr(self.as_of, name) for name in fields})
