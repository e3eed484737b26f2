"""Opening the calls of a departure, and what ends them."""

from datetime import date, datetime
from itertools import takewhile

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from club.contributions import timetable
from club.contributions.actions.placing import inserts_free
from club.contributions.errors import ContributionError
from club.contributions.models import Call, CallMail, CallNote, Submission
from club.core import audit
from members.models import Entitlement, EntitlementKind, Organisation, User
from members.statuses import standings
from newsletters import fortnight
from newsletters.models import Slot

logger = structlog.get_logger(__name__)
State, Step = Call.State, CallMail.Step
SPOKEN = (State.ANSWERED, State.DECLINED, State.TAKEN)
SILENCES = 2  # fortnights without an answer after which the executive is written to


def open_due(*, now: datetime | None = None) -> int:
    """The calls of every departure whose first day has come; gives how many are new. Knocked twice, opens once."""
    now = now or timezone.now()
    coming = Slot.objects.filter(job=fortnight.JOB, due_at__gt=now).order_by("due_at")
    today = timezone.localdate(now)
    return sum(open_calls(slot=slot, today=today) for slot in coming if _is_open(slot, today))


@transaction.atomic
def open_calls(*, slot: Slot, today: date) -> int:
    """One call for each supplier with a right to inserts; a row says why when there is nobody or nothing to ask.

    Under the lock of the slot: two clocks open once. A supplier whose call breaks keeps no other from its own.
    """
    Slot.objects.select_for_update(no_key=True).get(pk=slot.pk)
    known = set(slot.calls.values_list("supplier", flat=True))
    asked = suppliers(timezone.localdate(slot.due_at))
    standing = standings(asked, on=today)
    new = [supplier for supplier in asked if supplier.pk not in known and standing[supplier.pk].is_member]
    return sum(_tried(slot, supplier, today) for supplier in new)


def suppliers(on: date) -> list[Organisation]:
    """Brands whose right to inserts runs that day, by name."""
    held = Entitlement.objects.running(on).filter(kind=EntitlementKind.INSERT, quantity__gt=0)
    return list(Organisation.objects.brands().active().filter(pk__in=held.values("organisation")))


@transaction.atomic
def decline(*, call: Call, by: User) -> Call:
    """« Rien cette fois » : no more reminders for this departure. Twice changes nothing."""
    row = _settle(call, State.DECLINED, by, from_states=[State.OPEN, State.SILENT])
    audit.record(actor=by, verb="call.decline", target=row)
    return row


@transaction.atomic
def take_over(*, call: Call, by: User) -> Call:
    """« On s’en occupe » : the Club writes it from what the agency sends; no more reminders."""
    row = _settle(call, State.TAKEN, by, from_states=[State.OPEN, State.SILENT, State.NOT_ASKED])
    audit.record(actor=by, verb="call.take_over", target=row)
    return row


@transaction.atomic
def note(*, supplier: Organisation, by: User, text: str, call: Call | None = None) -> CallNote:
    """What was said on the telephone."""
    if not text.strip():
        raise ContributionError("Écrivez ce qui s’est dit.")
    row = CallNote.objects.create(supplier=supplier, call=call, by=by, text=text.strip()[:600])
    audit.record(actor=by, verb="call.note", target=row)
    return row


@transaction.atomic
def reopen(*, supplier: Organisation, now: datetime | None = None) -> None:
    """What answered was taken back: the reminders to come go on, as long as there is time to write."""
    now = now or timezone.now()
    calls = Call.objects.filter(supplier=supplier, state=State.ANSWERED, slot__due_at__gt=now)
    for call in calls.select_related("slot").select_for_update(no_key=True, of=("self",)):
        answered = Submission.objects.filter(supplier=supplier).answering(call.slot).exists()
        if answered or timezone.localdate(now) > timetable.closes_on(call.slot.due_at):
            continue
        call.state, call.reason, call.settled_by, call.settled_at = State.OPEN, "", None, None
        call.save()
        if not call.mails.exists():
            _plan(call, timezone.localdate(now))


@transaction.atomic
def close_past(*, now: datetime | None = None) -> int:
    """Calls that nobody answered before the departure are silent; gives how many."""
    now = now or timezone.now()
    return Call.objects.open().filter(slot__due_at__lte=now).update(state=State.SILENT, settled_at=now)


def silences(supplier: Organisation, before: datetime) -> int:
    """How many calls in a row the supplier let pass before a departure, among the last ones that reached somebody."""
    reached = Exists(CallMail.objects.filter(call=OuterRef("pk"), state=CallMail.State.SENT))
    asked = Call.objects.filter(supplier=supplier, slot__due_at__lt=before)
    asked = asked.exclude(state__in=[State.NOT_ASKED, State.OPEN]).exclude(~reached, state=State.SILENT)
    last = asked.order_by("-slot__due_at").values_list("state", flat=True)[: SILENCES + 1]
    return sum(1 for _ in takewhile(lambda state: state == State.SILENT, last))


def _is_open(slot: Slot, today: date) -> bool:
    return timetable.opens_on(slot.due_at) <= today <= timetable.closes_on(slot.due_at)


def _tried(slot: Slot, supplier: Organisation, today: date) -> bool:
    try:
        with transaction.atomic():
            _open(slot, supplier, today)
    except Exception:
        logger.exception("call_failed", slot=slot.pk, supplier=supplier.pk)
        return False
    return True


def _open(slot: Slot, supplier: Organisation, today: date) -> None:
    free = inserts_free(supplier, on=timezone.localdate(slot.due_at))
    state, reason = _beginning(slot, supplier, free)
    settled = None if state == State.OPEN else timezone.now()
    call = Call.objects.create(
        slot=slot, supplier=supplier, state=state, reason=reason, inserts_left=max(free, 0), settled_at=settled
    )
    if state == State.OPEN:
        _plan(call, today)


def _beginning(slot: Slot, supplier: Organisation, free: int) -> tuple[str, str]:
    if Submission.objects.filter(supplier=supplier).answering(slot).exists():
        return State.ANSWERED, "contenu remis avant l’appel"
    if free < 1:
        return State.NOT_ASKED, "plus d’encart libre jusqu’à la fin de sa période d’adhésion"
    return State.OPEN, ""


def _plan(call: Call, today: date) -> None:
    """The mails to come; what was due before the call opened is left out, and one goes at once."""
    planned = {step: day for step, day in timetable.steps(call.slot.due_at) if day >= today}
    if today not in planned.values():
        planned = {Step.FIRST: today} | {step: day for step, day in planned.items() if step != Step.FIRST}
    CallMail.objects.bulk_create(CallMail(call=call, step=step, due_on=day) for step, day in planned.items())
    if silences(call.supplier, call.slot.due_at) >= SILENCES:
        mail = CallMail(call=call, step=Step.ESCALATION, due_on=min(planned.values()))
        if _is_escalated(call):
            mail.state, mail.why, mail.settled_at = CallMail.State.NOT_SENT, "déjà écrit à son propos", timezone.now()
        mail.save()


def _is_escalated(call: Call) -> bool:
    """The executive has been written to since the supplier last said anything."""
    before = Call.objects.filter(supplier=call.supplier, slot__due_at__lt=call.slot.due_at)
    spoken = before.filter(state__in=SPOKEN).order_by("-slot__due_at").values_list("slot__due_at", flat=True).first()
    since = before.filter(slot__due_at__gt=spoken) if spoken else before
    return CallMail.objects.filter(call__in=since, step=Step.ESCALATION, state=CallMail.State.SENT).exists()


def _settle(call: Call, state: str, by: User, from_states: list[State]) -> Call:
    row = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    if row.state == state:
        return row
    if row.state not in from_states:
        raise ContributionError(f"Cet appel est réglé\u00a0: {row.get_state_display()}.")
    row.state, row.settled_by, row.settled_at = state, by, timezone.now()
    row.save()
    return row
