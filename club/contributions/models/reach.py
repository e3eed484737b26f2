"""What a supplier was told of an insert that left: the day after, then a fortnight later."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ReachMail(models.Model):
    """A report of one insert: sent (``outbox`` has it) or not, and why. No row yet: nobody has been told.

    Its link opens the figures of that insert for ``person``; so each copy, to an agency, is a row with a link of its
    own.
    """

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
    why = models.CharField("pourquoi", max_length=200, blank=True)
    role = models.CharField("écrit au titre de", max_length=13, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reach_mails",
        verbose_name="destinataire",
    )
    copy_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="copies", verbose_name="copie de"
    )
    outbox = models.ForeignKey(
        "core.OutboxMail", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="courriel"
    )
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
