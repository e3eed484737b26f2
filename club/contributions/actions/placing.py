"""Contributions in issues: placed before, proved and paid for with a right once sent, given back when pulled."""

from datetime import date

import structlog
from django.db import transaction
from django.utils import timezone

from club.contributions.content import Content, content_of, thaw
from club.contributions.errors import ContributionError
from club.contributions.models import Placement, Submission
from club.core import audit
from club.core.errors import ClubError
from members.actions import entitlements
from members.models import EntitlementKind, Organisation, User
from newsletters import departures
from newsletters.actions import composing
from newsletters.models import Block, Delivery, Issue

logger = structlog.get_logger(__name__)
State = Placement.State
KINDS = {Submission.Kind.PRESS_RELEASE: Block.Kind.CORPORATE, Submission.Kind.WHITE_PAPER: Block.Kind.TECHNICAL}
NEVER_SENT = [Issue.State.CANCELLED]
UNDER_WAY = [*Issue.State.editable(), Issue.State.SCHEDULED, Issue.State.SENDING, Issue.State.PAUSED]


@transaction.atomic
def place(*, submission: Submission, issue: Issue, by: User, beyond: bool = False) -> Placement:
    """A block of the issue, with the words that were agreed. ``beyond``: although no insert is left."""
    row = Submission.objects.select_for_update(no_key=True, of=("self",)).get(pk=submission.pk)
    if row.state != Submission.State.ACCEPTED:
        raise ContributionError(f"Ce contenu est {row.get_state_display()}\u00a0: il ne se place pas encore.")
    leaves_on = departures.day_of(issue)
    if row.expires_on and row.expires_on < leaves_on:
        raise ContributionError(
            "Ce contenu n’aura plus cours le jour du départ\u00a0: demandez au fournisseur de le mettre à jour."
        )
    if row.placements.standing().filter(issue=issue).exists():
        raise ContributionError(f"Ce contenu est déjà dans le {issue}.")
    supplier = Organisation.objects.select_for_update(no_key=True).get(pk=row.supplier_id)
    if not beyond and inserts_free(supplier, on=leaves_on) < 1:
        raise ContributionError(f"{supplier} n’a plus d’encart libre.")
    block = composing.add_block(issue=issue, actor=by, content=block_content(content_of(row), supplier))
    placement = Placement.objects.create(
        submission=row, version=row.versions.first(), supplier=supplier, issue=issue, block=block
    )
    audit.record(actor=by, verb="contribution.place", target=placement, issue=issue.number, beyond=beyond)
    return placement


def inserts_free(supplier: Organisation, *, on: date | None = None) -> int:
    """Inserts left for a departure on that day, today by default, without those that planned placements will use."""
    planned = Placement.objects.filter(supplier=supplier, state=State.PLANNED).count()
    return entitlements.left(supplier, EntitlementKind.INSERT, on=on) - planned


@transaction.atomic
def settle() -> int:
    """Every planned placement whose issue is over becomes sent, with its right used, or is pulled; gives how many.

    Read from rows, so that it may be knocked at any time and twice.
    """
    over = Placement.objects.filter(state=State.PLANNED).exclude(issue__state__in=UNDER_WAY, block__isnull=False)
    rows = over.select_related("issue", "submission", "supplier").order_by("pk")
    settled = 0
    for row in rows.select_for_update(no_key=True, of=("self",), skip_locked=True):
        settled += _tried(row)
    return settled


@transaction.atomic
def pull(*, placement: Placement, by: User, reason: str) -> Placement:
    """Out of the issue, or regretted after it was sent: the right is free again. Twice changes nothing."""
    row = Placement.objects.select_for_update(no_key=True, of=("self",)).get(pk=placement.pk)
    if row.state == State.PULLED:
        return row
    if not reason.strip():
        raise ContributionError("Dites pourquoi ce contenu est retiré.")
    if row.state == State.PLANNED and row.block:
        block, row.block = row.block, None
        composing.remove_block(block=block, actor=by)
    entitlements.give_back(key=row.use_key, reason=reason)
    _pulled(row, reason)
    audit.record(actor=by, verb="contribution.pull", target=row)
    return row


def block_content(content: Content, supplier: Organisation) -> composing.BlockContent:
    """The insert that a contribution makes, as it will be read."""
    shared = ("title", "text", "image", "image_alt", "link_url", "link_label", "audience")
    return composing.BlockContent(
        kind=KINDS.get(Submission.Kind(content.kind), content.kind),
        supplier=supplier,
        territories=content.territories,
        specialities=content.specialities,
        **{name: getattr(content, name) for name in shared},
    )


def agreed_content(placement: Placement) -> Content:
    """What the supplier had agreed to: the proof beside what was sent."""
    return thaw(placement.version.content)


def _tried(row: Placement) -> bool:
    """One that breaks keeps no other from being settled."""
    try:
        with transaction.atomic():
            return _settle(row)
    except Exception:
        logger.exception("placement_failed", placement=row.pk)
        return False


def _settle(row: Placement) -> bool:
    if row.block_id is None:
        _pulled(row, f"retiré du {row.issue} avant son départ")
    elif row.issue.state in NEVER_SENT and not _reached_somebody(row.issue):
        _pulled(row, f"{row.issue} annulé")
    else:
        _sent(row)
    return True


def _reached_somebody(issue: Issue) -> bool:
    """Stopped half way, it was sent all the same."""
    return Delivery.objects.of(issue).filter(state=Delivery.State.SENT).exists()


def _sent(row: Placement) -> None:
    order = list(row.issue.blocks.in_order().values_list("pk", flat=True))
    row.state, row.sent_on = State.SENT, row.issue.left_on()
    row.rank, row.out_of = order.index(row.block_id) + 1, len(order)
    row.reason = _use(row)
    row.save()


def _use(row: Placement) -> str:
    """Takes the right, beyond what is left if need be: the insert was sent. Says why when there was none to take."""
    try:
        with transaction.atomic():
            entitlements.use(
                organisation=row.supplier,
                kind=EntitlementKind.INSERT,
                key=row.use_key,
                label=f"{row.issue}\u00a0: {row.submission.title}",
                on=row.sent_on,
                overrun_by=row.issue.approved_by,
                overrun_reason=f"placé dans le {row.issue} sans encart libre",
            )
    except ClubError as error:
        return str(error)[:160]
    return ""


def _pulled(row: Placement, reason: str) -> None:
    row.state, row.pulled_at, row.reason = State.PULLED, timezone.now(), reason.strip()[:160]
    row.save()
