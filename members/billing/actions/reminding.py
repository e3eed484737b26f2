"""Reminders: each instalment and each rule leave one row, sent or why not. Safe to run twice and in parallel."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from club.core import audit
from club.core.days import date_format
from club.core.errors import ClubError
from members.billing import emails
from members.billing.dues import instalments_left
from members.billing.models import Document, Hold, Instalment, Reminder
from members.billing.recipients import Recipient, recipient_of
from members.models import User

Rule, State = Reminder.Rule, Reminder.State
PAID = "déjà réglée"
NO_ADDRESS = "aucune adresse\u00a0: ni facturation, ni administrateur, ni dirigeant"


def remind(on: date | None = None) -> int:
    """Write every reminder that came due until a day (today by default); gives the number of rows."""
    on = on or timezone.localdate()
    return sum(_remind_about(pk, on) for pk in _documents_to_look_at(on))


def _documents_to_look_at(on: date) -> list[int]:
    """Documents with an instalment for which a rule came due and left no row yet."""
    found: set[int] = set()
    for rule in Rule:
        due = Instalment.objects.filter(
            due_on__lte=on - timedelta(days=rule.days), document__in=Document.objects.due()
        )
        missing = due.exclude(reminders__rule=rule)
        found |= set(missing.values_list("document_id", flat=True))
    return sorted(found)


@transaction.atomic
def _remind_about(document_id: int, on: date) -> int:
    """Under the lock that payments take too; a document that somebody holds now waits for the next knock."""
    locked = Document.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
    document = locked.filter(pk=document_id).select_related("organisation").first()
    if document is None:
        return 0
    paid = Document.objects.settled().get(pk=document.pk).paid
    done = set(Reminder.objects.filter(instalment__document=document).values_list("instalment", "rule"))
    hold = running_hold(document, on)
    recipient = recipient_of(document.organisation, on)
    made = 0
    for part, left in instalments_left(document, paid):
        for rule, day in _due_rules(part, on):
            if (part.pk, rule.value) not in done:
                _write(document, part, rule, day, left, hold, recipient, on)
                made += 1
    return made


def _due_rules(part: Instalment, on: date) -> Iterator[tuple[Rule, date]]:
    for rule in Rule:
        day = part.due_on + timedelta(days=rule.days)
        if day <= on:
            yield rule, day


def _write(
    document: Document,
    part: Instalment,
    rule: Rule,
    day: date,
    left: Decimal,
    hold: Hold | None,
    recipient: Recipient | None,
    on: date,
) -> None:
    why_not = _why_not(document, rule, day, left, hold, recipient, on)
    mail = None
    if not why_not and recipient:
        mail = emails.reminder(part, document=document, rule=rule, left=left, to=recipient)
    state = State.SKIPPED if why_not else State.SENT
    Reminder.objects.create(instalment=part, rule=rule, due_on=day, state=state, why_not=why_not[:160], mail=mail)


def _why_not(
    document: Document,
    rule: Rule,
    day: date,
    left: Decimal,
    hold: Hold | None,
    recipient: Recipient | None,
    on: date,
) -> str:
    """The reason for which nothing leaves, in words; empty when it does."""
    if left <= 0:
        return PAID
    if hold and hold.kind == Hold.Kind.DISPUTE:
        return f"montant contesté\u00a0: {hold.reason}"
    if hold and hold.until:
        return f"règlement promis pour le {date_format(hold.until, 'j F Y')}"
    if document.issued_on and document.issued_on > day:
        return f"document émis après, le {date_format(document.issued_on, 'j F Y')}"
    if on > day + timedelta(days=rule.window):
        instead = "relancer de vive voix" if rule == Rule.LAST else "le rappel suivant en tient lieu"
        return f"examiné trop tard, le {date_format(on, 'j F Y')}\u00a0: {instead}"
    return "" if recipient else NO_ADDRESS


def running_hold(document: Document, on: date) -> Hold | None:
    """What suspends the reminders of a document on a day; a dispute before a promise."""
    rows = [hold for hold in document.holds.filter(Q(ended_on=None) | Q(ended_on__gt=on)) if hold.is_running(on)]
    return min(rows, key=lambda hold: hold.kind != Hold.Kind.DISPUTE, default=None)


@transaction.atomic
def hold(*, document: Document, kind: str, reason: str, by: User, until: date | None = None) -> Hold:
    """Note a dispute, or a promise to pay by a day: reminders rest meanwhile."""
    if not reason.strip():
        raise ClubError("Donnez le motif.")
    if kind == Hold.Kind.PROMISE and (until is None or until < timezone.localdate()):
        raise ClubError("Une promesse a une date, aujourd’hui ou plus tard.")
    Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    if running_hold(document, timezone.localdate()):
        raise ClubError("Les rappels de ce document sont déjà suspendus\u00a0: levez d’abord la suspension.")
    row = Hold.objects.create(document=document, kind=kind, reason=reason.strip()[:200], until=until, noted_by=by)
    audit.record(actor=by, verb="hold.note", target=document, kind=kind)
    return row


@transaction.atomic
def lift(*, hold: Hold, by: User) -> None:
    """Reminders go on with the next rule that comes due."""
    if not Hold.objects.filter(pk=hold.pk, ended_on=None).update(ended_on=timezone.localdate()):
        raise ClubError("Cette suspension est déjà levée.")
    audit.record(actor=by, verb="hold.lift", target=hold.document)
