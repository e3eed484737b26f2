"""Accepting a proposal, with evidence: by the link and a code mailed first, by a signed paper, or in the portal.

The evidence says who, in which capacity, with which words, for which file, and how the address was proved.
eIDAS *simple*: it claims no more.
"""

import hmac
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from club.core import audit, limits
from club.core.errors import ClubError
from members.addresses import normalise
from members.billing import emails, files
from members.billing.actions.drafts import locked
from members.billing.consent import authority_words, consent_words
from members.billing.models import AcceptanceCode, Proposal
from members.models import User

State, Means = Proposal.State, Proposal.Means
CODE_LIFE = timedelta(minutes=20)
CODES_KEPT = timedelta(days=30)
MOST_TRIES = 5
CODES_PER_PROPOSAL, CODES_PER_ADDRESS, CODES_PER_CONNECTION = 6, 4, 20  # an hour
MOST_BYTES = 10 * 1024 * 1024
PAPER = (Means.FORM, Means.ORDER)


def ask_code(*, proposal: Proposal, email: str, connection: str) -> None:
    """Mail a one-time code to the address that is about to accept. Call it outside a transaction (limits)."""
    if not proposal.is_open():
        raise ClubError(closed_words(proposal))
    kept = [
        (f"acceptance:{proposal.pk}", CODES_PER_PROPOSAL),
        (f"acceptance:{normalise(email)}", CODES_PER_ADDRESS),
        (f"acceptance-from:{connection}", CODES_PER_CONNECTION),
    ]
    counted = [limits.allow(key, limit=limit, per=limits.HOUR) for key, limit in kept]
    if not all(counted):
        raise ClubError("Trop de codes ont été demandés\u00a0: réessayez dans une heure, ou appelez-nous.")
    code, now = f"{secrets.randbelow(1_000_000):06d}", timezone.now()
    with transaction.atomic():
        row = AcceptanceCode.objects.create(
            proposal=proposal,
            email=normalise(email),
            code_hash=_hashed(proposal.pk, email, code),
            sent_at=now,
            expires_at=now + CODE_LIFE,
        )
        emails.acceptance_code(row, code=code, life=CODE_LIFE)


def prove(*, proposal: Proposal, email: str, code: str) -> AcceptanceCode:
    """The latest code of this address, typed right; each try counts, whatever follows."""
    now = timezone.now()
    latest = AcceptanceCode.objects.filter(proposal=proposal, email=normalise(email)).first()
    if latest is None:
        raise ClubError("Demandez d’abord un code à cette adresse.")
    usable = AcceptanceCode.objects.filter(pk=latest.pk, proved_at=None, expires_at__gt=now, tries__lt=MOST_TRIES)
    if not usable.update(tries=F("tries") + 1):
        raise ClubError("Ce code ne sert plus\u00a0: demandez-en un autre.")
    if not hmac.compare_digest(latest.code_hash, _hashed(proposal.pk, email, "".join(code.split()))):
        raise ClubError("Ce code ne convient pas. Vérifiez-le, ou demandez-en un autre.")
    return latest


def forget_codes(on: date | None = None) -> int:
    """Delete codes that proved nothing after a month: they hold an address that somebody only typed."""
    limit = (on or timezone.localdate()) - CODES_KEPT
    return AcceptanceCode.objects.filter(proved_at=None, sent_at__date__lt=limit).delete()[0]


def accept_by_link(
    *, proposal: Proposal, name: str, title: str, email: str, code: str, document: str, order_number: str = ""
) -> Proposal:
    """Whoever has the link, proves an address and says to be entitled, accepts the file shown (``document``)."""
    if proposal.is_settled:
        return proposal
    if not proposal.is_open():
        raise ClubError(closed_words(proposal))
    proved = prove(proposal=proposal, email=email, code=code)
    with transaction.atomic():
        now = timezone.now()
        used = AcceptanceCode.objects.filter(pk=proved.pk, proved_at=None).update(proved_at=now)
        row = locked(proposal)
        if row.is_settled:
            return row
        if not used:
            raise ClubError("Ce code ne sert plus\u00a0: demandez-en un autre.")
        if row.pdf_sha256 != document:
            raise ClubError("La proposition a changé depuis que vous l’avez lue\u00a0: relisez-la avant d’accepter.")
        evidence = {"code": {"sent_at": proved.sent_at.isoformat(), "proved_at": now.isoformat()}}
        return accept(
            proposal=row,
            name=name,
            title=title,
            email=proved.email,
            means=Means.LINK,
            evidence=evidence,
            order_number=order_number,
        )


@transaction.atomic
def accept(
    *,
    proposal: Proposal,
    name: str,
    title: str,
    email: str,
    means: str,
    evidence: Mapping[str, Any] | None = None,
    file: bytes | None = None,
    order_number: str = "",
    by: User | None = None,
    on: date | None = None,
) -> Proposal:
    """Note the acceptance, once. On paper ``file`` is the signed form or the order; ``by`` is who acted here."""
    row = locked(proposal)
    if row.is_settled:
        return row
    if row.state != State.SENT or (means not in PAPER and not row.is_open(on)):
        raise ClubError(closed_words(row))
    if not name.strip():
        raise ClubError("Dites qui accepte.")
    if means in PAPER:
        if file is None:
            raise ClubError("Joignez le document reçu, en PDF.")
        row.evidence_sha256 = files.keep(checked_pdf(file))
    now = timezone.now()
    row.state, row.accepted_at, row.accepted_means = State.ACCEPTED, now, means
    row.accepted_by_name, row.accepted_by_title, row.accepted_by_email = name.strip(), title.strip(), email
    row.order_number = order_number.strip() or row.order_number
    words = [] if means in PAPER else [authority_words(row), consent_words(row)]
    row.evidence = {"document": row.pdf_sha256, "words": words, "at": now.isoformat(), **(evidence or {})}
    row.save()
    audit.record(actor=by, verb="proposal.accept", target=row, means=means, document=row.pdf_sha256)
    return row


def checked_pdf(content: bytes) -> bytes:
    """The bytes received, if they are a PDF of a bearable size."""
    if len(content) > MOST_BYTES:
        raise ClubError("Ce fichier dépasse 10 Mo.")
    if not content.startswith(b"%PDF-"):
        raise ClubError("Ce fichier n’est pas un PDF.")
    return content


def closed_words(proposal: Proposal) -> str:
    """Why a proposal cannot be accepted."""
    if proposal.is_settled:
        return "Cette proposition est déjà acceptée."
    if proposal.state == State.SENT:
        return "Le délai pour accepter est passé\u00a0: écrivez-nous, nous en préparons une autre."
    return "Cette proposition n’est plus ouverte\u00a0: écrivez-nous."


def _hashed(proposal_id: int, email: str, code: str) -> str:
    return salted_hmac(
        "billing.acceptance", f"{proposal_id}:{normalise(email)}:{code}", algorithm="sha256"
    ).hexdigest()
