"""A resignation given in the portal: the member gives it, the team confirms it by the same action as one on paper."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.errors import ClubError
from members.actions import departures
from members.models import Departure, LeaveNotice, Organisation, User
from members.pricing import DAY
from members.statuses import standing_of

State = LeaveNotice.State


def first_day_out(organisation: Organisation, on: date | None = None) -> date:
    """The day after the last term that the organisation took; today when none is left, as in the period of grace."""
    on = on or timezone.localdate()
    last = organisation.memberships.begun().filter(ends_on__gte=on).order_by("-ends_on").first()
    return last.ends_on + DAY if last else on


def waiting_of(organisation: Organisation) -> LeaveNotice | None:
    return organisation.leave_notices.waiting().first()


def latest_of(organisation: Organisation, on: date | None = None) -> LeaveNotice | None:
    """The last one given, unless the organisation left by it: whoever came back starts anew."""
    last = organisation.leave_notices.select_related("departure").first()
    over = last and last.state == State.CONFIRMED and last.leaves_on <= (on or timezone.localdate())
    return None if over else last


@transaction.atomic
def give(*, organisation: Organisation, reason: str, by: User, on: date | None = None) -> LeaveNotice:
    """The organisation says that it leaves; given twice, the one that waits is the one."""
    on = on or timezone.localdate()
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if made := waiting_of(organisation):
        return made
    if not reason.strip():
        raise ClubError("Dites-nous pourquoi\u00a0: cela aide le Club à mieux faire.")
    effective_on = first_day_out(organisation, on)
    if organisation.departures.filter(effective_on__gte=on).exists():
        raise ClubError("Un départ est déjà noté pour votre organisation.")
    if effective_on == on and not standing_of(organisation, on=on).is_member:
        raise ClubError("Votre organisation n’est pas membre du Club\u00a0: il n’y a rien à quitter.")
    row = LeaveNotice.objects.create(
        organisation=organisation, reason=reason.strip(), effective_on=effective_on, given_by=by, given_on=on
    )
    audit.record(actor=by, verb="leave.give", target=row, effective_on=str(effective_on))
    return row


@transaction.atomic
def confirm(*, notice: LeaveNotice, effective_on: date, by: User) -> Departure:
    """The team notes the resignation, received on the day that it was given."""
    row = _waiting(notice)
    departure = departures.resign(
        organisation=row.organisation,
        received_on=row.given_on,
        effective_on=effective_on,
        reason=row.reason,
        by=by,
    )
    row.state, row.departure = State.CONFIRMED, departure
    return _settled(row, by).departure


@transaction.atomic
def set_aside(*, notice: LeaveNotice, answer: str, by: User) -> LeaveNotice:
    """The member changed its mind, or the notice was a mistake: it reads why."""
    row = _waiting(notice)
    if not answer.strip():
        raise ClubError("Dites pourquoi\u00a0: l’organisation le lira.")
    row.state, row.answer = State.ASIDE, answer.strip()[:200]
    return _settled(row, by)


def _waiting(notice: LeaveNotice) -> LeaveNotice:
    rows = LeaveNotice.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation")
    row = rows.get(pk=notice.pk)
    if row.state != State.WAITING:
        raise ClubError("Cette démission a déjà eu sa réponse.")
    return row


def _settled(row: LeaveNotice, by: User) -> LeaveNotice:
    row.settled_by, row.settled_at = by, timezone.now()
    row.save()
    audit.record(actor=by, verb=f"leave.{row.state}", target=row)
    return row
