"""What the board says of a departure: its calls, who was written to, what each supplier gave before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from club.contributions.models import Call, CallMail, Placement
from club.contributions.reach import FEW
from club.core.days import date_format
from club.core.lists import Choices, ListFilter, choice
from club.core.templatetags.club import nombre
from members.actions import entitlements
from members.models import EntitlementKind, Organisation
from newsletters import fortnight
from newsletters.models import Reach, Slot
from newsletters.reach import hiding

State = Call.State
LOOKED_BACK = 26  # departures: a year
TO_TELEPHONE = "a-appeler"
STATES: Choices = [*((str(value), str(label)) for value, label in State.choices), (TO_TELEPHONE, "à appeler")]
TONES = {
    State.ANSWERED: "success",
    State.TAKEN: "info",
    State.SILENT: "error",
    State.OPEN: "warning",
}


class CallFilter(ListFilter):
    etat = choice("État", lambda: STATES, every="tous")

    def narrow(self, rows: QuerySet[Call]) -> QuerySet[Call]:
        if text := self.chosen("q"):
            rows = rows.filter(supplier__in=Organisation.objects.search(text))
        match self.chosen("etat"):
            case "":
                return rows
            case "a-appeler":
                return rows.to_telephone()
            case state:
                return rows.filter(state=state)


@dataclass(frozen=True, slots=True)
class Departures:
    """A departure with calls, and those before and after it."""

    slots: list[Slot]
    here: Slot | None

    @property
    def before(self) -> Slot | None:
        return next((slot for slot in reversed(self.slots) if self.here and slot.due_at < self.here.due_at), None)

    @property
    def after(self) -> Slot | None:
        return next((slot for slot in self.slots if self.here and slot.due_at > self.here.due_at), None)

    def looked_back(self) -> list[int]:
        """Its year: itself and the departures before it."""
        past = [slot.pk for slot in self.slots if self.here and slot.due_at <= self.here.due_at]
        return past[-LOOKED_BACK:]


def departures(pk: int | None = None) -> Departures | None:
    """The one of that number, or the coming one, or the last; None when that number has no calls.

    One statement, which also counts the calls of each departure by state.
    """
    counts = {state.value: Count("calls", Q(calls__state=state)) for state in State}
    called = Slot.objects.filter(job=fortnight.JOB, calls__isnull=False).annotate(**counts)
    slots = list(called.select_related("issue").order_by("due_at"))
    if pk is not None:
        chosen = next((slot for slot in slots if slot.pk == pk), None)
        return Departures(slots, chosen) if chosen else None
    coming = (slot for slot in slots if slot.due_at > timezone.now())
    return Departures(slots, next(coming, slots[-1] if slots else None))


def totals(slot: Slot) -> list[tuple[str, int]]:
    """The figures on top of the board, of a slot of ``departures``."""
    number = {state: getattr(slot, state.value) for state in State}
    return [
        ("sollicités", sum(count for state, count in number.items() if state != State.NOT_ASKED)),
        ("contenus reçus", number[State.ANSWERED]),
        ("«\u00a0rien cette fois\u00a0»", number[State.DECLINED]),
        ("pris en charge", number[State.TAKEN]),
        ("sans réponse", number[State.OPEN] + number[State.SILENT]),
        ("pas sollicités", number[State.NOT_ASKED]),
    ]


def counted(form: CallFilter, slot: Slot | None, found: QuerySet[Call]) -> int:
    """How many calls the filters leave; a statement only for those that the counts of the slot do not tell."""
    state = form.chosen("etat")
    if slot is None or form.chosen("q") or state == TO_TELEPHONE:
        return found.count()
    return sum(getattr(slot, one.value) for one in State if state in ("", one.value))


def calls_of(slot: Slot | None, looked_back: list[int]) -> QuerySet[Call]:
    """The calls of a departure with ``asked``, ``answered`` in its year, ``planned`` inserts, ``last`` one sent.

    What that one reached comes with it: no statement more a row.
    """
    over = Call.objects.filter(supplier=OuterRef("supplier"), slot__in=looked_back)
    over = over.exclude(state__in=[State.NOT_ASKED, State.OPEN])
    placements = Placement.objects.filter(supplier=OuterRef("supplier"))
    sent = placements.filter(state=Placement.State.SENT).order_by("-sent_on", "-pk")
    reached = Reach.objects.filter(block=OuterRef("block"), dimension=Reach.Dimension.TOTAL)
    sent = sent.annotate(reached=Subquery(reached.values(people=F("accepted") - F("bounced"))))
    told = JSONObject(pk="pk", number="issue__number", on="sent_on", title="submission__title", reached="reached")
    rows = Call.objects.filter(slot=slot).annotate(
        asked=_number(over),
        answered=_number(over.filter(state=State.ANSWERED)),
        planned=_number(placements.filter(state=Placement.State.PLANNED)),
        last=Subquery(sent.values(told=told)[:1]),
    )
    mails = CallMail.objects.select_related("person")
    return rows.select_related("supplier", "settled_by").prefetch_related(Prefetch("mails", mails))


def _number(rows: QuerySet[Any]) -> Coalesce:
    """How many rows of the supplier of the outer row."""
    return Coalesce(Subquery(rows.order_by().values("supplier").annotate(n=Count("pk")).values("n")), 0)


def calls_of_supplier(supplier: Organisation) -> list[Call]:
    """Its calls of a year, the newest first."""
    rows = supplier.content_calls.select_related("slot", "settled_by").order_by("-slot__due_at")
    return list(rows.prefetch_related(Prefetch("mails", CallMail.objects.select_related("person")))[:LOOKED_BACK])


def tell(call: Call) -> dict[str, Any]:
    """What a row says of the call itself."""
    state = State(call.state)
    return {
        "pk": call.pk,
        "supplier": call.supplier,
        "state": state.label,
        "tone": TONES.get(state, ""),
        "reason": call.reason,
        "settled": _settled(call),
        "mails": list(mails_told(call.mails.all())),
        "may_decline": state == State.OPEN,
        "may_take": state in (State.OPEN, State.NOT_ASKED),
    }


def lines(calls: list[Call], on: date | None) -> list[dict[str, Any]]:
    """Rows of ``calls_of`` as the board tells them; ``on``: the day of the departure. One statement."""
    left = entitlements.left_to_each([call.supplier_id for call in calls], EntitlementKind.INSERT, on)
    return [
        tell(call)
        | {
            "left": max(left[call.supplier_id] - call.planned, 0),
            "asked": call.asked,
            "answered": call.answered,
            "last": call.last and _told(call.last),
        }
        for call in calls
    ]


def _told(last: dict[str, Any]) -> dict[str, Any]:
    """A placement as ``calls_of`` brings it; ``reached`` in words, "" before its issue is counted."""
    number = last["reached"]
    shown = "" if number is None else FEW if hiding.alone(number) is None else nombre(number)
    return last | {"on": date.fromisoformat(last["on"]), "reached": shown}


def last_sent(supplier: Organisation) -> Placement | None:
    sent = supplier.placements.filter(state=Placement.State.SENT).order_by("-sent_on", "-pk")
    return sent.select_related("issue", "submission").first()


def mails_told(mails: Iterable[CallMail]) -> Iterable[str]:
    """Each mail of a call in a sentence: when and to whom, or why not; those that stayed for one reason together."""
    sent = CallMail.State.SENT
    rows = list(mails)
    copies = defaultdict(list)
    for mail in rows:
        if mail.copy_of_id and mail.state == sent:
            copies[mail.copy_of_id].append(str(mail.person))
    stayed = defaultdict(list)
    for mail in (row for row in rows if row.copy_of_id is None):
        if mail.state == sent:
            copied = f" (copie à {', '.join(copies[mail.pk])})" if copies[mail.pk] else ""
            day = date_format(timezone.localtime(mail.settled_at), "j F")
            yield f"{mail.get_step_display()} le {day} à {mail.person}{copied}"
        elif mail.state == CallMail.State.PLANNED:
            yield f"{mail.get_step_display()} prévu le {date_format(mail.due_on, 'j F')}"
        else:
            stayed[mail.why].append(mail.get_step_display())
    for why, steps in stayed.items():
        yield f"{', '.join(steps)}\u00a0: pas envoyé{'s' if len(steps) > 1 else ''}, {_inside(why)}"


def _inside(why: str) -> str:
    """A reason that was a sentence, inside another one."""
    return why[:1].lower() + why[1:].rstrip(".") if why.startswith("Personne ") else why.rstrip(".")


def _settled(call: Call) -> str:
    """When a person settled it, and who; "" while it waits, or when nobody did."""
    if call.settled_by is None or call.settled_at is None:
        return ""
    return f"{call.settled_by}, le {date_format(timezone.localtime(call.settled_at), 'j F')}"
