"""Money received: payments, what they settle, lines of bank files, reminders."""

from decimal import Decimal
from typing import Any

import pghistory
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from club.core.models import OutboxMail
from members.billing.models.documents import Document, Instalment
from members.models import Organisation, User


class BankFile(models.Model):
    """A statement received from the bank (camt.053 or CSV); the same bytes are read once."""

    class Format(models.TextChoices):
        CAMT053 = "camt053", "camt.053"
        CSV = "csv", "CSV"

    name = models.CharField("nom du fichier", max_length=160)
    sha256 = models.CharField("empreinte", max_length=64, unique=True)
    format = models.CharField("format", max_length=7, choices=Format.choices)
    imported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField("importé le", db_default=models.functions.Now())
    line_count = models.PositiveIntegerField("lignes lues", default=0)
    new_count = models.PositiveIntegerField("lignes nouvelles", default=0)

    class Meta:
        verbose_name = "relevé bancaire"
        verbose_name_plural = "relevés bancaires"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class BankLineQuerySet(models.QuerySet["BankLine"]):
    def waiting(self) -> "BankLineQuerySet":
        return self.filter(state=BankLine.State.WAITING)


@pghistory.track()
class BankLine(models.Model):
    """One entry of our account. ``reference`` is the bank's own, or a hash of what identifies the line; unique.

    Amounts: positive received, negative paid out. A reversal takes an earlier entry back (a cheque that bounced).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "à rapprocher"
        MATCHED = "matched", "rapprochée"
        LEFT = "left", "laissée de côté"

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="lines")
    account = models.CharField("compte", max_length=34)
    reference = models.CharField("référence bancaire", max_length=140)
    booked_on = models.DateField("date comptable")
    amount = models.DecimalField("montant", max_digits=11, decimal_places=2)
    debtor_name = models.CharField("donneur d’ordre", max_length=140, blank=True)
    debtor_iban = models.CharField("IBAN", max_length=34, blank=True)
    end_to_end = models.CharField("référence de bout en bout", max_length=140, blank=True)
    remittance = models.CharField("motif du virement", max_length=500, blank=True)
    is_reversal = models.BooleanField("extourne", default=False)
    state = models.CharField("état", max_length=7, choices=State.choices, default=State.WAITING)
    left_reason = models.CharField("laissée parce que", max_length=160, blank=True)
    twin_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="twins", verbose_name="déjà importée, sans doute"
    )

    objects = BankLineQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne de relevé"
        verbose_name_plural = "lignes de relevé"
        ordering = ["booked_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["account", "reference"], name="bank_line_once")]
        indexes = [models.Index(fields=["debtor_iban"], name="bank_line_iban", condition=~Q(debtor_iban=""))]

    def __str__(self) -> str:
        return f"{self.amount} € · {self.debtor_name}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    def received(self) -> "PaymentQuerySet":
        """Money that came, without what was given back."""
        return self.filter(refunds=None)

    def weighed(self) -> "PaymentQuerySet":
        """Each with ``allocated``, ``given_back`` and ``free``: what still settles nothing. One statement."""
        return self.annotate(
            allocated=_sum(Allocation.objects.filter(payment=OuterRef("pk"))),
            given_back=-_sum(Payment.objects.filter(refunds=OuterRef("pk"))),
            free=F("amount") - F("allocated") - F("given_back"),
        )


def _sum(rows: models.QuerySet[Any]) -> Coalesce:
    """The sum of ``amount`` over rows that hang on one outer row."""
    summed = rows.order_by().annotate(whole=Func("amount", function="SUM")).values("whole")
    return Coalesce(Subquery(summed), Decimal(0), output_field=models.DecimalField())


@pghistory.track()
class Payment(models.Model):
    """Money that came, or went back (``amount`` negative, ``refunds`` names the payment). Card is noted by hand."""

    class Method(models.TextChoices):
        TRANSFER = "transfer", "virement"
        CHEQUE = "cheque", "chèque"
        CARD = "card", "carte"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="payments")
    method = models.CharField("moyen", max_length=8, choices=Method.choices)
    amount = models.DecimalField("montant", max_digits=11, decimal_places=2)
    received_on = models.DateField("reçu le")
    reference = models.CharField("référence", max_length=140, blank=True)
    bank_line = models.ForeignKey(BankLine, models.PROTECT, null=True, blank=True, related_name="payments")
    refunds = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="refunded_by")
    reason = models.CharField("motif du remboursement", max_length=200, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField("noté le", db_default=models.functions.Now())

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "règlement"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, refunds=None) | Q(amount__lt=0, refunds__isnull=False),
                name="payment_sign",
                violation_error_message="Un règlement est positif ; un remboursement cite le règlement qu’il rend.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} € · {self.organisation}"


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def standing(self) -> "AllocationQuerySet":
        """What was not wholly taken back since, each with ``left``: how much of it still settles its document."""
        taken_back = _sum(Allocation.objects.filter(reverses=OuterRef("pk")))
        return self.filter(reverses=None).annotate(left=F("amount") + taken_back).filter(left__gt=0)


@pghistory.track()
class Allocation(models.Model):
    """A part of a payment, or of a credit note, that settles a part of a document.

    One that is taken back stays, and a negative row names it in ``reverses``, dated on the day it was: what any past
    day showed stays as it was, in a closed period too.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="allocations")
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, blank=True, related_name="allocations")
    credit_note = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="spent_on")
    amount = models.DecimalField("montant", max_digits=11, decimal_places=2)
    reverses = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    on = models.DateField("le", default=timezone.localdate)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = "affectation"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, reverses=None) | Q(amount__lt=0, reverses__isnull=False),
                name="allocation_sign",
            ),
            models.CheckConstraint(
                condition=Q(payment=None, credit_note__isnull=False) | Q(payment__isnull=False, credit_note=None),
                name="allocation_one_origin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} € → {self.document}"

    @property
    def taken_back(self) -> Decimal:
        """Of a row that reverses another: how much, above zero."""
        return -self.amount


class Reminder(models.Model):
    """One reminder that a rule foresaw for one instalment: sent, or why not. Made once."""

    class Rule(models.TextChoices):
        BEFORE = "before", "7 jours avant l’échéance"
        LATE = "late", "8 jours après"
        FIRM = "firm", "30 jours après"
        LAST = "last", "60 jours après, avant mise en demeure"

        @property
        def days(self) -> int:
            """Days from the due date."""
            return {"before": -7, "late": 8, "firm": 30, "last": 60}[self.value]

        @property
        def window(self) -> int:
            """Days during which it may still be sent: until the next one takes its place."""
            return {"before": 7, "late": 21, "firm": 29, "last": 60}[self.value]

    class State(models.TextChoices):
        SENT = "sent", "envoyé"
        SKIPPED = "skipped", "non envoyé"

    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="reminders")
    rule = models.CharField("rappel", max_length=6, choices=Rule.choices)
    due_on = models.DateField("prévu le")
    state = models.CharField("état", max_length=7, choices=State.choices)
    why_not = models.CharField("pourquoi", max_length=160, blank=True)
    mail = models.ForeignKey(OutboxMail, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("décidé le", db_default=models.functions.Now())

    class Meta:
        verbose_name = "rappel"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["instalment", "rule"], name="reminder_once"),
            models.CheckConstraint(
                condition=Q(state="sent", why_not="") | (Q(state="skipped") & ~Q(why_not="")),
                name="reminder_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()} · {self.instalment}"
