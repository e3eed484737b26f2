"""Tampering with what was issued is found, at the first document that it touches."""

from collections.abc import Callable
from io import StringIO

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from members.billing import files
from members.billing.actions.verifying import verify_chain
from members.billing.models import Counter, Document
from tests.billing_factories import make_credit_note, make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued() -> list[Document]:
    found = [make_document() for _ in range(3)]
    make_credit_note(found[0])
    return found


def test_all_is_well(issued: list[Document]) -> None:
    verdict = verify_chain()
    assert (verdict.checked, verdict.why, verdict.holds) == (4, "", True)
    out = StringIO()
    call_command("verify_chain", stdout=out)
    assert "4 documents" in out.getvalue()


def _change_an_amount(document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(net=1, total=1, vat=0)


def _change_a_line(document: Document) -> None:
    document.lines.update(label="Autre chose")


def _change_an_instalment(document: Document) -> None:
    document.instalments.update(due_on="2030-01-01")


def _change_the_buyer(document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(buyer=document.buyer | {"name": "Autre"})


def _rewrite_its_own_chain(document: Document) -> None:
    """Whoever recomputes the hash of what he changed still breaks the next document's."""
    from members.billing import chain

    document.reason = "autre"
    Document.objects.filter(pk=document.pk).update(reason="autre", chain=chain.link(document))


def _change_the_pdf(document: Document) -> None:
    files.path_of(document.pdf_sha256).write_bytes(b"%PDF-1.7 autre")


def _lose_the_pdf(document: Document) -> None:
    files.path_of(document.pdf_sha256).unlink()


CHANGES = [
    _change_an_amount,
    _change_a_line,
    _change_an_instalment,
    _change_the_buyer,
    _change_the_pdf,
    _lose_the_pdf,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_change_is_found(issued: list[Document], change: Callable[[Document], None]) -> None:
    with pgtrigger.ignore():
        change(issued[1])
    verdict = verify_chain()
    assert (verdict.checked, verdict.number) == (1, issued[1].number)
    with pytest.raises(CommandError, match=issued[1].number):
        call_command("verify_chain")


def test_change_with_its_chain_rewritten_is_found_at_the_next(issued: list[Document]) -> None:
    with pgtrigger.ignore():
        _rewrite_its_own_chain(issued[1])
    verdict = verify_chain()
    assert (verdict.number, "rompu" in verdict.why) == (issued[2].number, True)


def test_document_taken_out_is_found(issued: list[Document]) -> None:
    with connection.cursor() as cursor, pgtrigger.ignore():
        for table in ("instalment", "documentline"):
            cursor.execute(f"DELETE FROM billing_{table} WHERE document_id = %s", [issued[1].pk])  # noqa: S608
        cursor.execute("DELETE FROM billing_document WHERE id = %s", [issued[1].pk])
    verdict = verify_chain()
    assert (verdict.number, "manque" in verdict.why) == (issued[2].number, True)


def test_last_document_taken_out_is_found(issued: list[Document]) -> None:
    Counter.objects.filter(series="FA").update(last=4)  # as if a fourth had been issued, and taken out
    verdict = verify_chain()
    assert "00004" in verdict.why
