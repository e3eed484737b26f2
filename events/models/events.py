"""What the Club holds: meetings, regional meetings, trainings. The public reads those that are announced.

``events.actions`` alone write: they keep ``sequence`` and ``version``.
"""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, Max, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from club.core.departments import Department
from club.core.models import Departement
from club.core.search import Joined, Unaccent, matching, search_text
from events.models.kinds import Admission, Kind, State
from events.models.moments import day_words, hour_words, last_day, midnight
from events.models.seating import Seating
from events.models.telling import Telling
from events.models.types import Series, usual_reminders


class EventQuerySet(models.QuerySet["Event"]):
    def announced(self) -> "EventQuerySet":
        """The one rule of the public agenda, for pages, lists and calendars alike."""
        return self.filter(is_public=True).exclude(state=State.DRAFT)

    def to_come(self, at: datetime | None = None) -> "EventQuerySet":
        """Not over yet; what is postponed stays until it has a new day."""
        return self.filter(Q(ends_at__gte=at or timezone.now()) | Q(state=State.POSTPONED)).chronological()

    def over(self, at: datetime | None = None) -> "EventQuerySet":
        return self.filter(ends_at__lt=at or timezone.now()).exclude(state=State.POSTPONED)

    def near(self, place: Departement) -> "EventQuerySet":
        """What takes place in a département, and online: that is near everybody."""
        return self.filter(Q(departement=place) | Q(is_online=True))

    def taking_place(self) -> "EventQuerySet":
        return self.filter(state__in=[state for state in State if state.takes_place])

    def chronological(self) -> "EventQuerySet":
        return self.order_by("starts_at", "pk")

    def with_place(self) -> "EventQuerySet":
        return self.select_related("commune", "departement")

    def with_programme(self) -> "EventQuerySet":
        return self.prefetch_related("programme")

    def beside(self, event: "Event") -> "EventQuerySet":
        """The others of its series."""
        return self.filter(series__isnull=False, series=event.series_id).exclude(pk=event.pk)

    def nearest(self, at: datetime | None = None) -> "EventQuerySet":
        """What comes, the soonest first, then what is over, the latest first."""
        coming = Case(When(ends_at__gte=at or timezone.now(), then=F("starts_at")))
        return self.order_by(coming.asc(nulls_last=True), "-starts_at", "-pk")

    def last_change(self) -> datetime | None:
        """The latest ``Event.last_change`` of these rows; one statement, however many they are."""
        now, today = timezone.now(), timezone.localdate()
        over = Q(ends_at__lt=now, state__in=[state for state in State if state.takes_place])
        found = self.aggregate(
            written=Max("updated_at"),
            over=Max("ends_at", filter=over),
            guest=Max("guest_public_from", filter=Q(guest_public_from__lte=today) & ~Q(guest="")),
            speaker=Max("programme__public_from", filter=Q(programme__public_from__lte=today)),
        )
        told = {name: midnight(found[name]) for name in ("guest", "speaker") if found[name]}
        return max((moment for moment in (found | told).values() if moment), default=None)

    def search(self, text: str) -> "EventQuerySet":
        return matching(self, text)

    def with_all_said(self, on: date | None = None) -> "EventQuerySet":
        """``said``: what everybody may read of it, folded as ``search_text``; names from their day on."""
        text, empty, on = TextField(), Value(""), on or timezone.localdate()
        guest = When(guest_public_from__lte=on, then=Joined(F("guest"), F("guest_role")))
        named = Case(guest, default=empty, output_field=text)
        items: Any = self.model._meta.get_field("programme").related_model
        programme = Subquery(items.objects.filter(event=OuterRef("pk")).said(on), output_field=text)
        known = [F(f"{where}__name") for where in ("commune", "departement")]
        others = (Coalesce(one, empty, output_field=text) for one in (*known, programme))
        return self.annotate(said=Joined(F("search_text"), Lower(Unaccent(Joined(F("venue"), *others, named)))))


@pghistory.track(exclude=["search_text"])
class Event(Telling, Seating):
    department = models.CharField("département du Club", max_length=12, choices=Department.choices)
    kind = models.CharField("genre", max_length=10, choices=Kind.choices)
    title = models.CharField("titre", max_length=110)
    slug = models.SlugField(
        "adresse", max_length=90, unique=True, help_text="Ne change plus une fois la rencontre annoncée."
    )
    summary = models.CharField("résumé", max_length=300, help_text="Une ou deux phrases, lues dans l’agenda.")
    description = models.TextField(
        "présentation", blank=True, help_text="Avec les marques des articles\u00a0: ## titre, - liste, **gras**."
    )
    starts_at = models.DateTimeField("début", help_text="Heure de Paris.")
    ends_at = models.DateTimeField("fin", help_text="Heure de Paris.")
    is_online = models.BooleanField("en ligne", default=False)
    venue = models.CharField("lieu", max_length=120, blank=True)
    address = models.CharField("adresse postale", max_length=160, blank=True)
    commune = models.ForeignKey(
        "core.Commune", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    departement = models.ForeignKey(
        "core.Departement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="département (territoire)",
        help_text="Suit la commune dès qu’elle est connue.",
    )
    audience = ArrayField(
        models.CharField(max_length=10, choices=Admission.choices), default=list, verbose_name="qui peut venir"
    )
    is_public = models.BooleanField("dans l’agenda public", default=True)
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name="série",
        help_text="Sa page donne les autres dates de la série.",
    )
    reminder_days = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1)]),
        default=usual_reminders,
        blank=True,
        verbose_name="rappels aux inscrits (jours avant)",
        help_text="Séparés par une virgule\u00a0: 7, 1. Vide\u00a0: aucun rappel.",
    )
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.DRAFT, editable=False)
    notice = models.CharField("pourquoi", max_length=300, blank=True, editable=False)
    uid = models.UUIDField("identifiant de calendrier", default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField("changements de date, de lieu ou d’état", default=0, editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)
    updated_at = models.DateTimeField("modifiée le", db_default=models.functions.Now())
    search_text = search_text("title", "summary")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "rencontre"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            *Telling._meta.constraints,
            *Seating._meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message="Une rencontre finit après avoir commencé.",
            ),
            models.CheckConstraint(
                condition=~Q(slug__regex=r"^[0-9]+$"),
                name="event_slug_is_no_year",
                violation_error_message="L’adresse contient au moins une lettre.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.PARTNERS) | Q(department=Department.PARTNERS),
                name="event_partners_in_its_department",
                violation_error_message="Une réunion du Club des Partenaires relève de ce département.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.CERCLE) | Q(department=Department.CERCLE),
                name="event_cercle_in_its_department",
                violation_error_message="Une réunion du Cercle relève du Cercle.",
            ),
            models.CheckConstraint(
                condition=~Q(audience=[]),
                name="event_has_an_audience",
                violation_error_message="Dites qui peut venir.",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(is_online=True) | Q(departement__isnull=False),
                name="event_announced_has_a_place",
                violation_error_message="Une rencontre annoncée a lieu en ligne ou dans un département.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.POSTPONED, State.CANCELLED]) | ~Q(notice=""),
                name="event_called_off_says_why",
                violation_error_message="Une rencontre reportée ou annulée dit pourquoi.",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="event_calendar"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="event_search"),
        ]
        triggers = [
            pgtrigger.FSM(
                name="states",
                field="state",
                transitions=[(before.value, after.value) for before in State for after in before.next_states],
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("public:agenda:event", args=[self.slug])

    @property
    def side(self) -> str:
        """Whose awning heads its card."""
        return Department(self.department).side

    @property
    def is_announced(self) -> bool:
        return self.is_public and self.state != State.DRAFT

    def place_lines(self) -> list[str]:
        """Venue, address, commune: what is known, a line each."""
        where = self.commune or self.departement
        lines = [self.venue, self.address, str(where) if where else "", "En ligne" if self.is_online else ""]
        return [line for line in lines if line]

    def place_words(self) -> str:
        """« Paris (75) », « en ligne », « Lyon (69) et en ligne »."""
        where = self.commune or self.departement
        return " et ".join([*([str(where)] if where else []), *(["en ligne"] if self.is_online else [])])

    def in_short(self) -> str:
        """« Formation · mardi 12 janvier 2027, de 18 h 30 à 21 h · Laval (53) · complète »."""
        when = "" if self.state == State.POSTPONED else self.when_words()
        state = self.state_words() or ("passée" if self.is_over() else "")
        parts = [capfirst(self.get_kind_display()), when, self.place_words(), state]
        return " · ".join(part for part in parts if part)

    def audience_words(self) -> str:
        """« Ouvert à tous », « Réservé aux ambassadeurs et aux experts du Channel »."""
        if Admission.EVERYONE in self.audience:
            return "Ouvert à tous"
        *firsts, last = (f"aux {Admission(value).label}" for value in self.audience)
        return "Réservé " + (f"{', '.join(firsts)} et {last}" if firsts else last)

    def ways_in(self) -> list[tuple[str, str]]:
        """What somebody who may not come yet can do about it."""
        if Admission.EVERYONE in self.audience:
            return []
        return [way for value in self.audience if (way := Admission(value).way_in)]

    def days(self) -> list[date]:
        """Each day that it takes, by the clock of Paris."""
        first, last = timezone.localdate(self.starts_at), last_day(self.ends_at)
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]

    def when_words(self) -> str:
        """« mardi 12 janvier 2027, de 18 h 30 à 21 h »; « du … au … » when it takes several days."""
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        first, last = start.date(), last_day(self.ends_at)
        if first == last:
            return f"{day_words(first)}, de {hour_words(start)} à {hour_words(end)}"
        return f"du {day_words(first)} à {hour_words(start)} au {day_words(last)} à {hour_words(end)}"

    def starts_words(self) -> str:
        return hour_words(timezone.localtime(self.starts_at))

    def state_words(self, at: datetime | None = None) -> str:
        """What a visitor must know of its state; empty when there is nothing to say but the date."""
        if self.state in (State.POSTPONED, State.CANCELLED):
            return str(self.get_state_display())
        if self.is_over(at):
            return ""
        return str(self.get_state_display()) if self.state in (State.FULL, State.CLOSED) else ""


def announced_to_come(limit: int, at: datetime | None = None, **only: Any) -> list[Event]:
    """The next events of the public agenda that do take place; one statement."""
    return list(Event.objects.announced().taking_place().to_come(at).filter(**only).with_place()[:limit])


def others_of_series(event: Event, limit: int = 5) -> list[Event]:
    """Other dates of its series in the public agenda, those to come first; no statement without a series."""
    return list(Event.objects.announced().taking_place().beside(event).nearest()[:limit]) if event.series_id else []
