"""A member's own word that it leaves, given in the portal, until the team has noted it."""

from datetime import date

import pghistory
from django.db import models
from django.db.models import Q

from members.models.memberships import Departure
from members.models.organisations import Organisation
from members.models.users import User


class LeaveNoticeQuerySet(models.QuerySet["LeaveNotice"]):
    def waiting(self) -> "LeaveNoticeQuerySet":
        """Those that the team has neither confirmed nor set aside."""
        return self.filter(state=LeaveNotice.State.WAITING)


@pghistory.track()
class LeaveNotice(models.Model):
    """An organisation gives notice of its resignation. It changes nothing by itself: staff confirm it, which makes
    the departure, or set it aside with a reason that the member reads.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "à confirmer"
        CONFIRMED = "confirmed", "confirmée"
        ASIDE = "aside", "classée sans suite"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="leave_notices")
    reason = models.TextField("motif", max_length=1000)
    effective_on = models.DateField("prend effet le")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="donnée par")
    given_on = models.DateField("donnée le")
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.WAITING)
    answer = models.CharField("réponse du Club", max_length=200, blank=True)
    departure = models.OneToOneField(Departure, models.PROTECT, null=True, blank=True, related_name="notice")
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField("traitée le", null=True, blank=True)

    objects = LeaveNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "démission à confirmer"
        verbose_name_plural = "démissions à confirmer"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state="waiting"),
                name="leave_notice_waits_once",
                violation_error_message="Une démission de cette organisation attend déjà.",
            ),
            models.CheckConstraint(
                condition=(Q(state="confirmed") & Q(departure__isnull=False))
                | (~Q(state="confirmed") & Q(departure=None)),
                name="leave_notice_confirmed_is_a_departure",
            ),
        ]

    def __str__(self) -> str:
        return f"Démission de {self.organisation}"

    @property
    def leaves_on(self) -> date:
        """The first day out: what the team noted, until then what the member was told."""
        return self.departure.effective_on if self.departure else self.effective_on
