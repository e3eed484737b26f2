"""Suppliers of a regional meeting, read: who may be asked, who reads its mails, what each answered."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from events.models import Ask, AskMail, Pledge, RegionalMeeting
from events.quorum import Quorum
from events.timetable import late_from
from members.access import person_for
from members.actions.entitlements import left_to_each
from members.models import Affiliation, EntitlementKind, Organisation
from members.refusals import refusals
from members.statuses import members

Role = Affiliation.Role
READERS = (Role.MARKETING, Role.CONTENT, Role.ADMINISTRATOR, Role.EXECUTIVE, Role.COMMERCIAL)
"""Who decides on a workshop for a supplier; the first that somebody holds."""


@dataclass(frozen=True)
class Candidate:
    """A supplier not asked yet. ``left``: workshops that its rights leave it on the day of the meeting."""

    organisation: Organisation
    left: int


@dataclass(frozen=True)
class Line:
    """A supplier that was asked, as the board shows it."""

    ask: Ask
    left: int
    pledges: list[Pledge]
    mails: list[AskMail]
    is_late: bool

    @property
    def last_mail(self) -> AskMail | None:
        return self.mails[-1] if self.mails else None

    @property
    def is_leaving(self) -> bool:
        """Its first mail is about to be written."""
        return bool(self.mails) and self.mails[-1].settled_at is None

    @property
    def has_no_reader(self) -> bool:
        return bool(self.mails) and all(mail.person_id is None for mail in self.mails)


def reader_of(organisation: Organisation) -> Affiliation | None:
    """Who is written to; None when nobody may be: somebody of the team telephones."""
    found = person_for(organisation, READERS)
    return None if found is None or refusals([found.person.address_hash]) else found


def candidates(meeting: RegionalMeeting) -> list[Candidate]:
    """Members among the suppliers that were not asked: those with a right to a workshop first, then by name."""
    asked = set(meeting.asks.values_list("organisation", flat=True))
    found = [row for row in suppliers() if row.pk not in asked]
    left = left_to_each([row.pk for row in found], EntitlementKind.WORKSHOP, day_of(meeting))
    rows = [Candidate(row, left[row.pk]) for row in found]
    return sorted(rows, key=lambda one: (one.left == 0, one.organisation.sort_key))


def suppliers() -> list[Organisation]:
    """The brands that are members today."""
    return [row for row in members() if row.side == Organisation.Side.BRAND]


def day_of(meeting: RegionalMeeting) -> date:
    """The day on which its workshops are drawn from the rights of suppliers."""
    return timezone.localdate(meeting.event.starts_at)


def quorum_of(meeting: RegionalMeeting) -> Quorum:
    """What is promised and needed; one statement."""
    return Quorum(*meeting.pledges.standing().counted(), meeting.quorum, meeting.workshops_wanted)


def lines(meeting: RegionalMeeting, on: date | None = None) -> list[Line]:
    """Every supplier asked: those who are late first, then those who have time, then those who answered."""
    on = on or timezone.localdate()
    asks = list(meeting.asks.select_related("organisation"))
    left = left_to_each([ask.organisation_id for ask in asks], EntitlementKind.WORKSHOP, day_of(meeting))
    pledges: dict[int, list[Pledge]] = {}
    for pledge in meeting.pledges.standing():
        pledges.setdefault(pledge.organisation_id, []).append(pledge)
    mails: dict[int, list[AskMail]] = {}
    told = Q(settled_at__isnull=False) | Q(step=AskMail.Step.FIRST)
    known = AskMail.objects.filter(told, ask__meeting=meeting, search=meeting.search)
    for mail in known.select_related("person").order_by("settled_at", "pk"):
        mails.setdefault(mail.ask_id, []).append(mail)
    found = [
        Line(
            ask,
            left[ask.organisation_id],
            pledges.get(ask.organisation_id, []),
            mails.get(ask.pk, []),
            is_late(ask, on),
        )
        for ask in asks
    ]
    order = [Ask.Answer.NONE, Ask.Answer.PLEDGED, Ask.Answer.DECLINED]
    return sorted(found, key=lambda line: (not line.is_late, order.index(Ask.Answer(line.ask.answer))))


def asked(meetings: list[RegionalMeeting], on: date | None = None) -> dict[int, tuple[int, int]]:
    """(suppliers asked, those of them who are late), by meeting; one statement."""
    on = on or timezone.localdate()
    found = {meeting.pk: (0, 0) for meeting in meetings}
    for ask in Ask.objects.filter(meeting__in=meetings).order_by():
        every, late = found[ask.meeting_id]
        found[ask.meeting_id] = every + 1, late + is_late(ask, on)
    return found


def is_late(ask: Ask, on: date) -> bool:
    """The day of the first reminder has come without an answer."""
    return ask.answer == Ask.Answer.NONE and late_from(timezone.localdate(ask.asked_at)) <= on
