"""Joining: the texts one accepts, the application that anybody may fill in, and what the Club decides about it."""

from contextlib import suppress
from datetime import date

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from members.addresses import normalise
from members.models.catalogue import OptionVersion
from members.models.memberships import Membership
from members.models.organisations import Affiliation, Organisation, validate_siren
from members.models.users import User


class GoverningTextQuerySet(models.QuerySet["GoverningText"]):
    def in_force(self, kind: str, on: date | None = None) -> "GoverningText | None":
        """The latest version of a text on a day (today by default)."""
        on = on or timezone.localdate()
        return self.filter(kind=kind, starts_on__lte=on).order_by("-starts_on").first()


@pghistory.track()
class GoverningText(models.Model):
    """Statutes, rules of procedure, terms: each version from a day on, as plain text in Markdown."""

    class Kind(models.TextChoices):
        STATUTES = "statutes", "statuts"
        RULES = "rules", "règlement intérieur"
        TERMS = "terms", "conditions d’adhésion"

    kind = models.CharField("texte", max_length=8, choices=Kind.choices)
    starts_on = models.DateField("en vigueur à partir du")
    body = models.TextField("texte")

    objects = GoverningTextQuerySet.as_manager()

    class Meta:
        verbose_name = "texte statutaire"
        verbose_name_plural = "textes statutaires"
        ordering = ["kind", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "starts_on"],
                name="governing_text_once_a_day",
                violation_error_message="Une version de ce texte commence déjà ce jour-là.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="kept_once_accepted",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT 1 FROM members_application
                               WHERE OLD.id IN (statutes_id, rules_id, terms_id)) THEN
                        RAISE EXCEPTION 'A text that was accepted is never edited: start a new version.';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.starts_on:%d/%m/%Y}"

    def is_accepted(self) -> bool:
        """An applicant accepted it: the database refuses to change it."""
        return Application.objects.filter(Q(statutes=self) | Q(rules=self) | Q(terms=self)).exists()


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to_staff(self) -> "ApplicationQuerySet":
        """Whatever was sent, and drafts that staff prepared: a draft of the public stays with whoever writes it."""
        return self.exclude(state=Application.State.DRAFT, prospect=None)

    def to_study(self) -> "ApplicationQuerySet":
        return self.filter(state=Application.State.SUBMITTED)

    def in_progress(self) -> "ApplicationQuerySet":
        """Not decided, or admitted and not a member yet."""
        states = Application.State
        return self.filter(state__in=[states.DRAFT, states.SUBMITTED, states.CHANGES, states.ADMITTED])

    def given(self, address: str) -> "ApplicationQuerySet":
        """Those answered at an address, however its domain was typed; the latest first."""
        local, _, domain = normalise(address).rpartition("@")
        with suppress(UnicodeError):
            domain = domain.encode().decode("idna")
        same = Q(contact_email__iexact=normalise(address)) | Q(contact_email__iexact=f"{local}@{domain}")
        return self.filter(same).order_by("-created_at", "-pk")


@pghistory.track(exclude=["contact_email", "phone"])  # what must be forgotten is not written twice
class Application(models.Model):
    """A request to join, from the first saved page to the decision; its link opens it without an account."""

    class State(models.TextChoices):
        DRAFT = "draft", "en cours de saisie"
        SUBMITTED = "submitted", "à étudier"
        CHANGES = "changes", "à compléter par le demandeur"
        ADMITTED = "admitted", "admise, proposition en cours"
        COMPLETED = "completed", "devenue adhésion"
        REFUSED = "refused", "refusée"
        ABANDONED = "abandoned", "abandonnée"

        @property
        def is_open(self) -> bool:
            """The applicant may still write in it."""
            return self in (Application.State.DRAFT, Application.State.CHANGES)

    state = models.CharField("état", max_length=10, choices=State.choices, default=State.DRAFT)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name="organisation"
    )
    name = models.CharField("nom d’usage", max_length=120, blank=True)
    legal_name = models.CharField("raison sociale", max_length=160, blank=True)
    side = models.CharField("côté", max_length=12, choices=Organisation.Side.choices, blank=True)
    kind = models.CharField("genre", max_length=16, choices=Organisation.Kind.choices, blank=True)
    siren = models.CharField("SIREN", max_length=9, blank=True, validators=[validate_siren])
    rna = models.CharField("numéro RNA", max_length=10, blank=True)
    foreign_vat = models.CharField("TVA étrangère", max_length=20, blank=True)
    website = models.URLField("site", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postcode = models.CharField("code postal", max_length=12, blank=True)
    city = models.CharField("ville", max_length=80, blank=True)
    country = models.CharField("pays (code)", max_length=2, default="FR")
    contact_email = models.EmailField("adresse à laquelle répondre", max_length=254, blank=True)
    year = models.CharField("année", max_length=8, choices=Membership.Year.choices, default=Membership.Year.CALENDAR)
    starts_on = models.DateField("adhésion à partir du", default=timezone.localdate)
    years = models.PositiveSmallIntegerField(
        "nombre d’années", default=1, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    order_number = models.CharField("numéro de commande", max_length=60, blank=True)
    statutes = models.ForeignKey(
        GoverningText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="statuts acceptés"
    )
    rules = models.ForeignKey(
        GoverningText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="règlement accepté"
    )
    terms = models.ForeignKey(
        GoverningText, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="conditions acceptées"
    )
    accepted_at = models.DateTimeField("textes acceptés le", null=True, blank=True)
    submitted_at = models.DateTimeField("envoyée le", null=True, blank=True)
    changes_asked = models.TextField("ce qui est à compléter", blank=True)
    decided_on = models.DateField("décision du", null=True, blank=True)
    decided_by_body = models.CharField("organe qui a décidé", max_length=80, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="notée par"
    )
    reason = models.TextField("motif (interne)", blank=True)
    reason_released = models.TextField("motif communiqué", blank=True)
    created_at = models.DateTimeField("commencée le", db_default=models.functions.Now())
    updated_at = models.DateTimeField("modifiée le", default=timezone.now)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "demande d’adhésion"
        verbose_name_plural = "demandes d’adhésion"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "abandoned"])
                | Q(submitted_at__isnull=False, accepted_at__isnull=False),
                name="application_submitted_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["admitted", "completed", "refused"])
                | (Q(decided_on__isnull=False) & ~Q(decided_by_body="")),
                name="application_decision_is_dated",
                violation_error_message="Une décision a une date et un organe.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"Demande n° {self.pk}"


class ApplicationLine(models.Model):
    """An option that the applicant chose, at the version of the day on which the membership would begin."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="lines")
    version = models.ForeignKey(
        OptionVersion, models.PROTECT, related_name="application_lines", verbose_name="option"
    )
    quantity = models.PositiveSmallIntegerField("quantité", default=1, validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = "option demandée"
        verbose_name_plural = "options demandées"
        ordering = ["version__option__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "version"], name="application_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.version.option}"


class ApplicationPerson(models.Model):
    """Somebody who will act for the applicant; invited once the membership begins."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="people")
    civility = models.CharField("civilité", max_length=3, choices=User.Civility.choices, blank=True)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    email = models.EmailField("adresse électronique", max_length=254)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    job_title = models.CharField("fonction", max_length=120, blank=True)
    roles = ArrayField(
        models.CharField(max_length=14, choices=Affiliation.Role.choices), default=list, verbose_name="rôles"
    )

    class Meta:
        verbose_name = "représentant annoncé"
        verbose_name_plural = "représentants annoncés"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "email"], name="application_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def role_labels(self) -> list[str]:
        return [str(Affiliation.Role(role).label) for role in self.roles]
