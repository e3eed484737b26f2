"""Buyers of other countries: reverse charge in the Union, no French VAT beyond it, from proposal to entries."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from club.core.errors import ClubError
from members import applying
from members.billing import einvoice, entries, figures, files, parties
from members.billing.actions import documents, payers, proposals
from members.billing.document_forms import PayerForm
from members.billing.models import Document, Payer, Proposal
from members.models import Organisation, Place
from members.places import place_of
from members.pricing import NOT_HERE, REVERSED
from tests.billing.test_changes import DAY, apply, change
from tests.billing.test_einvoices import failures
from tests.billing_factories import make_document, make_line, make_payer
from tests.factories import make_organisation, make_staff
from tests.membership_factories import make_version
from tests.proposal_factories import accepted, make_admitted, make_offer

pytestmark = pytest.mark.django_db
BELGIAN, GERMAN, SWISS = "BE0428759497", "DE136695976", "CHE107787577"
WHERE = {
    "BE": {"country": "BE", "vat_number": BELGIAN, "postcode": "1000", "city": "Bruxelles"},
    "CH": {"country": "CH", "vat_number": SWISS, "postcode": "1204", "city": "Genève"},
    "US": {"country": "US", "vat_number": "", "postcode": "10001", "city": "New York"},
}


def house(country: str, **overrides: Any) -> Organisation:
    """An organisation billed in a country, where a mailbox takes its invoices."""
    fields = WHERE[country] | {"email": "factures@exemple.example"} | overrides
    organisation = make_organisation(siren=None, foreign_vat=fields["vat_number"])
    return make_payer(organisation=organisation, **fields).organisation


def begun(organisation: Organisation, *versions: Any) -> Document:
    proposals.activate(proposal=accepted(make_offer(*versions, organisation=organisation)), by=None)
    return Document.objects.due().latest("pk")


def price() -> Any:
    return make_version(price=6000, is_base=True)


def dues(document: Document) -> tuple[str, Decimal, Decimal]:
    [part] = document.vat_parts
    return part["vat"], document.vat, document.total - document.net


@pytest.mark.parametrize(
    ("country", "vat_number", "is_public", "expected"),
    [
        ("FR", "", False, Place.FRANCE),
        ("MC", "", False, Place.FRANCE),
        ("RE", "", False, Place.FRANCE),
        ("BE", BELGIAN, False, Place.UNION),
        ("BE", "BE 0428.759.497", True, Place.UNION),
        ("DE", BELGIAN, False, Place.UNION),
        ("GR", "EL094259216", False, Place.UNION),
        ("BE", "", False, Place.FRANCE),
        ("BE", "BE0428759498", False, Place.FRANCE),
        ("BE", "FR40303265045", False, Place.FRANCE),
        ("FR", BELGIAN, False, Place.FRANCE),
        ("CH", "", False, Place.ABROAD),
        ("GB", "", True, Place.FRANCE),
    ],
)
def test_place_is_where_the_business_is_established(
    country: str, vat_number: str, is_public: bool, expected: Place
) -> None:
    assert place_of(country=country, vat_number=vat_number, siren="", is_public=is_public) == expected


def test_french_company_billed_beyond_the_union_pays_french_vat() -> None:
    assert place_of(country="CH", vat_number="", siren="303265045", is_public=False) == Place.FRANCE
    document = begun(make_payer(organisation=make_organisation(), **WHERE["CH"]).organisation, price())
    assert document.vat_parts[0]["vat"] == "S20"


@pytest.mark.parametrize(
    ("country", "category", "sentence"), [("BE", "AE", REVERSED), ("CH", "O", NOT_HERE), ("US", "O", NOT_HERE)]
)
def test_invoice_abroad_bears_no_french_vat_and_says_why(country: str, category: str, sentence: str) -> None:
    document = begun(house(country), price())
    assert dues(document) == (category, 0, 0)
    assert sentence in [mention["text"] for mention in document.mentions]
    assert (document.seller["vat_number"][:2], document.buyer["vat_number"]) == ("FR", WHERE[country]["vat_number"])
    row = einvoice.terms(document)["BG-23"][0]
    reason = {"AE": "VATEX-EU-AE", "O": "VATEX-EU-O"}[category]
    assert (row["BT-118"], row["BT-120"], row["BT-121"]) == (category, sentence, reason)
    note = documents.issue(document=documents.credit(document=document, reason="Geste", by=None), by=None)
    for issued in (document, note):
        assert files.read(issued.pdf_sha256)
        assert failures(einvoice.xml(issued)) == []


@pytest.mark.parametrize("country", ["BE", "CH"])
@pytest.mark.parametrize("without", ["E", "O"])
def test_options_without_vat_stay_so_beside_those_that_have_one(country: str, without: str) -> None:
    fields = {"vat": without, "exemption": "Exonération de TVA, article 261-7-1° a du CGI.", "price": 500}
    document = begun(house(country), price(), make_version(**fields))
    assert document.vat == 0
    assert {part["vat"] for part in document.vat_parts} == {{"BE": "AE", "CH": "O"}[country], without}
    assert failures(einvoice.xml(document)) == []


def test_proposal_shows_what_will_be_billed() -> None:
    row = make_offer(price(), organisation=house("BE"))
    quote = figures.quote_of(row)
    assert (row.place, quote.vat, quote.total, quote.parts[0].exemption) == ("eu", 0, quote.net, REVERSED)
    assert sum(amount for _, amount in figures.due_dates(row.instalments)) == quote.net
    application = make_admitted(price(), country="BE", foreign_vat=BELGIAN, siren="")
    assert applying.quote_of(application).parts[0].vat == "AE"
    joining = proposals.propose(application=application, by=None)
    assert (joining.place, figures.quote_of(joining).vat) == ("eu", 0)


def test_draft_follows_its_payer_until_it_is_issued() -> None:
    """A Belgian member gives its VAT number while its invoice waits: the price without VAT stays."""
    organisation = house("BE", vat_number="", wants_order_number=True)
    Organisation.objects.filter(pk=organisation.pk).update(foreign_vat="")
    row = make_offer(price(), organisation=Organisation.objects.get(pk=organisation.pk))
    proposals.activate(proposal=accepted(row), by=None)
    draft = Document.objects.get()
    assert dues(draft)[0] == "S20"
    assert "TVA intracommunautaire" in " ".join(parties.missing(parties.buyer(draft.organisation)))
    net = draft.net
    payers.note_payer(organisation=organisation, by=make_staff(), vat_number=BELGIAN, wants_order_number=False)
    issued = documents.issue(document=draft, by=None)
    assert (dues(issued), issued.net) == (("AE", 0, 0), net)
    assert sum(part.amount for part in issued.instalments.all()) == net


def test_proposal_sent_before_the_number_was_known_is_billed_as_the_law_wants() -> None:
    organisation = house("BE", vat_number="")
    Organisation.objects.filter(pk=organisation.pk).update(foreign_vat="")
    row = accepted(make_offer(price(), organisation=Organisation.objects.get(pk=organisation.pk)))
    payers.note_payer(organisation=organisation, by=make_staff(), vat_number=BELGIAN)
    proposals.activate(proposal=Proposal.objects.get(pk=row.pk), by=None)
    assert dues(Document.objects.due().get()) == ("AE", 0, 0)


def test_proposal_shows_the_vat_of_the_day_it_is_sent() -> None:
    """Prepared ninety days ahead, when the number was not known yet."""
    organisation = house("BE", vat_number="")
    Organisation.objects.filter(pk=organisation.pk).update(foreign_vat="")
    row = make_offer(price(), organisation=Organisation.objects.get(pk=organisation.pk))
    assert row.place == "fr"
    payers.note_payer(organisation=organisation, by=make_staff(), vat_number=BELGIAN)
    sent = proposals.send(proposal=row, by=None, to="anne@exemple.example")
    quote = figures.quote_of(sent)
    assert (sent.place, quote.vat) == ("eu", 0)
    assert sum(amount for _, amount in figures.due_dates(sent.instalments)) == quote.net


def test_draft_whose_vat_is_wrong_is_not_issued() -> None:
    organisation = house("BE", wants_order_number=True)
    proposals.activate(proposal=accepted(make_offer(price(), organisation=organisation)), by=None)
    draft = Document.objects.get(number=None)
    documents.note_order_number(document=draft, order_number="BC-1", by=make_staff())
    Payer.objects.update(country="FR", vat_number="", postcode="75001")
    Organisation.objects.filter(pk=organisation.pk).update(foreign_vat="")
    with pytest.raises(ClubError, match="La TVA de ce brouillon ne convient plus"):
        documents.issue(document=draft, by=None)


@pytest.mark.parametrize("country", ["GF", "FR"])
def test_departments_with_a_rule_of_their_own_are_left_to_the_accountant(country: str) -> None:
    """Most write France and the postcode."""
    organisation = make_payer(country=country, postcode="97300", city="Cayenne").organisation
    with pytest.raises(ClubError, match="en Guyane"):
        make_document(organisation=organisation)


def test_draft_that_only_the_accountant_can_make_is_thrown_away() -> None:
    organisation = make_payer(wants_order_number=True).organisation
    proposals.activate(proposal=accepted(make_offer(price(), organisation=organisation)), by=None)
    draft = Document.objects.get(number=None)
    with pytest.raises(ClubError, match="rien d’autre ne ferait ce document"):
        documents.discard(document=draft, by=None)
    Payer.objects.filter(organisation=organisation).update(country="FR", postcode="97300", city="Cayenne")
    documents.discard(document=draft, by=None)
    assert not Document.objects.filter(number=None).exists()


def test_club_without_vat_has_no_rule_to_leave_to_the_accountant(settings: Any) -> None:
    settings.SELLER = settings.SELLER | {"vat_liable": False}
    organisation = make_payer(country="GF", postcode="97300", city="Cayenne").organisation
    line = make_line(vat="O", exemption="Cotisation hors du champ de la TVA.")
    assert make_document(line, organisation=organisation).number


def test_entries_have_no_vat_and_balance() -> None:
    document = begun(house("BE"), price())
    [sale] = [e for e in entries.entries(document.issued_on, document.issued_on) if e.journal == entries.SALES]
    assert [(move.account, move.amount) for move in sale.moves] == [
        ("411000", document.net),
        ("756200", -document.net),
    ]


def test_change_gives_back_at_the_vat_that_was_billed() -> None:
    base, full = price(), make_version(price=45000, includes_base=True)
    with time_machine.travel("2026-01-02 10:00 +01:00", tick=False):
        begun(house("BE"), base)
    term = Document.objects.get().membership
    with time_machine.travel("2026-06-15 10:00 +02:00", tick=False):
        apply(change(term, full, day=DAY))
    found = Document.objects.issued().filter(issued_on=date(2026, 6, 15)).order_by("pk")
    assert [(row.kind, *dues(row)) for row in found] == [("credit_note", "AE", 0, 0), ("invoice", "AE", 0, 0)]


def test_member_that_moved_abroad_is_given_back_what_it_paid_with_vat() -> None:
    base, full = price(), make_version(price=45000, includes_base=True)
    organisation = make_payer(organisation=make_organisation(foreign_vat=BELGIAN)).organisation
    with time_machine.travel("2026-01-02 10:00 +01:00", tick=False):
        begun(organisation, base)
    term = Document.objects.get().membership
    payers.note_payer(organisation=organisation, by=make_staff(), **WHERE["BE"])
    with time_machine.travel("2026-06-15 10:00 +02:00", tick=False):
        apply(change(term, full, day=DAY))
    found = Document.objects.issued().filter(issued_on=date(2026, 6, 15)).order_by("pk")
    assert [(row.kind, row.vat_parts[0]["vat"]) for row in found] == [("credit_note", "S20"), ("invoice", "AE")]


def test_wrong_number_of_the_union_is_refused_where_it_is_typed() -> None:
    data = WHERE["BE"] | {"address": "Rue de la Loi 1", "vat_number": "BE0428759498"}
    form = PayerForm.of(make_organisation(), data=data)
    assert list(form.errors) == ["vat_number"]
    right = PayerForm.of(make_organisation(), data=data | {"vat_number": "BE 0428 759 497"})
    assert (right.is_valid(), right.cleaned_data["vat_number"]) == (True, BELGIAN)


def test_club_that_is_not_liable_charges_none_and_reverses_none(settings: Any) -> None:
    settings.SELLER = settings.SELLER | {"vat_liable": False}
    assert place_of(country="BE", vat_number=BELGIAN, siren="", is_public=False) == Place.FRANCE
    assert make_document(make_line(vat="O", exemption="Hors du champ."), organisation=house("BE")).kind == "call"
