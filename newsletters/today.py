"""What Flash info gives to the console: the rail's count, what waits for a person, the card of the sending."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from club.core.console import Waiting
from club.core.days import date_format
from club.editorial.coming import Coming, bounds
from newsletters import access, fortnight, watching
from newsletters.models import Delivery, Issue, Lane, Slot

State = Issue.State
SOON = timedelta(days=7)


def waiting_count() -> int:
    """Flash info that calls for a person: to schedule, paused, or with handings over in doubt."""
    stopped = Issue.objects.flash().filter(state__in=[State.APPROVED, State.PAUSED]).count()
    return stopped + Delivery.objects.in_doubt().filter(issue__event=None).values("issue").distinct().count()


def waiting(user: Any) -> Iterator[Waiting]:
    if not user.has_perm(access.SEE):
        return
    current = Issue.objects.filter(state__in=[State.DRAFT, State.APPROVED, State.SCHEDULED, State.PAUSED])
    for issue in current.select_related("author").annotate(block_count=Count("blocks")).order_by("number"):
        yield from _for_issue(user, issue)
    if user.has_perm(access.SEND):
        yield from _doubts()
        yield from _closed_lanes()
    if user.has_perm(access.WRITE):
        yield from _empty_slot()


def sending_card(user: Any) -> dict[str, Any] | None:
    """The issue being sent, else the last one sent; None before the first."""
    order = [State.SENDING, State.PAUSED, State.SENT]
    found = sorted(
        Issue.objects.flash().filter(state__in=order).order_by("-number")[:5], key=lambda i: order.index(i.state)
    )
    if not found:
        return None
    issue = found[0]
    return {"issue": issue, "progress": watching.progress(issue)}


def coming(first: date, last: date) -> Iterator[Coming]:
    """The departures of Flash info between two days, those without an issue too."""
    slots = Slot.objects.filter(job=fortnight.JOB, due_at__range=bounds(first, last)).select_related("issue")
    for slot in slots.order_by("due_at"):
        at = timezone.localtime(slot.due_at)
        if slot.issue:
            url = reverse("console:flash:compose", args=[slot.issue.number])
            yield Coming(at.date(), "Flash info", f"{slot.issue}, {slot.issue.title}", url, at=at, tone="success")
        else:
            yield Coming(at.date(), "Flash info", "Départ sans numéro encore", reverse("console:flash:issues"), at=at)


def _for_issue(user: Any, issue: Issue) -> Iterator[Waiting]:
    page = reverse("console:flash:compose", args=[issue.number])
    if issue.state == State.DRAFT and issue.block_count and access.can_approve(user, issue):
        words = f"{issue.block_count} encart{'s' if issue.block_count > 1 else ''}, écrit par {issue.author}"
        yield Waiting(
            f"{capfirst(str(issue))} est à approuver",
            words,
            reverse("console:flash:approve", args=[issue.number]),
            "Relire",
        )
    elif issue.state == State.APPROVED and access.can_schedule(user, issue):
        url = reverse("console:flash:schedule", args=[issue.number])
        yield Waiting(
            f"{capfirst(str(issue))} est à programmer",
            "Approuvé, sans date de départ",
            url,
            "Programmer",
            urgent=True,
        )
    elif issue.state == State.PAUSED and user.has_perm(access.SEND):
        url = reverse("console:flash:watch", args=[issue.number])
        yield Waiting(
            f"{capfirst(str(issue))} est en pause",
            issue.pause_reason or "Plus rien ne part",
            url,
            "Décider",
            urgent=True,
        )
    if issue.alert and issue.state in (State.DRAFT, State.SCHEDULED) and user.has_perm(access.WRITE):
        yield Waiting(f"{capfirst(str(issue))} n’est pas parti", issue.alert, page, "Reprendre", urgent=True)


def _doubts() -> Iterator[Waiting]:
    rows = Delivery.objects.in_doubt().values("issue__number", "issue__event").annotate(n=Count("pk")).order_by()
    for row in rows:
        issue, n = Issue(number=row["issue__number"], event_id=row["issue__event"]), row["n"]
        title = f"{n} remises non confirmées" if n > 1 else "Une remise non confirmée"
        url = reverse("console:flash:doubts", args=[issue.number])
        yield Waiting(
            f"{title} {issue.of_the}", "Le serveur n’a pas répondu : à laisser ou à renvoyer", url, "Régler"
        )


def _closed_lanes() -> Iterator[Waiting]:
    """Relays that have not answered for five minutes, as long as they are away."""
    closed = list(Lane.objects.filter(alerted_at__isnull=False, closed_since__isnull=False))
    sending = Issue.objects.flash().sending().first() if closed else None
    url = reverse("console:flash:watch", args=[sending.number]) if sending else reverse("console:flash:issues")
    for lane in closed:
        words = f"Le relais ne répond plus\u00a0: {lane.last_error}. Elle rouvre d’elle-même dès qu’il revient."
        yield Waiting(f"File d’envoi «\u00a0{lane.label}\u00a0» fermée", words, url, "Voir", urgent=True)


def _empty_slot() -> Iterator[Waiting]:
    now = timezone.now()
    slot = Slot.objects.filter(job=fortnight.JOB, issue=None, due_at__range=(now, now + SOON)).first()
    if slot is None or Issue.objects.flash().filter(state__in=[State.DRAFT, State.APPROVED]).exists():
        return
    day = date_format(timezone.localtime(slot.due_at), "l j F")
    yield Waiting(
        f"Le départ du {day} n’a pas de numéro",
        "Ouvrez le prochain Flash info et demandez leurs contenus aux membres",
        reverse("console:flash:new_issue"),
        "Ouvrir",
        due=slot.due_at,
    )
