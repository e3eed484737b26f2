"""A document that cannot be issued yet waits as a draft: what it bills has begun, and nobody throws it away."""

from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import override_settings

from club.core.errors import ClubError
from club.core.models import AuditEntry
from members.billing import document_console
from members.billing.actions import documents, proposals
from members.billing.models import Document, Payer
from tests.billing.test_changes import DAY, apply, change, upgrade
from tests.factories import make_staff
from tests.proposal_factories import PDF, accepted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_june():
    with time_machine.travel("2026-06-15 10:00 +02:00", tick=False):
        yield


@pytest.mark.parametrize("lacks", [{"address": ""}, {"wants_order_number": True}])
def test_change_waits_for_no_document(lacks: dict[str, Any]) -> None:
    """As a term that begins: options and rights change on their day, what lacks something stays a draft."""
    term, _, full = upgrade(opens="acceptance")
    Payer.objects.filter(organisation=term.organisation).update(**lacks)
    apply(change(term, full))
    assert [line.version for line in term.lines.running(DAY)] == [full]
    draft = Document.objects.unissued().get()
    assert (draft.kind, draft.membership, draft.number) == ("invoice", term, None)
    assert Document.objects.issued().get(kind="credit_note").total == Decimal("3629.59")
    assert AuditEntry.objects.filter(verb="document.wait").count() == 1
    (waits,) = document_console.drafts()
    assert str(draft.pk) in waits.url
    with pytest.raises(ClubError, match="rien d’autre ne ferait ce document"):
        documents.discard(document=draft, by=make_staff())
    Payer.objects.filter(organisation=term.organisation).update(address="3 place du Marché")
    documents.note_order_number(document=draft, order_number="BC-9", by=make_staff())
    assert documents.issue(document=draft, by=make_staff()).number


def test_credit_note_of_a_change_that_cannot_be_issued_waits_too() -> None:
    term, _, full = upgrade()
    row = accepted(
        proposals.send(proposal=change(term, full), by=None, to="anne@exemple.example"), means="form", file=PDF
    )
    with override_settings(SELLER=settings.SELLER | {"siren": ""}):
        proposals.activate(proposal=row, by=None)
    assert sorted(Document.objects.unissued().values_list("kind", flat=True)) == ["credit_note", "invoice"]
    note = Document.objects.unissued().get(kind="credit_note")
    with pytest.raises(ClubError, match="rien d’autre"):
        documents.discard(document=note, by=make_staff())
    by_hand = documents.credit(document=note.cites, reason="Geste", by=make_staff())
    documents.discard(document=by_hand, by=make_staff())
    for document in Document.objects.unissued():
        documents.issue(document=document, by=make_staff())
    assert Document.objects.issued().count() == 3


def test_credit_note_by_hand_on_a_change_s_invoice_may_be_thrown_away() -> None:
    term, _, full = upgrade()
    apply(change(term, full))
    invoice = Document.objects.due().latest("pk")
    note = documents.credit(document=invoice, reason="Geste", by=make_staff())
    assert list(Document.objects.unissued()) == []
    documents.discard(document=note, by=make_staff())
    assert not Document.objects.filter(number=None).exists()
