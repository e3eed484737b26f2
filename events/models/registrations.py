"""Who comes to an event: one row per person and event for ever, and the offers made to those who wait.

``events.actions.registering`` and ``events.actions.waiting`` alone write, under the locks that they say.
"""

from datetime import datetime

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Collate, Lower
from django.utils import timezone

from club.core.search import Joined, Unaccent, spelt
from events.models.events import Event
from events.models.moments import hour_words
from members.billing.models import Document
from members.models import Organisation, User

SET_BACK = 1 << 32
"""More than any position in a waiting list."""


ONE_PLACE = "registration_one_place_at_a_time"
"""The constraint that refuses two seats at one hour to one person, unless it is marked as known."""


class Side(models.TextChoices):
    """As what somebody comes; the mix of a regional meeting is counted on the first two."""

    AMBASSADOR = "ambassador", "ambassadeur"
    EXPERT = "expert", "expert du Channel"
    INSTITUTION = "institution", "réseau institutionnel"
    BRAND = "brand", "fournisseur"
    GUEST = "guest", "invité"
    PUBLIC = "public", "participant"

    @property
    def awning(self) -> str:
        """Whose colour heads a badge or a card."""
        green = (Side.AMBASSADOR, Side.INSTITUTION)
        blue = (Side.EXPERT, Side.BRAND)
        return "institutions" if self in green else "marques" if self in blue else "tous"

    @classmethod
    def of_members(cls) -> list["Side"]:
        """Who comes for a member: the seat is drawn from its rights, and is one of those that it may hold.

        An ambassador is named with the network, which owes nothing for it.
        """
        return [cls.INSTITUTION, cls.BRAND]


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def coming(self) -> "RegistrationQuerySet":
        """Who holds a seat, confirmed or subject to the meeting taking place."""
        return self.filter(state__in=Registration.State.coming())

    def holding_seats(self) -> "RegistrationQuerySet":
        """Who comes, and who has been offered a seat and may still take it."""
        offered = Offer.objects.pending().filter(registration=OuterRef("pk"))
        return self.filter(Q(state__in=Registration.State.coming()) | Q(Exists(offered)))

    def going_elsewhere(self, event: Event) -> "RegistrationQuerySet":
        """Who comes to ``event`` and to another at the same hours."""
        others = Registration.objects.coming().filter(during__overlap=(event.starts_at, event.ends_at))
        return self.coming().filter(event=event, person__in=others.exclude(event=event).values("person"))

    def for_members(self) -> "RegistrationQuerySet":
        return self.filter(side__in=Side.of_members())

    def waiting(self) -> "RegistrationQuerySet":
        """The waiting list, in its order: those set back for absences after the others."""
        return self.filter(state=Registration.State.WAITING).order_by("set_back", "position", "pk")

    def listed_to_others(self) -> "RegistrationQuerySet":
        """Whom the participants read about, where the event shows them: who comes and did not ask to be left out."""
        return self.coming().filter(is_listed=True, event__is_listed=True)

    def in_line(self) -> "RegistrationQuerySet":
        """``line``: one number that orders the waiting list as ``waiting()`` does, for pages by key."""
        after = Case(When(set_back=True, then=SET_BACK), default=0, output_field=models.BigIntegerField())
        return self.annotate(line=after + F("position"))

    def search(self, text: str) -> "RegistrationQuerySet":
        """By the person, or the structure in whose name they come."""
        return self.filter(Q(person__in=User.objects.search(text)) | Q(structure__icontains=text.strip()))

    def to_credit(self) -> "RegistrationQuerySet":
        """Seats given back whose bill was issued already and has no credit note."""
        return self.filter(state=Registration.State.CANCELLED, bill__number__isnull=False, bill__credit_notes=None)

    def named(self, text: str) -> "RegistrationQuerySet":
        """By name or structure, never by address: as participants look for one another. No statement of its own."""
        said = Collate(Joined(F("person__sort_key"), Lower(Unaccent(F("structure")))), "C")
        return next(spelt(self.alias(said=said), text, column="said"))  # type: ignore[return-value]

    def with_people(self) -> "RegistrationQuerySet":
        return self.select_related("person", "organisation")

    def by_name(self) -> "RegistrationQuerySet":
        return self.order_by("person__sort_key", "pk")


@pghistory.track(exclude=["diet", "access_needs"])
class Registration(models.Model):
    """``during`` repeats the event’s hours, so that the database refuses two of them at once for one person.

    ``changes`` counts what calendars must hear of this registration alone: the SEQUENCE of its entry is the event’s
    plus this (RFC 5545, 3.8.7.4). Diet and access needs are forgotten after the day.
    """

    class State(models.TextChoices):
        SUBJECT = "subject", "sous réserve"
        CONFIRMED = "confirmed", "confirmée"
        WAITING = "waiting", "en liste d’attente"
        CANCELLED = "cancelled", "annulée"

        @classmethod
        def coming(cls) -> list["Registration.State"]:
            return [cls.SUBJECT, cls.CONFIRMED]

    class Way(models.TextChoices):
        PORTAL = "portal", "depuis son espace"
        LINK = "link", "par son lien d’invitation"
        STAFF = "staff", "par l’équipe"
        OFFER = "offer", "de la liste d’attente"
        COLLEAGUE = "colleague", "à la place d’un collègue"
        WALK_IN = "walk_in", "sur place"

    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations", verbose_name="rencontre")
    person = models.ForeignKey(User, models.PROTECT, related_name="registrations", verbose_name="personne")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pour"
    )
    structure = models.CharField("structure", max_length=160, blank=True)
    side = models.CharField("vient comme", max_length=11, choices=Side.choices)
    state = models.CharField("état", max_length=9, choices=State.choices)
    way = models.CharField("inscrite", max_length=9, choices=Way.choices)
    during = DateTimeRangeField("heures")
    clash_accepted = models.BooleanField("vient malgré une autre rencontre à la même heure", default=False)
    position = models.PositiveIntegerField("rang d’arrivée en liste d’attente", null=True, blank=True)
    set_back = models.BooleanField("après les autres en liste d’attente", default=False)
    diet = models.CharField("régime alimentaire", max_length=160, blank=True)
    access_needs = models.CharField("besoins pour l’accès", max_length=200, blank=True)
    is_listed = models.BooleanField("figure dans la liste des participants", default=True)
    is_extra = models.BooleanField("place en plus des droits inclus", default=False)
    bill = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="facture de la place"
    )
    is_excused = models.BooleanField("absence excusée", default=False)
    left_because = models.CharField("annulée parce que", max_length=200, blank=True)
    changes = models.PositiveIntegerField("changements", default=0)
    registered_at = models.DateTimeField("inscrite le", default=timezone.now)
    changed_at = models.DateTimeField("changée le", default=timezone.now)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        ordering = ["-registered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="registration_once_a_person"),
            ExclusionConstraint(
                name=ONE_PLACE,
                expressions=[(F("person"), RangeOperators.EQUAL), (F("during"), RangeOperators.OVERLAPS)],
                condition=Q(state="confirmed", clash_accepted=False),
                violation_error_message="Cette personne est déjà inscrite ailleurs à la même heure.",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(position__isnull=False), name="registration_waiting_has_a_place"
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "set_back", "position"], name="registration_event"),
            models.Index(fields=["organisation", "event"], name="registration_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.event}"

    @property
    def use_key(self) -> str:
        """The key of the right that this seat was drawn from."""
        return f"event:{self.event_id}:seat:{self.pk}"

    @property
    def use_label(self) -> str:
        """What a *bilan d’adhésion* calls the seat."""
        return f"{self.event} ({timezone.localdate(self.event.starts_at):%d/%m/%Y}), {self.person}"

    @property
    def is_coming(self) -> bool:
        return self.state in self.State.coming()

    @property
    def is_for_a_member(self) -> bool:
        """The seat is the organisation’s: a colleague may take it over."""
        return self.organisation_id is not None and self.side in Side.of_members()

    @property
    def member(self) -> Organisation | None:
        """The member whose seat it is."""
        return self.organisation if self.is_for_a_member else None

    def rank(self) -> int:
        """In the waiting list, from 1 on."""
        ahead = Registration.objects.waiting().filter(event=self.event_id)
        first = Q(set_back__lt=self.set_back) | Q(set_back=self.set_back, position__lt=self.position)
        return ahead.filter(first).count() + 1

    @property
    def sequence(self) -> int:
        return self.event.sequence + self.changes


class OfferQuerySet(models.QuerySet["Offer"]):
    def pending(self) -> "OfferQuerySet":
        return self.filter(state=Offer.State.PENDING)

    def overdue(self, at: datetime | None = None) -> "OfferQuerySet":
        return self.pending().filter(expires_at__lte=at or timezone.now())


@pghistory.track()
class Offer(models.Model):
    """A seat held for somebody who waits, until ``expires_at``; while it is pending it counts as taken."""

    class State(models.TextChoices):
        PENDING = "pending", "en attente de réponse"
        TAKEN = "taken", "acceptée"
        DECLINED = "declined", "déclinée"
        EXPIRED = "expired", "restée sans réponse"
        WITHDRAWN = "withdrawn", "retirée"

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="offers", verbose_name="inscription")
    event = models.ForeignKey(Event, models.PROTECT, related_name="offers", verbose_name="rencontre")
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.PENDING)
    made_at = models.DateTimeField("faite le", default=timezone.now)
    expires_at = models.DateTimeField("jusqu’au")
    settled_at = models.DateTimeField("réglée le", null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = "place proposée"
        verbose_name_plural = "places proposées"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"], condition=Q(state="pending"), name="offer_one_pending_a_person"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="offer_ends_after_it_is_made"),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="pending"), name="offer_pending"),
            models.Index(fields=["event"], condition=Q(state="pending"), name="offer_pending_of_event"),
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.get_state_display()}"


@pghistory.track()
class CheckIn(models.Model):
    """Somebody was there: one entry, however often the badge is read. ``key`` makes an entry of a telephone that was
    offline arrive once.
    """

    class Means(models.TextChoices):
        CODE = "code", "badge lu"
        NAME = "name", "nom trouvé"
        WALK_IN = "walk_in", "venue sans inscription"
        PAPER = "paper", "feuille signée"

    registration = models.OneToOneField(
        Registration, models.PROTECT, related_name="check_in", verbose_name="inscription"
    )
    at = models.DateTimeField("à", default=timezone.now)
    means = models.CharField("comment", max_length=7, choices=Means.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="noté par")
    key = models.UUIDField("clé", null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "émargement"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.registration)

    @property
    def hour(self) -> str:
        """« 18 h 42 »."""
        return hour_words(timezone.localtime(self.at))
