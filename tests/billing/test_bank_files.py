"""Files of the bank: every layout read to the cent, hostile ones refused, each movement imported once."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest

from club.core.models import AuditEntry
from members.billing.actions import banking
from members.billing.bank import camt
from members.billing.bank.entries import FileRefused
from members.billing.models import BankFile, BankLine
from tests.billing.statements import ACCOUNT, entry, part, statement
from tests.factories import make_staff


def receive(content: bytes | str, name: str = "releve.xml") -> banking.Received:
    content = content.encode() if isinstance(content, str) else content
    return banking.receive(name=name, source=BytesIO(content), by=make_staff())


def csv(text: str) -> list[Any]:
    return banking.read(text.encode())[1]


@pytest.mark.parametrize("version", ["02", "04", "06", "08", "13"])
@pytest.mark.parametrize("prefix", ["", "ns"])
def test_camt_is_read_in_every_version(version: str, prefix: str) -> None:
    new = version >= "08"
    details = part(motif="FACTURE FA-2026-00012", end_to_end="E2E-1", pty=new)
    (found,) = camt.read(statement(entry(ref="B1", parts=[details], wrap=new), version=version, prefix=prefix))
    assert (found.account, found.booked_on, found.amount) == (ACCOUNT, date(2026, 2, 2), Decimal("1200.00"))
    assert (found.debtor_name, found.debtor_iban) == ("ACME FRANCE", "FR7610107001011234567890129")
    assert (found.end_to_end, found.remittance, found.bank_reference) == ("E2E-1", "FACTURE FA-2026-00012", "B1")
    assert not found.is_reversal


def test_batch_is_cut_into_its_transactions_when_they_add_up() -> None:
    parts = [part(name="A", amount="700.00", motif="un"), part(name="B", amount="500.00", motif="deux")]
    found = camt.read(statement(entry(parts=parts)))
    assert [(f.debtor_name, f.amount, f.remittance) for f in found] == [("A", 700, "un"), ("B", 500, "deux")]
    (whole,) = camt.read(statement(entry("1300.00", parts=parts)))
    assert (whole.amount, whole.remittance) == (1300, "un deux")


def test_batch_may_mix_directions() -> None:
    parts = [part(amount="1300.00"), part(amount="100.00", direction="DBIT")]
    assert [f.amount for f in camt.read(statement(entry("1200.00", parts=parts)))] == [1300, -100]


def test_debits_are_negative_reversals_marked_and_pending_entries_left_out() -> None:
    found = camt.read(
        statement(
            entry("12.50", direction="DBIT"),
            entry("300.00", direction="DBIT", reversal="true", info="CHEQUE IMPAYE"),
            entry("99.00", status="PDNG"),
        )
    )
    assert [(f.amount, f.is_reversal, f.remittance) for f in found] == [
        (Decimal("-12.50"), False, ""),
        (-300, True, "CHEQUE IMPAYE"),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "est vide"),
        (b"<a/>", "pas un relevé de compte camt.053"),
        (statement(entry(), kind="054"), "camt.054"),
        (statement(entry(), kind="052"), "camt.052"),
        (statement(entry())[:-40], "abîmé"),
        (b"<\xff\xfe broken", "abîmé"),
        (statement(), "aucune écriture"),
        (statement(entry(currency="USD")), "USD"),
        (statement(entry("-5.00")), "crédit ou au débit"),
        (statement(entry("1.001")), "impossible"),
        (statement(entry("NaN")), "impossible"),
        (statement(entry("1e12")), "impossible"),
        (statement(entry(direction="BOTH")), "crédit ou au débit"),
        (statement(entry(day="2026-02-31")), "ne se lit pas"),
        (statement(entry(day="0206-02-03")), "date du 03/02/0?206 est impossible"),
        (statement(entry(day="9999-12-31")), "date du 31/12/9999 est impossible"),
        (b"%PDF-1.7", "ni un camt.053"),
        (b"PK\x03\x04zip", "ni un camt.053"),
    ],
)
@pytest.mark.django_db
def test_what_is_no_statement_is_refused_whole(content: bytes, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        receive(content)
    assert BankFile.objects.count() == 0


BOMB = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">&c;</Document>"""
FAR = BOMB.replace(b'"aaaaaaaaaa"', b'SYSTEM "file:///etc/passwd"')


@pytest.mark.parametrize("bomb", [BOMB, FAR])
def test_entities_are_never_expanded(bomb: bytes) -> None:
    with pytest.raises(FileRefused, match="interdites"):
        camt.read(bomb)


def test_depth_number_and_size_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileRefused, match="imbriqué"):
        camt.read(statement("<x>" * 5000 + "</x>" * 5000))
    with pytest.raises(FileRefused, match="10 Mo"):
        banking.read(b"<" + b" " * banking.MAX_BYTES)
    monkeypatch.setattr(camt, "MAX_ENTRIES", 3)
    with pytest.raises(FileRefused, match="plus de 3"):
        camt.read(statement(*[entry()] * 4))


@pytest.mark.django_db
def test_same_bytes_twice_and_overlapping_files_bring_each_line_once() -> None:
    first, second, third = entry("10.00", ref="R1"), entry("20.00"), entry("30.00", ref="R3")
    one = receive(statement(first, second))
    assert (one.file.line_count, one.file.new_count, one.is_known) == (2, 2, False)
    again = receive(statement(first, second))
    assert (again.file.pk, again.is_known) == (one.file.pk, True)
    more = receive(statement(second, first, third))
    assert (more.file.line_count, more.file.new_count) == (3, 1)
    assert BankLine.objects.count() == 3
    assert AuditEntry.objects.filter(verb="bank.import").count() == 2


@pytest.mark.django_db
def test_identical_twins_are_two_lines_and_stay_two() -> None:
    for number in (2, 2, 3):
        receive(statement(*[entry("10.00", parts=[part(motif="Cotisation")])] * number, entry(f"{number}.00")))
    assert BankLine.objects.filter(amount=10).count() == 3
    receive(statement(entry("10.00", ref="X"), entry("10.00", ref="X"), entry("11.00", ref="X")))
    assert BankLine.objects.filter(reference__startswith="X/").count() == 3


@pytest.mark.django_db
def test_reference_that_says_nothing_is_none() -> None:
    receive(statement(entry("1.00", ref="NOTPROVIDED"), entry("2.00", ref="NONREF")))
    assert not BankLine.objects.filter(reference__startswith="NO").exists()


HEAD = "Date;Libellé;Débit euros;Crédit euros\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_csv_is_read_whatever_its_encoding_and_separator(encoding: str, separator: str) -> None:
    text = (
        "Compte courant n° FR76 3000 6000 0112 3456 7890 189\n\nDate;Libellé;Débit;Crédit;Devise\n"
        "02/02/2026;VIR SEPA CHÂTEAU & CIE;;1 234,56;EUR\n03/02/26;FRAIS;12,5;;EUR\nSolde au 03/02/2026;;;9,99;\n"
    ).replace(";", separator)
    form, found = banking.read(text.encode(encoding))
    assert (form, [f.amount for f in found]) == ("csv", [Decimal("1234.56"), Decimal("-12.50")])
    assert (found[0].remittance, found[0].account) == ("VIR SEPA CHÂTEAU & CIE", ACCOUNT)
    assert [f.booked_on for f in found] == [date(2026, 2, 2), date(2026, 2, 3)]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1\u202f234,56 €", "1234.56"),
        ("1.234,56", "1234.56"),
        ("-1\u00a0234,56", "-1234.56"),
        ("1234.56", "1234.56"),
        ("+12", "12"),
        ("(12,00)", "-12"),
        ("12,00-", "-12"),
        ("'-12,00", "-12"),
    ],
)
def test_csv_amounts_of_every_bank(text: str, amount: str) -> None:
    (found,) = csv(f'Date opération;Libellé;Montant\n2026-02-02;x;"{text}"\n')
    assert found.amount == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Nom;Courriel\nAnne;anne@exemple.example\n", "n’est pas un relevé"),
        (HEAD + "02/02/2026;x;;10,00\n31/02/2026;y;;5,00\n", "Ligne 3 : la date « 31/02/2026 »"),
        (HEAD + "02/02/2026;x;;dix\n", "Ligne 2 : le montant « dix »"),
        (HEAD + "02/02/2026;x;5,00;10,00\n", "Ligne 2 : on n’y lit pas un montant, et un seul"),
        (HEAD + "02/02/2026;x;;\n", "Ligne 2 : on n’y lit pas un montant"),
        ("Date;Montant;Devise\n02/02/2026;12,00;USD\n", "Ligne 2 : elle est en « USD »"),
        (HEAD + "02/02/2026;x;;1,234\n", "ne se lit pas"),
        (HEAD + '02/02/2026;x;;"=1+1"\n', "ne se lit pas"),
    ],
)
@pytest.mark.django_db
def test_wrong_csv_imports_nothing_and_names_the_row(text: str, sentence: str) -> None:
    with pytest.raises(FileRefused) as refused:
        receive(text)
    assert sentence in str(refused.value).replace("\u00a0", " ")
    assert BankLine.objects.count() == 0


def test_csv_formula_stays_text_and_rows_of_nothing_are_passed() -> None:
    found = csv(HEAD + '02/02/2026;"=HYPERLINK(""http://x"")";;10,00\n\n03/02/2026;info;0,00;0,00\n')
    assert [f.remittance for f in found] == ['=HYPERLINK("http://x")']


@pytest.mark.django_db
def test_lines_are_left_with_a_reason_and_taken_up_again() -> None:
    receive(statement(entry()))
    line, staff = BankLine.objects.get(), make_staff()
    with pytest.raises(banking.ClubError, match="pourquoi"):
        banking.leave(line=line, reason=" ", by=staff)
    banking.leave(line=line, reason="Remboursement d’assurance", by=staff)
    line.refresh_from_db()
    assert (line.state, line.left_reason) == ("left", "Remboursement d’assurance")
    with pytest.raises(banking.ClubError, match="n’attend plus"):
        banking.leave(line=line, reason="Encore", by=staff)
    banking.take_up(line=line, by=staff)
    line.refresh_from_db()
    assert (line.state, line.left_reason) == ("waiting", "")


@pytest.mark.parametrize("number", [1, 9, 10, 11, 500])
def test_csv_is_read_to_its_last_row(number: int) -> None:
    """However many rows follow the titles, with a line above them or not."""
    rows = "".join(f"02/02/2026;Virement {rank};{rank},00\n" for rank in range(1, number + 1))
    for above in ("", f"Compte;{ACCOUNT}\n"):
        found = csv(f"{above}Date;Libellé;Montant\n{rows}")
        assert [entry.amount for entry in found] == list(range(1, number + 1))


def test_csv_movement_is_no_closing_line_whatever_its_first_words() -> None:
    """Banks put the words first, too: nothing that bears its day is passed over."""
    found = csv(
        "Libellé;Date;Montant\nTotalEnergies Marketing;02/02/2026;1200,00\nSolde de cotisation;03/02/26;300,00\n"
        "Solde au 03/02/2026;;1500,00\nTotal;;1500,00\nNombre d’opérations;;2\n"
    )
    assert [(entry.remittance, entry.amount) for entry in found] == [
        ("TotalEnergies Marketing", 1200),
        ("Solde de cotisation", 300),
    ]
