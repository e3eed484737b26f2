"""What the files of a person and of a supplier tell of trainings: those followed, those given."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Kind, Registration, TrainingProposal
from events.models.moments import day_words
from members.models import Organisation, User
from members.panels import Line

SHOWN = 20


def trainings_followed(person: User) -> list[Line]:
    """Those at which the person was checked in, the latest first."""
    rows = Registration.objects.filter(person=person, event__kind=Kind.TRAINING, check_in__isnull=False)
    return [
        Line(
            row.event.title,
            day_words(timezone.localdate(row.event.starts_at)),
            reverse("console:event_after", args=[row.event_id]),
        )
        for row in rows.select_related("event").order_by("-event__starts_at")[:SHOWN]
    ]


def _told(event: Event, came: int) -> str:
    day = day_words(timezone.localdate(event.starts_at))
    return f"{day}, {came}\u00a0personne{'s' if came > 1 else ''}"


def trainings_given(organisation: Organisation) -> list[Line]:
    """Those that the supplier gave, and how many people came."""
    came = Count("event__registrations", filter=Q(event__registrations__check_in__isnull=False))
    rows = TrainingProposal.objects.filter(organisation=organisation, event__ends_at__lt=timezone.now())
    return [
        Line(
            row.event.title,
            _told(row.event, row.came),
            reverse("console:event_after", args=[row.event_id]),
        )
        for row in rows.select_related("event").annotate(came=came).order_by("-event__starts_at")[:SHOWN]
        if row.event
    ]
