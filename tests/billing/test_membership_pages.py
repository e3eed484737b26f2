"""The membership of an organisation on screens of staff and member: terms, changes, renewals, departures."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from club.core.roles import Role
from members.actions import entitlements
from members.billing import links
from members.billing.actions import proposals, renewals
from members.billing.models import Document, Proposal
from members.models import Departure, Membership, StatusOverride
from members.statuses import standing_of
from tests.billing_factories import make_document, make_draft
from tests.factories import make_affiliation, make_organisation, make_staff, make_user, sign_in
from tests.membership_factories import make_membership, make_version
from tests.money_factories import make_payment
from tests.proposal_factories import accepted, make_accepted, make_sent

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


def browser(*roles: Role) -> Client:
    return sign_in(Client(), make_staff(*(roles or (Role.DIRECTION,))))


def page(name: str, *args: int) -> str:
    return reverse(name, args=args)


def text(answer: Any) -> str:
    return answer.content.decode()


def make_term(*versions: Any, **overrides: Any) -> Membership:
    """A year that runs now, with half a year on both sides."""
    fields = {"starts_on": TODAY - timedelta(days=180), "ends_on": TODAY + timedelta(days=184)} | overrides
    return make_membership(*(versions or [make_version(is_base=True)]), **fields)


def make_billed(*versions: Any) -> Membership:
    """The same, from an accepted proposal, with its document."""
    proposal = make_accepted(*versions, starts_on=TODAY - timedelta(days=180), year="rolling")
    return proposals.activate(proposal=proposal, by=None)


def test_page_says_standing_terms_rights_uses_documents_and_departures() -> None:
    term = make_billed(make_version(name="Partenaire officiel", is_base=True, grants={"insert": 6}))
    anne = make_user(first_name="Anne", last_name="Le Goff")
    entitlements.use(organisation=term.organisation, kind="insert", key="a", label="Flash info n° 9", person=anne)
    shown = text(browser().get(page("console:membership", term.organisation_id)))
    number = Document.objects.get().number
    for words in ("Adhésion du", "Partenaire officiel", "1 sur 6", "Flash info n° 9", "Anne Le Goff", number):
        assert words in shown


def test_documents_of_the_page_are_links_for_those_who_may_see_them() -> None:
    """A draft that waits is among them."""
    issued = make_billed().documents.get()
    draft = make_draft(organisation=issued.organisation)
    staff = browser(Role.FINANCE)
    for may_see in (True, False):
        if not may_see:
            Permission.objects.get(codename="view_document").group_set.clear()
            caches["here"].clear()
        shown = text(staff.get(page("console:membership", issued.organisation_id)))
        assert issued.number in shown
        assert "Brouillon" in shown
        addresses = [page("console:document", row.pk) in shown for row in (issued, draft)]
        assert addresses == [may_see, may_see]


def test_record_of_the_organisation_leads_to_membership_documents_and_payments() -> None:
    term = make_term()
    membership = page("console:membership", term.organisation_id)
    of = f"?organisation={term.organisation_id}"
    money = [page("console:documents") + of, page("console:payments") + of]
    for role, shown in ((Role.FINANCE, money), (Role.EVENTS, [])):
        record = text(browser(role).get(page("admin:members_organisation_change", term.organisation_id)))
        assert [url for url in money if url in record] == shown
        assert (membership in record) == bool(shown)


def test_lists_show_one_organisation_alone_when_asked() -> None:
    mine, other = make_document(), make_document()
    make_payment(50, organisation=mine.organisation)
    make_payment(70, organisation=other.organisation)
    staff, of = browser(), f"?organisation={mine.organisation_id}"
    documents, payments = (text(staff.get(page(name) + of)) for name in ("console:documents", "console:payments"))
    assert (mine.number in documents, other.number in documents) == (True, False)
    assert f'<option value="{mine.organisation_id}" selected>' in documents
    assert ("50,00" in payments, "70,00" in payments) == (True, False)
    assert 'name="organisation"' not in text(staff.get(page("console:documents") + "?organisation=x"))


def test_page_costs_the_same_with_one_and_three_terms() -> None:
    organisation, staff, counts = make_organisation(), browser(), []
    for year in (2020, 2021, 2022):
        make_membership(
            make_version(grants={"insert": 2}),
            organisation=organisation,
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
        )
        staff.get(page("console:membership", organisation.pk))
        with CaptureQueriesContext(connection) as queries:
            staff.get(page("console:membership", organisation.pk))
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_list_of_terms_costs_the_same_at_one_and_three_rows() -> None:
    staff, counts = browser(), []
    make_term()
    staff.get(page("console:memberships"))
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            shown = text(staff.get(page("console:memberships")))
        counts.append(len(queries))
        make_term()
        make_term()
    assert "Fournisseur" in shown
    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_resignation_by_the_page() -> None:
    term, staff = make_term(), browser()
    form = {"received_on": TODAY.isoformat(), "effective_on": TOMORROW.isoformat(), "reason": "Fin d’activité"}
    assert staff.post(page("console:membership_resign", term.organisation_id), form).status_code == 302
    term.refresh_from_db()
    assert (term.ends_on, Departure.objects.get().kind) == (TODAY, "resignation")


def test_expulsion_by_the_page_needs_its_guarantees() -> None:
    term, staff = make_term(), browser()
    form = {
        "notice_sent_on": TODAY - timedelta(days=30),
        "heard_on": TODAY - timedelta(days=10),
        "decided_on": TODAY,
        "effective_on": TOMORROW,
        "reason": "Impayé",
        "hearing": "Entendu",
        "decided_by": "bureau",
    }
    url = page("console:membership_expel", term.organisation_id)
    assert staff.post(url, {**form, "heard_on": ""}).status_code == 200
    assert "Dans l’ordre" in text(staff.post(url, {**form, "heard_on": TOMORROW}))
    assert Departure.objects.count() == 0
    assert staff.post(url, form).status_code == 302
    assert "Entendu" in text(staff.get(page("console:membership", term.organisation_id)))


def test_departures_are_for_those_who_may_write_them() -> None:
    term = make_term()
    for role, status in ((Role.NETWORK, 200), (Role.FINANCE, 403), (Role.EVENTS, 403)):
        assert browser(role).get(page("console:membership_resign", term.organisation_id)).status_code == status


def test_status_decided_and_lifted_by_the_page() -> None:
    organisation, staff = make_organisation(), browser()
    form = {"status": "active", "until": TOMORROW.isoformat(), "reason": "Membre d’honneur"}
    staff.post(page("console:membership_override", organisation.pk), form)
    assert "Membre d’honneur" in text(staff.get(page("console:membership", organisation.pk)))
    assert standing_of(organisation).is_member
    staff.post(page("console:membership_lift", organisation.pk))
    assert not StatusOverride.objects.filter(organisation=organisation, until__gte=TODAY).exists()


def simulation(versions: dict[Any, int], **more: Any) -> dict[str, Any]:
    fields = {f"option_{version.option_id}": number for version, number in versions.items()}
    return {"day": TOMORROW.isoformat(), **fields, **more}


def test_simulated_then_prepared_in_the_console() -> None:
    base = make_version(price=6000, is_base=True, grants={"meeting_seat": 2})
    full = make_version(price=45000, includes_base=True, grants={"logo": 1})
    term, staff = make_billed(base), browser()
    url = page("console:membership_change", term.pk)
    asked = simulation({base: 0, full: 1}, seats=3)
    shown = text(staff.get(url, asked))
    assert "À régler en plus" in shown
    assert Proposal.objects.filter(kind="change").count() == 0
    answer = staff.post(url, asked)
    row = Proposal.objects.get(kind="change")
    assert (answer.url, row.seats, row.lines.get().version) == (page("console:proposal", row.pk), 3, full)
    assert "aucune option" in text(staff.get(url, simulation({base: 0, full: 0}, seats=3)))


def test_administrator_simulates_and_confirms_in_the_portal() -> None:
    base, extra = make_version(price=6000, is_base=True), make_version(price=3000, grants={"insert": 6})
    term = make_billed(base)
    person = make_affiliation(organisation=term.organisation, job_title="Directrice").person
    client, url = sign_in(Client(), person), page("portal:billing:change", term.organisation_id)
    asked = simulation({base: 1, extra: 1})
    shown = text(client.get(url, asked))
    assert "Je confirme" in shown
    figures = re.search(r'name="figures" value="([^"]+)"', shown)[1]
    said = asked | {"title": "Directrice", "figures": figures}
    assert client.post(url, said).status_code == 200  # neither authority nor consent
    assert Proposal.objects.filter(kind="change").count() == 0
    assert client.post(url, said | {"authority": "on", "consent": "on"}).status_code == 302
    row = Proposal.objects.get(kind="change")
    assert (row.state, row.accepted_by_email, Document.objects.count()) == ("activated", person.email, 2)
    assert entitlements.left(term.organisation, "insert", TOMORROW) > 0


def test_change_is_for_administrators_of_the_organisation() -> None:
    term = make_term()
    colleague = make_affiliation(organisation=term.organisation, roles=["content"]).person
    stranger = make_affiliation().person
    for person in (colleague, stranger):
        url = page("portal:billing:change", term.organisation_id)
        assert sign_in(Client(), person).get(url).status_code == 404


def test_bilan_is_read_by_those_who_act_for_the_organisation() -> None:
    term = make_term(make_version(is_base=True, grants={"insert": 6}))
    entitlements.use(organisation=term.organisation, kind="insert", key="a", label="Flash info n° 9")
    colleague = make_affiliation(organisation=term.organisation, roles=["content"]).person
    url = page("portal:billing:bilan", term.organisation_id, term.pk)
    assert "1 sur 6" in text(sign_in(Client(), colleague).get(url))
    elsewhere = make_affiliation()
    assert sign_in(Client(), elsewhere.person).get(url).status_code == 404
    other = page("portal:billing:bilan", elsewhere.organisation_id, term.pk)
    assert sign_in(Client(), elsewhere.person).get(other).status_code == 404


def test_renewal_by_the_pages_from_the_bilan_to_the_acceptance() -> None:
    base, extra = make_version(price=6000, is_base=True, grants={"insert": 6}), make_version(price=3000)
    term = make_term(base, ends_on=TODAY + timedelta(days=30), year="rolling")
    signatory = make_affiliation(organisation=term.organisation, roles=["signatory"]).person
    staff = browser()
    assert str(term.organisation) in text(staff.get(page("console:renewals")))
    staff.post(page("console:renewals_prepare"))
    row = Proposal.objects.get(previous=term)
    assert "1 à envoyer" in text(staff.get(page("console:renewals")))
    renewals.send_all(by=None)
    home = text(sign_in(Client(), signatory).get(page("portal:home")))
    address = f"{links.PATH}{links.proposal_token(row.pk)}/"
    assert address in home
    visitor = Client()
    assert "bilan d’adhésion" in text(visitor.get(address))
    options = {f"option_{base.option_id}": 1, f"option_{extra.option_id}": 2}
    assert visitor.post(f"{address}options/", options).url == address
    assert "12\u00a0000,00\u00a0€" in text(visitor.get(address))
    wrong = visitor.post(f"{address}options/", {f"option_{base.option_id}": 0, f"option_{extra.option_id}": 1})
    assert "cotisation de base" in text(wrong)
    row.refresh_from_db()
    accepted(row)
    assert visitor.get(f"{address}options/").status_code == 302


def test_options_of_a_joining_are_not_chosen_by_the_link() -> None:
    row = make_sent()
    address = f"{links.PATH}{links.proposal_token(row.pk)}/"
    assert Client().post(f"{address}options/", {}).url == address
    assert Client().get(f"{address}options/").url == address


def test_return_of_whoever_left_is_prepared_from_a_day() -> None:
    old = make_membership(
        make_version(price=6000, is_base=True), starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31)
    )
    staff = browser()
    assert "Préparer son retour" in text(staff.get(page("console:membership", old.organisation_id)))
    staff.post(page("console:membership_renew", old.pk), {"starts_on": TOMORROW.isoformat()})
    row = Proposal.objects.get(previous=old)
    assert (row.starts_on, row.kind) == (TOMORROW, "renewal")
    assert row.lines.get().net > Decimal(0)
