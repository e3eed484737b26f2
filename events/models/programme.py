"""What happens at an event, hour by hour, and who speaks; a speaker may be kept secret until a day."""

from datetime import date, datetime, timedelta
from typing import Any

import pghistory
from django.contrib.postgres.aggregates import StringAgg
from django.db import models
from django.db.models import Case, F, Q, TextField, Value, When
from django.utils import timezone

from club.core.search import Joined
from events.models.events import Event
from events.models.moments import day_words, hour_words, short_day


class ProgrammeItemQuerySet(models.QuerySet["ProgrammeItem"]):
    def said(self, on: date) -> models.QuerySet[Any]:
        """By event, what everybody may read of its programme on a day."""
        told = Q(public_from=None) | Q(public_from__lte=on)
        speaker = Case(When(told, then=Joined(F("speaker"), F("role"))), default=Value(""), output_field=TextField())
        said = StringAgg(Joined(F("title"), speaker), Value(" "), output_field=TextField())
        return self.order_by().values("event").annotate(said=said).values("said")


@pghistory.track()
class ProgrammeItem(models.Model):
    """``after``: how long after the event begins, so that the programme follows an event that moves."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="programme", verbose_name="rencontre")
    after = models.DurationField("après le début")
    title = models.CharField("titre", max_length=140)
    speaker = models.CharField("intervenant", max_length=120, blank=True)
    role = models.CharField("sa fonction", max_length=160, blank=True)
    public_from = models.DateField("nom public à partir du", null=True, blank=True)

    objects = ProgrammeItemQuerySet.as_manager()

    class Meta:
        verbose_name = "moment du programme"
        ordering = ["after", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(after__gte=timedelta(0)),
                name="programme_begins_with_the_event",
                violation_error_message="Le programme commence avec la rencontre.",
            ),
            models.CheckConstraint(
                condition=~Q(speaker="") | Q(role="", public_from=None),
                name="programme_role_has_a_speaker",
                violation_error_message="Une fonction et un jour d’annonce vont avec le nom d’un intervenant.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def starts_at(self) -> datetime:
        return self.event.starts_at + self.after

    def hour_words(self) -> str:
        """« 18 h 30 »; with the day when the event takes several."""
        moment = timezone.localtime(self.starts_at)
        hour = hour_words(moment)
        return f"{day_words(moment.date())}, {hour}" if len(self.event.days()) > 1 else hour

    def told_speaker(self, on: date | None = None) -> str:
        """The name, from the day that it may be said; empty before."""
        if self.public_from is not None and self.public_from > (on or timezone.localdate()):
            return ""
        return self.speaker

    def speaker_words(self, on: date | None = None) -> str:
        """« Camille Lavigne, directrice de… », or « Intervenant annoncé le 3 mars »."""
        if told := self.told_speaker(on):
            return f"{told}, {self.role}" if self.role else told
        if not self.speaker or self.public_from is None or not self.event.keeps_word():
            return ""
        return f"Intervenant annoncé le {short_day(self.public_from)}"

    def words(self, on: date | None = None) -> str:
        """« 18 h 30 : Accueil », « 19 h : L’intelligence au comptoir. Intervenant annoncé le 3 mars »."""
        line, speaker = f"{self.hour_words()}\u00a0: {self.title}", self.speaker_words(on)
        return f"{line}{'' if line.endswith(('.', '?', '!')) else '.'} {speaker}" if speaker else line
