"""The Club's calls for content: one for each supplier and each departure of Flash info."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from club.contributions.models.mails import SupplierMail


class CallQuerySet(models.QuerySet["Call"]):
    def open(self) -> "CallQuerySet":
        """Still waiting for an answer: what reminders go to."""
        return self.filter(state=Call.State.OPEN)

    def to_telephone(self) -> "CallQuerySet":
        """Open, and mails are not enough: two departures without an answer, or none of the mails could leave."""
        mails = CallMail.objects.filter(call=OuterRef("pk"))
        left, stayed = (Exists(mails.filter(state=state)) for state in ("sent", "not_sent"))
        return self.open().filter(Exists(mails.filter(step=CallMail.Step.ESCALATION)) | stayed & ~left)


@pghistory.track()
class Call(models.Model):
    """Whether a supplier was asked for an issue, and what came of it; ``reason`` says why it was not asked."""

    class State(models.TextChoices):
        OPEN = "open", "sans réponse"
        ANSWERED = "answered", "contenu reçu"
        DECLINED = "declined", "rien cette fois"
        TAKEN = "taken", "le Club s’en occupe"
        SILENT = "silent", "resté sans réponse"
        NOT_ASKED = "not_asked", "pas sollicité"

    slot = models.ForeignKey("newsletters.Slot", models.PROTECT, related_name="calls", verbose_name="départ")
    supplier = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="content_calls", verbose_name="fournisseur"
    )
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.OPEN)
    reason = models.CharField("pourquoi", max_length=200, blank=True)
    inserts_left = models.PositiveSmallIntegerField("encarts restants à l’ouverture", default=0)
    opened_at = models.DateTimeField("ouvert le", db_default=models.functions.Now())
    settled_at = models.DateTimeField("réglé le", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="réglé par"
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel à contenu"
        verbose_name_plural = "appels à contenu"
        ordering = ["-slot__due_at", "supplier__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["slot", "supplier"], name="call_once"),
            models.CheckConstraint(
                condition=~Q(state="not_asked") | ~Q(reason=""),
                name="call_says_why_not",
                violation_error_message="Dites pourquoi ce fournisseur n’est pas sollicité.",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(settled_at__isnull=False), name="call_settled_has_date"
            ),
        ]
        indexes = [
            models.Index(fields=["slot"], condition=Q(state="open"), name="call_open"),
            models.Index(fields=["supplier", "-opened_at"], name="call_of_supplier"),
        ]

    def __str__(self) -> str:
        return f"Appel à {self.supplier}"


class CallMail(SupplierMail):
    """A mail of a call, planned with its day; its link opens the form."""

    class Step(models.TextChoices):
        FIRST = "first", "appel"
        REMINDER = "reminder", "premier rappel"
        LAST = "last", "dernier rappel"
        ESCALATION = "escalation", "mot au dirigeant"

    class State(models.TextChoices):
        PLANNED = "planned", "prévu"
        SENT = "sent", "parti"
        NOT_SENT = "not_sent", "pas parti"

    call = models.ForeignKey(Call, models.CASCADE, related_name="mails", verbose_name="appel")
    step = models.CharField("étape", max_length=10, choices=Step.choices)
    due_on = models.DateField("prévu le")
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.PLANNED)
    settled_at = models.DateTimeField("réglé le", null=True, blank=True)

    class Meta:
        verbose_name = "courriel d’un appel"
        verbose_name_plural = "courriels des appels"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "step"], condition=Q(copy_of=None), name="call_mail_once"),
            models.UniqueConstraint(
                fields=["copy_of", "person"], condition=Q(copy_of__isnull=False), name="call_mail_copied_once"
            ),
            models.CheckConstraint(condition=~Q(state="not_sent") | ~Q(why=""), name="call_mail_says_why_not"),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(state="planned"), name="call_mail_due")]

    def __str__(self) -> str:
        return f"{self.get_step_display()} du {self.due_on:%d/%m/%Y}"


@pghistory.track()
class CallNote(models.Model):
    """What was said on the telephone with a supplier or its agency about its contents."""

    supplier = models.ForeignKey(
        "members.Organisation", models.CASCADE, related_name="content_notes", verbose_name="fournisseur"
    )
    call = models.ForeignKey(
        Call, models.SET_NULL, null=True, blank=True, related_name="notes", verbose_name="appel à contenu"
    )
    text = models.CharField("ce qui s’est dit", max_length=600)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="noté par")
    at = models.DateTimeField("noté le", db_default=models.functions.Now())

    class Meta:
        verbose_name = "note d’appel"
        verbose_name_plural = "notes d’appel"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["supplier", "-at"], name="call_note_of_supplier")]

    def __str__(self) -> str:
        return self.text[:60]
