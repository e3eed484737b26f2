"""What the Club writes to those who register for its events, by the kernel’s outbox; one function per message."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse

from club.core import outbox
from club.core.models import OutboxMail
from events.admittance import price_words
from events.invites import message_to
from events.links import after_url, invitation_url, registration_url
from events.models import Invitation, Offer, Registration, Reminder, Side, TrainingProposal


def registered(row: Registration) -> OutboxMail:
    """A seat, subject to confirmation or confirmed; anew each time that the person comes back to it."""
    billed = price_words(row.structure, row.event.extra_price) if row.is_extra and row.event.extra_price else ""
    return _post(row, "registered", f"{row.changes}", calendar=message_to(row), price=billed)


def queued(row: Registration) -> OutboxMail:
    """No seat is left: the place in the waiting list, and what happens next; anew each time that somebody queues."""
    return _post(row, "queued", f"{row.registered_at.timestamp():.6f}")


def offered(offer: Offer, price: Decimal | None) -> OutboxMail:
    """A seat is held until an hour that is said; ``price``: what its member would owe for it."""
    row = offer.registration
    return _post(row, "offered", f"{offer.pk}", offer=offer, price=price_words(row.structure, price) if price else "")


def offer_expired(offer: Offer) -> OutboxMail:
    """Nobody answered in time: the seat is for the next."""
    return _post(offer.registration, "offer_expired", f"{offer.pk}", offer=offer)


def cancelled(row: Registration, *, held: bool) -> OutboxMail:
    """The registration is no more; ``held``: it was a seat, not a place in the waiting list."""
    once = f"{row.changes}:{row.changed_at.timestamp():.0f}"
    if held:
        _tell_cabinet(row, "cancelled", f"registration:{row.pk}:cancelled:{once}", held=held)
    return _post(row, "cancelled", once, calendar=message_to(row) if held else b"", held=held)


def moved(row: Registration, news: str) -> OutboxMail:
    """The event has another day, hour or place, or takes place after all; ``news`` says what changed."""
    return _told(row, "moved", news=news)


def called_off(row: Registration) -> OutboxMail:
    """The event has no day any more, or is cancelled: then the right that a seat was drawn from is free again."""
    drawn = bool(row.event.right and row.member and not row.is_extra) and row.state != Registration.State.WAITING
    return _told(row, "called_off", right_returned=drawn)


def reminded(row: Registration, reminder: Reminder) -> OutboxMail:
    """Soon: when, where, how to come, how to give the seat back."""
    return _post(row, "reminder", f"{reminder.pk}", reminder=reminder)


def asked_after(row: Registration) -> OutboxMail:
    """The day after, to those who came: three questions, and with whom to stay in touch."""
    return _post(row, "after", "once", after=after_url(row))


def training_decided(proposal: TrainingProposal) -> OutboxMail:
    """The team accepted what a supplier proposed, or says why not."""
    url = settings.SITE_URL + reverse("portal:agenda:propose", args=[proposal.organisation_id])
    return outbox.post(
        key=f"training:{proposal.pk}:{proposal.state}",
        template="events/emails/training_decided",
        to=proposal.made_by.email,
        person=proposal.made_by,
        context={"proposal": proposal, "url": url},
    )


def in_touch(row: Registration, other: Registration) -> OutboxMail:
    """Both said yes: each gets the name and the address of the other, once."""
    return _post(row, "in_touch", f"{other.pk}", other=other, after=after_url(row))


def invited(row: Invitation) -> OutboxMail:
    """The Club invites; the cabinet answers when there is one."""
    return outbox.post(
        key=f"invitation:{row.pk}:{row.sent_at.timestamp():.0f}" if row.sent_at else f"invitation:{row.pk}",
        template="events/emails/invited",
        to=row.writes_to,
        person=None if row.cabinet_email else row.person,
        context={"invitation": row, "event": row.event, "url": invitation_url(row)},
    )


def answered(row: Invitation, seat: Registration | None) -> OutboxMail | None:
    """What was answered, to the mailbox that the invitation went to. ``seat``: taken or given back by this answer;
    whoever hears of it by the seat itself (``registered``, ``cancelled``) is not written to twice.
    """
    if seat and (row.state == Invitation.State.DECLINED or row.writes_to == row.person.email):
        return None
    return outbox.post(
        key=f"invitation:{row.pk}:{row.state}:{seat.changes if seat else row.answered_at}",
        template="events/emails/answered",
        to=row.writes_to,
        person=None if row.cabinet_email else row.person,
        context={"invitation": row, "event": row.event, "registration": seat, "url": invitation_url(row)},
        calendar=message_to(seat, reader=row.writes_to) if seat else b"",
    )


def _told(row: Registration, name: str, **context: Any) -> OutboxMail:
    """Who waits for a seat has nothing in his calendar."""
    key = f"event:{row.event_id}:{row.event.sequence}:{row.pk}"
    if row.state == Registration.State.WAITING:
        return _post(row, name, "", key=key, **context)
    _tell_cabinet(row, name, key, **context)
    return _post(row, name, "", key=key, calendar=message_to(row), **context)


def _tell_cabinet(row: Registration, name: str, key: str, **context: Any) -> None:
    """The cabinet that answered for a guest keeps the same entry in its calendar: it hears of what becomes of it."""
    if row.side != Side.GUEST:
        return
    asked = Invitation.objects.filter(event=row.event_id, person=row.person_id).select_related("person").first()
    if asked is None or asked.writes_to == row.person.email:
        return
    told = {"registration": row, "event": row.event, "url": invitation_url(asked), "told_for": asked.named()}
    outbox.post(
        key=f"{key}:cabinet",
        template=f"events/emails/{name}",
        to=asked.writes_to,
        context=told | context,
        calendar=message_to(row, reader=asked.writes_to),
    )


def _post(
    row: Registration, name: str, once: str, *, key: str = "", calendar: bytes = b"", **context: Any
) -> OutboxMail:
    return outbox.post(
        key=key or f"registration:{row.pk}:{name}:{once}",
        template=f"events/emails/{name}",
        to=row.person.email,
        person=row.person,
        context={"registration": row, "event": row.event, "url": registration_url(row), **context},
        calendar=calendar,
    )
