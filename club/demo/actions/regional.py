"""Regional meetings of the demonstration: one held, one that looks for its suppliers, one postponed for lack of them.

Written as rows, without the mails that their actions would send for the past.
"""

from datetime import date, datetime, timedelta

from django.utils import timezone

from ambassadors.models import Ambassador
from channel.models import ExpertContact
from club.demo.data.drawing import Drawing
from club.demo.data.workshops import REFUSALS, WORKSHOPS
from events.models import (
    Ask,
    AskMail,
    Event,
    Kind,
    Pledge,
    RegionalMeeting,
    Registration,
    Side,
    Slot,
    Stage,
    State,
    Workshop,
)
from events.suppliers import candidates, day_of, reader_of
from events.timetable import mails_of, slots_of
from members.actions import entitlements
from members.models import Affiliation, EntitlementKind, Organisation, User

ASKED, LATE_AFTER, DECIDED_IN = 13, 12, 12  # suppliers asked, days since those who are late were, days to decide
COMING = 24  # of each side


def add_regionals(*, drawing: Drawing, team: dict[str, User]) -> None:
    by = team["gilles.orsini"]
    for event in Event.objects.filter(kind=Kind.REGIONAL).order_by("starts_at"):
        if event.state == State.HELD:
            _add(drawing, event, by, stage=Stage.HELD, pledges=[2, 2, 1, 1, 1, 1], silent=0)
        elif event.state == State.POSTPONED:
            _add(drawing, event, by, stage=Stage.POSTPONED, pledges=[2, 1, 1, 1], silent=4)
        else:
            _add(drawing, event, by, stage=Stage.SEEKING, pledges=[2, 1, 1, 1], silent=8)
            _register(event, drawing)


def _add(drawing: Drawing, event: Event, by: User, *, stage: Stage, pledges: list[int], silent: int) -> None:
    """``pledges``: how many workshops each supplier that comes has promised; two more do not come."""
    seeking = stage == Stage.SEEKING
    decides_on = drawing.today + timedelta(DECIDED_IN) if seeking else _weeks_before(event, 4)
    decided_at = None if seeking else drawing.moment(min(decides_on, drawing.today - timedelta(2)), 16)
    meeting = RegionalMeeting.objects.create(
        event=event,
        stage=stage,
        decides_on=decides_on,
        decided_at=decided_at,
        decided_by=None if seeking else by,
    )
    rooms = Workshop.objects.bulk_create([Workshop(meeting=meeting, number=n) for n in range(1, 9)])
    hours = enumerate(slots_of(event.starts_at, event.ends_at), 1)
    Slot.objects.bulk_create([Slot(meeting=meeting, number=n, starts_at=a, ends_at=b) for n, (a, b) in hours])
    suppliers = [one.organisation for one in candidates(meeting)][:ASKED]
    asked_on = drawing.today - timedelta(LATE_AFTER) if seeking else _weeks_before(event, 8)
    asked_on = min(asked_on, drawing.today - timedelta(LATE_AFTER))
    free = iter(rooms)
    for number, workshops in enumerate(pledges):
        supplier = suppliers[number]
        ask = _ask(meeting, supplier, drawing, asked_on, Ask.Answer.PLEDGED, days=number + 1)
        for _ in range(workshops):
            _pledge(next(free), supplier, by, ask.answered_at or ask.asked_at)
    others = suppliers[len(pledges) :]
    for place, why in enumerate(REFUSALS):
        _ask(meeting, others[place], drawing, asked_on, Ask.Answer.DECLINED, days=place + 2, why=why)
    for place, supplier in enumerate(others[len(REFUSALS) : len(REFUSALS) + silent]):
        _ask(meeting, supplier, drawing, asked_on + timedelta(9 if place > 3 else 0), Ask.Answer.NONE)


def _ask(
    meeting: RegionalMeeting,
    supplier: Organisation,
    drawing: Drawing,
    asked_on: date,
    answer: str,
    *,
    days: int = 0,
    why: str = "",
) -> Ask:
    asked_at = drawing.moment(asked_on, 10)
    silent = answer == Ask.Answer.NONE
    row = Ask.objects.create(
        meeting=meeting,
        organisation=supplier,
        asked_at=asked_at,
        answer=answer,
        why_not=why,
        answered_at=None if silent else asked_at + timedelta(days=days, hours=3),
    )
    found = reader_of(supplier)
    mails = mails_of(timezone.localdate(asked_at), meeting.decides_on)
    for step, day in mails:
        sent = step == AskMail.Step.FIRST or (silent and day < drawing.today)
        if sent or (silent and meeting.stage == Stage.SEEKING):
            AskMail.objects.create(
                ask=row,
                search=1,
                step=step,
                due_on=day,
                person=found.person if sent and found else None,
                settled_at=drawing.moment(day, 10) if sent else None,
            )
    return row


def _pledge(room: Workshop, supplier: Organisation, by: User, made_at: datetime) -> None:
    """Drawn from the rights of the supplier on the day of the meeting; sponsored when it has none left then."""
    meeting, day = room.meeting, day_of(room.meeting)
    title, topic, brings = WORKSHOPS[room.number - 1]
    found = reader_of(supplier)
    has_right = entitlements.left(supplier, EntitlementKind.WORKSHOP, day) > 0
    row = Pledge.objects.create(
        meeting=meeting,
        organisation=supplier,
        title=title,
        topic=topic,
        speaker=_speaker(found) or str(supplier),
        brings=brings,
        is_sponsored=not has_right,
        made_by=found.person if found and has_right else by,
        made_at=made_at,
        changed_at=made_at,
    )
    room.pledge = row
    room.save(update_fields=["pledge"])
    if has_right:
        label = f"Atelier «\u00a0{title}\u00a0», {meeting.event}"
        entitlements.use(
            organisation=supplier,
            kind=EntitlementKind.WORKSHOP,
            key=row.use_key,
            label=label,
            on=day,
            person=row.made_by,
        )
        if meeting.stage == Stage.HELD:
            entitlements.note_outcome(key=row.use_key, outcome="Atelier tenu")


def _speaker(affiliation: Affiliation | None) -> str:
    if affiliation is None:
        return ""
    job = affiliation.job_title
    return f"{affiliation.person}, {job[:1].lower()}{job[1:]}" if job else str(affiliation.person)


def _register(event: Event, drawing: Drawing) -> None:
    """Advisers and people of firms of the région who wait for the decision."""
    if event.departement is None:
        return
    region = event.departement.region_id
    advisers = Ambassador.objects.active().filter(departement__region=region).select_related("network")
    firms = ExpertContact.objects.active().filter(expert__departement__region=region).select_related("expert")
    coming = [(row.person_id, Side.AMBASSADOR, row.network.name, row.network_id) for row in advisers[:COMING]]
    coming += [(row.person_id, Side.EXPERT, row.expert.name, None) for row in firms[:COMING]]
    rows = [
        Registration(
            event=event,
            person_id=person,
            side=side,
            structure=structure[:160],
            organisation_id=organisation,
            state=Registration.State.SUBJECT,
            way=Registration.Way.PORTAL,
            during=(event.starts_at, event.ends_at),
            changes=1,
            registered_at=drawing.moment(drawing.ago(1, 20), 11),
        )
        for person, side, structure, organisation in coming
    ]
    Registration.objects.bulk_create(rows, ignore_conflicts=True)


def _weeks_before(event: Event, weeks: int) -> date:
    return timezone.localdate(event.starts_at) - timedelta(weeks=weeks)
