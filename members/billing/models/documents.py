"""Dues documents: drafts without number, then issued once for all; their lines and their instalments."""

from datetime import date
from decimal import Decimal
from typing import Any

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from members.billing.models.proposals import Proposal
from members.models import Membership, OptionVersion, Organisation, User, Vat


class Payer(models.Model):
    """Where an organisation's documents go, and what a public institution wants on them (Chorus Pro)."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="payer")
    legal_name = models.CharField(
        "raison sociale", max_length=160, blank=True, help_text="Vide\u00a0: celle de l’organisation."
    )
    address = models.CharField("adresse", max_length=200, blank=True)
    postcode = models.CharField("code postal", max_length=12, blank=True)
    city = models.CharField("ville", max_length=80, blank=True)
    country = models.CharField("pays (code)", max_length=2, default="FR")
    vat_number = models.CharField("numéro de TVA", max_length=20, blank=True)
    email = models.EmailField("adresse des factures", max_length=254, blank=True)
    is_public = models.BooleanField("institution publique (Chorus Pro)", default=False)
    siret = models.CharField(
        "SIRET", max_length=14, blank=True, help_text="Chorus Pro adresse par lui les institutions publiques."
    )
    chorus_service = models.CharField("code service Chorus Pro", max_length=100, blank=True)
    wants_order_number = models.BooleanField("exige un numéro de commande", default=False)

    class Meta:
        verbose_name = "adresse de facturation"
        verbose_name_plural = "adresses de facturation"
        constraints = [
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__regex=r"^[0-9]{14}$"),
                name="siret_of_14_digits",
                violation_error_message="Un SIRET a quatorze chiffres.",
            ),
        ]

    def __str__(self) -> str:
        return self.legal_name or str(self.organisation)


class Counter(models.Model):
    """The last number given in a series and a year; locked and raised in the transaction that issues."""

    series = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)
    last_issued_on = models.DateField(null=True)

    class Meta:
        verbose_name = "compteur"
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}: {self.last}"


class DocumentQuerySet(models.QuerySet["Document"]):
    def issued(self) -> "DocumentQuerySet":
        return self.exclude(number=None)

    def unissued(self) -> "DocumentQuerySet":
        """Drafts of what a term is billed, unless it never begins, and of what a change of it gives back."""
        notes = Q(kind=Document.Kind.CREDIT_NOTE)
        billed = ~notes & Q(membership__ends_on__gte=F("membership__starts_on"))
        of_changes = notes & Q(proposal__kind=Proposal.Kind.CHANGE) & ~Q(proposal=F("cites__proposal"))
        return self.filter(billed | of_changes, number=None, membership__isnull=False)

    def due(self) -> "DocumentQuerySet":
        """Invoices and calls for dues, issued: what can be paid."""
        return self.issued().exclude(kind=Document.Kind.CREDIT_NOTE)

    def settled(self, on: date | None = None) -> "DocumentQuerySet":
        """Each with ``paid``: what payments and credit notes covered of it (up to a day). One statement."""
        return self.annotate(paid=_sum_of("allocations", {"on__lte": on} if on else {}))

    def owing(self, on: date | None = None) -> "DocumentQuerySet":
        """What can be paid and is not wholly so, each with ``paid`` and ``rest``; the oldest due first."""
        rows = self.due().settled(on).annotate(rest=F("total") - F("paid")).filter(rest__gt=0)
        return rows.order_by(F("due_on").asc(nulls_last=True), "issued_on", "pk")

    def asked(self, on: date | None = None) -> "DocumentQuerySet":
        """Each with ``asked``: what instalments due before a day (today by default) make of its total."""
        over = Instalment.objects.filter(document=OuterRef("pk"), due_on__lt=on or timezone.localdate())
        summed = over.order_by().annotate(whole=Func("amount", function="SUM")).values("whole")
        return self.annotate(
            asked=Coalesce(Subquery(summed), Decimal(0), output_field=models.DecimalField(decimal_places=2))
        )

    def late(self, on: date | None = None) -> "DocumentQuerySet":
        """Less was paid than the instalments due before a day (today by default) ask for."""
        return self.owing().asked(on).filter(asked__gt=F("paid"))

    def unspent(self) -> "DocumentQuerySet":
        """Credit notes of which something settles nothing yet, each with ``free``."""
        notes = self.issued().filter(kind=Document.Kind.CREDIT_NOTE)
        return notes.annotate(free=F("total") - _sum_of("spent_on", {})).filter(free__gt=0).order_by("pk")


def _sum_of(name: str, only: dict[str, Any]) -> Coalesce:
    """The amounts of one relation added up apart: a join to another relation multiplies nothing."""
    relation = Document._meta.get_field(name)
    rows = relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")}, **only).order_by()
    summed = rows.annotate(whole=Func("amount", function="SUM")).values("whole")
    return Coalesce(Subquery(summed), Decimal(0), output_field=models.DecimalField())


class Document(models.Model):
    """An invoice, a call for dues or a credit note. Amounts are positive; a credit note takes away.

    ``number`` empty: a draft, which may be changed and thrown away. Once it has a number the database refuses any
    change. ``seller`` and ``buyer`` are the parties as they were; ``chain`` is SHA-256 over the chain of the document
    issued before it in its series and what this one says.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", "facture"
        CALL = "call", "appel de cotisation"
        CREDIT_NOTE = "credit_note", "avoir"

        @property
        def series(self) -> str:
            return {"invoice": "FA", "call": "AC", "credit_note": "AV"}[self.value]

    kind = models.CharField("genre", max_length=11, choices=Kind.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="documents")
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="documents")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="documents")
    cites = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="credit_notes", verbose_name="facture citée"
    )
    reason = models.CharField("motif", max_length=200, blank=True)
    number = models.CharField("numéro", max_length=20, null=True, blank=True, unique=True)
    year = models.PositiveSmallIntegerField("exercice", null=True, blank=True)
    rank = models.PositiveIntegerField("rang", null=True, blank=True)
    issued_on = models.DateField("émise le", null=True, blank=True)
    issued_at = models.DateTimeField("émise à", null=True, blank=True)
    due_on = models.DateField("échéance", null=True, blank=True)
    starts_on = models.DateField("période du")
    ends_on = models.DateField("au")
    seller = models.JSONField("vendeur", default=dict, encoder=DjangoJSONEncoder)
    buyer = models.JSONField("client", default=dict, encoder=DjangoJSONEncoder)
    mentions = models.JSONField("mentions", default=list, encoder=DjangoJSONEncoder)
    order_number = models.CharField("numéro de commande", max_length=60, blank=True)
    net = models.DecimalField("total hors taxes", max_digits=11, decimal_places=2, default=Decimal(0))
    vat = models.DecimalField("TVA", max_digits=11, decimal_places=2, default=Decimal(0))
    total = models.DecimalField("total", max_digits=11, decimal_places=2, default=Decimal(0))
    vat_parts = models.JSONField("TVA par taux", default=list, encoder=DjangoJSONEncoder)
    pdf_sha256 = models.CharField("empreinte du PDF", max_length=64, blank=True)
    previous_chain = models.CharField(max_length=64, blank=True)
    chain = models.CharField("chaînage", max_length=64, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("préparée le", db_default=models.functions.Now())

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document de cotisation"
        verbose_name_plural = "documents de cotisation"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "rank"], name="document_rank_once"),
            models.CheckConstraint(
                condition=Q(
                    number=None, year=None, rank=None, issued_on=None, issued_at=None, chain="", pdf_sha256=""
                )
                | (
                    Q(number__isnull=False, year__isnull=False, rank__isnull=False)
                    & Q(issued_on__isnull=False, issued_at__isnull=False)
                    & ~Q(chain="")
                    & ~Q(pdf_sha256="")
                ),
                name="document_issued_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(net__gte=0, vat__gte=0, total=F("net") + F("vat")),
                name="document_total_adds_up",
            ),
            models.CheckConstraint(
                condition=~Q(kind="credit_note") | Q(cites__isnull=False),
                name="document_credit_note_cites",
                violation_error_message="Un avoir cite la facture qu’il corrige.",
            ),
        ]
        indexes = [models.Index(fields=["issued_on"], name="document_issued_on")]
        triggers = [
            pgtrigger.Protect(
                name="issued_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__number__isnull=False),
            ),
        ]
        permissions = [
            ("issue_document", "Peut émettre factures et avoirs"),
            ("close_period", "Peut clore une période comptable"),
            ("approve_discount", "Peut accorder une remise"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number or '(brouillon)'}"

    @property
    def is_draft(self) -> bool:
        return self.number is None


LINE_OF_ISSUED = """
    IF EXISTS (SELECT 1 FROM billing_document WHERE number IS NOT NULL AND id =
               CASE TG_OP WHEN 'INSERT' THEN NEW.document_id ELSE OLD.document_id END)
    THEN RAISE EXCEPTION 'An issued document is never changed.'; END IF;
    IF TG_OP = 'UPDATE' AND EXISTS
       (SELECT 1 FROM billing_document WHERE number IS NOT NULL AND id = NEW.document_id)
    THEN RAISE EXCEPTION 'An issued document is never changed.'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def _frozen() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="issued_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=LINE_OF_ISSUED,
    )


class DocumentLine(models.Model):
    """One line; ``net`` excludes tax and is what the line costs, discount taken off."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField("rang")
    label = models.CharField("libellé", max_length=200)
    version = models.ForeignKey(OptionVersion, models.PROTECT, null=True, blank=True, related_name="+")
    quantity = models.PositiveSmallIntegerField("quantité", default=1)
    unit_price = models.DecimalField("prix unitaire hors taxes", max_digits=9, decimal_places=2)
    discount = models.DecimalField("remise (%)", max_digits=5, decimal_places=2, default=Decimal(0))
    net = models.DecimalField("montant hors taxes", max_digits=10, decimal_places=2)
    vat = models.CharField("TVA", max_length=3, choices=Vat.choices)
    exemption = models.CharField("mention d’exonération", max_length=200, blank=True)
    account = models.CharField("compte", max_length=6, choices=OptionVersion.Account.choices)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")

    class Meta:
        verbose_name = "ligne"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["document", "position"], name="document_line_once")]
        triggers = [_frozen()]

    def __str__(self) -> str:
        return self.label


class Instalment(models.Model):
    """A part of a document and the day it is due; the parts add up to its total."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="instalments")
    position = models.PositiveSmallIntegerField("rang")
    due_on = models.DateField("à régler le")
    amount = models.DecimalField("montant TTC", max_digits=11, decimal_places=2)

    class Meta:
        verbose_name = "échéance"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["document", "position"], name="instalment_once")]
        triggers = [_frozen()]

    def __str__(self) -> str:
        return f"{self.amount} € le {self.due_on:%d/%m/%Y}"
