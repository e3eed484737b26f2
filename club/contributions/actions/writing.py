"""A supplier or its agency writes a contribution and hands it in."""

import hashlib
import json
from datetime import datetime
from typing import IO

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from club.contributions.actions import calling
from club.contributions.content import Content, content_of
from club.contributions.errors import ContributionError
from club.contributions.models import Call, Submission, Version
from club.core import audit
from club.core.storage import PrivateStorage
from members.models import Organisation, User
from newsletters.models import Slot

State = Submission.State
WRITABLE = (State.DRAFT, State.RETURNED, State.PROPOSED)
MOST_BYTES = 15 * 1024 * 1024
BEGINNING = 1024  # bytes before which a PDF says that it is one (ISO 32000-1, annex H)


class Conflict(ContributionError):
    """Somebody else wrote the same contribution since it was read. ``current``: as it is now."""

    def __init__(self, current: Submission) -> None:
        super().__init__("Quelqu’un d’autre a modifié ce contenu pendant que vous écriviez.")
        self.current = current


def fingerprint(submission: Submission) -> str:
    """What a form says it has read; changes with any of the words the form shows."""
    facts = json.dumps([content_of(submission).frozen(), submission.wished_id])
    return hashlib.sha256(facts.encode()).hexdigest()[:24]


@transaction.atomic
def begin(
    *, supplier: Organisation, author: User, content: Content, call: Call | None = None, wished: Slot | None = None
) -> Submission:
    """A new draft."""
    coming = call.slot if call and call.slot.due_at > timezone.now() else None
    row = Submission(supplier=supplier, author=author, call=call, wished=wished or coming)
    _fill(row, content)
    row.save()
    return row


@transaction.atomic
def write(*, submission: Submission, seen: str, content: Content, wished: Slot | None) -> Submission:
    """Keep what was written, complete or not; what the Club is reading no longer changes."""
    row = _locked(submission)
    if row.state not in WRITABLE:
        raise ContributionError(f"Ce contenu est {row.get_state_display()}\u00a0: il ne se modifie plus ici.")
    if seen != fingerprint(row):
        raise Conflict(row)
    _fill(row, content)
    if row.state != State.DRAFT and (missing := content_of(row).unfit()):
        raise ContributionError(" ".join(missing))
    row.wished = wished
    row.save()
    return row


@transaction.atomic
def hand_in(*, submission: Submission, by: User, now: datetime | None = None) -> Submission:
    """To the Club, its words frozen in a version; answers the open calls. Twice hands it in once."""
    row = _locked(submission)
    if row.state == State.SUBMITTED:
        return row
    if row.state not in WRITABLE:
        raise ContributionError(f"Ce contenu est {row.get_state_display()}\u00a0: il ne se remet plus.")
    content = content_of(row)
    if missing := content.missing():
        raise ContributionError(" ".join(missing))
    freeze(row, content, side=Version.Side.SUPPLIER, by=by)
    now = now or timezone.now()
    row.state, row.submitted_at, row.remark = State.SUBMITTED, now, ""
    row.save()
    answer_calls(row, by, now)
    audit.record(actor=by, verb="contribution.hand_in", target=row)
    return row


@transaction.atomic
def withdraw(*, submission: Submission, by: User) -> Submission:
    """The supplier takes it back, as long as no issue has sent it. Twice changes nothing."""
    row = _locked(submission)
    if row.state == State.WITHDRAWN:
        return row
    if row.state == State.REFUSED:
        raise ContributionError("Ce contenu est refusé\u00a0: il n’y a rien à retirer.")
    if row.placements.standing().exists():
        raise ContributionError("Ce contenu est placé dans un Flash info\u00a0: demandez au Club de l’en retirer.")
    if row.is_published():
        raise ContributionError("Ce contenu est publié dans les ressources\u00a0: demandez au Club de l’en retirer.")
    row.state = State.WITHDRAWN
    if not row.image_alt:
        row.image = ""  # a draft may hold an image that nobody described yet; nothing else does
    row.save()
    calling.reopen(supplier=row.supplier)
    audit.record(actor=by, verb="contribution.withdraw", target=row)
    return row


@transaction.atomic
def reuse(*, submission: Submission, by: User) -> Submission:
    """A draft with the same words, to be brought up to date."""
    return begin(supplier=submission.supplier, author=by, content=content_of(submission))


def store_file(upload: IO[bytes]) -> str:
    """The name under which a PDF is kept; the same file is kept once. Raises ContributionError for anything else."""
    data = upload.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ContributionError("Ce document dépasse 15 Mo\u00a0: allégez-le avant de l’envoyer.")
    if b"%PDF-" not in data[:BEGINNING]:
        raise ContributionError("Ce document n’est pas un PDF\u00a0: enregistrez-le au format PDF.")
    storage, name = PrivateStorage(), f"contributions/{hashlib.sha256(data).hexdigest()[:32]}.pdf"
    return name if storage.exists(name) else storage.save(name, ContentFile(data))


def freeze(row: Submission, content: Content, *, side: str, by: User, note: str = "") -> Version:
    """The next version, with these words; the row is locked by whoever calls."""
    last = row.versions.first()
    number = last.number + 1 if last else 1
    return Version.objects.create(
        submission=row, number=number, content=content.frozen(), side=side, by=by, note=note.strip()[:300]
    )


def answer_calls(row: Submission, by: User, now: datetime) -> None:
    """Content came: its own call, whatever it was settled as, and those it answers. What has left stays as it was."""
    ahead = Call.objects.filter(supplier=row.supplier_id, slot__due_at__gt=now)
    asked = ahead.filter(Q(pk=row.call_id) | Q(state=Call.State.OPEN)).exclude(state=Call.State.ANSWERED)
    mine = Submission.objects.filter(pk=row.pk)
    answered = [call.pk for call in asked.select_related("slot") if mine.answering(call.slot).exists()]
    Call.objects.filter(pk__in=answered).update(state=Call.State.ANSWERED, settled_at=now, settled_by=by)


def _locked(submission: Submission) -> Submission:
    return Submission.objects.select_for_update(no_key=True, of=("self",)).get(pk=submission.pk)


def _fill(row: Submission, content: Content) -> None:
    tidied = content.tidied()
    if too_long := tidied.too_long():
        raise ContributionError(" ".join(too_long))
    for name, value in tidied.as_dict().items():
        setattr(row, name, value)
