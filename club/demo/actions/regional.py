"""Regional meetings of the demonstration: one held, one that looks for its suppliers, one postponed for lack of
them, one whose search is still to be opened.

Written as rows, without the mails that their actions would send for the past.
"""

from datetime import date, datetime, timedelta

from django.utils import timezone

from club.demo.actions.attendance import Guest, advisers, come, enrol, experts, keep_in_touch, say
from club.demo.data.drawing import Drawing
from club.demo.data.workshops import REFUSALS, WORKSHOPS
from events.actions import afterwards
from events.actions.workshops import assign_places, open_wishes
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
    Wish,
    Workshop,
)
from events.suppliers import candidates, day_of, reader_of
from events.timetable import mails_of, slots_of
from members.actions import entitlements
from members.models import Affiliation, EntitlementKind, Organisation, User

ASKED, LATE_AFTER, DECIDED_IN = 13, 12, 12  # suppliers asked, days since those who are late were, days to decide
COMING, HELD = 24, 60  # of each side: where suppliers are sought, and where it was held


def add_regionals(*, drawing: Drawing, team: dict[str, User]) -> None:
    by = team["gilles.orsini"]
    for event in Event.objects.filter(kind=Kind.REGIONAL).order_by("starts_at"):
        if event.state == State.HELD:
            _hold(_add(drawing, event, by, stage=Stage.CONFIRMED, pledges=[2, 2, 1, 1, 1, 1], silent=0), drawing, by)
        elif event.state == State.POSTPONED:
            _add(drawing, event, by, stage=Stage.POSTPONED, pledges=[2, 1, 1, 1], silent=4)
        elif not RegionalMeeting.objects.filter(stage=Stage.SEEKING).exists():  # of later ones, no search is open
            _add(drawing, event, by, stage=Stage.SEEKING, pledges=[2, 1, 1, 1], silent=8)
            _register(event, drawing, Registration.State.SUBJECT)
        else:
            _register(event, drawing, Registration.State.CONFIRMED)


def _add(
    drawing: Drawing, event: Event, by: User, *, stage: Stage, pledges: list[int], silent: int
) -> RegionalMeeting:
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
    return meeting


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


def _speaker(affiliation: Affiliation | None) -> str:
    if affiliation is None:
        return ""
    job = affiliation.job_title
    return f"{affiliation.person}, {job[:1].lower()}{job[1:]}" if job else str(affiliation.person)


def _register(event: Event, drawing: Drawing, state: str) -> None:
    """Advisers and people of firms of the région; subject to the decision once suppliers are sought."""
    region = event.departement.region if event.departement else None
    coming = [*advisers(COMING, region), *experts(COMING, region)]
    enrol(event, coming, since=drawing.moment(drawing.today - timedelta(12), 8), state=state)


def _hold(meeting: RegionalMeeting, drawing: Drawing, by: User) -> None:
    """Its day: wishes, places given by the assignment itself, who came, what they say, whom suppliers keep."""
    event, registered = meeting.event, meeting.event.starts_at - timedelta(weeks=5)
    region = event.departement.region if event.departement else None
    hosts = {pledge.organisation_id: reader_of(pledge.organisation) for pledge in meeting.pledges.standing()}
    ours = [
        Guest(one.person_id, Side.BRAND, one.organisation.name[:160], one.organisation_id)
        for one in hosts.values()
        if one
    ]
    rows = enrol(event, [*ours, *advisers(HELD, region), *experts(HELD, region)], since=registered)
    guests = [row for row in rows if row.side != Side.BRAND]
    open_wishes(meeting=meeting, by=by)
    numbers, slots = list(meeting.workshops.values_list("pk", flat=True)), list(meeting.slots.all())
    Wish.objects.bulk_create(
        Wish(registration=row, slot=slot, workshop_id=workshop, rank=rank)
        for row in guests
        for slot in slots
        for rank, workshop in enumerate(drawing.rng.sample(numbers, 3), 1)
    )
    assign_places(meeting=meeting, by=by)
    here = come(rows, by=by)
    say(here)
    keep_in_touch([row for row in here if row.side == Side.BRAND], [row for row in here if row.side != Side.BRAND])
    told = {"places_told_at": event.starts_at - timedelta(weeks=1), "stage": Stage.HELD}
    RegionalMeeting.objects.filter(pk=meeting.pk).update(**told)
    afterwards.note_returns(event)


def _weeks_before(event: Event, weeks: int) -> date:
    return timezone.localdate(event.starts_at) - timedelta(weeks=weeks)
