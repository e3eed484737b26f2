"""Rights included in a membership, and their uses. Counting goes through ``members.actions.entitlements`` alone."""

from datetime import date

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from members.models.catalogue import EntitlementKind
from members.models.memberships import MembershipLine
from members.models.organisations import Organisation
from members.models.users import User


class EntitlementQuerySet(models.QuerySet["Entitlement"]):
    def running(self, on: date | None = None) -> "EntitlementQuerySet":
        """Open and within their days (today by default)."""
        on = on or timezone.localdate()
        return self.filter(starts_on__lte=on, ends_on__gte=on, opened_on__lte=on)

    def counted(self) -> "EntitlementQuerySet":
        """Each with ``used``: what its uses took and did not give back. One statement."""
        taken = Sum("uses__quantity", filter=Q(uses__given_back_at=None))
        return self.annotate(used=Coalesce(taken, 0))


@pghistory.track()
class Entitlement(models.Model):
    """A right of one organisation over a period; without ``opened_on`` it waits for the first payment."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="entitlements")
    line = models.ForeignKey(MembershipLine, models.PROTECT, related_name="entitlements", null=True, blank=True)
    kind = models.CharField("droit", max_length=14, choices=EntitlementKind.choices)
    quantity = models.PositiveSmallIntegerField("quantité", validators=[MinValueValidator(0)])
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    opened_on = models.DateField("ouvert le", null=True, blank=True)

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = "droit inclus"
        verbose_name_plural = "droits inclus"
        ordering = ["ends_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "kind", "starts_on"], name="entitlement_once_a_line"),
            models.CheckConstraint(
                condition=Q(kind__in=["meeting_seat", "cercle_seat", "insert", "workshop", "logo"]),
                name="entitlement_known_kind",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="entitlement_ends_after_start"),
        ]
        indexes = [models.Index(fields=["kind", "ends_on"], name="entitlement_kind_end")]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_kind_display()}"

    def is_running(self, on: date | None = None) -> bool:
        on = on or timezone.localdate()
        return self.opened_on is not None and max(self.starts_on, self.opened_on) <= on <= self.ends_on


@pghistory.track()
class Use(models.Model):
    """One use of a right. ``key`` makes it happen once; ``label`` and ``outcome`` are written by the app that uses.

    The *bilan d’adhésion* reads these rows alone. ``overrun``: allowed beyond what was left, with its reason.
    """

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="uses", verbose_name="droit")
    key = models.CharField("clé", max_length=80, unique=True)
    quantity = models.PositiveSmallIntegerField("quantité", default=1, validators=[MinValueValidator(1)])
    used_on = models.DateField("le", default=timezone.localdate)
    label = models.CharField("pour", max_length=160)
    outcome = models.CharField("résultat", max_length=200, blank=True)
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="par")
    overrun = models.CharField("dépassement accordé", max_length=200, blank=True)
    given_back_at = models.DateTimeField("rendu le", null=True, blank=True)
    given_back_reason = models.CharField("rendu parce que", max_length=160, blank=True)
    created_at = models.DateTimeField("noté le", db_default=models.functions.Now())

    class Meta:
        verbose_name = "utilisation d’un droit"
        verbose_name_plural = "utilisations de droits"
        ordering = ["used_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="use_quantity_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.label}"
