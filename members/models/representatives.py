"""How somebody comes to act for an organisation, what they show of themselves there, and who asks to meet whom."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from members.fields import AddressField
from members.models.organisations import Affiliation, Organisation
from members.models.users import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither answered nor withdrawn nor too old."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


@pghistory.track()
class Invitation(models.Model):
    """Somebody is asked to act for an organisation, by a link mailed to them; it serves once and expires."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    email = AddressField("adresse électronique", max_length=254)
    job_title = models.CharField("fonction", max_length=120, blank=True)
    roles = ArrayField(
        models.CharField(max_length=14, choices=Affiliation.Role.choices), default=list, verbose_name="rôles"
    )
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="invitée par")
    expires_at = models.DateTimeField("valable jusqu’au")
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True, blank=True)
    created_at = models.DateTimeField("envoyée le", db_default=models.functions.Now())

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
                violation_error_message="Cette personne est déjà invitée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.organisation}"

    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()

    def role_labels(self) -> list[str]:
        return [str(Affiliation.Role(role).label) for role in self.roles]


@pghistory.track()
class DirectoryConsent(models.Model):
    """What a representative lets other members read about them, field by field; nothing until they say so."""

    class Field(models.TextChoices):
        NAME = "name", "mon nom"
        JOB = "job", "ma fonction"
        EMAIL = "email", "mon adresse électronique"
        PHONE = "phone", "mon téléphone"

    affiliation = models.OneToOneField(Affiliation, models.CASCADE, related_name="consent")
    shown = ArrayField(
        models.CharField(max_length=5, choices=Field.choices),
        default=list,
        blank=True,
        verbose_name="ce que je montre",
    )

    class Meta:
        verbose_name = "accord d’annuaire"
        verbose_name_plural = "accords d’annuaire"

    def __str__(self) -> str:
        return f"{self.affiliation} : {', '.join(self.shown) or 'rien'}"


@pghistory.track()
class Introduction(models.Model):
    """A representative asks the Club to be introduced to another member (*mise en relation*); staff pass it on."""

    class State(models.TextChoices):
        ASKED = "asked", "demandée"
        PASSED = "passed", "transmise"
        DECLINED = "declined", "non transmise"

    asked_by = models.ForeignKey(Affiliation, models.PROTECT, related_name="introductions_asked")
    to = models.ForeignKey(
        Organisation, models.PROTECT, related_name="introductions", verbose_name="organisation visée"
    )
    person = models.ForeignKey(
        Affiliation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="introductions",
        verbose_name="personne visée",
    )
    message = models.TextField("pourquoi", max_length=1000)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.ASKED)
    reply = models.CharField("réponse du Club", max_length=300, blank=True)
    handled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    handled_at = models.DateTimeField("traitée le", null=True, blank=True)
    created_at = models.DateTimeField("demandée le", db_default=models.functions.Now())

    class Meta:
        verbose_name = "mise en relation"
        verbose_name_plural = "mises en relation"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked") | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="introduction_handled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by} → {self.to}"


@pghistory.track()
class OrganisationPage(models.Model):
    """What an organisation says of itself: logo and presentation. The logo stands on the public site only while the
    right to it runs.
    """

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="page")
    presentation = models.TextField("présentation", max_length=600, blank=True)
    logo = models.ImageField("logo", blank=True, width_field="logo_width", height_field="logo_height")
    logo_width = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_height = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "fiche d’organisation"
        verbose_name_plural = "fiches d’organisation"

    def __str__(self) -> str:
        return str(self.organisation)


@pghistory.track()
class OrganisationChange(models.Model):
    """A sensitive field that a member asked to change: staff read it before it holds."""

    class Field(models.TextChoices):
        NAME = "name", "nom d’usage"
        LEGAL_NAME = "legal_name", "raison sociale"
        SIREN = "siren", "SIREN"

    class State(models.TextChoices):
        WAITING = "waiting", "à relire"
        ACCEPTED = "accepted", "acceptée"
        REFUSED = "refused", "refusée"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="changes")
    field = models.CharField("champ", max_length=10, choices=Field.choices)
    before = models.CharField("avant", max_length=160, blank=True)
    after = models.CharField("après", max_length=160)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="demandée par")
    asked_at = models.DateTimeField("demandée le", db_default=models.functions.Now())
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField("motif du refus", max_length=200, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)

    class Meta:
        verbose_name = "changement à relire"
        verbose_name_plural = "changements à relire"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "field"],
                condition=Q(state="waiting"),
                name="organisation_change_waits_once",
                violation_error_message="Un changement de ce champ attend déjà d’être relu.",
            ),
            models.CheckConstraint(
                condition=~Q(before=F("after")),
                name="organisation_change_changes",
                violation_error_message="Rien n’a changé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} : {self.get_field_display()}"
