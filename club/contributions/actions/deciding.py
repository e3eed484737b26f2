"""The Club reads a contribution: accepts it, proposes other words, asks for it again, refuses it."""

from django.db import transaction
from django.utils import timezone

from club.contributions import emails
from club.contributions.actions.writing import answer_calls, begin, freeze
from club.contributions.content import Content, content_of, thaw
from club.contributions.errors import ContributionError
from club.contributions.models import Call, Submission, Version
from club.core import audit
from members.models import Organisation, User

State = Submission.State


@transaction.atomic
def accept(*, submission: Submission, by: User, seen: int) -> Submission:
    """As it was handed in; it may now be placed or published. ``seen``: the version that was read, and no other."""
    row = _read(submission, State.SUBMITTED, seen=seen)
    row.state, row.remark = State.ACCEPTED, ""
    return _decided(row, by, "accept")


@transaction.atomic
def send_back(*, submission: Submission, by: User, seen: int, remark: str) -> Submission:
    """To be taken up again by the supplier, who is told what to change."""
    row = _read(submission, State.SUBMITTED, State.ACCEPTED, seen=seen)
    _stands_nowhere(row)
    row.state, row.remark = State.RETURNED, _said(remark, "Dites ce qui est à reprendre.")
    return _decided(row, by, "send_back")


@transaction.atomic
def refuse(*, submission: Submission, by: User, seen: int, reason: str) -> Submission:
    row = _read(submission, State.SUBMITTED, seen=seen)
    row.state, row.remark = State.REFUSED, _said(reason, "Dites pourquoi ce contenu est refusé.")
    return _decided(row, by, "refuse")


@transaction.atomic
def propose(*, submission: Submission, by: User, seen: int, content: Content, note: str = "") -> Submission:
    """The Club's own words, shown to the supplier beside its own; nothing is placed until it agrees."""
    row = _read(submission, State.SUBMITTED, State.ACCEPTED, seen=seen)
    _stands_nowhere(row)
    proposed = content.tidied()
    if missing := proposed.missing():
        raise ContributionError(" ".join(missing))
    if proposed.frozen() == content_of(row).frozen():
        raise ContributionError("Vous n’avez rien changé\u00a0: acceptez ce contenu tel quel.")
    for name, value in proposed.as_dict().items():
        setattr(row, name, value)
    freeze(row, proposed, side=Version.Side.CLUB, by=by, note=note)
    row.state, row.remark = State.PROPOSED, note.strip()[:600]
    return _decided(row, by, "propose")


@transaction.atomic
def write_for(*, supplier: Organisation, by: User, content: Content, note: str, call: Call | None) -> Submission:
    """What the Club wrote from a supplier's material; like any words of the Club it waits for the supplier."""
    written = content.tidied()
    if missing := written.missing():
        raise ContributionError(" ".join(missing))
    row = begin(supplier=supplier, author=by, content=written, call=call)
    freeze(row, written, side=Version.Side.CLUB, by=by, note=note)
    row.state, row.submitted_at = State.SUBMITTED, timezone.now()
    row.save()
    answer_calls(row, by, row.submitted_at)
    row.state, row.remark = State.PROPOSED, note.strip()[:600]
    return _decided(row, by, "write_for")


@transaction.atomic
def agree(*, submission: Submission, by: User, seen: int) -> Submission:
    """The supplier agrees to the Club’s words, version ``seen`` and no other; they replace what it had begun."""
    row = _read(submission, State.PROPOSED, seen=seen)
    version = row.versions.get(number=seen)
    for name, value in thaw(version.content).as_dict().items():
        setattr(row, name, value)
    version.agreed_by, version.agreed_at = by, timezone.now()
    version.save(update_fields=["agreed_by", "agreed_at"])
    row.state = State.ACCEPTED
    row.save()
    audit.record(actor=by, verb="contribution.agree", target=row, version=seen)
    return row


def _read(submission: Submission, *states: str, seen: int) -> Submission:
    """The row, locked; refused when its state or its words are no longer those that were read."""
    row = Submission.objects.select_for_update(no_key=True, of=("self",)).get(pk=submission.pk)
    if row.state not in states:
        raise ContributionError(f"Quelqu’un est passé avant vous\u00a0: ce contenu est {row.get_state_display()}.")
    last = row.versions.first()
    if last is None or last.number != seen:
        raise ContributionError("Ce texte a changé depuis que vous l’avez lu\u00a0: relisez-le avant de décider.")
    return row


def _stands_nowhere(row: Submission) -> None:
    if row.placements.standing().exists():
        raise ContributionError("Ce contenu est placé dans un Flash info\u00a0: retirez-l’en d’abord.")
    if row.is_published():
        raise ContributionError("Ce contenu est publié dans les ressources\u00a0: retirez-l’en d’abord.")


def _decided(row: Submission, by: User, verb: str) -> Submission:
    row.decided_by, row.decided_at = by, timezone.now()
    row.save()
    audit.record(actor=by, verb=f"contribution.{verb}", target=row)
    emails.send_decision(submission=row)
    return row


def _said(words: str, otherwise: str) -> str:
    if not words.strip():
        raise ContributionError(otherwise)
    return words.strip()[:600]
