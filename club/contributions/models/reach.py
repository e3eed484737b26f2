"""What a supplier was told of an insert that left: the day after, then a fortnight later."""

from django.db import models
from django.db.models import Q

from club.contributions.models.mails import SupplierMail


class ReachMail(SupplierMail):
    """A report of one insert; its link opens the figures of that insert. No row yet: nobody has been told."""

    class Step(models.TextChoices):
        DAY = "day", "lendemain"
        FORTNIGHT = "fortnight", "quinze jours après"

    class State(models.TextChoices):
        SENT = "sent", "parti"
        NOT_SENT = "not_sent", "pas parti"

    placement = models.ForeignKey(
        "contributions.Placement", models.CASCADE, related_name="reach_mails", verbose_name="parution"
    )
    step = models.CharField("étape", max_length=9, choices=Step.choices)
    state = models.CharField("état", max_length=8, choices=State.choices)
    settled_at = models.DateTimeField("réglé le")

    class Meta:
        verbose_name = "bilan de portée envoyé"
        verbose_name_plural = "bilans de portée envoyés"
        ordering = ["settled_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "step"], condition=Q(copy_of=None), name="reach_mail_once"),
            models.UniqueConstraint(
                fields=["copy_of", "person"], condition=Q(copy_of__isnull=False), name="reach_mail_copied_once"
            ),
            models.CheckConstraint(condition=~Q(state="not_sent") | ~Q(why=""), name="reach_mail_says_why_not"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(person__isnull=False), name="reach_mail_sent_to_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} · {self.placement_id}"
