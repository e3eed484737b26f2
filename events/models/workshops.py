"""The workshops of a regional meeting: time slots, sessions, wishes of participants, and places.

``events.actions.workshops`` and ``events.actions.places`` alone write places, under locks of the sessions in the
order of their ids.
"""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.fields.ranges import DateTimeRangeField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone

from events.models.moments import hour_words
from events.models.regional import Pledge, RegionalMeeting
from events.models.registrations import Registration, Side


class Hours(Func):
    """``tstzrange(starts_at, ends_at)``: what ends when another begins is no clash."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()

    def __init__(self) -> None:
        super().__init__(F("starts_at"), F("ends_at"), Value("[)"))


@pghistory.track()
class Slot(models.Model):
    """A time in which every workshop is held once, side by side."""

    meeting = models.ForeignKey(RegionalMeeting, models.PROTECT, related_name="slots", verbose_name="rencontre")
    number = models.PositiveSmallIntegerField("numéro", validators=[MinValueValidator(1)])
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")

    class Meta:
        verbose_name = "créneau"
        verbose_name_plural = "créneaux"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="slot_number_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="slot_ends_after_it_starts",
                violation_error_message="Un créneau finit après avoir commencé.",
            ),
            ExclusionConstraint(
                name="slots_of_a_meeting_apart",
                expressions=[(F("meeting"), RangeOperators.EQUAL), (Hours(), RangeOperators.OVERLAPS)],
                violation_error_message="Deux créneaux se chevauchent.",
            ),
        ]

    def __str__(self) -> str:
        return f"Créneau {self.number}"

    def hours_words(self) -> str:
        """« de 9 h 30 à 10 h 15 », by the clock of Paris."""
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"de {hour_words(start)} à {hour_words(end)}"


@pghistory.track()
class Workshop(models.Model):
    """A room and its number; the supplier who hosts it, once one is found."""

    meeting = models.ForeignKey(RegionalMeeting, models.PROTECT, related_name="workshops", verbose_name="rencontre")
    number = models.PositiveSmallIntegerField("numéro", validators=[MinValueValidator(1)])
    room = models.CharField("salle", max_length=60, blank=True)
    pledge = models.OneToOneField(
        Pledge, models.PROTECT, null=True, blank=True, related_name="workshop", verbose_name="fournisseur"
    )

    class Meta:
        verbose_name = "atelier"
        ordering = ["number", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="workshop_number_once")]

    def __str__(self) -> str:
        return self.pledge.title if self.pledge else f"Atelier {self.number}"

    @property
    def host(self) -> str:
        """The supplier who hosts it; empty until one is found."""
        return str(self.pledge.organisation) if self.pledge else ""


class SessionQuerySet(models.QuerySet["Session"]):
    def hosted(self) -> "SessionQuerySet":
        """Held by a supplier: a workshop that lost its host is not held, until another takes its room."""
        return self.filter(workshop__pledge__isnull=False)


@pghistory.track()
class Session(models.Model):
    """One workshop in one slot. Of its seats some are for each side until the meeting’s mix is released."""

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="sessions", verbose_name="atelier")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="sessions", verbose_name="créneau")
    for_ambassadors = models.PositiveSmallIntegerField("places pour les ambassadeurs")
    for_experts = models.PositiveSmallIntegerField("places pour les experts")

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "séance"
        ordering = ["slot__starts_at", "workshop__number", "pk"]
        constraints = [models.UniqueConstraint(fields=["workshop", "slot"], name="session_once_a_slot")]

    def __str__(self) -> str:
        return f"{self.workshop} · {self.slot}"

    @property
    def capacity(self) -> int:
        return self.for_ambassadors + self.for_experts


class Wish(models.Model):
    """One of the three workshops that a participant would rather go to in a slot; 1 comes first."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="wishes", verbose_name="inscription")
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="+", verbose_name="créneau")
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="wishes", verbose_name="atelier")
    rank = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "vœu"
        verbose_name_plural = "vœux"
        ordering = ["slot__starts_at", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "slot", "rank"], name="wish_rank_once"),
            models.UniqueConstraint(fields=["registration", "slot", "workshop"], name="wish_workshop_once"),
            models.CheckConstraint(condition=Q(rank__range=(1, 3)), name="wish_one_of_three"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}\u00a0: {self.workshop}"


class PlaceQuerySet(models.QuerySet["Place"]):
    def held(self) -> "PlaceQuerySet":
        return self.filter(state=Place.State.CONFIRMED)

    def waiting(self) -> "PlaceQuerySet":
        """Those who wait for a session, in the order in which they came."""
        return self.filter(state=Place.State.WAITING).order_by("since", "pk")


@pghistory.track()
class Place(models.Model):
    """A participant’s seat in a session, or the wait for one; ``because`` says why this one."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", "tenue"
        WAITING = "waiting", "en attente"
        CANCELLED = "cancelled", "rendue"

    class Origin(models.TextChoices):
        WISH_1 = "wish1", "premier vœu"
        WISH_2 = "wish2", "deuxième vœu"
        WISH_3 = "wish3", "troisième vœu"
        BALANCE = "balance", "place restée libre"
        FIRST_COME = "first_come", "choisie ensuite"
        STAFF = "staff", "donnée par l’équipe"

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="places", verbose_name="inscription")
    session = models.ForeignKey(Session, models.PROTECT, related_name="places", verbose_name="séance")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="+", verbose_name="créneau")
    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="+", verbose_name="atelier")
    side = models.CharField("côté", max_length=11, choices=Side.choices)
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.CONFIRMED)
    origin = models.CharField("comment", max_length=10, choices=Origin.choices)
    because = models.CharField("pourquoi cet atelier", max_length=240, blank=True)
    since = models.DateTimeField("depuis", default=timezone.now)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "place d’atelier"
        verbose_name_plural = "places d’atelier"
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "slot"], condition=Q(state="confirmed"), name="place_one_a_slot"
            ),
            models.UniqueConstraint(
                fields=["registration", "workshop"], condition=~Q(state="cancelled"), name="place_one_a_workshop"
            ),
            models.UniqueConstraint(
                fields=["registration", "slot"], condition=Q(state="waiting"), name="place_one_wait_a_slot"
            ),
            models.UniqueConstraint(
                fields=["registration", "session"], condition=~Q(state="cancelled"), name="place_once_a_session"
            ),
        ]
        indexes = [models.Index(fields=["session", "state", "side"], name="place_session")]

    def __str__(self) -> str:
        return f"{self.registration} · {self.session}"
