"""Proposals: prepared, discounted, sent with figures frozen in a PDF, taken back. Accepting: ``acceptance``."""

from datetime import date

import structlog
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from club.core import audit
from club.core.errors import ClubError
from members import pricing
from members.billing import emails, files, offer
from members.billing.actions.acceptance import accept
from members.billing.actions.activation import activate
from members.billing.actions.drafts import VALID_FOR, Terms, locked, new, prepare, tax_where_the_payer_is, terms_of
from members.billing.models import Proposal
from members.models import Affiliation, Application, Organisation, User
from members.pricing import Choice

__all__ = [
    "Terms",
    "accept",
    "activate",
    "addressee",
    "approve_discount",
    "decline",
    "expire",
    "prepare",
    "propose",
    "reopen",
    "resend",
    "send",
    "terms_of",
    "withdraw",
    "withdraw_of_leaver",
]

logger = structlog.get_logger(__name__)

State = Proposal.State
BROKEN = (IntegrityError, OperationalError)
"""What the database may refuse of one row: the others of a run go on."""
ROLES_WRITTEN_TO = (Affiliation.Role.SIGNATORY, Affiliation.Role.ADMINISTRATOR, Affiliation.Role.EXECUTIVE)


@transaction.atomic
def propose(*, application: Application, by: User | None, on: date | None = None) -> Proposal:
    """The draft proposal of an admitted application, at the options and versions chosen; twice gives the same."""
    on = on or timezone.localdate()
    row = Application.objects.select_for_update(no_key=True, of=("self",)).get(pk=application.pk)
    made = Proposal.objects.filter(application=row).first()
    if made:
        return made
    if row.state != Application.State.ADMITTED or row.organisation is None:
        raise ClubError("Cette demande n’est pas admise\u00a0: il n’y a rien à proposer encore.")
    choices = [Choice(line.version, line.quantity) for line in row.lines.select_related("version__option")]
    proposal = new(
        kind=Proposal.Kind.JOINING,
        organisation=row.organisation,
        choices=choices,
        starts_on=row.starts_on,
        ends_on=pricing.term_end(starts_on=row.starts_on, year=row.year, years=row.years),
        year=row.year,
        seats=max(row.people.count(), 1),
        order_number=row.order_number,
        application=row,
        by=by,
        on=on,
    )
    audit.record(actor=by, verb="proposal.prepare", target=proposal)
    return proposal


@transaction.atomic
def approve_discount(*, proposal: Proposal, by: User) -> Proposal:
    """The direction grants the discount; never whoever prepared it."""
    row = locked(proposal)
    if not row.is_changeable or not row.waits_for_approval:
        raise ClubError("Aucune remise n’attend d’accord ici.")
    if by.pk == row.prepared_by_id:
        raise ClubError(
            "Vous avez préparé cette proposition\u00a0: un autre membre de la direction accorde la remise."
        )
    row.discount_approved_by = by
    row.save(update_fields=["discount_approved_by"])
    audit.record(actor=by, verb="proposal.approve_discount", target=row, discount=str(row.discount))
    return row


@transaction.atomic
def send(*, proposal: Proposal, by: User | None, to: str = "", on: date | None = None) -> Proposal:
    """Freeze the figures in a PDF and mail the link; sent twice, it leaves once."""
    row = locked(proposal)
    if row.state == State.SENT:
        return row
    if not row.is_changeable:
        raise ClubError("Cette proposition n’est plus en préparation.")
    if row.waits_for_approval:
        raise ClubError("La direction doit accorder la remise avant l’envoi.")
    if row.valid_until < (on or timezone.localdate()):
        raise ClubError("La date de validité est passée\u00a0: choisissez-en une autre.")
    row.sent_to = to or addressee(row)
    if not row.sent_to:
        raise ClubError("Personne à qui l’envoyer\u00a0: donnez une adresse.")
    row.state, row.sent_at = State.SENT, timezone.now()
    tax_where_the_payer_is(row)
    freeze(row)
    row.save()
    emails.proposal(row)
    audit.record(actor=by, verb="proposal.send", target=row, document=row.pdf_sha256)
    return row


def freeze(row: Proposal) -> None:
    """The PDF of the figures as they stand, on disk under its hash; the caller saves the row."""
    row.pdf_sha256 = files.keep(offer.pdf(row))


def addressee(proposal: Proposal) -> str:
    """Who signs for the organisation: a person announced in the application, else a representative."""
    if proposal.application:
        people = list(proposal.application.people.all())
        by_role = [person for role in ROLES_WRITTEN_TO for person in people if role in person.roles]
        return next((person.email for person in [*by_role, *people]), "")
    current = list(proposal.organisation.affiliations.current().select_related("person").order_by("starts_on", "pk"))
    held = [a for role in ROLES_WRITTEN_TO for a in current if role in a.roles and a.person.is_active]
    return held[0].person.email if held else ""


@transaction.atomic
def resend(*, proposal: Proposal, by: User, to: str) -> Proposal:
    """Mail the link again, to the same address or another."""
    row = locked(proposal)
    if not row.is_open():
        raise ClubError("Cette proposition n’attend plus de réponse\u00a0: son lien n’ouvre rien.")
    row.sent_to = to or row.sent_to
    row.save(update_fields=["sent_to"])
    emails.proposal(row, again=timezone.now())
    audit.record(actor=by, verb="proposal.resend", target=row)
    return row


@transaction.atomic
def decline(*, proposal: Proposal, reason: str, by: User | None = None) -> Proposal:
    """The organisation says no, by the link (``by`` None) or to staff. Twice is once."""
    row = locked(proposal)
    if row.state == State.DECLINED:
        return row
    if row.state != State.SENT:
        raise ClubError("Cette proposition n’attend plus de réponse.")
    return _give_up(row, State.DECLINED, by, "proposal.decline", reason)


@transaction.atomic
def withdraw(*, proposal: Proposal, by: User, reason: str = "") -> Proposal:
    """The Club takes back what nobody has accepted."""
    row = locked(proposal)
    if row.state not in (State.DRAFT, State.SENT):
        raise ClubError("Une proposition acceptée ne se retire plus.")
    return _give_up(row, State.WITHDRAWN, by, "proposal.withdraw", reason)


@transaction.atomic
def withdraw_of_leaver(organisation: Organisation, effective_on: date, reason: str, by: User) -> bool:
    """An organisation leaves: what it was offered, or accepted, for that day or later never begins; whether any was.

    Nor does what should have begun already: it waited for an answer, or for somebody to begin it late.
    """
    late = Q(starts_on__lt=timezone.localdate()) & ~Q(kind=Proposal.Kind.CHANGE)
    never = Q(starts_on__gte=effective_on) | late
    rows = Proposal.objects.living().filter(never, organisation=organisation).order_by("pk")
    taken = [
        _give_up(row, State.WITHDRAWN, by, "proposal.withdraw", reason)
        for row in rows.select_for_update(no_key=True, of=("self",))
    ]
    return bool(taken)


def expire(*, on: date | None = None) -> int:
    """Proposals whose last day is past and that nobody answered, each in its own transaction; gives their number."""
    count = 0
    for row in Proposal.objects.unanswered(on):
        try:
            count += _expire(row, on)
        except BROKEN:
            logger.exception("proposal_not_expired", proposal=row.pk)
    return count


@transaction.atomic
def _expire(row: Proposal, on: date | None) -> bool:
    """Whether it still waited under its lock."""
    waiting = Proposal.objects.unanswered(on).select_for_update(no_key=True, of=("self",))
    if found := waiting.filter(pk=row.pk).first():
        _give_up(found, State.EXPIRED, None, "proposal.expire", "")
    return found is not None


@transaction.atomic
def reopen(*, proposal: Proposal, by: User, on: date | None = None) -> Proposal:
    """Prepare again what was refused, left unanswered or withdrawn; its link opens nothing until it is sent."""
    row = locked(proposal)
    if row.state not in (State.DECLINED, State.EXPIRED, State.WITHDRAWN):
        raise ClubError("Cette proposition n’est pas à reprendre.")
    row.state, row.declined_reason, row.pdf_sha256, row.sent_at = State.DRAFT, "", "", None
    row.valid_until = (on or timezone.localdate()) + VALID_FOR
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ClubError("Une autre proposition de renouvellement est en cours pour cette adhésion.") from error
    audit.record(actor=by, verb="proposal.reopen", target=row)
    return row


def _give_up(row: Proposal, state: State, by: User | None, verb: str, reason: str) -> Proposal:
    row.state, row.declined_reason = state, reason.strip()[:200]
    row.save(update_fields=["state", "declined_reason"])
    audit.record(actor=by, verb=verb, target=row)
    return row
