"""What a member may take: options, each with dated versions that say what it costs and what it grants."""

import re
from datetime import date
from decimal import Decimal

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from members.models.organisations import Organisation

SPEECH = re.compile(
    r"prises? de parole|temps de parole|tribune|discours|intervention|intervenir|speech", re.IGNORECASE
)
SPEECH_REFUSED = (
    "Aucune option ne peut donner la parole devant des responsables publics (loi n° 2013-907)\u00a0: "
    "retirez cette promesse."
)


def validate_no_speech(value: str) -> None:
    """No price, option or benefit may be tied to a speaking slot at an event with officials (law 2013-907)."""
    if SPEECH.search(value):
        raise ValidationError(SPEECH_REFUSED)


class DateRange(Func):
    """``daterange(from, until, '[]')`` of two date columns; an empty end is without end."""

    function = "DATERANGE"
    output_field = DateRangeField()

    def __init__(self, starts: str = "starts_on", ends: str = "ends_on") -> None:
        super().__init__(F(starts), F(ends), models.Value("[]"))


class Vat(models.TextChoices):
    """Value added tax of a line, by its EN 16931 category."""

    STANDARD = "S20", "TVA 20 %"
    EXEMPT = "E", "exonérée de TVA"
    OUTSIDE = "O", "hors du champ de la TVA"
    REVERSE = "AE", "autoliquidation"

    @classmethod
    def of_options(cls) -> list[tuple[str, str]]:
        """What a version may say; whoever buys from another country of the Union makes it a reverse charge."""
        return [(vat.value, str(vat.label)) for vat in cls if vat != cls.REVERSE]

    @property
    def rate(self) -> Decimal:
        """Per cent."""
        return Decimal("20.00") if self == Vat.STANDARD else Decimal("0.00")

    @property
    def category(self) -> str:
        """UNTDID 5305 code of EN 16931 (BT-151)."""
        return "S" if self == Vat.STANDARD else self.value


class Place(models.TextChoices):
    """Where services are taxed: where the business that buys them is established (``members.places``)."""

    FRANCE = "fr", "TVA française"
    UNION = "eu", "autoliquidation par un client de l’Union européenne"
    ABROAD = "out", "client établi hors de l’Union européenne"


class EntitlementKind(models.TextChoices):
    """What an option may grant. A speaking slot is no right of anybody: it has no value here, on purpose."""

    MEETING_SEAT = "meeting_seat", "places aux réunions du Club des Partenaires"
    CERCLE_SEAT = "cercle_seat", "places au Cercle"
    INSERT = "insert", "encarts dans Flash info"
    WORKSHOP = "workshop", "ateliers en rencontre régionale"
    LOGO = "logo", "logo sur le site"

    @property
    def counted(self) -> bool:
        """A logo stands or does not stand; everything else is used up."""
        return self != EntitlementKind.LOGO


class OptionQuerySet(models.QuerySet["Option"]):
    def offered_to(self, side: str, on: date | None = None) -> "OptionQuerySet":
        """Options on sale to a side of the Club on a day, in the order of the catalogue."""
        on = on or timezone.localdate()
        current = OptionVersion.objects.current(on=on)
        return self.filter(sides__contains=[side], is_offered=True, versions__in=current).distinct()


@pghistory.track()
class Option(models.Model):
    """Something that a member may take; its price and its rights are those of the version of the day."""

    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("nom", max_length=80, validators=[validate_no_speech])
    summary = models.CharField("en une phrase", max_length=200, blank=True, validators=[validate_no_speech])
    sides = ArrayField(
        models.CharField(max_length=12, choices=Organisation.Side.choices), verbose_name="pour qui", default=list
    )
    is_base = models.BooleanField("cotisation de base", default=False, help_text="Toute demande en porte une.")
    includes_base = models.BooleanField("comprend la cotisation de base", default=False)
    needs = models.ManyToManyField("self", symmetrical=False, blank=True, verbose_name="suppose l’une de ces options")
    max_quantity = models.PositiveSmallIntegerField("quantité maximale", default=1, validators=[MinValueValidator(1)])
    is_offered = models.BooleanField("proposée", default=True)
    position = models.PositiveSmallIntegerField("rang dans le catalogue", default=0)

    objects = OptionQuerySet.as_manager()

    class Meta:
        verbose_name = "option"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def side_labels(self) -> list[str]:
        return [str(Organisation.Side(side).label) for side in self.sides]

    def version_on(self, on: date | None = None) -> "OptionVersion | None":
        """The version of a day (today by default); None when nothing is on sale that day."""
        return self.versions.current(on=on).first()


class OptionVersionQuerySet(models.QuerySet["OptionVersion"]):
    def current(self, on: date | None = None) -> "OptionVersionQuerySet":
        on = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


USED = """
    IF EXISTS (SELECT 1 FROM members_membershipline WHERE version_id = OLD.id)
       OR EXISTS (SELECT 1 FROM members_applicationline WHERE version_id = OLD.id) THEN
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'ends_on' = to_jsonb(OLD) - 'ends_on' THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'An option version that is used is never edited: start a new one.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


@pghistory.track()
class OptionVersion(models.Model):
    """Price and rights of an option from a day on. Once used, only its last day may still be set."""

    class Opens(models.TextChoices):
        ON_ACCEPTANCE = "acceptance", "à l’acceptation"
        ON_PAYMENT = "payment", "au premier règlement"

    class Account(models.TextChoices):
        """French chart of accounts for associations (ANC 2018-06)."""

        WITHOUT_RETURN = "756100", "7561 · cotisation sans contrepartie"
        WITH_RETURN = "756200", "7562 · cotisation avec contrepartie"

    option = models.ForeignKey(Option, models.PROTECT, related_name="versions", verbose_name="option")
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    price = models.DecimalField("prix hors taxes par an (€)", max_digits=9, decimal_places=2)
    vat = models.CharField("TVA", max_length=3, choices=Vat.of_options(), default=Vat.STANDARD)
    exemption = models.CharField("mention d’exonération", max_length=200, blank=True)
    account = models.CharField("compte", max_length=6, choices=Account.choices, default=Account.WITH_RETURN)
    opens = models.CharField("droits ouverts", max_length=10, choices=Opens.choices, default=Opens.ON_ACCEPTANCE)

    objects = OptionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version d’option"
        verbose_name_plural = "versions d’option"
        ordering = ["option", "-starts_on"]
        constraints = [
            ExclusionConstraint(
                name="option_version_once_a_day",
                expressions=[("option", RangeOperators.EQUAL), (DateRange(), RangeOperators.OVERLAPS)],
                violation_error_message="Une autre version de cette option vaut déjà à ces dates.",
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0),
                name="option_version_price_positive",
                violation_error_message="Le prix ne peut pas être négatif.",
            ),
            models.CheckConstraint(
                condition=Q(vat="S20") | ~Q(exemption=""),
                name="option_version_exemption_said",
                violation_error_message="Sans TVA, dites pourquoi : la mention figure sur la facture.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="option_version_ends_after_start",
                violation_error_message="La date de fin précède la date de début.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="kept_once_used",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=USED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.option} ({self.starts_on:%d/%m/%Y})"

    def is_used(self) -> bool:
        """A member or an applicant took it: the database refuses to change it."""
        return self.membership_lines.exists() or self.application_lines.exists()


class Grant(models.Model):
    """What one unit of an option version gives over a year."""

    version = models.ForeignKey(OptionVersion, models.CASCADE, related_name="grants", verbose_name="version")
    kind = models.CharField("droit", max_length=14, choices=EntitlementKind.choices)
    quantity = models.PositiveSmallIntegerField("quantité par an", default=1, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = "droit inclus"
        verbose_name_plural = "droits inclus"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"], name="grant_once", violation_error_message="Ce droit y est déjà."
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["meeting_seat", "cercle_seat", "insert", "workshop", "logo"]),
                name="grant_known_kind",
                violation_error_message=SPEECH_REFUSED,
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="kept_once_used",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT 1 FROM members_membershipline
                               WHERE (TG_OP <> 'DELETE' AND version_id = NEW.version_id)
                                  OR (TG_OP <> 'INSERT' AND version_id = OLD.version_id))
                    THEN RAISE EXCEPTION 'The rights of an option version that is used are never edited.'; END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.get_kind_display()}"
