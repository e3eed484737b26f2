"""Whoever wrote in an issue does not approve it; somebody else always can, or the refusal says who could."""

import pytest

from club.core.errors import ClubError
from club.core.roles import Role
from members.models import User
from newsletters import access
from newsletters.actions import approval, composing
from newsletters.actions.composing import BlockContent, fingerprint
from newsletters.models import Issue
from newsletters.rendering.content import content_hash
from tests.factories import make_block, make_issue, make_staff

pytestmark = pytest.mark.django_db


def editor() -> User:
    return make_staff(Role.EDITORS)


def content(title: str = "Le mot") -> BlockContent:
    return BlockContent(kind="editorial", title=title, text="Bonjour.")


def four_eyes() -> tuple[Issue, User]:
    """A draft that its author has opened, and a colleague who wrote one block of it."""
    issue, colleague = make_issue(), editor()
    composing.add_block(issue=issue, actor=colleague, content=content())
    issue.refresh_from_db()
    return issue, colleague


def test_whoever_wrote_in_it_cannot_approve() -> None:
    issue, colleague = four_eyes()
    absent = make_staff(Role.DIRECTION, is_active=False)
    able = make_staff(Role.DIRECTION, first_name="Zoé", last_name="Façon")
    for writer in (issue.author, colleague):
        with pytest.raises(ClubError, match=r"Vous avez écrit dans ce numéro.*, Zoé Façon\.$"):
            approval.approve(issue=issue, actor=writer, seen=content_hash(issue))
    assert access.approvers(issue) == [able]
    assert absent not in access.approvers(issue)
    assert approval.approve(issue=issue, actor=able, seen=content_hash(issue)).approved_by == able


def test_without_the_journal_a_writer_would_approve(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: known by its author alone, the issue is approved by who wrote in it."""
    issue, colleague = four_eyes()
    monkeypatch.setattr(access, "WRITING", ())
    assert approval.approve(issue=issue, actor=colleague, seen=content_hash(issue)).approved_by == colleague


def test_moving_and_removing_blocks_is_writing_looking_is_not() -> None:
    issue, mover, remover = make_issue(), editor(), editor()
    one, two = make_block(issue=issue), make_block(issue=issue)
    composing.move_block(block=two, actor=mover, step=-1)
    composing.remove_block(block=one, actor=remover)
    approver = editor()
    assert access.approvers(issue) == [approver]
    approval.approve(issue=issue, actor=approver, seen=content_hash(issue))
    composing.write_block(block=two, actor=mover, seen=fingerprint(two), content=content("Autre"))
    issue.refresh_from_db()
    approval.approve(issue=issue, actor=approver, seen=content_hash(issue))  # he has read twice, written nothing


def test_when_all_have_written_the_refusal_says_what_to_do() -> None:
    issue, colleague = four_eyes()
    with pytest.raises(ClubError, match="personne d’autre n’en a le droit aujourd’hui"):
        approval.approve(issue=issue, actor=colleague, seen=content_hash(issue))
