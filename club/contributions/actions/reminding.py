"""Mails of the calls: each due row is sent once, or says why not."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from club.contributions import emails, timetable
from club.contributions.addressees import CONTENT_ROLES, ESCALATION_ROLES, Addressee, written_to
from club.contributions.models import Call, CallMail
from members.models import Affiliation, User
from members.statuses import standing_of

logger = structlog.get_logger(__name__)
State, Step = CallMail.State, CallMail.Step
OVER = {
    Call.State.ANSWERED: "contenu reçu",
    Call.State.DECLINED: "« rien cette fois »",
    Call.State.TAKEN: "le Club s’en occupe",
    Call.State.SILENT: "le numéro est parti",
    Call.State.NOT_ASKED: "le fournisseur n’est pas sollicité",
}


def send_due(*, now: datetime | None = None) -> int:
    """Every planned mail whose day has come, on working hours; gives how many rows are settled."""
    now = now or timezone.now()
    if not timetable.may_write_now(now):
        return 0
    due = CallMail.objects.filter(state=State.PLANNED, due_on__lte=timezone.localdate(now), copy_of=None)
    return sum(_tried(pk, now) for pk in due.order_by("due_on", "pk").values_list("pk", flat=True))


def _tried(pk: int, now: datetime) -> bool:
    """One that breaks keeps no other from leaving, and is tried again at the next knock."""
    try:
        return _settle(pk, now)
    except Exception:
        logger.exception("call_mail_failed", mail=pk)
        return False


@transaction.atomic
def _settle(pk: int, now: datetime) -> bool:
    """Under the lock of the call, so that an answer and a reminder never cross."""
    call_id = CallMail.objects.values_list("call", flat=True).get(pk=pk)
    call = (
        Call.objects.select_for_update(no_key=True, of=("self",)).select_related("supplier", "slot").get(pk=call_id)
    )
    mail = CallMail.objects.get(pk=pk)
    if mail.state != State.PLANNED:
        return False
    if why := _too_late(call, mail, now):
        _leave(mail, why, now)
        return True
    roles = ESCALATION_ROLES if mail.step == Step.ESCALATION else CONTENT_ROLES
    whom, asked = written_to(call.supplier, roles)
    if whom.person is None:
        _leave(mail, whom.why, now)
        return True
    if mail.step == Step.ESCALATION and _is_written_to(call, whom):
        _leave(mail, f"{whom.person} reçoit déjà l’appel", now)
        return True
    _send(mail, whom, now)
    if mail.step != Step.ESCALATION:
        _copy(mail, asked, now)
    return True


def _too_late(call: Call, mail: CallMail, now: datetime) -> str:
    if call.state != Call.State.OPEN:
        return OVER[Call.State(call.state)]
    if timezone.localdate(now) > timetable.closes_on(call.slot.due_at):
        return "le numéro est bouclé"
    if not standing_of(call.supplier, on=timezone.localdate(now)).is_member:
        return f"{call.supplier} n’est plus membre"[:200]
    later = call.mails.filter(due_on__gt=mail.due_on, due_on__lte=timezone.localdate(now), copy_of=None)
    if later.exclude(step=Step.ESCALATION).exists() and mail.step != Step.ESCALATION:
        return "remplacé par le rappel suivant"
    return ""


def _is_written_to(call: Call, whom: Addressee) -> bool:
    """The executive is also the one asked for contents: one mail is enough."""
    return call.mails.filter(person=whom.person).exclude(step=Step.ESCALATION).exists()


def _send(mail: CallMail, whom: Addressee, now: datetime) -> None:
    mail.person, mail.role = whom.person, whom.role
    mail.state, mail.settled_at = State.SENT, now
    mail.outbox = emails.send_call(mail=mail)
    mail.save()


def _copy(mail: CallMail, people: Sequence[User], now: datetime) -> None:
    """To the agencies, each with a link of its own."""
    for person in people:
        row = CallMail.objects.create(call=mail.call, step=mail.step, due_on=mail.due_on, person=person, copy_of=mail)
        _send(row, Addressee(person, Affiliation.Role.AGENCY), now)


def _leave(mail: CallMail, why: str, now: datetime) -> None:
    mail.state, mail.why, mail.settled_at = State.NOT_SENT, why[:200], now
    mail.save()
