"""An issue of Flash info, or a mailing that invites to an event, and the blocks it is made of."""

from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from club.core.topics import Topic

SEGMENTS = ("ambassadors", "channel", "subscribers")
INVITED_SEGMENTS = (*SEGMENTS, "members", "executives")
"""Whom a mailing may invite; a segment is a bit of this order (``newsletters.audience``)."""
FIRST_INVITATION = 100_000
"""Mailings that invite are numbered apart, from here on: their number is the address of their pages, never shown."""


def default_audience() -> dict[str, list[str]]:
    return {"segments": list(SEGMENTS)}


class IssueQuerySet(models.QuerySet["Issue"]):
    def due(self, at: object = None) -> "IssueQuerySet":
        """Scheduled, and the hour has come: what the freeze takes."""
        return self.filter(state=Issue.State.SCHEDULED, send_at__lte=at or timezone.now())

    def flash(self) -> "IssueQuerySet":
        """Flash info alone, without the mailings that invite."""
        return self.filter(event=None)

    def invitations(self) -> "IssueQuerySet":
        return self.filter(event__isnull=False)

    def sending(self) -> "IssueQuerySet":
        return self.filter(state=Issue.State.SENDING)

    def archived(self) -> "IssueQuerySet":
        """What the public archive lists: issues that have left or are leaving."""
        return self.flash().filter(state__in=Issue.State.frozen()).order_by("-number")

    def with_public_blocks(self) -> "IssueQuerySet":
        """Each with the blocks that everybody may read, and their suppliers, in two statements more."""
        blocks = Block.objects.public().select_related("supplier").in_order()
        return self.prefetch_related(models.Prefetch("blocks", queryset=blocks))


@pghistory.track()
class Issue(models.Model):
    """One Flash info, or one mailing that invites people of some segments to ``event``.

    What was approved is what is frozen: the database holds both hashes equal.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "en composition"
        APPROVED = "approved", "approuvé"
        SCHEDULED = "scheduled", "programmé"
        SENDING = "sending", "envoi en cours"
        PAUSED = "paused", "en pause"
        CANCELLED = "cancelled", "annulé"
        SENT = "sent", "envoyé"

        @classmethod
        def editable(cls) -> list["Issue.State"]:
            """States in which content may change; any change sends the issue back to draft."""
            return [cls.DRAFT, cls.APPROVED]

        @classmethod
        def frozen(cls) -> list["Issue.State"]:
            return [cls.SENDING, cls.PAUSED, cls.SENT]

    number = models.PositiveIntegerField("numéro", unique=True)
    event = models.ForeignKey(
        "events.Event", models.PROTECT, null=True, blank=True, related_name="mailings", verbose_name="invite à"
    )
    title = models.CharField("titre", max_length=80)
    subject = models.CharField("objet du courriel", max_length=120)
    preheader = models.CharField("aperçu", max_length=140, blank=True)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="issues_written", verbose_name="auteur"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="issues_approved",
        verbose_name="approuvé par",
    )
    approved_at = models.DateTimeField("approuvé le", null=True, blank=True)
    send_at = models.DateTimeField("départ prévu", null=True, blank=True)
    audience = models.JSONField("destinataires", default=default_audience, blank=True)
    content_hash = models.CharField("empreinte approuvée", max_length=64, blank=True)
    frozen_hash = models.CharField("empreinte figée", max_length=64, blank=True)
    candidate_count = models.PositiveIntegerField("candidats", null=True, blank=True)
    audience_count = models.PositiveIntegerField("destinataires figés", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)
    pause_reason = models.CharField("raison de l’arrêt", max_length=300, blank=True)
    alert = models.CharField("alerte", max_length=300, blank=True)
    tolerated_codes = ArrayField(
        models.CharField(max_length=12),
        default=list,
        blank=True,
        verbose_name="refus reconnus comme définitifs",
        help_text="Codes pour lesquels l’équipe a décidé que le refus vise bien le destinataire.",
    )
    created_at = models.DateTimeField("créé le", db_default=models.functions.Now())
    frozen_at = models.DateTimeField("figé le", null=True, blank=True)
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)
    addresses_erased_at = models.DateTimeField("adresses effacées le", null=True, blank=True, editable=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = "Flash info"
        verbose_name_plural = "Flash info"
        ordering = ["-number"]
        permissions = [
            ("approve_issue", "Peut approuver un Flash info"),
            ("send_issue", "Peut programmer, arrêter et reprendre un envoi"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(event=None, number__lt=FIRST_INVITATION)
                | Q(event__isnull=False, number__gte=FIRST_INVITATION),
                name="issue_invitations_numbered_apart",
                violation_error_message="Les envois d’invitations ont leurs propres numéros.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("author")),
                name="issue_approved_by_another",
                violation_error_message="L’approbation revient à une autre personne que l’auteur.",
            ),
            models.CheckConstraint(
                condition=Q(frozen_hash="") | Q(frozen_hash=F("content_hash")),
                name="issue_frozen_as_approved",
                violation_error_message="Le contenu figé n’est pas celui qui a été approuvé.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"])
                | Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(content_hash=""),
                name="issue_approved_before_leaving",
                violation_error_message="Ce Flash info n’a pas été approuvé.",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(send_at__isnull=False),
                name="issue_scheduled_has_date",
                violation_error_message="Un envoi programmé a une date.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sending", "paused", "sent"])
                | Q(frozen_at__isnull=False, audience_count__isnull=False) & ~Q(frozen_hash=""),
                name="issue_frozen_before_sending",
                violation_error_message="Les destinataires ne sont pas figés.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="state_machine",
                field="state",
                transitions=[
                    ("draft", "approved"),
                    ("draft", "cancelled"),
                    ("approved", "draft"),
                    ("approved", "scheduled"),
                    ("approved", "cancelled"),
                    ("scheduled", "draft"),
                    ("scheduled", "approved"),
                    ("scheduled", "sending"),
                    ("scheduled", "cancelled"),
                    ("sending", "paused"),
                    ("sending", "sent"),
                    ("sending", "cancelled"),
                    ("paused", "sending"),
                    ("paused", "cancelled"),
                    ("sent", "sending"),
                ],
            )
        ]

    def __str__(self) -> str:
        return (
            f"courriel d’invitation «\u00a0{self.title}\u00a0»" if self.event_id else f"Flash info n° {self.number}"
        )

    @property
    def the(self) -> str:
        """« le n° 42 », « l’invitation »."""
        return "l’invitation" if self.event_id else f"le n°\u00a0{self.number}"

    @property
    def of_the(self) -> str:
        """« du n° 42 », « de l’invitation »."""
        return "de l’invitation" if self.event_id else f"du n°\u00a0{self.number}"

    def left_on(self) -> date:
        """The day it left, in Paris."""
        return timezone.localtime(self.frozen_at).date()

    def has_not_left(self) -> bool:
        """Nobody is a recipient yet: it may still be given up."""
        return self.state in (self.State.DRAFT, self.State.APPROVED, self.State.SCHEDULED)

    def is_editable(self) -> bool:
        return self.state in Issue.State.editable()


class BlockQuerySet(models.QuerySet["Block"]):
    def public(self) -> "BlockQuerySet":
        """What a subscriber without affiliation could read: nothing meant for one audience or one trade."""
        return self.filter(audience=Block.Audience.BOTH, specialities=[])

    def in_order(self) -> "BlockQuerySet":
        return self.order_by("position", "pk")


@pghistory.track()
class Block(models.Model):
    """An insert of the issue: a supplier's message (its sponsor named), or a word of the editors."""

    class Kind(models.TextChoices):
        CORPORATE = "corporate", "institutionnel"
        PRODUCT = "product", "produit"
        TECHNICAL = "technical", "technique"
        MARKETING = "marketing", "marketing"
        COMMERCIAL = "commercial", "commercial"
        EDITORIAL = "editorial", "éditorial"
        AGENDA = "agenda", "agenda"

        @classmethod
        def of_suppliers(cls) -> list["Block.Kind"]:
            return [cls.CORPORATE, cls.PRODUCT, cls.TECHNICAL, cls.MARKETING, cls.COMMERCIAL]

    class Audience(models.TextChoices):
        BOTH = "both", "tous"
        AMBASSADORS = "ambassadors", "ambassadeurs"
        CHANNEL = "channel", "experts du Channel"

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="blocks", verbose_name="Flash info")
    position = models.PositiveSmallIntegerField("ordre", default=0)
    kind = models.CharField("genre", max_length=10, choices=Kind.choices)
    supplier = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="blocks",
        verbose_name="fournisseur",
    )
    sponsored_label = models.CharField("mention", max_length=80, blank=True)
    title = models.CharField("titre", max_length=80)
    text = models.CharField("texte", max_length=600, blank=True)
    image = models.ImageField("image", upload_to="flash/", blank=True)
    image_alt = models.CharField("texte de remplacement", max_length=140, blank=True)
    link_url = models.URLField("lien", max_length=500, blank=True)
    link_label = models.CharField("intitulé du lien", max_length=60, blank=True)
    audience = models.CharField("destinataires", max_length=12, choices=Audience.choices, default=Audience.BOTH)
    territories = ArrayField(models.CharField(max_length=3), default=list, blank=True, verbose_name="territoires")
    specialities = ArrayField(
        models.CharField(max_length=16, choices=Topic.choices),
        default=list,
        blank=True,
        verbose_name="spécialités",
    )

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = "encart"
        ordering = ["issue", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["editorial", "agenda"]) | Q(supplier__isnull=False),
                name="block_names_its_supplier",
                violation_error_message="Un encart de fournisseur nomme son fournisseur.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
