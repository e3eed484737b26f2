"""The made-up statement of the demonstration: a camt.053 like a bank's, on what is owed."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from club.demo.examples.statement import statement
from members.billing.bank import camt
from members.billing.suggestions import cited
from tests.factories import make_organisation
from tests.money_factories import make_document

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
ACCOUNT = "FR7699999000010000000001958"


def test_statement_pays_what_is_owed_in_every_way() -> None:
    documents = [make_document(1200, organisation=make_organisation(name=f"Zed & Cie {n}")) for n in range(5)]
    found = camt.read(statement(today=DAY, account=ACCOUNT))
    assert [entry.amount for entry in found] == [1200, 1200, 1200, 600, 1300, 150, -1450]
    assert {entry.account for entry in found} == {ACCOUNT}
    numbers = [document.number for document in documents]
    assert [cited(entry.remittance) == {number} for entry, number in zip(found, numbers, strict=False)] == [
        True,
        True,
        False,
        True,
        True,
    ]
    assert found[0].debtor_name == "ZED & CIE 0"
    assert statement(today=DAY, account=ACCOUNT) == statement(today=DAY, account=ACCOUNT)


def test_made_up_accounts_have_right_keys() -> None:
    from stdnum import iban

    make_document(Decimal("99.99"))
    (paid, *_) = camt.read(statement(today=DAY, account=ACCOUNT))
    assert iban.is_valid(paid.debtor_iban)


def test_statement_is_a_file_that_anybody_may_fetch(client: Client) -> None:
    answer = client.get("/demo/releve.xml")
    assert answer["Content-Type"] == "application/xml"
    assert "attachment" in answer["Content-Disposition"]
    assert len(camt.read(answer.content)) == 2
