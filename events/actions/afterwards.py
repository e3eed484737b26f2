"""The days after: three questions to those who came, and a word to two people who both want to stay in touch."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from club.core.outbox import NOWHERE
from club.core.typography import french
from events import aftermath, emails, returns
from events.actions import official_contacts
from events.errors import EventError
from events.models import Contact, Event, Feedback, Kind, Registration, State
from events.models.moments import last_day, midnight
from members.actions import entitlements
from members.models import User

HOUR = timedelta(hours=9)
LATE = timedelta(days=7)
"""An event that was over for longer when the first person was checked in asks nobody any more."""


def follow_up(at: datetime | None = None) -> int:
    """Ask those who came, from nine o’clock of the day after; gives how many.

    Needs told for the day are forgotten; contacts with public officials are prepared for the register.
    """
    at = at or timezone.now()
    over = Event.objects.filter(ends_at__lt=at, ends_at__gte=at - LATE)
    over = over.filter(state__in=[state for state in State if state.takes_place])
    due = [event for event in over if at >= midnight(last_day(event.ends_at) + timedelta(days=1)) + HOUR]
    for event in due:
        if event.kind == Kind.REGIONAL:
            note_returns(event)
        official_contacts.prepare(event=event)
    _forget_needs(at)
    return sum(_ask(event) for event in due)


def _ask(event: Event) -> int:
    came = Registration.objects.filter(event=event, check_in__isnull=False, feedback=None)
    rows = came.exclude(person__email__endswith=f"@{NOWHERE}").select_related("person", "event")
    return sum(_ask_one(row) for row in rows)


@transaction.atomic
def _ask_one(row: Registration) -> bool:
    _, created = Feedback.objects.get_or_create(registration=row)
    if created:
        emails.asked_after(row)
    return created


def _forget_needs(at: datetime) -> None:
    """Diet and access needs served the day alone; those of a postponed event wait for its new day."""
    over = Registration.objects.filter(event__ends_at__lt=midnight(timezone.localdate(at)))
    over.exclude(event__state=State.POSTPONED).exclude(diet="", access_needs="").update(diet="", access_needs="")


@transaction.atomic
def answer(*, feedback: Feedback, note: int, takes: str, missed: str) -> Feedback:
    """The last answer counts, until the questions close."""
    if not feedback.is_open():
        raise EventError("Les avis sur cette rencontre ne sont plus recueillis.")
    feedback.note, feedback.answered_at = note, timezone.now()
    feedback.takes, feedback.missed = french(takes.strip())[:500], french(missed.strip())[:500]
    feedback.save()
    return feedback


@transaction.atomic
def stay_in_touch(*, registration: Registration, wanted: list[int]) -> list[Registration]:
    """Say with whom, among those who were there; a yes that became mutual is told to both, once, and stays.

    Gives those with whom it has just become mutual. A yes that is not mutual may be taken back.
    """
    if not aftermath.present_at(registration.event).filter(pk=registration.pk).exists():
        raise EventError("Seules les personnes venues à la rencontre restent en contact par cette page.")
    people = aftermath.reachable_by(registration).filter(pk__in=wanted).select_related("person", "event")
    pairs = [registration.person_id, *(row.person_id for row in people)]
    list(User.objects.filter(pk__in=pairs).order_by("pk").select_for_update(no_key=True))
    said = Contact.objects.filter(by=registration)
    before = set(said.mutual().values_list("to_id", flat=True))
    said.exclude(to__in=[*before, *(row.pk for row in people)]).delete()
    Contact.objects.bulk_create([Contact(by=registration, to=row) for row in people], ignore_conflicts=True)
    mutual = set(said.mutual().values_list("to_id", flat=True)) - before
    met = [row for row in people if row.pk in mutual]
    for row in met:
        emails.in_touch(registration, row)
        emails.in_touch(row, registration)
    return met


def note_returns(event: Event) -> None:
    """What the workshops brought stands in the *bilan d’adhésion* of each supplier that hosted one."""
    for pledge in returns.pledges_of(event):
        brought = returns.return_of(event, pledge.organisation, [pledge])
        if brought:
            entitlements.note_outcome(key=pledge.use_key, outcome=brought.outcome)
