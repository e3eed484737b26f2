"""The address under which somebody's calendar follows his registrations."""

from django.db import models
from django.utils import timezone

from members.models import User


class CalendarFeed(models.Model):
    """The address is signed from the id: a new row is a new address, and the old one opens nothing any more."""

    person = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed", verbose_name="personne")
    made_at = models.DateTimeField("faite le", default=timezone.now)

    class Meta:
        verbose_name = "abonnement au calendrier"
        verbose_name_plural = "abonnements au calendrier"

    def __str__(self) -> str:
        return str(self.person)
