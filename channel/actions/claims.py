"""« Réclamer cette fiche »: proved by a link mailed to the firm's own domain or to a known contact, else judged by
the team. Whoever is accepted becomes a contact of the firm and writes its listing in the portal.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone

from channel import emails
from channel.models import Claim, Expert, ExpertContact
from club.core import audit
from club.core.errors import ClubError
from members.addresses import normalise
from members.models import User

LINK_LIFE = timedelta(days=7)
KEPT = timedelta(days=365)
PUBLIC_MAIL = (
    *("gmail.com", "orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "bbox.fr", "laposte.net", "neuf.fr"),
    *("yahoo.fr", "yahoo.com", "hotmail.fr", "hotmail.com", "outlook.fr", "outlook.com", "live.fr"),
    *("icloud.com", "proton.me", "protonmail.com", "gmx.fr", "aol.com", "numericable.fr"),
)
"""Mailboxes of everybody: their domain proves nothing."""


class ClaimOver(ClubError):
    """The link has served, or the team has decided meanwhile."""


def proof_of(expert: Expert, email: str) -> str:
    """How a link mailed to ``email`` would prove that its reader is of the firm; empty: it would not."""
    address = normalise(email)
    if expert.contacts.filter(person__email=address, person__is_active=True).exists():
        return Claim.Proof.CONTACT
    domain = address.rpartition("@")[2]
    host = (urlsplit(expert.website).hostname or "").removeprefix("www.")
    own = domain == host and domain not in PUBLIC_MAIL
    return Claim.Proof.DOMAIN if own else Claim.Proof.NONE


@transaction.atomic
def claim(*, expert: Expert, first_name: str, last_name: str, job_title: str, email: str, words: str) -> Claim:
    """The same person asking again while it waits, at the same moment even, changes nothing."""
    said = {"first_name": first_name, "last_name": last_name, "job_title": job_title, "words": words}
    row, is_new = Claim.objects.waiting().get_or_create(
        expert=expert, email=normalise(email), defaults=said | {"proof": proof_of(expert, email)}
    )
    if is_new and row.proof:
        emails.prove_claim(row)
    return row


def is_provable(row: Claim) -> bool:
    """The link serves while the claim waits, for a week, and only if it still proves something."""
    waits = row.state == Claim.State.ASKED and row.asked_at > timezone.now() - LINK_LIFE
    return waits and bool(row.proof) and proof_of(row.expert, row.email) != Claim.Proof.NONE


def prove(*, claim: Claim) -> ExpertContact:
    """The link was used: its reader is of the firm."""
    if not is_provable(claim):
        raise ClaimOver("Ce lien a déjà servi, ou il a plus de sept jours.")
    return _accept(claim, by=None)


def accept(*, claim: Claim, by: User) -> ExpertContact:
    """The team verified it otherwise."""
    return _accept(claim, by=by)


@transaction.atomic
def refuse(*, claim: Claim, reason: str, by: User) -> None:
    if not reason.strip():
        raise ClubError("Dites pourquoi : la personne lit ce motif.")
    _settle(claim, Claim.State.REFUSED, by, reason=reason.strip())
    claim.reason = reason.strip()
    emails.claim_refused(claim)
    audit.record(actor=by, verb="claim.refuse", target=claim)


@transaction.atomic
def _accept(claim: Claim, *, by: User | None) -> ExpertContact:
    _settle(claim, Claim.State.ACCEPTED, by)
    person = _person(claim)
    first = not claim.expert.contacts.filter(person__is_active=True).exists()
    contact, _ = ExpertContact.objects.get_or_create(
        expert=claim.expert, person=person, defaults={"job_title": claim.job_title, "is_main": first}
    )
    emails.claim_accepted(claim, person)
    audit.record(actor=by or person, verb="claim.accept", target=claim, proved=by is None)
    return contact


def _settle(claim: Claim, state: str, by: User | None, **fields: str) -> None:
    settled = {"state": state, "settled_at": timezone.now(), "settled_by": by, **fields}
    if not Claim.objects.waiting().filter(pk=claim.pk).update(**settled):
        raise ClaimOver("Cette demande a déjà été réglée.")


def _person(claim: Claim) -> User:
    """Whoever bears the address already, else somebody new, who enters by a mailed code."""
    known = User.objects.filter(email=normalise(claim.email)).first()
    if known is not None and not known.is_active:
        raise ClubError("Le compte de cette adresse est fermé : l’équipe doit d’abord le rouvrir.")
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return User.objects.create_user(claim.email, first_name=claim.first_name, last_name=claim.last_name)
    except IntegrityError:  # made meanwhile
        return User.objects.get(email=normalise(claim.email))


def forget_claims() -> int:
    """Claims settled a year ago go with what they say of people; gives how many."""
    return Claim.objects.filter(settled_at__lt=timezone.now() - KEPT).delete()[0]
