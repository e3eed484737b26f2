"""An event from its first draft to the day after: written, announced, moved, called off.

Every act raises ``version``; one that changes title, time, place or state raises ``sequence``, which tells calendars
that the entry they hold is no longer right (RFC 5545, 3.8.7.4).
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from club.core import audit
from club.core.naming import slug_of
from club.core.pages import renew
from club.core.typography import french
from events import officials, secrecy
from events.actions import moving, redrawing, reminding, slots, waiting
from events.errors import EventError
from events.models import Event, ProgrammeItem, State
from events.models.moments import month_later
from members.models import User

SEQUENCED = (
    "title",
    "starts_at",
    "ends_at",
    "is_online",
    "online_link",
    "venue",
    "address",
    "commune_id",
    "departement_id",
    "state",
)
SEATED = ("capacity", "seats_each", "releases_on", "offers_until_hours", "starts_at", "state")
TEXTS = ("title", "summary", "description", "venue", "address", "guest", "guest_role")


@transaction.atomic
def create(*, event: Event, by: User) -> Event:
    """Keep a new event, as a draft that only the team sees."""
    event.state = State.DRAFT
    _tidy(event)
    event.save(force_insert=True)
    audit.record(actor=by, verb="event.create", target=event)
    return event


@transaction.atomic
def change(*, event: Event, by: User) -> Event:
    """Keep what was changed on ``event``; its state is what the base says, whatever the object does."""
    redrawing.hold(event)
    kept = Event.objects.select_for_update().get(pk=event.pk)
    if kept.state != State.DRAFT and event.slug != kept.slug:
        raise EventError("L’adresse d’une rencontre annoncée ne change plus\u00a0: elle a été donnée à des lecteurs.")
    if words := officials.refusal(event):
        raise EventError(words)
    for name in ("state", "notice", "uid", "sequence", "version"):
        setattr(event, name, getattr(kept, name))
    _tidy(event)
    if event.state != State.DRAFT:
        _refuse_unfit(event)
    return keep(event, kept, by, "event.change")


@transaction.atomic
def publish(*, event: Event, by: User, seen: int | None = None) -> Event:
    """Announce a draft, or a postponed event once its new day is written."""
    redrawing.hold(event)
    event, kept = locked(event, seen)
    event.notice = ""
    _refuse_unfit(event)
    if kept.state == State.POSTPONED and kept.starts_at <= timezone.now():
        raise EventError("Donnez d’abord la nouvelle date.")
    return _move(event, kept, State.OPEN, by, "event.publish")


@transaction.atomic
def mark(*, event: Event, state: State, by: User, seen: int | None = None) -> Event:
    """Say that an announced event is full, closed, open again, or was held."""
    event, kept = locked(event, seen)
    if kept.state == State.DRAFT or state not in (State.OPEN, State.FULL, State.CLOSED, State.HELD):
        raise EventError("Cette décision se prend autrement\u00a0: annoncer, reporter ou annuler.")
    if kept.state == State.POSTPONED:
        raise EventError("Cette rencontre est reportée\u00a0: annoncez-la de nouveau à sa nouvelle date.")
    if state == State.HELD and not kept.is_over():
        raise EventError("Cette rencontre n’est pas encore passée.")
    if kept.capacity is not None and {state, State(kept.state)} == {State.OPEN, State.FULL}:
        raise EventError("Les places sont comptées\u00a0: cette rencontre est complète quand la dernière est prise.")
    return _move(event, kept, state, by, f"event.{state}")


@transaction.atomic
def resize(*, event: Event, capacity: int | None, by: User) -> Event:
    """More seats, which those who wait hear of at once, or fewer: nobody who has one loses it."""
    event, kept = locked(event, None)
    event.capacity = capacity
    return keep(event, kept, by, "event.resize")


@transaction.atomic
def postpone(*, event: Event, reason: str, by: User, seen: int | None = None) -> Event:
    """It will not take place on its day, and the new one is not known yet."""
    event, kept = locked(event, seen)
    event.notice = _said(reason)
    _refuse_unfit(event)
    return _move(event, kept, State.POSTPONED, by, "event.postpone")


@transaction.atomic
def cancel(*, event: Event, reason: str, by: User, seen: int | None = None) -> Event:
    """It will not take place; the agenda and the calendars go on saying so."""
    event, kept = locked(event, seen)
    event.notice = _said(reason)
    _refuse_unfit(event)
    return _move(event, kept, State.CANCELLED, by, "event.cancel")


@transaction.atomic
def duplicate(*, event: Event, by: User) -> Event:
    """A draft like ``event``, a month after it or after the last of its series; without its guest and speakers."""
    copy = Event.objects.get(pk=event.pk)
    fresh = Event()
    for name in ("pk", "uid", "sequence", "version", "state"):
        setattr(copy, name, getattr(fresh, name))
    copy._state.adding = True
    _set_on(copy, next_date(event))
    copy.slug = free_slug(copy.title)
    copy.guest, copy.guest_role, copy.guest_public_from, copy.notice = "", "", None, ""
    copy.updated_at = timezone.now()
    copy = create(event=copy, by=by)
    skeleton = [ProgrammeItem(event=copy, after=row.after, title=row.title) for row in event.programme.all()]
    ProgrammeItem.objects.bulk_create(skeleton)
    return copy


def next_date(event: Event) -> date:
    """The same weekday of the next month (« le troisième jeudi »), after the last of the series, drafts included."""
    others = Event.objects.beside(event).exclude(state=State.CANCELLED)
    last = others.aggregate(last=Max("starts_at"))["last"] or event.starts_at
    return month_later(timezone.localdate(max(event.starts_at, last)))


def _set_on(event: Event, day: date) -> None:
    """On another day, at the same hours by the clock of Paris; all that is counted from the day follows."""
    later = day - timezone.localdate(event.starts_at)
    for name in ("starts_at", "ends_at", "registration_closes_at"):
        if moment := getattr(event, name):
            setattr(event, name, timezone.localtime(moment) + later)
    if event.releases_on:
        event.releases_on += later


def free_slug(title: str) -> str:
    """An address made from ``title`` that no event has."""
    base = slug_of(title)[:80].strip("-") or "rencontre"
    base = f"rencontre-{base}" if base.isdecimal() else base
    taken = set(Event.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(name for number in range(2, len(taken) + 3) if (name := f"{base}-{number}") not in taken)


def locked(event: Event, seen: int | None) -> tuple[Event, Event]:
    """The row to be changed and what it says now; refuses who decides on what is no longer there."""
    rows = Event.objects.select_for_update()
    kept = rows.get(pk=event.pk)
    if seen is not None and kept.version != seen:
        raise EventError("Quelqu’un vient de modifier cette rencontre\u00a0: relisez-la avant de décider.")
    return rows.get(pk=event.pk), kept


def _move(event: Event, kept: Event, state: State, by: User, verb: str) -> Event:
    if state not in State(kept.state).next_states:
        raise EventError(f"Une rencontre {kept.get_state_display()} ne peut pas devenir {state.label}.")
    event.state = state
    return keep(event, kept, by, verb)


def keep(event: Event, kept: Event, by: User, verb: str) -> Event:
    changed = any(getattr(event, name) != getattr(kept, name) for name in SEQUENCED)
    event.sequence = kept.sequence + changed
    event.version = kept.version + 1
    if event.state == State.FULL and event.capacity is None and kept.capacity is not None:
        event.state = State.OPEN  # nothing is counted any more
    event.updated_at = timezone.now()
    event.save()
    if (event.starts_at, event.ends_at) != (kept.starts_at, kept.ends_at):
        slots.follow(event)
    if _has_another_day(event, kept):
        redrawing.follow(event)
    if changed:
        moving.follow(event, kept)
    reminding.plan(event)
    if any(getattr(event, name) != getattr(kept, name) for name in SEATED):
        waiting.offer_now(event=event)
    audit.record(actor=by, verb=verb, target=event, sequence=event.sequence)
    transaction.on_commit(renew, robust=True)
    return event


def _has_another_day(event: Event, kept: Event) -> bool:
    """A postponed event has one once it is announced again: until then its new day is only written."""
    if State.POSTPONED in (event.state, kept.state):
        return State(event.state).takes_place
    return timezone.localdate(event.starts_at) != timezone.localdate(kept.starts_at)


def _tidy(event: Event) -> None:
    """French typography, the département of the commune."""
    for name in TEXTS:
        setattr(event, name, french(getattr(event, name).strip()))
    if event.commune is not None:
        event.departement_id = event.commune.departement_id


def refusal(event: Event, items: Iterable[ProgrammeItem] | None = None) -> str:
    """Why ``event`` cannot be announced as it stands: no place, or a secret told. Empty when it can. ``items``: the
    programme that it will have, when it is not the one that is kept.
    """
    if not event.is_online and not (event.departement_id or event.commune_id):
        return "Dites où elle a lieu, au moins le département, ou qu’elle est en ligne."
    return secrecy.naming(event, event.programme.all() if items is None else items, timezone.localdate())


def _refuse_unfit(event: Event) -> None:
    if sentence := refusal(event) or officials.refusal(event):
        raise EventError(sentence)


def _said(reason: str) -> str:
    if not reason.strip():
        raise EventError("Dites pourquoi, en une phrase que le public lira.")
    return french(reason.strip())[:300]
