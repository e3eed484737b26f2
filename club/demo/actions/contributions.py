"""The calls for contents of the last three departures and of the coming one, with what came of them."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from django.utils import timezone

from club.contributions import timetable
from club.contributions.actions import calling, deciding, placing, writing
from club.contributions.addressees import CONTENT_ROLES, ESCALATION_ROLES, addressee, agencies
from club.contributions.content import Content, content_of
from club.contributions.models import Call, CallMail, Placement, Submission, Version
from club.demo.data.contributions import ANSWERS, DECLINED, NEVER_ANSWER, PAST, TAKEN, Answer
from club.demo.data.drawing import Drawing
from members.actions import entitlements
from members.models import Affiliation, EntitlementKind, Organisation, User
from newsletters import fortnight
from newsletters.models import Issue, Slot

FORMER = 3  # departures
State, Step = Call.State, CallMail.Step
Teams = dict[int, list[Affiliation]]


def add_contributions(
    *, drawing: Drawing, sent: Issue, organisations: dict[str, Organisation], team: dict[str, User]
) -> None:
    """After the issues: their inserts are what suppliers gave, their departures what was called for."""
    teams = _teams()
    by = team["lucie.faivre"]
    for rank, slot in enumerate(_former(sent)):
        _call_former(slot, rank, by)
        _settle_mails(drawing, slot, teams)
    _place(sent, teams)
    coming = Slot.objects.filter(job=fortnight.JOB, due_at__gt=timezone.now()).earliest("due_at")
    calling.open_calls(slot=coming, today=timetable.opens_on(coming.due_at))
    _answer_coming(drawing, coming, organisations, teams, by)
    _settle_mails(drawing, coming, teams)


def _teams() -> Teams:
    found: Teams = defaultdict(list)
    for row in Affiliation.objects.current().select_related("person").order_by("starts_on", "pk"):
        found[row.organisation_id].append(row)
    return found


def _former(issue: Issue) -> list[Slot]:
    """The departures before the coming one, the last with the issue that left."""
    last = issue.slots.get()
    before = takewhile(lambda one: one.due_at < last.due_at, fortnight.occasions(last.due_at - timedelta(days=90)))
    days = [one.due_at for one in before][1 - FORMER :]
    return [*(Slot.objects.get_or_create(job=fortnight.JOB, due_at=day)[0] for day in days), last]


def _call_former(slot: Slot, rank: int, by: User) -> None:
    """Those whose insert is in the issue answered; the others as ``PAST`` says, some never. In few statements."""
    leaves_on = timezone.localdate(slot.due_at)
    placed = set(slot.issue.blocks.values_list("supplier", flat=True)) if slot.issue else set()
    suppliers = calling.suppliers(leaves_on)
    left = entitlements.left_to_each([row.pk for row in suppliers], EntitlementKind.INSERT, leaves_on)
    calls = []
    for index, supplier in enumerate(suppliers):
        state = State(PAST[(index + 2 * rank) % len(PAST)])
        if supplier.pk in placed:
            state = State.ANSWERED
        elif supplier.name in NEVER_ANSWER:
            state = State.SILENT
        days = {State.SILENT: 0, State.ANSWERED: 3 + index % 4}.get(state, 6)
        call = Call(slot=slot, supplier=supplier, state=state, inserts_left=left[supplier.pk])
        call.opened_at, call.settled_at = _at(timetable.opens_on(slot.due_at)), slot.due_at - timedelta(days=days)
        call.settled_by = by if state == State.TAKEN else None
        calls.append(call)
    Call.objects.bulk_create(calls)
    steps = list(timetable.steps(slot.due_at))
    late = [(Step.ESCALATION, steps[0][1])] if rank == calling.SILENCES else []
    CallMail.objects.bulk_create(
        CallMail(call=call, step=step, due_on=day)
        for call in calls
        for step, day in [*steps, *(late if call.supplier.name in NEVER_ANSWER else [])]
    )


def _settle_mails(drawing: Drawing, slot: Slot, teams: Teams) -> None:
    """Each due mail as the clock would have left it, on its day."""
    due = CallMail.objects.filter(call__slot=slot, due_on__lte=drawing.today).select_related("call")
    mails, copies = list(due), []
    for mail in mails:
        people = teams[mail.call.supplier_id]
        whom = addressee(people, ESCALATION_ROLES if mail.step == Step.ESCALATION else CONTENT_ROLES, {})
        mail.settled_at = _at(mail.due_on)
        over = mail.call.settled_at
        if over and over <= mail.settled_at:
            mail.state, mail.why = "not_sent", _over(mail.call)
        elif whom.person is None:
            mail.state, mail.why = "not_sent", whom.why
        elif mail.step == Step.ESCALATION and whom.person == addressee(people, CONTENT_ROLES, {}).person:
            mail.state, mail.why = "not_sent", f"{whom.person} reçoit déjà l’appel"
        else:
            mail.state, mail.person, mail.role = "sent", whom.person, whom.role
            copies += [_copy(mail, one) for one in agencies(people, {}) if mail.step != Step.ESCALATION]
    CallMail.objects.bulk_update(mails, ["state", "why", "person", "role", "settled_at"])
    CallMail.objects.bulk_create(copies)


def _over(call: Call) -> str:
    return "contenu reçu" if call.state == State.ANSWERED else call.get_state_display()


def _copy(mail: CallMail, person: User) -> CallMail:
    same = {"call": mail.call, "step": mail.step, "due_on": mail.due_on, "settled_at": mail.settled_at}
    return CallMail(copy_of=mail, person=person, state="sent", role=Affiliation.Role.AGENCY, **same)


def _place(issue: Issue, teams: Teams) -> None:
    """The inserts of the issue that left came from their suppliers: what they handed in, proved and paid for."""
    for block in issue.blocks.in_order().filter(supplier__isnull=False).select_related("supplier"):
        at = issue.frozen_at - timedelta(days=6)
        author = teams[block.supplier_id][0].person
        row = Submission.objects.create(
            supplier=block.supplier,
            author=author,
            state=Submission.State.ACCEPTED,
            kind=block.kind,
            title=block.title,
            text=block.text[:600],
            link_url=block.link_url,
            link_label=block.link_label,
            audience=block.audience,
            territories=block.territories,
            specialities=block.specialities,
            call=Call.objects.filter(supplier=block.supplier, slot__issue=issue).first(),
            submitted_at=at,
            decided_at=at + timedelta(days=1),
            decided_by=issue.author,
        )
        version = Version.objects.create(
            submission=row, number=1, content=content_of(row).frozen(), side="supplier", by=author, at=at
        )
        Placement.objects.create(submission=row, version=version, supplier=block.supplier, issue=issue, block=block)
    placing.settle()


def _answer_coming(
    drawing: Drawing, slot: Slot, organisations: dict[str, Organisation], teams: Teams, by: User
) -> None:
    calls = {call.supplier_id: call for call in slot.calls.select_related("slot")}
    for days, answer in enumerate(ANSWERS):
        supplier = organisations[answer.supplier]
        at = _at(min(timetable.opens_on(slot.due_at) + timedelta(days=1 + days % 4), drawing.today), 14 + days % 3)
        _hand_in(answer, supplier, calls.get(supplier.pk), teams[supplier.pk][0].person, min(at, timezone.now()), by)
    for name in DECLINED:
        call = calls.get(organisations[name].pk)
        if call and call.state == State.OPEN:
            calling.decline(call=call, by=teams[call.supplier_id][0].person)
    name, words = TAKEN
    if call := calls.get(organisations[name].pk):
        calling.take_over(call=call, by=by)
        calling.note(supplier=organisations[name], call=call, by=by, text=words)


def _hand_in(answer: Answer, supplier: Organisation, call: Call | None, author: User, at: datetime, by: User) -> None:
    """By the actions themselves, then dated."""
    content = Content(
        kind=answer.kind,
        title=answer.title,
        text=answer.text,
        link_url=answer.link,
        link_label=answer.link_label,
    )
    row = writing.begin(supplier=supplier, author=author, content=content, call=call)
    if answer.state == Submission.State.DRAFT:
        return
    row = writing.hand_in(submission=row, by=author)
    Call.objects.filter(pk=row.call_id).update(settled_at=at)
    Submission.objects.filter(pk=row.pk).update(started_at=at - timedelta(hours=1), submitted_at=at)
    Version.objects.filter(submission=row).update(at=at)
    match answer.state:
        case Submission.State.PROPOSED:
            proposed = Content(**content.as_dict() | {"title": answer.club})
            deciding.propose(
                submission=row, by=by, seen=1, content=proposed, note="Un titre qui dit ce que l’on y apprend."
            )
        case Submission.State.ACCEPTED:
            deciding.accept(submission=row, by=by, seen=1)
        case Submission.State.REFUSED:
            deciding.refuse(submission=row, by=by, seen=1, reason=answer.club)


def _at(day: date, hour: int = 9) -> datetime:
    return fortnight.at(day, time(hour, 10))
