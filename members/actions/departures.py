"""Leaving the Club: *démission*, the member's own will, and *radiation*, the Club's decision with its guarantees.

Both cut the term and its rights and take back what would begin another (``members.leaving``); neither refunds
anything by itself: a refund is a credit note that somebody decides.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.days import date_format
from club.core.errors import ClubError
from members import leaving
from members.actions import entitlements
from members.models import Departure, Organisation, StatusOverride, User
from members.pricing import DAY
from members.statuses import standing_of


@transaction.atomic
def resign(*, organisation: Organisation, received_on: date, effective_on: date, reason: str, by: User) -> Departure:
    """The member leaves from ``effective_on``: it is no longer one that day."""
    if received_on > effective_on:
        raise ClubError("Une démission ne prend pas effet avant d’être reçue.")
    return _leave(
        organisation,
        by,
        kind=Departure.Kind.RESIGNATION,
        received_on=received_on,
        effective_on=effective_on,
        reason=_said(reason),
    )


@transaction.atomic
def expel(
    *,
    organisation: Organisation,
    decided_on: date,
    effective_on: date,
    reason: str,
    notice_sent_on: date | None,
    heard_on: date | None,
    hearing: str,
    decided_by: str,
    by: User,
) -> Departure:
    """The Club excludes a member, after a notice and a hearing, by a decision of a body; refused without them."""
    if not (notice_sent_on and heard_on and decided_by.strip()):
        raise ClubError("Une radiation suppose une mise en demeure préalable, une audition et l’organe qui a décidé.")
    if not notice_sent_on <= heard_on <= decided_on <= effective_on or notice_sent_on >= effective_on:
        raise ClubError("Dans l’ordre\u00a0: mise en demeure, audition, décision, prise d’effet.")
    return _leave(
        organisation,
        by,
        kind=Departure.Kind.EXPULSION,
        received_on=decided_on,
        effective_on=effective_on,
        reason=_said(reason),
        notice_sent_on=notice_sent_on,
        heard_on=heard_on,
        hearing=hearing.strip(),
        decided_by=decided_by.strip(),
    )


def _leave(organisation: Organisation, by: User, **fields: object) -> Departure:
    """The last day is the one before the effect. A term that has not begun by then never begins.

    A term that ends by itself on that last day is left as it is: the departure alone is noted. So it is of whoever
    has no term then, but a renewal that waits, or a period of grace that runs.
    """
    effective_on = fields["effective_on"]
    assert isinstance(effective_on, date)
    words = f"{Departure.Kind(fields['kind']).label.capitalize()} qui prend effet le {date_format(effective_on)}."
    # Proposals are held before the organisation, in the order of whoever begins a term.
    taken_back = leaving.tell(organisation, effective_on, words, by)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if organisation.departures.filter(effective_on__gte=effective_on).exists():
        raise ClubError("Un départ est déjà noté pour cette organisation.")
    last_day = effective_on - DAY
    terms = list(organisation.memberships.begun().filter(ends_on__gte=last_day).select_for_update(no_key=True))
    if not terms and not taken_back and not _in_grace(organisation):
        raise ClubError("Cette organisation n’a aucune adhésion à cette date.")
    for term in terms:
        term.ends_on = max(last_day, term.starts_on - DAY)
        term.save(update_fields=["ends_on"])
        entitlements.cut(membership=term, last_day=last_day)
    departure = Departure.objects.create(organisation=organisation, noted_by=by, **fields)
    audit.record(actor=by, verb=f"departure.{departure.kind}", target=organisation, effective_on=str(effective_on))
    return departure


def _in_grace(organisation: Organisation) -> bool:
    """No term runs today, and the rules call it a member."""
    return not organisation.memberships.running().exists() and standing_of(organisation).is_member


@transaction.atomic
def override_status(
    *, organisation: Organisation, status: str, reason: str, until: date, by: User, on: date | None = None
) -> StatusOverride:
    """Staff say otherwise than the rules until a day; an earlier override still in force ends the day before."""
    on = on or timezone.localdate()
    if until < on:
        raise ClubError("Cette date est passée.")
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    held = StatusOverride.objects.filter(organisation=organisation, until__gte=on)
    held.filter(starts_on__gte=on).delete()
    held.update(until=on - DAY)
    row = StatusOverride.objects.create(
        organisation=organisation, status=status, reason=_said(reason), starts_on=on, until=until, noted_by=by
    )
    audit.record(actor=by, verb="status.override", target=organisation, status=status, until=str(until))
    return row


@transaction.atomic
def lift_override(*, organisation: Organisation, by: User, on: date | None = None) -> bool:
    """The rules speak again from today; gives whether something was lifted."""
    on = on or timezone.localdate()
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    held = StatusOverride.objects.filter(organisation=organisation, until__gte=on)
    lifted = held.filter(starts_on__gte=on).delete()[0] + held.update(until=on - DAY)
    if lifted:
        audit.record(actor=by, verb="status.lift", target=organisation)
    return lifted > 0


def _said(reason: str) -> str:
    if not reason.strip():
        raise ClubError("Dites pourquoi\u00a0: un collègue doit pouvoir le comprendre.")
    return reason.strip()
