"""What became of the deliveries of the past issue: nearly all handed over, some refused, a few in doubt."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from django.db import connection

from club.demo.data.drawing import Drawing
from members.models import User
from newsletters.actions.delivering import finish, settle
from newsletters.models import Delivery, DeliveryEvent, Issue, Preference, Suppression

State, Stage, Cause = Delivery.State, Delivery.Stage, Delivery.Cause
PACE = 0.19  # seconds between two messages
LEAVING = 17  # people who unsubscribed through this issue
SILENCE = "connexion perdue après le point, sans réponse du relais"


@dataclass(frozen=True)
class Outcome:
    """``hours``: how long after its turn the last word came."""

    number: int
    state: str
    stage: str
    code: int | None = None
    enhanced: str = ""
    words: str = ""
    cause: str = ""
    attempts: int = 0
    hours: int = 0


OUTCOMES = [
    Outcome(61, State.REFUSED, Stage.RCPT, 550, "5.1.1", "Recipient address rejected: User unknown"),
    Outcome(9, State.REFUSED, Stage.RCPT, 550, "5.1.2", "Recipient address rejected: Domain not found"),
    Outcome(14, State.REFUSED, Stage.RCPT, 552, "5.2.2", "Mailbox full"),
    Outcome(6, State.REFUSED, Stage.RCPT, 550, "5.2.1", "Mailbox disabled, not accepting messages"),
    Outcome(8, State.REFUSED, Stage.RCPT, 451, "4.4.1", "No answer from host", Cause.EXPIRED, 14, 48),
    Outcome(27, State.SENT, Stage.DOT, 250, "2.0.0", "Ok after greylisting", attempts=1, hours=1),
    Outcome(3, State.SKIPPED, Stage.NONE, cause=Cause.UNSUBSCRIBED),
    Outcome(4, State.UNCERTAIN, Stage.DOT, words=SILENCE),
]


def settle_deliveries(*, drawing: Drawing, issue: Issue, left_at: datetime, by: User) -> None:
    """Every delivery of ``issue`` gets a final state; doubts but one are settled; the issue is over in two days."""
    _hand_over_all(issue, left_at)
    ids = list(Delivery.objects.of(issue).order_by("pk").values_list("pk", flat=True))
    drawn = iter(drawing.rng.sample(ids, sum(outcome.number for outcome in OUTCOMES) + LEAVING))
    for outcome in OUTCOMES:
        _note(issue, outcome, [next(drawn) for _ in range(outcome.number)])
    _suppress(issue)
    _leave(drawing, left_at, list(drawn))
    doubts = Delivery.objects.of(issue).uncertain().order_by("pk")[:3]
    for doubt, choice in zip(doubts, ["confirm", "confirm", "leave"], strict=True):
        settle(delivery=doubt, by=by, choice=choice, note="Journal du relais consulté.")
    finish(issue_id=issue.pk)
    over = left_at + timedelta(hours=49)
    Delivery.objects.of(issue).filter(settled_at__gt=over).update(settled_at=over)
    Issue.objects.filter(pk=issue.pk).update(finished_at=over)


def _hand_over_all(issue: Issue, left_at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {Delivery._meta.db_table} d
            SET state = 'sent', stage = 'dot', fence = 1, reply_code = 250, enhanced_code = '2.0.0',
                reply_text = 'Ok: queued as ' || upper(substr(md5(d.address_hash), 1, 12)),
                next_at = %(left)s, handed_at = %(left)s + turn.place * %(pace)s * interval '1 second',
                settled_at = %(left)s + (turn.place * %(pace)s + 0.06) * interval '1 second'
            FROM (SELECT id, row_number() OVER (ORDER BY id) AS place
                  FROM {Delivery._meta.db_table} WHERE issue_id = %(issue)s AND test_id IS NULL) turn
            WHERE turn.id = d.id""",  # noqa: S608 - names of our own tables
            {"left": left_at, "pace": PACE, "issue": issue.pk},
        )


def _note(issue: Issue, outcome: Outcome, ids: list[int]) -> None:
    rows = list(Delivery.objects.filter(pk__in=ids))
    for row in rows:
        row.state, row.stage, row.cause = outcome.state, outcome.stage, outcome.cause
        row.reply_code, row.enhanced_code, row.reply_text = outcome.code, outcome.enhanced, outcome.words
        row.attempts, row.fence = outcome.attempts, outcome.attempts + 1
        row.first_try_at = row.handed_at if outcome.attempts else None
        if outcome.hours:
            row.settled_at += timedelta(hours=outcome.hours)
        if outcome.stage != Stage.DOT:
            row.handed_at = None
    fields = "state stage cause reply_code enhanced_code reply_text attempts fence first_try_at settled_at handed_at"
    Delivery.objects.bulk_update(rows, fields.split())


def _suppress(issue: Issue) -> None:
    """An address that does not exist gets nothing any more."""
    unknown = Delivery.objects.of(issue).filter(enhanced_code__in=["5.1.1", "5.1.2"])
    Suppression.objects.bulk_create(
        (
            Suppression(
                address_hash=row.address_hash,
                cause=Suppression.Cause.UNKNOWN,
                issue=issue,
                note=f"{row.reply_code} {row.enhanced_code} {row.reply_text}",
                created_at=row.settled_at,
            )
            for row in unknown
        ),
        ignore_conflicts=True,
    )


def _leave(drawing: Drawing, left_at: datetime, ids: list[int]) -> None:
    """Readers who used the link of this issue, and those skipped because they left just before their turn."""
    readers = Delivery.objects.filter(pk__in=ids)
    skipped = Delivery.objects.filter(cause=Cause.UNSUBSCRIBED)
    for row in chain(readers, skipped):
        gone = left_at + timedelta(minutes=drawing.rng.randint(30, 4000)) if row.pk in ids else left_at
        Preference.objects.update_or_create(
            contact_id=row.contact_id, defaults={"unsubscribed_at": gone, "unsubscribed_by": "lien du message"}
        )
        if row.pk in ids:
            DeliveryEvent.objects.create(delivery=row, kind=DeliveryEvent.Kind.UNSUBSCRIPTION, at=gone)
