"""Where a contribution appeared: the proof for the supplier, and what its right was used for."""

import pghistory
from django.db import models
from django.db.models import Q


class PlacementQuerySet(models.QuerySet["Placement"]):
    def standing(self) -> "PlacementQuerySet":
        """Planned or sent: what neither the Club nor the supplier took back."""
        return self.filter(state__in=[Placement.State.PLANNED, Placement.State.SENT])

    def sent(self) -> "PlacementQuerySet":
        """What left and was not taken back, the newest first, with what its report names."""
        named = self.select_related("issue", "block", "supplier", "submission__resource")
        return named.filter(state=Placement.State.SENT).order_by("-sent_on", "-pk")


@pghistory.track()
class Placement(models.Model):
    """A contribution in an issue. The right to an insert is used when the issue is sent, given back when pulled."""

    class State(models.TextChoices):
        PLANNED = "planned", "prévu"
        SENT = "sent", "envoyé"
        PULLED = "pulled", "retiré"

    submission = models.ForeignKey(
        "contributions.Submission", models.PROTECT, related_name="placements", verbose_name="contribution"
    )
    version = models.ForeignKey("contributions.Version", models.PROTECT, related_name="+", verbose_name="version")
    supplier = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="placements", verbose_name="fournisseur"
    )
    issue = models.ForeignKey(
        "newsletters.Issue", models.PROTECT, related_name="placements", verbose_name="Flash info"
    )
    block = models.OneToOneField(
        "newsletters.Block",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="placement",
        verbose_name="encart",
    )
    state = models.CharField("état", max_length=7, choices=State.choices, default=State.PLANNED)
    rank = models.PositiveSmallIntegerField("place parmi les encarts", null=True, blank=True)
    out_of = models.PositiveSmallIntegerField("nombre d’encarts", null=True, blank=True)
    sent_on = models.DateField("envoyé le", null=True, blank=True)
    pulled_at = models.DateTimeField("retiré le", null=True, blank=True)
    reason = models.CharField("pourquoi", max_length=160, blank=True)
    created_at = models.DateTimeField("prévu le", db_default=models.functions.Now())

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = "parution"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "issue"], condition=~Q(state="pulled"), name="placement_once_an_issue"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent")
                | Q(sent_on__isnull=False, rank__isnull=False, out_of__isnull=False, rank__lte=models.F("out_of")),
                name="placement_sent_is_proved",
            ),
            models.CheckConstraint(
                condition=Q(state="pulled", pulled_at__isnull=False) | ~Q(state="pulled") & Q(pulled_at=None),
                name="placement_pulled_has_date",
            ),
        ]
        indexes = [
            models.Index(fields=["issue", "state"], name="placement_of_issue"),
            models.Index(fields=["supplier", "-sent_on"], name="placement_of_supplier"),
        ]

    def __str__(self) -> str:
        return f"{self.submission} dans le {self.issue}"

    @property
    def use_key(self) -> str:
        """Names the use of the right in ``members.actions.entitlements``."""
        return f"placement:{self.pk}"
