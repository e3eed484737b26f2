"""The same movement told by a camt.053 and by a CSV: marked, never dropped, settled in one click."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from club.core.models import AuditEntry
from members.billing.actions import banking
from members.billing.models import BankLine
from tests.billing.statements import ACCOUNT, entry, part, statement
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
TITLES = f"Compte;{ACCOUNT}\nDate;Libellé;Montant\n"
CSV = TITLES + "02/02/2026;VIR SEPA RECU ACME FRANCE FACTURE 12;1 200,00\n"


def receive(content: bytes | str, name: str) -> banking.Received:
    content = content.encode() if isinstance(content, str) else content
    return banking.receive(name=name, source=BytesIO(content), by=make_staff())


def camt(*more: str) -> bytes:
    return statement(entry(ref="B1", parts=[part(motif="Facture 12", end_to_end="E-1")]), *more)


def marked() -> list[tuple[str, str]]:
    """Files of each marked line and of its twin."""
    rows = BankLine.objects.exclude(twin_of=None).select_related("file", "twin_of__file").order_by("pk")
    return [(row.file.name, row.twin_of.file.name) for row in rows]


@pytest.mark.parametrize("files", [("camt", "csv"), ("csv", "camt")])
def test_same_movement_in_two_formats_is_marked_and_kept(files: tuple[str, str]) -> None:
    contents = {"camt": camt(), "csv": CSV}
    for name in files:
        assert receive(contents[name], name).file.new_count == 1
    assert (BankLine.objects.waiting().count(), marked()) == (2, [(files[1], files[0])])


@pytest.mark.parametrize(
    "row",
    [
        "03/02/2026;VIR SEPA RECU ACME FRANCE FACTURE 12;1 200,00",  # another day
        "02/02/2026;VIR SEPA RECU ACME FRANCE FACTURE 12;1 200,01",  # another amount
        "02/02/2026;VIR SEPA RECU BELVEDERE COTISATION;1 200,00",  # somebody else
        "02/02/2026;VIR ACME FRANCE FA-2026-00013;1 200,00",  # another document
    ],
)
def test_another_movement_is_not_marked(row: str) -> None:
    receive(statement(entry(ref="B1", parts=[part(motif="FA-2026-00012")])), "camt")
    receive(f"{TITLES}{row}\n", "csv")
    assert marked() == []


def test_another_account_is_not_marked() -> None:
    receive(camt(), "camt")
    receive(CSV.replace(ACCOUNT, "FR7610107001011234567890129"), "csv")
    assert marked() == []


def test_second_payment_of_a_day_in_a_longer_statement_is_another_movement() -> None:
    """The longer file tells the first one too, and knows them apart."""
    receive(camt(), "matin")
    receive(camt(entry(ref="B2", parts=[part(motif="Facture 12")])), "soir")
    assert (BankLine.objects.count(), marked()) == (2, [])


def test_each_line_has_one_twin_the_most_alike() -> None:
    both = [entry(ref=f"B{n}", parts=[part(name=name, motif="cotisation")]) for n, name in enumerate(["ACME", "ZED"])]
    receive(statement(*both), "camt")
    rows = "".join(f"02/02/2026;VIR {name} cotisation;1200,00\n" for name in ("ZED", "ACME", "ACME"))
    receive(TITLES + rows, "csv")
    rows = BankLine.objects.exclude(twin_of=None).select_related("twin_of").order_by("pk")
    assert sorted((row.remittance, row.twin_of.debtor_name) for row in rows) == [
        ("VIR ACME cotisation", "ACME"),
        ("VIR ZED cotisation", "ZED"),
    ]


def pair() -> BankLine:
    receive(camt(), "camt")
    receive(CSV, "csv")
    return BankLine.objects.get(twin_of__isnull=False)


def settle(client: Client, line: BankLine, same: str) -> str:
    answer = client.post(reverse("console:bank_twin", args=[line.pk]), {"same": same}, follow=True)
    return answer.content.decode().replace("\u00a0", " ")


def test_one_click_leaves_the_double_aside(staff_client: Client) -> None:
    line = pair()
    assert "déjà importée ?" in staff_client.get(reverse("console:bank")).content.decode().replace("\u00a0", " ")
    assert "Laissée de côté" in settle(staff_client, line, "oui")
    line.refresh_from_db()
    assert (line.state, line.left_reason) == ("left", "déjà importée par camt")
    assert BankLine.objects.waiting().get() == line.twin_of
    assert "n’est plus signalée" in settle(staff_client, line, "oui")


def test_one_click_says_that_it_is_another(staff_client: Client) -> None:
    line = pair()
    assert "Déjà importée ?" not in settle(staff_client, line, "non")
    assert (marked(), BankLine.objects.waiting().count()) == ([], 2)
    assert AuditEntry.objects.filter(verb="bank.not_a_twin").count() == 1


def test_page_of_the_line_shows_both(staff_client: Client) -> None:
    pair()
    page = staff_client.get(reverse("console:bank_line", args=[BankLine.objects.latest("pk").pk])).content.decode()
    assert "Oui, c’est la même" in page
