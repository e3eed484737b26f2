"""What the console shows of regional meetings: counts, days left, what is proposed and what it would do."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from events import wanted
from events.models import Event, Kind, Place, Pledge, RegionalMeeting, Registration, Stage, State
from events.quorum import Proposal, Quorum
from events.suppliers import asked, candidates, lines
from events.timetable import working_days_before

MOST = 50
DECIDED_BEFORE = 15  # working days before the meeting: what a search begins with
TONES = {Stage.SEEKING: "warning", Stage.POSTPONED: "error"}
ORDER = [Stage.SEEKING, Stage.GO, Stage.CONFIRMED, Stage.POSTPONED, Stage.HELD]


@dataclass(frozen=True)
class Row:
    """A regional meeting on the board. ``asked``, ``late``: numbers of suppliers."""

    meeting: RegionalMeeting
    quorum: Quorum
    asked: int
    late: int
    proposal: Proposal
    days_left: int

    @property
    def tone(self) -> str:
        return "" if self.meeting.is_called_off else TONES.get(Stage(self.meeting.stage), "success")

    @property
    def is_due(self) -> bool:
        """A decision waits: the day has come, or everything is there already."""
        return self.meeting.is_seeking and self.proposal != Proposal.WAIT

    def proposal_words(self) -> str:
        """What is proposed, and by when it is decided."""
        if not self.meeting.is_seeking:
            return ""
        if self.proposal == Proposal.GO:
            return "Le compte y est\u00a0: dire qu’elle a lieu."
        if self.proposal == Proposal.POSTPONE:
            return "Le compte n’y est pas, et le jour de décider est venu\u00a0: la reporter."
        left = "demain" if self.days_left == 1 else f"dans {self.days_left}\u00a0jours"
        return f"On décide {left}."


@dataclass(frozen=True)
class Consequences:
    """What a decision would do, in numbers."""

    subject: int
    coming: int
    waiting: int
    clashing: int
    suppliers: int
    workshops: int
    from_rights: int


def rows(meetings: list[RegionalMeeting], on: date | None = None) -> list[Row]:
    """Two statements, however many they are."""
    on = on or timezone.localdate()
    standing = Pledge.objects.standing().filter(meeting__in=meetings).order_by().values_list("meeting")
    promised = {
        pk: (suppliers, workshops)
        for pk, suppliers, workshops in standing.annotate(
            suppliers=Count("organisation", distinct=True), workshops=Count("pk")
        )
    }
    answers = asked(meetings, on)
    found = []
    for meeting in meetings:
        quorum = Quorum(*promised.get(meeting.pk, (0, 0)), meeting.quorum, meeting.workshops_wanted)
        proposal, left = quorum.proposes(meeting.decides_on, on), (meeting.decides_on - on).days
        found.append(Row(meeting, quorum, *answers[meeting.pk], proposal, left))
    return sorted(found, key=lambda row: (row.meeting.is_called_off, ORDER.index(Stage(row.meeting.stage))))


def searches() -> list[Row]:
    """Those that look for suppliers, for « Aujourd’hui »."""
    seeking = RegionalMeeting.objects.seeking()
    return rows(list(seeking.select_related("event").order_by("decides_on")[:MOST]))


def board() -> dict[str, Any]:
    known = RegionalMeeting.objects.select_related("event__commune", "event__departement")
    to_open = Event.objects.filter(kind=Kind.REGIONAL, regional=None, starts_at__gt=timezone.now())
    closed = (State.CANCELLED, State.POSTPONED, State.HELD)
    return {
        "rows": rows(list(known.order_by("-event__starts_at")[:MOST])),
        "to_open": list(to_open.exclude(state__in=closed).with_place().chronological()[:MOST]),
    }


def search_defaults(event: Event) -> dict[str, Any]:
    day = working_days_before(timezone.localdate(event.starts_at), DECIDED_BEFORE)
    return {"decides_on": max(day, timezone.localdate() + timedelta(1))}


def meeting(found: RegionalMeeting) -> dict[str, Any]:
    """The page of one meeting."""
    asks = lines(found)
    waiting = candidates(found) if found.takes_pledges else []
    pledges = found.pledges.standing().select_related("organisation", "workshop", "made_by")
    taken = Q(workshop__sessions__places__state=Place.State.CONFIRMED)
    pledges = pledges.annotate(seated=Count("workshop__sessions__places", filter=taken))
    return {
        "meeting": found,
        "event": found.event,
        "row": rows([found])[0],
        "lines": asks,
        "with_right": [one for one in waiting if one.left],
        "others": [one for one in waiting if not one.left],
        "waiting": len(waiting),
        "pledges": sorted(pledges, key=lambda row: row.workshop.number if hasattr(row, "workshop") else 99),
        "wanted": wanted.topics(found),
        "told": consequences(found),
        "is_open": found.takes_pledges,
        "may_confirm": found.is_sure and found.stage == Stage.GO,
        "may_hold": found.is_sure and found.stage == Stage.CONFIRMED and found.event.is_over(),
        "may_postpone": found.is_seeking or found.is_sure,
        "may_change": found.stage != Stage.HELD and not found.is_called_off,
    }


def consequences(found: RegionalMeeting) -> Consequences:
    States = Registration.State
    coming = Q(state__in=States.coming())
    people = Registration.objects.filter(event=found.event).aggregate(
        subject=Count("pk", filter=Q(state=States.SUBJECT)),
        coming=Count("pk", filter=coming),
        waiting=Count("pk", filter=Q(state=States.WAITING)),
    )
    promised = found.pledges.standing().aggregate(
        suppliers=Count("organisation", distinct=True),
        workshops=Count("pk"),
        from_rights=Count("pk", filter=Q(is_sponsored=False)),
    )
    return Consequences(**people, **promised, clashing=Registration.objects.going_elsewhere(found.event).count())
