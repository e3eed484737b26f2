"""While an issue leaves: stop it, go on, give up, settle what is in doubt, end it."""

import structlog
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now

from club.core import audit, doorbell
from members.models import User
from newsletters.errors import FlashError
from newsletters.models import Delivery, DeliveryEvent, Issue

logger = structlog.get_logger(__name__)

State = Delivery.State
CHOICES = {
    "leave": "laissée en l’état",
    "resend": "envoyée de nouveau",
    "confirm": "confirmée par le journal du relais",
}


@transaction.atomic
def pause(*, issue: Issue, by: User | None, reason: str) -> Issue:
    """Nothing more leaves. Messages whose dot has left get their answer; the others wait, untouched."""
    held = _lock(issue)
    if held.state != Issue.State.SENDING:
        raise FlashError(f"{held} n’est pas en cours d’envoi : il n’y a rien à mettre en pause.")
    _move(held, Issue.State.PAUSED, pause_reason=reason[:300])
    _take_back(Delivery.objects.of(held).filter(state=State.LEASED), state=State.READY)
    audit.record(actor=by, verb="issue.pause", target=held, reason=reason)
    return held


@transaction.atomic
def resume(*, issue: Issue, by: User, tolerate: str = "") -> Issue:
    """Goes on where it stopped. ``tolerate``: a refusal code that staff judge to be about the recipients."""
    held = _lock(issue)
    if held.state != Issue.State.PAUSED:
        raise FlashError(f"{held} n’est pas en pause.")
    codes = sorted({*held.tolerated_codes, tolerate.strip()} - {""})
    _move(held, Issue.State.SENDING, pause_reason="", tolerated_codes=codes)
    audit.record(actor=by, verb="issue.resume", target=held, tolerate=tolerate)
    doorbell.ring("newsletters.pump")
    return held


@transaction.atomic
def cancel(*, issue: Issue, by: User, reason: str) -> Issue:
    """Gives up what has not left. What has left has left; a message being handed over gets its answer."""
    held = _lock(issue)
    if held.state in (Issue.State.SENT, Issue.State.CANCELLED):
        raise FlashError(f"{held} est déjà {held.get_state_display()} : il n’y a plus rien à annuler.")
    _move(held, Issue.State.CANCELLED, pause_reason=reason[:300], finished_at=Now())
    waiting = Delivery.objects.of(held).filter(state__in=[State.READY, State.LEASED, State.DEFERRED])
    _take_back(waiting, state=State.CANCELLED, settled_at=Now())
    audit.record(actor=by, verb="issue.cancel", target=held, reason=reason)
    return held


@transaction.atomic
def settle(*, delivery: Delivery, by: User, choice: str, note: str = "") -> Delivery:
    """A person decides about a handing over that was never confirmed.

    ``leave`` keeps it as it is (default), ``resend`` sends again at the risk of a second copy and reopens the
    issue, ``confirm`` notes that the relay's log shows it accepted.
    """
    if choice not in CHOICES:
        raise FlashError("Choix inconnu pour une remise non confirmée.")
    issue = _lock(delivery.issue)
    held = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if held.state != State.UNCERTAIN or held.cause == Delivery.Cause.LEFT:
        raise FlashError(
            "Cette remise n’attend plus de décision\u00a0: un collègue l’a réglée, ou elle a eu sa réponse."
        )
    if choice == "resend":
        _send_again(issue, held)
    elif choice == "confirm":
        _write(held, state=State.SENT, settled_at=Now())
        doorbell.ring("newsletters.note_informed", issue.pk)
        doorbell.ring("newsletters.count_reach", issue.pk)
    else:
        _write(held, cause=Delivery.Cause.LEFT)
    DeliveryEvent.objects.create(
        delivery=held,
        kind=DeliveryEvent.Kind.SETTLED,
        details={"choice": choice, "by": by.pk, "note": note[:300]},
    )
    audit.record(actor=by, verb="delivery.settle", target=held, choice=choice)
    held.refresh_from_db()
    return held


def _send_again(issue: Issue, held: Delivery) -> None:
    if issue.state == Issue.State.CANCELLED and held.test_id is None:
        raise FlashError(f"{issue} a été annulé : rien ne peut plus être envoyé.")
    if not held.address:
        raise FlashError("Son adresse a été effacée après treize mois\u00a0: rien ne peut plus être envoyé.")
    _write(held, state=State.READY, fence=F("fence") + 1, next_at=Now(), settled_at=None, cause="")
    if issue.state == Issue.State.SENT and held.test_id is None:
        _move(issue, Issue.State.SENDING, finished_at=None)
    doorbell.ring("newsletters.send_lane", held.lane_id)


@transaction.atomic
def stop_for_reputation(*, issue_id: int, code: str, words: str) -> bool:
    """Refusals that speak of us, not of people: the issue pauses and those refused so are ready again."""
    held = Issue.objects.select_for_update().filter(pk=issue_id, state=Issue.State.SENDING).first()
    if held is None:
        return False
    _move(held, Issue.State.PAUSED, pause_reason=f"Le relais refuse nos messages : {words}"[:300])
    rows = Delivery.objects.of(held)
    _take_back(rows.filter(state=State.LEASED), state=State.READY)
    field = "enhanced_code" if "." in code else "reply_code"
    ours = rows.filter(state=State.REFUSED, cause="", **{field: code})
    if field == "reply_code":
        ours = ours.filter(enhanced_code="")
    _take_back(ours, state=State.READY, next_at=Now(), settled_at=None)
    logger.error("issue_stopped_for_reputation", issue=issue_id, code=code)
    return True


def warn_of_unknown_addresses(*, issue_id: int) -> None:
    """More than a tenth of the addresses do not exist: said once, the sending goes on."""
    words = "Plus d’une adresse sur dix n’existe pas : la liste est à revoir. L’envoi continue."
    if Issue.objects.filter(pk=issue_id).exclude(alert=words).update(alert=words):
        logger.error("issue_many_unknown_addresses", issue=issue_id)


@transaction.atomic
def finish(*, issue_id: int) -> bool:
    """Sending → sent, only when nothing is pending and the states add up to the frozen audience."""
    issue = Issue.objects.select_for_update(skip_locked=True).filter(pk=issue_id, state=Issue.State.SENDING).first()
    rows = Delivery.objects.filter(issue=issue_id, test=None)
    if issue is None or rows.pending().exists():
        return False
    found = rows.count()
    if found != issue.audience_count:
        logger.error("issue_does_not_add_up", issue=issue_id, found=found, frozen=issue.audience_count)
        return False
    _move(issue, Issue.State.SENT, finished_at=Now())
    doorbell.ring("newsletters.note_informed", issue_id)
    doorbell.ring("newsletters.weigh_refusals", issue_id)
    doorbell.ring("newsletters.count_reach", issue_id)
    logger.info("issue_sent", issue=issue_id, recipients=found)
    return True


def _lock(issue: Issue) -> Issue:
    return Issue.objects.select_for_update().get(pk=issue.pk)


def _move(issue: Issue, state: Issue.State, **changes: object) -> None:
    Issue.objects.filter(pk=issue.pk).update(state=state, version=F("version") + 1, **changes)
    issue.refresh_from_db()


def _write(delivery: Delivery, **changes: object) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(**changes)


def _take_back(rows: QuerySet[Delivery], **changes: object) -> int:
    """Rows leave their holder's hands: the fence moves, so that its next write finds nothing."""
    ids = rows.select_for_update().order_by("pk").values("pk")
    return Delivery.objects.filter(pk__in=ids).update(lease_until=None, fence=F("fence") + 1, **changes)
