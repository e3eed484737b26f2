"""Dues documents in the console: finding, reading, issuing, crediting, noting what becomes of them."""

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from stdnum import luhn

from club.core.roles import Role
from members.billing import files
from members.billing.actions import documents as actions
from members.billing.models import Allocation, Counter, Document, Instalment, Payer, Payment
from tests.billing_factories import make_credit_note, make_document, make_draft, make_line, make_payer
from tests.factories import make_institution, make_organisation, make_siret, make_staff, sign_in

pytestmark = pytest.mark.django_db

MOST_STATEMENTS = 8


@pytest.fixture
def finance(client: Client) -> Client:
    return sign_in(client, make_staff(Role.FINANCE))


def pay(document: Document, amount: Decimal | None = None) -> None:
    amount = amount or document.total
    payment = Payment.objects.create(
        organisation=document.organisation, method="transfer", amount=amount, received_on=date(2026, 11, 1)
    )
    Allocation.objects.create(document=document, payment=payment, amount=amount)


def listed(client: Client, **filters: str) -> list[Document]:
    return sorted(client.get(reverse("console:documents"), filters).context["rows"], key=lambda row: row.pk)


def post(client: Client, step: str, pk: int, **data: Any) -> str:
    """The page that follows, as text."""
    return client.post(reverse(f"console:{step}", args=[pk]), data, follow=True).content.decode()


def test_list_costs_the_same_at_one_and_three_rows(finance: Client) -> None:
    counts = []
    for number in (1, 2):
        for _ in range(number):
            pay(make_document())
        finance.get(reverse("console:documents"))
        with CaptureQueriesContext(connection) as queries:
            page = finance.get(reverse("console:documents"))
        counts.append(len(queries))
        assert len(page.context["rows"]) == number * (number + 1) // 2
    assert counts[0] == counts[1] <= MOST_STATEMENTS


def test_list_is_narrowed_by_kind_year_state_and_words(finance: Client) -> None:
    draft = make_draft(organisation=make_payer(organisation=make_organisation(name="Zéphyr")).organisation)
    paid, owing = make_document(), make_document()
    late = make_document(instalments=[(timezone.localdate(), Decimal(7200))])
    pay(paid)
    note = make_credit_note(make_document())
    assert listed(finance, state="draft") == [draft]
    assert listed(finance, state="paid") == [paid, note.cites]
    assert listed(finance, state="owing") == [owing, late]
    assert listed(finance, kind="credit_note") == [note]
    assert listed(finance, year=str(timezone.localdate().year)) == [paid, owing, late, note.cites, note]
    assert listed(finance, q="zephyr") == [draft]
    assert listed(finance, q=paid.number) == [paid]


def test_late_is_what_the_instalments_due_ask_for() -> None:
    today = timezone.localdate()
    schedule = [(today, Decimal(3000)), (today + timedelta(days=90), Decimal(4200))]
    document = make_document(instalments=schedule)
    tomorrow = today + timedelta(days=1)
    assert list(Document.objects.late(today)) == []
    assert list(Document.objects.late(tomorrow)) == [document]
    pay(document, Decimal(3000))
    assert list(Document.objects.late(tomorrow)) == []
    assert list(Document.objects.late(today + timedelta(days=91))) == [document]


def test_document_page_costs_few_statements(finance: Client) -> None:
    document = make_document(make_line(), make_line(), make_line())
    pay(document)
    finance.get(reverse("console:document", args=[document.pk]))
    with CaptureQueriesContext(connection) as queries:
        page = finance.get(reverse("console:document", args=[document.pk])).content.decode()
    assert len(queries) <= 14
    assert document.number in page
    assert document.chain in page


def test_draft_is_issued_and_read(finance: Client) -> None:
    draft = make_draft()
    page = finance.get(reverse("console:document", args=[draft.pk])).content.decode()
    assert "Laval" in page
    said = post(finance, "document_issue", draft.pk)
    number = Document.objects.get(pk=draft.pk).number
    assert number in said
    assert number in post(finance, "document_issue", draft.pk)  # twice is once
    pdf = finance.get(reverse("console:document_pdf", args=[draft.pk]))
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")


def test_draft_says_what_the_buyer_lacks(finance: Client) -> None:
    draft = make_draft(organisation=make_organisation())
    assert "adresse postale" in finance.get(reverse("console:document", args=[draft.pk])).content.decode()
    assert "adresse de facturation avant d’émettre" in post(finance, "document_issue", draft.pk)
    draft.refresh_from_db()
    assert draft.is_draft
    data = {"address": "1 rue Haute", "postcode": "53000", "city": "Laval", "country": "FR"}
    page = reverse("console:membership_payer", args=[draft.organisation_id])
    finance.post(page, data)
    assert 'value="1 rue Haute"' in finance.get(page).content.decode()
    post(finance, "document_issue", draft.pk)
    draft.refresh_from_db()
    assert (draft.is_draft, draft.buyer["city"]) == (False, "Laval")


def test_billing_address_is_noted_from_the_draft(finance: Client) -> None:
    draft = make_draft(organisation=make_organisation(foreign_vat="BE0123456749"))
    form = finance.get(reverse("console:document_payer", args=[draft.pk])).context["form"]
    assert form.initial["country"] == "BE"
    data = {"legal_name": "Maison mère", "address": "1 rue Haute", "postcode": "1000", "city": "Bruxelles"}
    data |= {"country": "be", "email": "compta@exemple.example"}
    page = post(finance, "document_payer", draft.pk, **data)
    assert [words for words in ("Maison mère", "Bruxelles", "BE") if words not in page] == []
    assert "adresse postale" not in page
    kept = Payer.objects.get()
    assert kept.legal_name == "Maison mère"
    post(finance, "document_payer", draft.pk, **data | {"legal_name": draft.organisation.name})
    kept.refresh_from_db()
    assert kept.legal_name == ""
    assert "Deux lettres" in post(finance, "document_payer", draft.pk, **data | {"country": "1é"})


def test_siret_is_checked_and_belongs_to_the_organisation(finance: Client) -> None:
    organisation = make_institution(kind="public", siren="130006000")
    draft = make_draft(organisation=organisation)
    data = {"address": "1 rue Haute", "postcode": "35000", "city": "Rennes", "country": "FR", "is_public": "on"}
    page = post(finance, "document_payer", draft.pk, **data)
    assert "le SIRET, que Chorus Pro demande" in page
    for wrong, words in (("13000600000011", "clé de contrôle"), (make_siret(), "pas d’un établissement")):
        assert words in post(finance, "document_payer", draft.pk, **data | {"siret": wrong})
    stem = "1300060000001"
    right = stem + luhn.calc_check_digit(stem)
    page = post(finance, "document_payer", draft.pk, **data | {"siret": f"{right[:9]} {right[9:]}"})
    assert Payer.objects.get().siret == right
    assert f"SIRET {right}" in page
    assert "que Chorus Pro demande" not in page


def test_refusal_is_told(finance: Client) -> None:
    draft = make_draft(organisation=make_payer(wants_order_number=True).organisation)
    assert "exige un numéro de commande" in post(finance, "document_issue", draft.pk)
    post(finance, "document_order_number", draft.pk, order_number="BC-9")
    post(finance, "document_issue", draft.pk)
    assert Document.objects.get(pk=draft.pk).order_number == "BC-9"


def test_draft_is_discarded(finance: Client) -> None:
    draft = make_draft()
    assert "abandonné" in post(finance, "document_discard", draft.pk)
    assert not Document.objects.exists()


def test_credit_note_of_some_lines(finance: Client) -> None:
    document = make_document(make_line(), make_line(net=Decimal(500)))
    line = document.lines.last()
    data = {"what": "lines", "reason": "Atelier annulé", f"net_{line.pk}": "200,50"}
    page = post(finance, "document_credit", document.pk, **data)
    assert "Avoir en préparation" in page
    note = Document.objects.get(kind="credit_note")
    assert (note.net, note.reason) == (Decimal("200.50"), "Atelier annulé")


def test_credit_form_refuses_what_is_wrong(finance: Client) -> None:
    document = make_document()
    line = document.lines.get()
    assert "au moins un montant" in post(finance, "document_credit", document.pk, what="lines", reason="x")
    beyond = {"what": "lines", "reason": "x", f"net_{line.pk}": "6001"}
    assert "inférieure ou égale" in post(finance, "document_credit", document.pk, **beyond)
    make_credit_note(document)
    assert "reste rien" in post(finance, "document_credit", document.pk, what="all", reason="x")
    assert Document.objects.filter(kind="credit_note", number=None).count() == 0


def test_transmission_is_noted(finance: Client) -> None:
    document = make_document()
    page = post(finance, "document_transmission", document.pk, state="deposited", on="2026-11-20", note="n° 12")
    assert "déposée</b> le 20 novembre 2026" in page
    draft = make_draft()
    assert finance.post(reverse("console:document_transmission", args=[draft.pk])).status_code == 404


def test_other_roles_see_no_button(client: Client) -> None:
    sign_in(client, make_staff(Role.NETWORK))
    document = make_document()
    page = client.get(reverse("console:document", args=[document.pk])).content.decode()
    assert "Faire un avoir" not in page
    assert "Noter un état" not in page
    assert "Émettre</button>" not in client.get(reverse("console:document", args=[make_draft().pk])).content.decode()


def paper(client: Client, draft: Document) -> str:
    answer = client.get(reverse("console:document_preview", args=[draft.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "factur-x" not in repr(answer.content)
    return " ".join(pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())


def test_draft_is_read_on_paper_before_it_is_issued(finance: Client) -> None:
    """No number, no file, no line written; issuing gives the first number afterwards."""
    draft = make_draft(make_line(label="Adhésion de base"))
    folder = files.path_of("x").parent
    kept = sorted(folder.glob("*"))
    said = paper(finance, draft)
    words = ("BROUILLON", "brouillon, sans numéro", "Adhésion de base", "7 200,00 €", "le numéro, donné à l’émission")
    for one in words:
        assert one in said.replace("\u00a0", " ")
    draft.refresh_from_db()
    assert (draft.is_draft, draft.seller, draft.buyer) == (True, {}, {})
    assert sorted(folder.glob("*")) == kept
    assert Instalment.objects.count() == Counter.objects.count() == 0
    post(finance, "document_issue", draft.pk)
    draft.refresh_from_db()
    assert draft.rank == 1
    assert finance.get(reverse("console:document_preview", args=[draft.pk])).status_code == 404


def test_preview_of_a_credit_note_cites_its_invoice(finance: Client) -> None:
    invoice = make_document()
    note = actions.credit(document=invoice, reason="Erreur de saisie", by=None)
    said = paper(finance, note)
    assert "Erreur de saisie" in said
    assert invoice.number in said


def test_preview_tells_what_the_club_lacks(finance: Client, settings: Any) -> None:
    settings.SELLER = settings.SELLER | {"iban": ""}
    answer = finance.get(reverse("console:document_preview", args=[make_draft().pk]), follow=True)
    assert "CLUB_IBAN" in answer.content.decode()
