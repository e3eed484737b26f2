"""Writing an issue: its words, its blocks and their order.

Each form says what it had read (``seen``): when somebody else changed the same thing meanwhile, nothing is
written and ``Conflict`` gives both versions. Writing in an approved issue sends it back to draft.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from club.core import audit
from club.core.markup import clean
from events.admittance import closed_words
from events.models import Event
from members.models import Organisation, User
from newsletters.actions.checking import ask_for_checks
from newsletters.errors import FlashError
from newsletters.models import FIRST_INVITATION, Block, Issue
from newsletters.models.issues import default_audience

MOST_BLOCKS = 60
_NEW_ISSUE_LOCK = 0x466C617368  # "Flash": two people who open an issue together get two numbers


class Conflict(FlashError):
    """Somebody else changed the same thing since it was read. ``current``: the row as it is now."""

    def __init__(self, current: Issue | Block | None) -> None:
        super().__init__("Quelqu’un d’autre a modifié ceci pendant que vous écriviez.")
        self.current = current


@dataclass(frozen=True, kw_only=True, slots=True)
class Details:
    """The words around the blocks, and who gets the issue."""

    title: str
    subject: str
    preheader: str = ""
    audience: dict[str, list[str]] = field(default_factory=default_audience)


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockContent:
    """All that staff write in a block. ``image``: a name already stored, or "" for none."""

    kind: str
    title: str
    supplier: Organisation | None = None
    sponsored_label: str = ""
    text: str = ""
    image: str = ""
    image_alt: str = ""
    link_url: str = ""
    link_label: str = ""
    audience: str = Block.Audience.BOTH
    territories: Sequence[str] = ()
    specialities: Sequence[str] = ()


def fingerprint(row: Issue | Block) -> str:
    """What a form says it has read; changes with any of the words the form shows."""
    names = Details if isinstance(row, Issue) else BlockContent
    facts = [str(getattr(row, name)) for name in names.__dataclass_fields__]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:24]


@transaction.atomic
def open_issue(*, author: User, details: Details) -> Issue:
    """A new issue, in draft, with the next number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NEW_ISSUE_LOCK])
    number = (Issue.objects.flash().aggregate(last=Max("number"))["last"] or 0) + 1
    issue = Issue.objects.create(number=number, author=author, **asdict(details))
    audit.record(actor=author, verb="flash.open", target=issue)
    return issue


@transaction.atomic
def open_invitation(*, event: Event, author: User, details: Details) -> Issue:
    """A mailing that invites to ``event``, in draft, with the summary of the event as its first words."""
    if words := closed_words(event):
        raise FlashError(words)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NEW_ISSUE_LOCK])
    last = Issue.objects.invitations().aggregate(last=Max("number"))["last"]
    number = FIRST_INVITATION if last is None else last + 1
    issue = Issue.objects.create(number=number, event=event, author=author, **asdict(details))
    Block.objects.create(issue=issue, kind=Block.Kind.AGENDA, title=event.title[:80], text=clean(event.summary))
    audit.record(actor=author, verb="flash.open", target=issue, event=event.pk)
    return issue


@transaction.atomic
def write_details(*, issue: Issue, actor: User, seen: str, details: Details) -> Issue:
    issue = _locked(issue.pk)
    if seen != fingerprint(issue):
        raise Conflict(issue)
    for name, value in asdict(details).items():
        setattr(issue, name, value)
    return _written(issue, actor)


@transaction.atomic
def add_block(*, issue: Issue, actor: User, content: BlockContent) -> Block:
    """A new block, after the others."""
    issue = _locked(issue.pk)
    if issue.blocks.count() >= MOST_BLOCKS:
        raise FlashError(f"Un Flash info compte au plus {MOST_BLOCKS} encarts.")
    last = issue.blocks.aggregate(last=Max("position"))["last"]
    block = Block(issue=issue, position=0 if last is None else last + 1)
    _fill(block, content)
    _written(issue, actor)
    ask_for_checks(issue=issue)
    return block


@transaction.atomic
def write_block(*, block: Block, actor: User, seen: str, content: BlockContent) -> Block:
    issue = _locked(block.issue_id)
    current = issue.blocks.select_related("supplier").filter(pk=block.pk).first()
    if current is None or seen != fingerprint(current):
        raise Conflict(current)
    _fill(current, content)
    _written(issue, actor)
    ask_for_checks(issue=issue)
    return current


@transaction.atomic
def remove_block(*, block: Block, actor: User) -> Issue:
    """Already gone is as good as removed."""
    issue = _locked(block.issue_id)
    deleted, _ = issue.blocks.filter(pk=block.pk).delete()
    return _written(issue, actor) if deleted else issue


@transaction.atomic
def move_block(*, block: Block, actor: User, step: int) -> Issue:
    """One place up (-1) or down (+1); at the end of the list nothing moves."""
    issue = _locked(block.issue_id)
    order = list(issue.blocks.in_order().values_list("pk", flat=True))
    if block.pk not in order:
        raise Conflict(None)
    old = order.index(block.pk)
    new = max(0, min(len(order) - 1, old + step))
    order.insert(new, order.pop(old))
    return _put_in_order(issue, actor, order)


@transaction.atomic
def order_blocks(*, issue: Issue, actor: User, order: Sequence[int]) -> Issue:
    """The whole order at once; refused when it does not name the blocks there are now."""
    issue = _locked(issue.pk)
    if sorted(order) != sorted(issue.blocks.values_list("pk", flat=True)):
        raise Conflict(issue)
    return _put_in_order(issue, actor, order)


def _locked(issue_id: int) -> Issue:
    """The row, ours until the end of the transaction; refuses what may no longer change."""
    issue = Issue.objects.select_for_update(no_key=True).get(pk=issue_id)
    if not issue.is_editable():
        raise FlashError(f"Le {issue} est {issue.get_state_display()} : son contenu ne change plus.")
    return issue


def _fill(block: Block, content: BlockContent) -> None:
    values: dict[str, Any] = {name: getattr(content, name) for name in BlockContent.__dataclass_fields__}
    values |= {"text": clean(content.text), "territories": sorted(content.territories)}
    values["specialities"] = sorted(content.specialities)
    for name, value in values.items():
        setattr(block, name, value)
    block.save()


def _put_in_order(issue: Issue, actor: User, order: Sequence[int]) -> Issue:
    places = {pk: place for place, pk in enumerate(order)}
    moved = [block for block in issue.blocks.all() if block.position != places[block.pk]]
    for block in moved:
        block.position = places[block.pk]
    Block.objects.bulk_update(moved, ["position"])
    return _written(issue, actor) if moved else issue


def _written(issue: Issue, actor: User) -> Issue:
    """One version more; an approval given to other words is void."""
    was_approved = issue.state == Issue.State.APPROVED
    if was_approved:
        issue.state = Issue.State.DRAFT
        issue.approved_by, issue.approved_at, issue.content_hash = None, None, ""
    issue.version += 1
    issue.save()
    audit.record(actor=actor, verb="flash.write", target=issue, version=issue.version, approval_void=was_approved)
    return issue
