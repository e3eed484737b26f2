"""Where a supplier answers a regional meeting: its portal, or the link of a mail, the same page without login."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from events import access, links, wanted
from events.models import Ask, AskMail, Pledge, RegionalMeeting, Stage, State
from events.suppliers import day_of, quorum_of
from members.actions import entitlements
from members.models import EntitlementKind, Organisation, User


@dataclass(frozen=True)
class Desk:
    """``token``: of the link that opened it; empty in the portal."""

    person: User
    organisation: Organisation
    meeting: RegionalMeeting
    token: str = ""

    @property
    def template(self) -> str:
        return "events/public/supplier.html" if self.token else "events/portal/supplier.html"

    @property
    def url(self) -> str:
        if self.token:
            return reverse("public:regional:answer", args=[self.token])
        return reverse("portal:regional:answer", args=[self.meeting.pk, self.organisation.pk])

    @property
    def left(self) -> int:
        """Workshops that the rights of the supplier leave it on the day of the meeting."""
        return entitlements.left(self.organisation, EntitlementKind.WORKSHOP, day_of(self.meeting))

    def pledges(self) -> list[Pledge]:
        return list(self.meeting.pledges.standing().filter(organisation=self.organisation))

    def pledge(self, pk: int | None) -> Pledge | None:
        """One of its promises that stand."""
        return next((row for row in self.pledges() if row.pk == pk), None)

    def context(self) -> dict[str, Any]:
        """What the page shows around the form."""
        meeting, pledges, quorum = self.meeting, self.pledges(), quorum_of(self.meeting)
        is_open = meeting.takes_pledges
        answer = Ask.objects.filter(meeting=meeting, organisation=self.organisation).first()
        left = self.left
        return {
            "desk": self,
            "meeting": meeting,
            "event": meeting.event,
            "quorum": quorum,
            "pledges": pledges,
            "left": left,
            "wanted": wanted.topics(meeting),
            "ask": answer,
            "is_open": is_open,
            "may_pledge": is_open and left > 0 and quorum.has_room,
            "may_decline": is_open and not pledges and not (answer and answer.answer == Ask.Answer.DECLINED),
            "may_withdraw": meeting.stage in (Stage.SEEKING, Stage.POSTPONED),
        }


def desk_of(token: str) -> Desk | None:
    """The desk that a mailed link opens; None when it is not ours, or its person no longer acts for a member."""
    rows = AskMail.objects.select_related("person", "ask__organisation", "ask__meeting__event__departement")
    mail = rows.filter(pk=links.asked_of(token), person__isnull=False).first()
    if mail is None or mail.person is None or not access.still_answers(mail.person, mail.ask.organisation):
        return None
    return Desk(mail.person, mail.ask.organisation, mail.ask.meeting, token)


def meetings_of(organisations: list[Organisation]) -> list[dict[str, Any]]:
    """The meetings that look for suppliers or have decided, by day, with what these suppliers answered to each."""
    coming = RegionalMeeting.objects.filter(event__ends_at__gte=timezone.now()).exclude(stage=Stage.HELD)
    waiting = RegionalMeeting.objects.filter(stage=Stage.POSTPONED)
    meetings = list((coming | waiting).exclude(event__state=State.CANCELLED).select_related("event__departement"))
    asks = Ask.objects.filter(meeting__in=meetings, organisation__in=organisations)
    pledged = Pledge.objects.standing().filter(meeting__in=meetings, organisation__in=organisations)
    answers = {(ask.meeting_id, ask.organisation_id): ask for ask in asks}
    promised: dict[tuple[int, int], list[Pledge]] = {}
    for row in pledged:
        promised.setdefault((row.meeting_id, row.organisation_id), []).append(row)
    return [
        {
            "meeting": meeting,
            "answers": [
                {
                    "organisation": one,
                    "ask": answers.get((meeting.pk, one.pk)),
                    "pledges": promised.get((meeting.pk, one.pk), []),
                }
                for one in organisations
            ],
        }
        for meeting in sorted(meetings, key=lambda row: (row.stage == Stage.POSTPONED, row.event.starts_at))
    ]
