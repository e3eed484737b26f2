"""Proposals: what the Club offers an organisation (joining, renewing, changing), and how it was accepted."""

from datetime import date
from decimal import Decimal

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from members.models import Application, Membership, MembershipLine, OptionVersion, Organisation, Place, User


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def living(self) -> "ProposalQuerySet":
        """Neither settled nor given up."""
        return self.filter(state__in=[Proposal.State.DRAFT, Proposal.State.SENT, Proposal.State.ACCEPTED])

    def unanswered(self, on: date | None = None) -> "ProposalQuerySet":
        """Sent, and the last day to answer is past (today by default)."""
        return self.filter(state=Proposal.State.SENT, valid_until__lt=on or timezone.localdate())

    def to_approve(self) -> "ProposalQuerySet":
        """Drafts with a discount that nobody has granted."""
        return self.filter(state=Proposal.State.DRAFT, discount__gt=0, discount_approved_by=None)


@pghistory.track()
class Proposal(models.Model):
    """One offer. Once sent its figures are frozen (``pdf_sha256`` names the file); accepted, it becomes a term once.

    ``membership``: the term it made (joining, renewal) or the one it changes. ``previous``: the term it renews.
    ``instalments``: the payment schedule, ``[["2026-01-31", "13500.00"], …]``, amounts with VAT. A change bears the
    lines it adds from ``starts_on`` and, in ``ends``, those of the term that end the day before.
    """

    class Kind(models.TextChoices):
        JOINING = "joining", "adhésion"
        RENEWAL = "renewal", "renouvellement"
        CHANGE = "change", "changement en cours d’année"

    class State(models.TextChoices):
        DRAFT = "draft", "en préparation"
        SENT = "sent", "envoyée, en attente d’accord"
        ACCEPTED = "accepted", "acceptée"
        ACTIVATED = "activated", "devenue adhésion"
        DECLINED = "declined", "refusée par l’organisation"
        EXPIRED = "expired", "restée sans réponse"
        WITHDRAWN = "withdrawn", "retirée par le Club"

    class Means(models.TextChoices):
        LINK = "link", "par le lien reçu"
        FORM = "form", "formulaire signé"
        ORDER = "order", "bon de commande"
        SPACE = "space", "dans l’espace membres"

    kind = models.CharField("objet", max_length=8, choices=Kind.choices)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.DRAFT)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="proposals")
    application = models.OneToOneField(
        Application, models.PROTECT, null=True, blank=True, related_name="proposal", verbose_name="demande"
    )
    previous = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="renewals")
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="proposals")
    ends = models.ManyToManyField(
        MembershipLine, blank=True, related_name="+", verbose_name="options qui prennent fin"
    )
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    year = models.CharField("année", max_length=8, choices=Membership.Year.choices, default=Membership.Year.CALENDAR)
    seats = models.PositiveSmallIntegerField("représentants prévus", default=1)
    place = models.CharField("TVA", max_length=3, choices=Place.choices, default=Place.FRANCE)
    order_number = models.CharField("numéro de commande", max_length=60, blank=True)
    discount = models.DecimalField(
        "remise négociée (%)",
        max_digits=5,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    discount_reason = models.CharField("motif de la remise", max_length=200, blank=True)
    discount_approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="remise accordée par"
    )
    instalments = models.JSONField("échéancier", default=list, blank=True)
    valid_until = models.DateField("valable jusqu’au")
    pdf_sha256 = models.CharField("empreinte du document", max_length=64, blank=True)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    sent_to = models.EmailField("envoyée à", max_length=254, blank=True)
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    accepted_by_name = models.CharField("acceptée par", max_length=160, blank=True)
    accepted_by_title = models.CharField("en qualité de", max_length=120, blank=True)
    accepted_by_email = models.EmailField("adresse", max_length=254, blank=True)
    accepted_means = models.CharField("moyen", max_length=5, choices=Means.choices, blank=True)
    evidence = models.JSONField("preuve de l’accord", default=dict, blank=True)
    evidence_sha256 = models.CharField("empreinte de la pièce reçue", max_length=64, blank=True)
    declined_reason = models.CharField("motif du refus", max_length=200, blank=True)
    activated_at = models.DateTimeField("devenue adhésion le", null=True, blank=True)
    prepared_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("préparée le", db_default=models.functions.Now())

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["previous"],
                condition=Q(kind="renewal") & ~Q(state__in=["declined", "expired", "withdrawn"]),
                name="proposal_renews_once",
                violation_error_message="Une proposition de renouvellement existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="proposal_ends_after_start",
                violation_error_message="La date de fin précède la date de début.",
            ),
            models.CheckConstraint(
                condition=Q(discount=0) | (~Q(discount_reason="")),
                name="proposal_discount_has_reason",
                violation_error_message="Une remise a un motif.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(discount=0) | Q(discount_approved_by__isnull=False),
                name="proposal_discount_is_approved",
                violation_error_message="La direction doit accorder la remise avant l’envoi.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "activated"])
                | (Q(accepted_at__isnull=False) & ~Q(accepted_means="") & ~Q(accepted_by_name="")),
                name="proposal_acceptance_is_evidenced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.organisation} · {self.starts_on:%d/%m/%Y}"

    @property
    def is_changeable(self) -> bool:
        return self.state == Proposal.State.DRAFT

    @property
    def is_settled(self) -> bool:
        """Accepted, or already a term."""
        return self.state in (Proposal.State.ACCEPTED, Proposal.State.ACTIVATED)

    def is_open(self, on: date | None = None) -> bool:
        """May still be accepted on a day (today by default)."""
        return self.state == Proposal.State.SENT and self.valid_until >= (on or timezone.localdate())

    @property
    def waits_for_approval(self) -> bool:
        return self.discount > 0 and self.discount_approved_by_id is None


class ProposalLine(models.Model):
    """An option offered: yearly price of one unit and ``net`` of the line over its days, both excluding tax."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="lines")
    version = models.ForeignKey(OptionVersion, models.PROTECT, related_name="+", verbose_name="option")
    quantity = models.PositiveSmallIntegerField("quantité", default=1, validators=[MinValueValidator(1)])
    price = models.DecimalField("prix annuel hors taxes (€)", max_digits=9, decimal_places=2)
    discount = models.DecimalField("remise (%)", max_digits=5, decimal_places=2, default=Decimal(0))
    net = models.DecimalField("montant hors taxes (€)", max_digits=10, decimal_places=2)

    class Meta:
        verbose_name = "option proposée"
        verbose_name_plural = "options proposées"
        ordering = ["version__option__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "version"], name="proposal_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.version.option}"


class AcceptanceCode(models.Model):
    """A one-time code mailed to whoever is about to accept: it proves the address. Only its keyed hash is kept."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="codes")
    email = models.EmailField("adresse", max_length=254)
    code_hash = models.CharField("empreinte du code", max_length=64)
    sent_at = models.DateTimeField("envoyé le")
    expires_at = models.DateTimeField("valable jusqu’à")
    tries = models.PositiveSmallIntegerField("essais", default=0)
    proved_at = models.DateTimeField("saisi le", null=True, blank=True)

    class Meta:
        verbose_name = "code d’acceptation"
        verbose_name_plural = "codes d’acceptation"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.proposal_id} · {self.email}"
