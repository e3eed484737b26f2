"""Membership terms: one row per term, its lines, how it may end early, and the rules that name a member's status."""

from datetime import date
from decimal import Decimal

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q, Value
from django.utils import timezone

from members.models.catalogue import OptionVersion
from members.models.organisations import Organisation
from members.models.users import User


class MembershipQuerySet(models.QuerySet["Membership"]):
    def running(self, on: date | None = None) -> "MembershipQuerySet":
        """Terms that cover a day (today by default); early ends count."""
        on = on or timezone.localdate()
        return self.filter(starts_on__lte=on, ends_on__gte=on)

    def begun(self) -> "MembershipQuerySet":
        """Without those that a departure kept from beginning."""
        return self.filter(ends_on__gte=F("starts_on"))


class TermDays(Func):
    """``daterange(starts_on, ends_on + 1, '[)')``: empty of a term that never begins, which overlaps nothing."""

    template = "daterange(%(expressions)s, '[)')"
    output_field = DateRangeField()

    def __init__(self) -> None:
        after = ExpressionWrapper(F("ends_on") + Value(1), output_field=models.DateField())
        super().__init__(F("starts_on"), after)


@pghistory.track()
class Membership(models.Model):
    """One term of one organisation, both days included. Being a member depends on it alone, never on money.

    A term that ends early has its ``ends_on`` brought forward by ``members.actions.departures``, at most to the day
    before its first one: it never begins. ``planned_end`` keeps the day that was contracted.
    """

    class Year(models.TextChoices):
        CALENDAR = "calendar", "année civile"
        ROLLING = "rolling", "de date à date"

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name="organisation"
    )
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    planned_end = models.DateField("fin prévue")
    year = models.CharField("année", max_length=8, choices=Year.choices, default=Year.CALENDAR)
    seats = models.PositiveSmallIntegerField("représentants prévus", default=1)
    accepted_on = models.DateField("acceptée le")
    order_number = models.CharField("numéro de commande", max_length=60, blank=True)
    created_at = models.DateTimeField("créée le", db_default=models.functions.Now())

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "adhésion"
        ordering = ["-starts_on", "pk"]
        constraints = [
            ExclusionConstraint(
                name="membership_terms_apart",
                expressions=[("organisation", RangeOperators.EQUAL), (TermDays(), RangeOperators.OVERLAPS)],
                violation_error_message="Cette organisation est déjà membre à ces dates.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=ExpressionWrapper(F("starts_on") - Value(1), models.DateField()))
                & Q(planned_end__gte=F("ends_on")),
                name="membership_ends_after_start",
                violation_error_message="L’adhésion finirait avant d’avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.starts_on:%d/%m/%Y} – {self.ends_on:%d/%m/%Y}"

    def is_running(self, on: date | None = None) -> bool:
        on = on or timezone.localdate()
        return self.starts_on <= on <= self.ends_on

    @property
    def never_begins(self) -> bool:
        return self.ends_on < self.starts_on


class MembershipLineQuerySet(models.QuerySet["MembershipLine"]):
    def running(self, on: date | None = None) -> "MembershipLineQuerySet":
        """Options that run on a day (today by default)."""
        on = on or timezone.localdate()
        return self.filter(starts_on__lte=on, ends_on__gte=on)


@pghistory.track()
class MembershipLine(models.Model):
    """An option of a term, at the price agreed, from a day to a day of the term (both included).

    ``price`` is the yearly price of one unit, excluding tax; ``discount`` in per cent; ``net`` what the whole line
    costs over its days, excluding tax, as priced by ``members.pricing``.
    """

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="lines", verbose_name="adhésion")
    version = models.ForeignKey(OptionVersion, models.PROTECT, related_name="membership_lines", verbose_name="option")
    quantity = models.PositiveSmallIntegerField("quantité", default=1, validators=[MinValueValidator(1)])
    price = models.DecimalField("prix annuel hors taxes (€)", max_digits=9, decimal_places=2)
    discount = models.DecimalField(
        "remise (%)",
        max_digits=5,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    net = models.DecimalField("montant hors taxes (€)", max_digits=10, decimal_places=2)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")

    objects = MembershipLineQuerySet.as_manager()

    class Meta:
        verbose_name = "option souscrite"
        verbose_name_plural = "options souscrites"
        ordering = ["version__option__position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(discount__gte=0, discount__lte=100, price__gte=0, net__gte=0, quantity__gte=1),
                name="membership_line_amounts",
                violation_error_message="Prix, remise ou quantité impossibles.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="membership_line_ends_after_start",
                violation_error_message="La date de fin précède la date de début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.version.option}"


@pghistory.track()
class Departure(models.Model):
    """Why a member leaves before or at its term: *démission* (its own will) or *radiation* (the Club's decision).

    Neither refunds anything by itself. A *radiation* keeps its notice and its hearing.
    """

    class Kind(models.TextChoices):
        RESIGNATION = "resignation", "démission"
        EXPULSION = "expulsion", "radiation"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="departures")
    kind = models.CharField("genre", max_length=12, choices=Kind.choices)
    received_on = models.DateField("reçue ou décidée le")
    effective_on = models.DateField("prend effet le")
    reason = models.TextField("motif")
    notice_sent_on = models.DateField("mise en demeure envoyée le", null=True, blank=True)
    heard_on = models.DateField("entendue le", null=True, blank=True)
    hearing = models.TextField("ce qui a été dit", blank=True)
    decided_by = models.CharField("organe qui a décidé", max_length=80, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="noté par")
    created_at = models.DateTimeField("noté le", db_default=models.functions.Now())

    class Meta:
        verbose_name = "départ"
        ordering = ["-effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="expulsion")
                | (Q(notice_sent_on__lt=F("effective_on"), heard_on__isnull=False) & ~Q(decided_by="")),
                name="departure_expulsion_is_fair",
                violation_error_message=(
                    "Une radiation suppose une mise en demeure préalable, une audition et l’organe qui a décidé."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.organisation}"


class Status(models.TextChoices):
    """What an organisation is for the Club on a day."""

    NONE = "none", "hors du Club"
    CANDIDATE = "candidate", "candidate"
    ACTIVE = "active", "membre"
    GRACE = "grace", "en délai de grâce"
    LAPSED = "lapsed", "adhésion échue"
    WITHDRAWN = "withdrawn", "partie"

    @property
    def is_member(self) -> bool:
        return self in (Status.ACTIVE, Status.GRACE)


@pghistory.track()
class StatusRule(models.Model):
    """Rules are read in their order, the first that holds names the status: staff may reorder, switch off, adjust."""

    class Condition(models.TextChoices):
        LEFT = "left", "a démissionné ou a été radiée"
        IN_TERM = "in_term", "une adhésion est en cours"
        ENDED_SINCE = "ended_since", "la dernière adhésion a pris fin depuis au plus (jours)"
        ENDED = "ended", "une adhésion a pris fin"
        COMING = "coming", "une adhésion acceptée n’a pas commencé"
        APPLYING = "applying", "une demande est à l’étude"

    position = models.PositiveSmallIntegerField("ordre", unique=True)
    condition = models.CharField("si", max_length=12, choices=Condition.choices)
    days = models.PositiveSmallIntegerField("jours", null=True, blank=True)
    status = models.CharField("alors", max_length=10, choices=Status.choices)
    is_on = models.BooleanField("en vigueur", default=True)

    class Meta:
        verbose_name = "règle de statut"
        verbose_name_plural = "règles de statut"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(condition="ended_since") | Q(days__isnull=False),
                name="status_rule_days_given",
                violation_error_message="Dites combien de jours.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_condition_display()} → {self.get_status_display()}"


@pghistory.track()
class StatusOverride(models.Model):
    """Staff say otherwise than the rules, with a reason and until a day."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="status_overrides")
    status = models.CharField("statut", max_length=10, choices=Status.choices)
    reason = models.CharField("motif", max_length=200)
    starts_on = models.DateField("à partir du", default=timezone.localdate)
    until = models.DateField("jusqu’au")
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="décidé par")

    class Meta:
        verbose_name = "statut décidé"
        verbose_name_plural = "statuts décidés"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("starts_on")),
                name="status_override_ends_after_start",
                violation_error_message="La date de fin précède la date de début.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="status_override_reason_given",
                violation_error_message="Donnez le motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} : {self.get_status_display()} jusqu’au {self.until:%d/%m/%Y}"
