"""What came back from the past issue: addresses gone, full boxes, refusals about us, two complaints, a reply."""

import random
from datetime import datetime, timedelta

from club.demo import accounts
from members.models import User
from newsletters import links
from newsletters.actions import reactivating, receiving, returns
from newsletters.errors import FlashError
from newsletters.models import Delivery, Issue

RETURNED = [  # how many, code, server ("" is the recipient's domain), its words
    (11, "5.1.1", "", "550 5.1.1 Recipient address rejected: User unknown in virtual mailbox table"),
    (2, "5.1.10", "", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found by SMTP address lookup"),
    (9, "5.2.2", "", "552 5.2.2 Mailbox full"),
    (4, "4.4.1", "", "Connection timed out"),
    (2, "5.7.1", "filtre.messagerie.example", "554 5.7.1 Service unavailable; client host blocked by policy"),
]
COMPLAINTS = 2
REPLY = """From: {name} <{address}>
To: <{envelope}>
Subject: Re: {subject}
Date: {date:%a, %d %b %Y %H:%M:%S +0000}
Content-Type: text/plain; charset=utf-8

Bonjour,

Je change de poste le mois prochain, ma collègue prendra la suite. À qui dois-je l’écrire ?
"""


def bring_back(*, issue: Issue, left_at: datetime, by: User) -> None:
    """Through the same actions as a mailbox; two readers are asked to confirm their address."""
    chance = random.Random(issue.number)  # noqa: S311 - of its own: what is drawn later stays the same
    drawn = iter(_some(issue, sum(number for number, *_ in RETURNED) + COMPLAINTS + 1, chance))
    for number, code, server, words in RETURNED:
        for _ in range(number):
            row = next(drawn)
            at = left_at + timedelta(minutes=chance.randint(2, 3000))
            told = {"server": server or f"mx.{row.address.rpartition('@')[2]}", "words": words, "by": "imap"}
            returns.note_bounce(delivery=row, code=code, at=at, **told)
            if code == "5.1.10" and row.contact is not None:
                _ask(row.contact, by)
    for _ in range(COMPLAINTS):
        at = left_at + timedelta(hours=chance.randint(3, 90))
        returns.note_complaint(delivery=next(drawn), at=at, server="fbl.operateur.example", by="imap")
    _reply(next(drawn), left_at)


def _some(issue: Issue, wanted: int, chance: random.Random) -> list[Delivery]:
    """Readers whom nothing else happened to, without the accounts lent to visitors."""
    reached = Delivery.objects.of(issue).filter(state=Delivery.State.SENT, events=None, contact__is_active=True)
    lent = [account.email for account in accounts.PORTAL]
    ids = list(reached.exclude(contact__email__in=lent).order_by("pk").values_list("pk", flat=True))
    rows = Delivery.objects.select_related("contact", "issue").filter(pk__in=chance.sample(ids, wanted))
    return list(rows.order_by("pk"))


def _ask(contact: User, by: User) -> None:
    try:
        reactivating.ask(contact=contact, address=contact.email, by=by)
    except FlashError:  # this reader refuses mail, or the address cannot be written to
        return


def _reply(row: Delivery, left_at: datetime) -> None:
    raw = REPLY.format(
        name=row.contact,
        address=row.address,
        envelope=links.envelope_sender(row.pk),
        subject=row.issue.subject,
        date=left_at + timedelta(hours=5),
    ).encode()
    receiving.receive(raw=raw, size=len(raw), mailbox="imap")
