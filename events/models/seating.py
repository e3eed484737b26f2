"""How many may come to an event, for whom the seats are kept, and until when."""

from datetime import date, datetime, timedelta

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from events.models.kinds import Kind
from members.models import EntitlementKind


class ExtraSeat(models.TextChoices):
    """What becomes of a member who asks for more than its rights give."""

    REFUSE = "refuse", "refusée"
    INVOICE = "invoice", "facturée"


RIGHTS = {Kind.PARTNERS: EntitlementKind.MEETING_SEAT, Kind.CERCLE: EntitlementKind.CERCLE_SEAT}
"""The right of a membership that a seat is drawn from, by what is held; everything else is free."""


class Seating(models.Model):
    """The part of an event that decides who gets a seat. Empty: without limit."""

    capacity = models.PositiveSmallIntegerField(
        "places", null=True, blank=True, validators=[MinValueValidator(1)], help_text="Vide\u00a0: sans limite."
    )
    seats_each = models.PositiveSmallIntegerField(
        "places par organisation",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Au plus, jusqu’au jour où les places libres s’ouvrent à toutes.",
    )
    releases_on = models.DateField("places libres ouvertes à toutes le", null=True, blank=True)
    extra_seat = models.CharField(
        "place au-delà des droits inclus", max_length=8, choices=ExtraSeat.choices, default=ExtraSeat.REFUSE
    )
    extra_price = models.DecimalField(
        "prix d’une place en plus (hors taxes)", max_digits=8, decimal_places=2, null=True, blank=True
    )
    registration_closes_at = models.DateTimeField(
        "inscriptions jusqu’au", null=True, blank=True, help_text="Vide\u00a0: jusqu’au début."
    )
    offers_until_hours = models.PositiveSmallIntegerField(
        "liste d’attente jusqu’à (heures avant)",
        default=24,
        help_text="Ensuite, une place rendue est à qui la prend le premier.",
    )
    online_link = models.URLField(
        "adresse de connexion", blank=True, help_text="Donnée aux inscrits seuls, jamais sur le site."
    )
    access_words = models.CharField(
        "comment venir", max_length=300, blank=True, help_text="Transports, entrée, accès des personnes handicapées."
    )
    is_listed = models.BooleanField(
        "liste des participants montrée aux inscrits",
        default=True,
        help_text="Chacun peut demander à ne pas y figurer.",
    )
    with_officials = models.BooleanField(
        "en présence de responsables publics",
        default=False,
        help_text="Alors aucun prix ni aucun avantage ne donne la parole (loi n°\u00a02013-907).",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(extra_seat=ExtraSeat.REFUSE) | Q(extra_price__isnull=False, extra_price__gt=0),
                name="event_extra_seat_has_a_price",
                violation_error_message="Une place facturée a un prix.",
            ),
            models.CheckConstraint(
                condition=Q(with_officials=False) | Q(extra_seat=ExtraSeat.REFUSE),
                name="event_officials_sell_no_seat",
                violation_error_message=(
                    "En présence de responsables publics, aucune place ne se vend (loi n°\u00a02013-907)."
                ),
            ),
        ]

    starts_at: datetime
    kind: str

    @property
    def right(self) -> EntitlementKind | None:
        """What a member’s seat is drawn from; None: nothing is drawn."""
        return RIGHTS.get(Kind(self.kind))

    def closes_at(self) -> datetime:
        """Nobody registers by himself from then on."""
        return min(self.registration_closes_at or self.starts_at, self.starts_at)

    def offers_end_at(self) -> datetime:
        """From then on a seat given back is offered to nobody: it is free for whoever comes first."""
        return self.starts_at - timedelta(hours=self.offers_until_hours)

    def limit_each(self, on: date | None = None) -> int | None:
        """How many seats one organisation may hold on a day (today by default); None: as many as are free."""
        released = self.releases_on is not None and self.releases_on <= (on or timezone.localdate())
        return None if released else self.seats_each
