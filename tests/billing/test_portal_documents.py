"""Documents in the portal: seen by administrators and those who deal with bills, by nobody else."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.billing_factories import make_document, make_draft
from tests.factories import make_affiliation, make_organisation, sign_in
from tests.money_factories import make_document as make_document_with_parts
from tests.money_factories import make_payment

pytestmark = pytest.mark.django_db
LIST, PDF = "portal:billing:documents", "portal:billing:document_pdf"


@pytest.mark.parametrize(
    ("roles", "ends_on", "seen"),
    [
        (["billing"], None, True),
        (["administrator", "content"], None, True),
        (["content", "marketing", "commercial", "executive", "signatory", "agency"], None, False),
        (["billing"], date(2026, 1, 31), False),
    ],
)
def test_who_sees_the_documents(client: Client, roles: list[str], ends_on: date | None, seen: bool) -> None:
    mine = make_affiliation(roles=roles, starts_on=date(2026, 1, 1), ends_on=ends_on)
    document = make_document(organisation=mine.organisation)
    sign_in(client, mine.person)
    page = client.get(reverse(LIST, args=[mine.organisation_id]))
    file = client.get(reverse(PDF, args=[mine.organisation_id, document.pk]))
    assert [page.status_code, file.status_code] == [200 if seen else 404] * 2
    if seen:
        assert document.number in page.content.decode()
        assert b"".join(file.streaming_content).startswith(b"%PDF")


def test_documents_of_others_and_drafts_stay_unknown(client: Client) -> None:
    mine = make_affiliation(roles=["billing"])
    other = make_document(organisation=make_organisation())
    draft = make_draft(organisation=mine.organisation)
    sign_in(client, mine.person)
    assert client.get(reverse(LIST, args=[other.organisation_id])).status_code == 404
    for organisation, pk in ((mine.organisation_id, other.pk), (mine.organisation_id, draft.pk)):
        assert client.get(reverse(PDF, args=[organisation, pk])).status_code == 404
    assert other.number not in client.get(reverse(LIST, args=[mine.organisation_id])).content.decode()


def test_home_leads_to_them_for_those_who_may(client: Client) -> None:
    mine = make_affiliation(roles=["billing"])
    sign_in(client, mine.person)
    assert reverse(LIST, args=[mine.organisation_id]) in client.get(reverse("portal:home")).content.decode()
    other = make_affiliation(organisation=mine.organisation, roles=["content"])
    sign_in(client, other.person)
    assert reverse(LIST, args=[mine.organisation_id]) not in client.get(reverse("portal:home")).content.decode()


def test_list_tells_the_next_instalment_left(client: Client) -> None:
    mine = make_affiliation(roles=["billing"])
    parts = [(date(2026, 3, 1), 400), (date(2026, 6, 1), 400), (date(2026, 9, 1), 400)]
    make_document_with_parts(1200, organisation=mine.organisation, due_on=parts[-1][0], instalments=parts)
    make_payment(400, organisation=mine.organisation)
    page = sign_in(client, mine.person).get(reverse(LIST, args=[mine.organisation_id])).content.decode()
    assert ("1er juin 2026" in page, "1 septembre 2026" in page) == (True, False)
