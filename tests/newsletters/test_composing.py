"""Writing an issue, approving it, giving it a date: what is allowed, to whom, and what voids what."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from club.core import images
from club.core.errors import ClubError
from club.core.models import AuditEntry
from club.core.roles import Role
from members.models import User
from newsletters import fortnight
from newsletters.actions import approval, composing, scheduling
from newsletters.actions.composing import BlockContent, Conflict, Details, fingerprint
from newsletters.actions.freezing import freeze
from newsletters.models import Block, Issue, Slot
from newsletters.rendering.content import content_hash
from tests.factories import make_ambassador, make_block, make_issue, make_organisation, make_staff

pytestmark = pytest.mark.django_db
DETAILS = Details(title="Titre", subject="Objet")


def editor() -> User:
    return make_staff(Role.EDITORS)


def approved_issue(**overrides: object) -> Issue:
    make_ambassador()
    issue = make_issue(**overrides)
    make_block(issue=issue)
    return approval.approve(issue=issue, actor=editor(), seen=content_hash(issue))


def content(**overrides: object) -> BlockContent:
    fields: dict[str, object] = {"kind": "editorial", "title": "Le mot", "text": "Bonjour."}
    return BlockContent(**(fields | overrides))  # type: ignore[arg-type]


def test_new_issues_take_the_next_number() -> None:
    author = editor()
    first = composing.open_issue(author=author, details=DETAILS)
    second = composing.open_issue(author=author, details=DETAILS)
    assert second.number == first.number + 1
    assert (second.state, second.author) == (Issue.State.DRAFT, author)


def test_block_is_added_last_and_its_text_cleaned() -> None:
    issue = make_issue()
    make_block(issue=issue)
    block = composing.add_block(issue=issue, actor=issue.author, content=content(text="a\r\n\r\n\r\nb\x00 "))
    assert (block.position, block.text) == (1, "a\n\nb")
    assert Issue.objects.get(pk=issue.pk).version == issue.version + 1


def test_second_writer_of_the_same_block_meets_a_conflict_and_loses_nothing() -> None:
    block = make_block(kind="editorial", supplier=None)
    seen = fingerprint(block)
    composing.write_block(block=block, actor=editor(), seen=seen, content=content(title="Premier"))
    with pytest.raises(Conflict) as conflict:
        composing.write_block(block=block, actor=editor(), seen=seen, content=content(title="Second"))
    assert conflict.value.current.title == "Premier"
    assert Block.objects.get(pk=block.pk).title == "Premier"


def test_writers_of_two_blocks_do_not_hinder_each_other() -> None:
    issue = make_issue()
    one, two = (make_block(issue=issue, kind="editorial", supplier=None) for _ in range(2))
    seen_one, seen_two = fingerprint(one), fingerprint(two)
    composing.write_block(block=one, actor=editor(), seen=seen_one, content=content(title="Un"))
    composing.write_block(block=two, actor=editor(), seen=seen_two, content=content(title="Deux"))
    assert list(issue.blocks.in_order().values_list("title", flat=True)) == ["Un", "Deux"]


def test_second_writer_of_the_details_meets_a_conflict() -> None:
    issue = make_issue()
    seen = fingerprint(issue)
    composing.write_details(issue=issue, actor=editor(), seen=seen, details=DETAILS)
    with pytest.raises(Conflict):
        composing.write_details(issue=issue, actor=editor(), seen=seen, details=Details(title="Autre", subject="x"))


@pytest.mark.parametrize(("step", "expected"), [(-1, [1, 0, 2]), (1, [0, 2, 1]), (5, [0, 2, 1]), (-9, [1, 0, 2])])
def test_block_moves_within_the_list(step: int, expected: list[int]) -> None:
    issue = make_issue()
    blocks = [make_block(issue=issue) for _ in range(3)]
    composing.move_block(block=blocks[1], actor=issue.author, step=step)
    assert list(issue.blocks.in_order()) == [blocks[i] for i in expected]


def test_order_must_name_the_blocks_there_are() -> None:
    issue = make_issue()
    one, two = make_block(issue=issue), make_block(issue=issue)
    composing.order_blocks(issue=issue, actor=issue.author, order=[two.pk, one.pk])
    assert list(issue.blocks.in_order()) == [two, one]
    for order in ([one.pk], [one.pk, two.pk, make_block().pk], [one.pk, one.pk]):
        with pytest.raises(Conflict):
            composing.order_blocks(issue=issue, actor=issue.author, order=order)


def test_approval_needs_the_power() -> None:
    issue = make_issue()
    make_block(issue=issue)
    with pytest.raises(ClubError, match="droits"):
        approval.approve(issue=issue, actor=make_staff(Role.EVENTS), seen=content_hash(issue))


def test_approval_is_of_what_was_shown() -> None:
    issue = make_issue()
    block = make_block(issue=issue, kind="editorial", supplier=None)
    seen = content_hash(issue)
    composing.write_block(block=block, actor=issue.author, seen=fingerprint(block), content=content(title="Autre"))
    with pytest.raises(Conflict):
        approval.approve(issue=issue, actor=editor(), seen=seen)


def test_red_check_refuses_approval() -> None:
    issue = make_issue()
    make_block(issue=issue, text="")
    with pytest.raises(ClubError, match="ni texte ni image"):
        approval.approve(issue=issue, actor=editor(), seen=content_hash(issue))


@pytest.mark.parametrize("change", ["details", "add", "write", "remove", "move"])
def test_any_change_voids_the_approval(change: str) -> None:
    issue = approved_issue()
    first = make_block(issue=issue, kind="editorial", supplier=None)
    match change:
        case "details":
            composing.write_details(issue=issue, actor=issue.author, seen=fingerprint(issue), details=DETAILS)
        case "add":
            composing.add_block(issue=issue, actor=issue.author, content=content())
        case "write":
            composing.write_block(block=first, actor=issue.author, seen=fingerprint(first), content=content())
        case "remove":
            composing.remove_block(block=first, actor=issue.author)
        case "move":
            composing.move_block(block=first, actor=issue.author, step=-1)
    issue.refresh_from_db()
    assert (issue.state, issue.approved_by, issue.content_hash) == (Issue.State.DRAFT, None, "")


def test_change_behind_the_approval_stops_the_freeze() -> None:
    """Whichever way it came: here straight into the database."""
    issue = approved_issue()
    scheduling.schedule(issue=issue, actor=editor(), send_at=next_working_hour())
    Issue.objects.filter(pk=issue.pk).update(send_at=timezone.now() - timedelta(minutes=1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE newsletters_block SET title = 'Autre' WHERE issue_id = %s", [issue.pk])
    assert freeze(issue_id=issue.pk) is None
    issue.refresh_from_db()
    assert (issue.state, issue.approved_by) == (Issue.State.DRAFT, None)
    assert "approuvé de nouveau" in issue.alert


def next_working_hour() -> object:
    return next(fortnight.occasions(timezone.now())).due_at


def test_scheduling_takes_the_slot_and_unscheduling_frees_it() -> None:
    scheduling.open_slots()
    issue, actor = approved_issue(), editor()
    slot = scheduling.next_free_slot()
    scheduling.schedule(issue=issue, actor=actor, send_at=slot.due_at)
    slot.refresh_from_db()
    assert (slot.issue, scheduling.next_free_slot() != slot) == (issue, True)
    scheduling.unschedule(issue=issue, actor=actor)
    issue.refresh_from_db()
    assert (issue.state, issue.send_at, issue.approved_by is not None) == (Issue.State.APPROVED, None, True)
    assert scheduling.next_free_slot() == slot


def test_scheduling_refuses_the_past_the_unapproved_and_the_powerless() -> None:
    issue, moment = approved_issue(), next_working_hour()
    with pytest.raises(ClubError, match="passé"):
        scheduling.schedule(issue=issue, actor=editor(), send_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(ClubError):
        scheduling.schedule(issue=issue, actor=make_staff(Role.NETWORK), send_at=moment)
    with pytest.raises(ClubError):
        scheduling.schedule(issue=make_block().issue, actor=editor(), send_at=moment)


def test_holiday_needs_insistence() -> None:
    issue = approved_issue()
    christmas = fortnight.at(timezone.localdate().replace(month=12, day=25) + timedelta(days=366), fortnight.time(9))
    with pytest.raises(scheduling.UnusualDay, match="férié"):
        scheduling.schedule(issue=issue, actor=editor(), send_at=christmas.replace(day=25))
    scheduling.schedule(issue=issue, actor=editor(), send_at=christmas.replace(day=25), insists=True)
    issue.refresh_from_db()
    assert issue.state == Issue.State.SCHEDULED


def test_scheduled_issue_does_not_change() -> None:
    issue = approved_issue()
    scheduling.schedule(issue=issue, actor=editor(), send_at=next_working_hour())
    with pytest.raises(ClubError, match="ne change plus"):
        composing.add_block(issue=issue, actor=issue.author, content=content())


def test_nobody_to_send_to_refuses_scheduling() -> None:
    issue = make_issue()
    make_block(issue=issue)
    approval.approve(issue=issue, actor=editor(), seen=content_hash(issue))
    with pytest.raises(ClubError, match="Personne"):
        scheduling.schedule(issue=issue, actor=editor(), send_at=next_working_hour())


def test_slots_are_made_once_however_often_beat_knocks() -> None:
    now = timezone.now()
    assert scheduling.open_slots(now=now) == scheduling.AHEAD
    assert scheduling.open_slots(now=now) == 0
    assert scheduling.open_slots(now=now + timedelta(days=30)) in (1, 2, 3)
    due = list(Slot.objects.filter(job=fortnight.JOB).values_list("due_at", flat=True))
    assert len(due) == len(set(due))


def test_abandoned_issue_frees_its_slot_and_keeps_its_number() -> None:
    scheduling.open_slots()
    issue, slot = approved_issue(), scheduling.next_free_slot()
    scheduling.schedule(issue=issue, actor=editor(), send_at=slot.due_at)
    scheduling.abandon(issue=issue, actor=issue.author)
    issue.refresh_from_db()
    assert (issue.state, scheduling.next_free_slot()) == (Issue.State.CANCELLED, slot)
    assert composing.open_issue(author=issue.author, details=DETAILS).number > issue.number


def test_each_step_is_in_the_journal() -> None:
    issue = approved_issue()
    scheduling.schedule(issue=issue, actor=editor(), send_at=next_working_hour())
    verbs = (
        AuditEntry.objects.filter(target=f"newsletters.issue:{issue.pk}")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == ["flash.approve", "flash.schedule"]


def test_same_image_is_kept_once(settings: object, tmp_path: object) -> None:
    from django.core.files.base import ContentFile

    settings.MEDIA_ROOT = tmp_path
    one, two = (images.keep(ContentFile(b"x", name="flash/abc-1x1.png")) for _ in range(2))
    assert one == two == "flash/abc-1x1.png"


def test_supplier_renamed_after_reading_is_no_conflict() -> None:
    """What is compared is what the form shows; another block's life is not."""
    supplier = make_organisation()
    block = make_block(supplier=supplier)
    seen = fingerprint(block)
    make_block(issue=block.issue)
    composing.write_block(
        block=block, actor=editor(), seen=seen, content=content(kind="product", supplier=supplier, title="Neuf")
    )
    assert Block.objects.get(pk=block.pk).title == "Neuf"
