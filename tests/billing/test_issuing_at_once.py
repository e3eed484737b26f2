"""Several people issue at the same moment: one draft gets one number, an invoice is credited once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum

from club.core.errors import ClubError
from members.billing.actions import crediting, documents, issuing
from members.billing.actions.verifying import verify_chain
from members.billing.models import Document
from tests.billing_factories import make_document, make_draft

PEOPLE = 3


def issue_at_once(drafts: list[Document]) -> int:
    """How many got through."""

    def work(draft: Document) -> int:
        try:
            documents.issue(document=draft, by=None)
        except ClubError:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(len(drafts)) as pool:
        return sum(pool.map(work, drafts))


def test_one_draft_gets_one_number(real_database: str) -> None:
    draft = make_draft()
    assert issue_at_once([draft] * PEOPLE) == PEOPLE
    assert list(Document.objects.values_list("rank", flat=True)) == [1]


def test_drafts_get_numbers_that_follow(real_database: str) -> None:
    assert issue_at_once([make_draft() for _ in range(PEOPLE)]) == PEOPLE
    assert sorted(Document.objects.values_list("rank", flat=True)) == [1, 2, 3]
    assert verify_chain().holds


@pytest.mark.parametrize("locked", [True, False])
def test_invoice_is_credited_once(real_database: str, locked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: without the lock of the invoice everybody finds it uncredited."""
    invoice = make_document()
    notes = [documents.credit(document=invoice, reason="Erreur", by=None) for _ in range(PEOPLE)]
    barrier, check = Barrier(PEOPLE), crediting.refuse_beyond

    def all_read_first(*arguments: Any) -> None:
        check(*arguments)
        with suppress(BrokenBarrierError):
            barrier.wait(1)

    def unlocked(document: Document) -> Document:
        return Document.objects.select_related("organisation", "cites").get(pk=document.pk)

    monkeypatch.setattr(crediting, "refuse_beyond", all_read_first)
    if not locked:
        monkeypatch.setattr(issuing, "_locked", unlocked)
    issue_at_once(notes)
    credited = invoice.credit_notes.issued().aggregate(net=Sum("net"))["net"]
    assert (credited == invoice.net) is locked
    assert credited >= Decimal(6000)
