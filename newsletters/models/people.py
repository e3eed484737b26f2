"""What people asked for, and addresses nothing goes to any more."""

from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from club.core.days import date_format
from members.fields import AddressField, AddressHashField
from newsletters.models.issues import Block


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def subscribed(self) -> "PreferenceQuerySet":
        """People who asked for Flash info themselves and confirmed it."""
        return self.filter(subscribed_at__isnull=False, unsubscribed_at=None)

    def unsubscribed(self) -> "PreferenceQuerySet":
        return self.filter(unsubscribed_at__isnull=False)


@pghistory.track()
class Preference(models.Model):
    """A contact's choices. No row means everything, untracked. Its history is the proof of consent."""

    class Tracking(models.TextChoices):
        """``none``: links lead straight to their site. ``anonymous``: they pass by an address of the insert, the
        same for everybody. ``individual``: it also names the reader, who agreed to it (``TrackingConsent``)."""

        NONE = "none", "aucune mesure"
        ANONYMOUS = "anonymous", "mesure anonyme"
        INDIVIDUAL = "individual", "mesure individuelle, consentie"

    contact = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="flash_preference",
        verbose_name="contact",
    )
    sections = ArrayField(
        models.CharField(max_length=10, choices=Block.Kind.choices),
        null=True,
        blank=True,
        verbose_name="rubriques voulues",
        help_text="Vide : toutes les rubriques.",
    )
    paused_until = models.DateField("en pause jusqu’au", null=True, blank=True)
    subscribed_at = models.DateTimeField("abonnement confirmé le", null=True, blank=True)
    subscribed_from = models.CharField("origine de l’abonnement", max_length=120, blank=True)
    unsubscribed_at = models.DateTimeField("désabonné le", null=True, blank=True)
    unsubscribed_by = models.CharField("désabonné par", max_length=40, blank=True)
    uninvited_at = models.DateTimeField("ne veut plus d’invitations depuis le", null=True, blank=True)
    uninvited_by = models.CharField("invitations refusées par", max_length=40, blank=True, db_default="")
    tracking = models.CharField("mesure d’audience", max_length=10, choices=Tracking.choices, default=Tracking.NONE)

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "préférence"
        indexes = [
            models.Index(fields=["contact"], condition=Q(subscribed_at__isnull=False), name="preference_subscribed")
        ]

    def __str__(self) -> str:
        return f"Préférences de {self.contact}"

    def is_paused(self, on: date | None = None) -> bool:
        return self.paused_until is not None and self.paused_until >= (on or timezone.localdate())


class SubscriptionRequest(models.Model):
    """An address typed into the subscription form; a person only once its reader has confirmed it."""

    address = AddressField("adresse", max_length=254)
    address_hash = AddressHashField("empreinte de l’adresse", of="address", db_index=True)
    asked_at = models.DateTimeField("demandé le", db_default=Now())
    used_at = models.DateTimeField("confirmé le", null=True, blank=True)

    class Meta:
        verbose_name = "demande d’abonnement"
        verbose_name_plural = "demandes d’abonnement"
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"Demande d’abonnement {self.pk}"


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def objections(self) -> "SuppressionQuerySet":
        """What people asked for themselves: no mail of any kind (GDPR art. 21)."""
        return self.filter(cause=Suppression.Cause.REQUEST, scope=Suppression.Scope.ALL)

    def dead(self) -> "SuppressionQuerySet":
        """Addresses that receive nothing, as their servers say."""
        return self.filter(cause__in=[Suppression.Cause.UNKNOWN, Suppression.Cause.BOUNCES])

    def to_tell(self) -> "SuppressionQuerySet":
        """Addresses that died and whose organisations have not been told."""
        return self.dead().filter(told_at=None)


class Suppression(models.Model):
    """An address that gets nothing any more, told again by its keyed hash even after its erasure."""

    class Cause(models.TextChoices):
        UNKNOWN = "unknown", "adresse inexistante"
        BOUNCES = "bounces", "retours répétés"
        COMPLAINT = "complaint", "plainte pour courrier indésirable"
        REQUEST = "request", "demande de la personne"
        STAFF = "staff", "décision de l’équipe"

        @classmethod
        def by_servers(cls) -> list["Suppression.Cause"]:
            """What messages said, and a link confirmed from the address contradicts."""
            return [cls.UNKNOWN, cls.BOUNCES, cls.COMPLAINT]

    class Scope(models.TextChoices):
        FLASH = "flash", "Flash info"
        ALL = "all", "tout courriel"

    address_hash = models.CharField("empreinte de l’adresse", max_length=64, unique=True)
    cause = models.CharField("cause", max_length=10, choices=Cause.choices)
    scope = models.CharField("portée", max_length=5, choices=Scope.choices, default=Scope.FLASH)
    issue = models.ForeignKey(
        "newsletters.Issue",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Flash info",
    )
    note = models.CharField("remarque", max_length=300, blank=True)
    created_at = models.DateTimeField("depuis le", db_default=Now())
    told_at = models.DateTimeField("collègues prévenus le", null=True, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = "adresse neutralisée"
        verbose_name_plural = "adresses neutralisées"
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(told_at=None, cause__in=["unknown", "bounces"]),
                name="suppression_to_tell",
            )
        ]

    def __str__(self) -> str:
        return f"{self.address_hash[:8]} · {self.get_cause_display()}"

    def is_objection(self) -> bool:
        return self.cause == Suppression.Cause.REQUEST and self.scope == Suppression.Scope.ALL

    def words(self) -> str:
        """Why nothing goes to the person: « elle s’est opposée à nos courriels le 3 novembre 2026 »."""
        day = date_format(timezone.localtime(self.created_at), "j F Y")
        if self.is_objection():
            return f"elle s’est opposée à nos courriels le {day}"
        if self.scope == Suppression.Scope.ALL:
            return f"elle ne doit plus recevoir de courriel depuis le {day} ({self.get_cause_display()})"
        return f"son adresse est neutralisée depuis le {day} ({self.get_cause_display()})"
