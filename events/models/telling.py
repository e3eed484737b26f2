"""Who is expected at an event and what happens when; names are kept until the day from which they may be told."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from events.models.kinds import State
from events.models.moments import midnight, short_day

if TYPE_CHECKING:
    from events.models.programme import ProgrammeItem


class Telling(models.Model):
    """The part of an event that has secrets, each until a day."""

    guest = models.CharField("invité d’honneur", max_length=120, blank=True)
    guest_role = models.CharField("sa fonction", max_length=160, blank=True)
    guest_public_from = models.DateField(
        "nom public à partir du", null=True, blank=True, help_text="Avant ce jour, le site ne le nomme nulle part."
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(guest="") | Q(guest_public_from__isnull=False),
                name="event_guest_has_a_day",
                violation_error_message="Dites à partir de quel jour l’invité peut être nommé.",
            ),
        ]

    state: str
    updated_at: datetime
    starts_at: datetime
    ends_at: datetime
    programme: Any

    def is_over(self, at: datetime | None = None) -> bool:
        """Never while it is postponed: the day that it says is no longer its own."""
        return self.state != State.POSTPONED and self.ends_at < (at or timezone.now())

    def has_begun(self, at: datetime | None = None) -> bool:
        return self.state != State.POSTPONED and self.starts_at <= (at or timezone.now())

    def guest_of_honour(self, on: date | None = None) -> str:
        """« Camille Lavigne, directrice de… » from the day that may be said; empty before."""
        if not self.guest or self.guest_public_from is None or self.guest_public_from > (on or timezone.localdate()):
            return ""
        return f"{self.guest}, {self.guest_role}" if self.guest_role else self.guest

    def guest_words(self, on: date | None = None) -> str:
        """The guest, or the day when he is told: « annoncé le 3 mars »; empty for an event that has none to come."""
        if not self.guest or self.guest_of_honour(on) or self.guest_public_from is None:
            return self.guest_of_honour(on)
        return f"annoncé le {short_day(self.guest_public_from)}" if self.keeps_word() else ""

    def keeps_word(self) -> bool:
        """It is still to come: what is said to be announced will be."""
        return State(self.state).takes_place and not self.is_over()

    @cached_property
    def items(self) -> "list[ProgrammeItem]":
        """The programme, in order; one statement at most."""
        return list(self.programme.all())

    def public_since(self) -> datetime:
        """When what the public reads of it last changed: an edit, or the day that somebody may be named."""
        days = [self.guest_public_from if self.guest else None, *(item.public_from for item in self.items)]
        today = timezone.localdate()
        return max([self.updated_at, *(midnight(day) for day in days if day and day <= today)])

    def last_change(self, at: datetime | None = None) -> datetime:
        """When its page last said something else: ``public_since``, or its end, after which it is said to be past."""
        passed = self.is_over(at) and State(self.state).takes_place
        return max(self.public_since(), self.ends_at) if passed else self.public_since()
