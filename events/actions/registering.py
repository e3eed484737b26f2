"""Registering somebody for an event: one function for the portal, links, staff, the waiting list and the door.

Locks are taken in one order (person, rights, event), then everything is counted again, then written. The database
refuses twice the same person, and two confirmed events at the same hour, whatever happens here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from club.core import audit
from events import emails
from events.actions import seats
from events.admittance import Seat, admittance_of, closed_words, price_words
from events.errors import Clash, EventError
from events.models import Event, Offer, Registration, Side, Stage, State
from events.models.registrations import ONE_PLACE
from members.actions import entitlements
from members.models import Organisation, User

Status, Way = Registration.State, Registration.Way


@dataclass(frozen=True)
class Asked:
    """What somebody says when registering. ``organisation``: the id of the one they come for, among theirs.

    ``accepts_price``: a seat beyond the rights of the member is billed to it.
    """

    organisation: int | None = None
    diet: str = ""
    access_needs: str = ""
    is_listed: bool = True
    accepts_clash: bool = False
    accepts_price: bool = False


Given = ParamSpec("Given")
NOTHING_SAID = Asked()
NOT_ANNOUNCED = (State.DRAFT, State.CANCELLED, State.POSTPONED, State.HELD)


@dataclass(frozen=True)
class Favour:
    """What staff (``by``) decide beyond the rules: a way in that the person does not have, a seat beyond the last."""

    by: User
    seat: Seat | None = None
    beyond: str = ""


def _telling_clashes(act: Callable[Given, Registration]) -> Callable[Given, Registration]:
    """The base refuses two seats at one hour, should an event move there meanwhile: said like any other clash."""

    @wraps(act)
    def acting(*args: Given.args, **kwargs: Given.kwargs) -> Registration:
        try:
            return act(*args, **kwargs)
        except IntegrityError as error:
            if ONE_PLACE not in str(error):
                raise
            words = "Une autre rencontre vient d’être placée à la même heure\u00a0: rechargez la page pour choisir."
            raise Clash(words) from error

    return acting


@_telling_clashes
@transaction.atomic
def register(
    *, event: Event, person: User, way: str, asked: Asked = NOTHING_SAID, favour: Favour | None = None
) -> Registration:
    """A seat, or a place in the waiting list when there is none; twice is harmless: the same row comes back.

    Refusals say why in French. ``favour.beyond``, a reason, lets staff go over the number of seats, those of one
    organisation included: whoever waits has a seat at once.
    """
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=person.pk)
    known = Registration.objects.filter(event=event, person=person).first()
    beyond = bool(favour and favour.beyond)
    waits = bool(known and known.state == Status.WAITING and not beyond)
    if known and (known.is_coming or (waits and seats.offers_run(event))):
        return known
    admitted = (favour and favour.seat) or _seat_of(event, person, asked)
    hold_rights(event, admitted.member)
    event = seats.locked(event)
    _refuse_closed(event, way, favour)
    if known and waits and not seats.free_to_newcomers(event):
        return known
    _withdraw_offers(known)
    if not beyond:
        _refuse_limit(event, admitted)
    clashes = _refuse_clash(event, person, asked)
    row = _written(known or Registration(person=person), event, admitted, way, asked)
    row.clash_accepted = clashes
    if beyond or seats.free_to_newcomers(event):
        _seat(row, favour, accepts_price=asked.accepts_price)
    else:
        _queue(row)
    if favour:
        audit.record(actor=favour.by, verb="registration.create", target=row, beyond=favour.beyond[:200])
    seats.follow(event)
    return row


def seat_at_once(*, registration: Registration, reason: str, by: User, accepts_clash: bool = False) -> Registration:
    """Staff seat somebody who waits, beyond the last seat if need be; what the person had said stays."""
    row = registration
    if not reason.strip():
        raise EventError("Dites pourquoi cette personne passe devant les autres.")
    if not Registration.objects.waiting().filter(pk=row.pk).exists():
        raise EventError(f"{row.person} n’est plus en liste d’attente.")
    asked = Asked(row.organisation_id, row.diet, row.access_needs, row.is_listed, accepts_clash)
    favour = Favour(by, Seat(Side(row.side), row.structure, row.organisation), reason.strip())
    return register(event=row.event, person=row.person, way=Way.STAFF, asked=asked, favour=favour)


@transaction.atomic
def take_left(registration: Registration, *, accepts_price: bool = False) -> Registration:
    """Somebody who waits takes a seat that is offered to nobody any more; what the person had said stays."""
    row = registration
    said = Asked(row.organisation_id, row.diet, row.access_needs, row.is_listed, accepts_price=accepts_price)
    seated = register(event=row.event, person=row.person, way=Way.OFFER, asked=said)
    if not seated.is_coming:
        raise EventError("Cette place vient d’être prise\u00a0: vous restez en liste d’attente.")
    return seated


def tell(*, registration: Registration, diet: str, access_needs: str, is_listed: bool) -> None:
    """Needs, and whether the other participants read the name; as long as the person comes or waits."""
    Registration.objects.filter(pk=registration.pk).exclude(state=Status.CANCELLED).update(
        diet=diet.strip(), access_needs=access_needs.strip(), is_listed=is_listed
    )


@_telling_clashes
@transaction.atomic
def seat_offered(offer: Offer, *, accepts_price: bool = False) -> Registration:
    """Somebody takes the seat that is held for them; twice is harmless. ``accepts_price``: as in ``Asked``."""
    row = Registration.objects.select_related("person", "organisation").get(pk=offer.registration_id)
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=row.person_id)
    hold_rights(offer.event, row.member)
    row.event = seats.locked(offer.event)
    row.refresh_from_db(fields=["state", "changes", "position"])
    if row.is_coming:
        return row
    _refuse_stranger(row)
    now = timezone.now()
    taken = (
        Offer.objects.pending()
        .filter(pk=offer.pk, expires_at__gt=now)
        .update(state=Offer.State.TAKEN, settled_at=now)
    )
    if not taken:
        raise EventError("Cette place n’est plus réservée pour vous\u00a0: le délai pour répondre est passé.")
    _refuse_closed(row.event, Way.OFFER, None)
    row.clash_accepted = clash_of(row.event, row.person) is not None
    row.way, row.changed_at = Way.OFFER, now
    _seat(row, accepts_price=accepts_price)
    seats.follow(row.event)
    return row


def seat_instead(*, event: Event, person: User, admitted: Seat, extra: bool) -> Registration:
    """The seat that a colleague has just left, under the locks that he left it under; ``extra``: billed already."""
    known = Registration.objects.filter(event=event, person=person).first()
    _withdraw_offers(known)
    row = _written(known or Registration(person=person), event, admitted, Way.COLLEAGUE, NOTHING_SAID)
    if clash_of(event, person):  # where a colleague goes is nobody else’s business
        raise EventError(f"{person} ne peut pas reprendre cette place à cette heure-là.")
    row.is_extra, row.clash_accepted = extra, False
    _seat(row)
    return row


def _withdraw_offers(known: Registration | None) -> None:
    """Whoever gets a seat otherwise needs none that is held."""
    Offer.objects.pending().filter(registration=known).update(state=Offer.State.WITHDRAWN, settled_at=timezone.now())


def arrival_state(event: Event) -> str:
    """What a seat is at first: subject to confirmation until a regional meeting is sure to take place."""
    regional = getattr(event, "regional", None)
    return Status.SUBJECT if regional and regional.stage in (Stage.SEEKING, Stage.POSTPONED) else Status.CONFIRMED


def _seat_of(event: Event, person: User, asked: Asked) -> Seat:
    standing = admittance_of(event, person)
    seat = standing.of(asked.organisation)
    if seat is None or not seat.is_free:
        raise EventError(standing.words)
    return seat


def _refuse_stranger(row: Registration) -> None:
    """Who took a place in the waiting list by himself has a seat as long as the event admits him."""
    if row.way != Way.STAFF and admittance_of(row.event, row.person).like(row) is None:
        raise EventError(f"{row.event.audience_words()}\u00a0: vous ne pouvez plus prendre cette place.")


def hold_rights(event: Event, member: Organisation | None) -> None:
    """The rights that a seat is drawn from come before the event in the order of locks."""
    if event.right and member:
        entitlements.lock(organisation=member, kind=event.right, on=timezone.localdate(event.starts_at))


def _refuse_closed(event: Event, way: str, favour: Favour | None) -> None:
    if event.state == State.HELD and way == Way.WALK_IN:
        return  # written down that evening, told the day after
    words = closed_words(event)
    if words and (event.state in NOT_ANNOUNCED or not (favour or way == Way.OFFER)):
        raise EventError(words)


def _refuse_limit(event: Event, admitted: Seat) -> None:
    """Counted again under the lock of the event."""
    if seats.at_limit(event, admitted.member):
        most = event.limit_each() or 0
        raise EventError(
            f"{admitted.structure} a déjà {most}\u00a0place{'s' if most > 1 else ''} à cette rencontre."
            " Un collègue peut vous laisser la sienne."
        )


def _refuse_clash(event: Event, person: User, asked: Asked) -> bool:
    """Whether the person goes elsewhere at the same hours and said that this is known."""
    clash = clash_of(event, person)
    if clash and not asked.accepts_clash:
        raise Clash(
            f"Vous êtes déjà inscrit à «\u00a0{clash.event}\u00a0» à la même heure ({clash.event.when_words()})."
            " Annulez cette inscription, ou dites que vous viendrez aux deux."
        )
    return clash is not None


def _written(row: Registration, event: Event, admitted: Seat, way: str, asked: Asked) -> Registration:
    """The row as this registration makes it, whatever an earlier one had said."""
    row.event, row.way, row.during = event, way, (event.starts_at, event.ends_at)
    row.organisation, row.structure, row.side = admitted.organisation, admitted.structure[:160], admitted.side
    row.diet, row.access_needs, row.is_listed = asked.diet.strip(), asked.access_needs.strip(), asked.is_listed
    row.left_because, row.is_excused, row.is_extra, row.set_back = "", False, False, False
    row.registered_at = row.changed_at = timezone.now()
    return row


def clash_of(event: Event, person: User) -> Registration | None:
    """Another event that the person goes to at the same hours: asked each time, seldom found, read only then."""
    if not State(event.state).takes_place:
        return None
    others = Registration.objects.coming().filter(person=person).exclude(event=event)
    found = others.filter(during__overlap=(event.starts_at, event.ends_at)).values_list("pk", flat=True).first()
    return Registration.objects.select_related("event").get(pk=found) if found else None


def _seat(row: Registration, favour: Favour | None = None, *, accepts_price: bool = False) -> None:
    row.state, row.position = arrival_state(row.event), None
    row.changes += 1
    row.save()
    _draw(row, favour, accepts_price=accepts_price)
    if row.way != Way.WALK_IN:  # they are there
        emails.registered(row)


def _draw(row: Registration, favour: Favour | None, *, accepts_price: bool) -> None:
    """The seat is taken from the rights of the member; beyond them it is billed, where the event says so and whoever
    takes it has read the price.
    """
    right, member = row.event.right, row.member
    if right is None or member is None or row.is_extra:
        return
    if not favour and (price := seats.price_of(row)):
        if not accepts_price:
            raise EventError(f"{price_words(row.structure, price)} Dites que vous l’acceptez.")
        seats.bill_extra(row)
        return
    entitlements.use(
        organisation=member,
        kind=right,
        key=row.use_key,
        label=row.use_label,
        on=timezone.localdate(row.event.starts_at),
        person=row.person,
        overrun_by=favour.by if favour else None,
        overrun_reason=favour.beyond if favour else "",
    )


def _queue(row: Registration) -> None:
    last = Registration.objects.filter(event=row.event).aggregate(last=Max("position"))["last"]
    row.state, row.position = Status.WAITING, (last or 0) + 1
    row.set_back = seats.unexcused_absences(row.person) >= seats.ABSENCES
    row.save()
    emails.queued(row)
