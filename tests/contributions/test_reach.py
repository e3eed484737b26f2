"""What suppliers read of their inserts: the year, one insert, its link, its files; nothing of anybody else's."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from club.contributions import links
from club.contributions.models import Placement, ReachMail
from club.core.roles import Role
from members.models import Affiliation
from newsletters.models import Click, Reach
from tests.contribution_factories import count_reach, make_call, make_reach_mail, make_sent_placement
from tests.contributions.clock import supplier
from tests.factories import make_affiliation, make_staff, sign_in

pytestmark = pytest.mark.django_db
YEAR = "/espace/contributions/portee/"


@pytest.fixture
def reader() -> Affiliation:
    return make_affiliation(organisation=supplier(name="Caisses Corvane"), roles=["content"])


@pytest.fixture
def placed(reader: Affiliation) -> Placement:
    """Counted, clicked."""
    row = make_sent_placement(supplier=reader.organisation)
    count_reach(row)
    Click.objects.create(block=row.block, day=timezone.localdate(), people=12, robots=30)
    return row


@pytest.fixture
def told(placed: Placement, reader: Affiliation) -> ReachMail:
    return make_reach_mail(placement=placed, person=reader.person)


def read(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def page_of(mail: ReachMail) -> str:
    return f"{links.REACH_PATH}{links.reach_token(mail.pk)}/"


def test_insert_says_whom_it_reached_and_what_clicks_are_counted_on(
    client: Client, placed: Placement, reader: Affiliation
) -> None:
    sign_in(client, reader.person)
    page = read(client, f"{YEAR}{placed.pk}/")
    for words in (
        "Reçu par 116\u00a0personnes",
        "12\u00a0clics",
        "Comptés sur 50 lecteurs qui l’acceptent",
        "24,0\u00a0% des lecteurs comptés",
        "1 sur 3",
        '<th scope="row">53<svg',
    ):
        assert words in page, words
    assert "42\u00a0clics" not in page  # machines stay apart


def test_few_readers_are_told_as_few(client: Client, placed: Placement, reader: Affiliation) -> None:
    Reach.objects.filter(block=placed.block).delete()
    Reach.objects.create(issue=placed.issue, block=placed.block, dimension="total", accepted=7, bounced=0, measured=3)
    sign_in(client, reader.person)
    page = read(client, f"{YEAR}{placed.pk}/")
    assert "Reçu par moins de dix\u00a0personnes" in page
    assert "Moins de dix de ses lecteurs acceptent" in page
    assert "12" not in page.split('id="recu"')[1].split('id="methode"')[0]
    assert client.get(f"{YEAR}{placed.pk}/portee.pdf").content.startswith(b"%PDF")


def test_year_adds_up_and_costs_the_same_with_more(
    client: Client, placed: Placement, reader: Affiliation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_sent_placement(supplier=reader.organisation, days_ago=400, title="Trop ancien")
    sign_in(client, reader.person)
    read(client, YEAR)
    with django_assert_num_queries(STATEMENTS):
        page = read(client, YEAR)
    assert "Trop ancien" not in page
    for days in (20, 40):
        count_reach(make_sent_placement(supplier=reader.organisation, days_ago=days))
    with django_assert_num_queries(STATEMENTS):
        page = read(client, YEAR)
    assert "348" in page  # three times 116
    assert page.count('class="value"') == 3 + 3  # people reached, then clicks, of each


STATEMENTS = 13


def test_empty_year_teaches(client: Client, reader: Affiliation) -> None:
    sign_in(client, reader.person)
    assert "Aucun encart en un an" in read(client, YEAR)
    assert client.get(f"{YEAR}annee.pdf").content.startswith(b"%PDF")


def test_rival_and_stranger_get_nothing(client: Client, placed: Placement) -> None:
    rival = make_affiliation(organisation=supplier(name="Rivale"), roles=["content"])
    sign_in(client, rival.person)
    other = placed.supplier_id
    paths = (f"{placed.pk}/", f"{placed.pk}/portee.pdf", f"?fournisseur={other}", f"annee.csv?fournisseur={other}")
    for path in (*paths, f"{placed.pk}/portee.exe"):
        assert client.get(YEAR + path).status_code == 404, path
    assert "Une caisse" not in read(client, YEAR)


def test_agency_reads_its_clients_one_by_one(client: Client, placed: Placement) -> None:
    other = make_sent_placement(supplier=supplier(name="Autre cliente"), title="Une imprimante")
    agency = make_affiliation(organisation=placed.supplier, roles=["agency"]).person
    make_affiliation(organisation=other.supplier, person=agency, roles=["agency"])
    stranger = make_sent_placement(supplier=supplier(name="Inconnue"))
    sign_in(client, agency)
    assert "Une imprimante" in read(client, f"{YEAR}?fournisseur={other.supplier_id}")
    assert "Une imprimante" not in read(client, f"{YEAR}?fournisseur={placed.supplier_id}")
    assert client.get(f"{YEAR}?fournisseur={stranger.supplier_id}").status_code == 404


def test_link_opens_one_insert_without_login(client: Client, told: ReachMail) -> None:
    page = client.get(page_of(told))
    assert page["X-Robots-Tag"] == "noindex"
    assert "Reçu par 116\u00a0personnes" in page.content.decode()
    assert str(told.person) in page.content.decode()
    assert client.get(f"{page_of(told)}portee.pdf").content.startswith(b"%PDF")
    assert client.get("/espace/").status_code == 302


@pytest.mark.parametrize("token", ["1-abc", "0-" + "0" * 30, "x"])
def test_forged_link_opens_nothing(client: Client, told: ReachMail, token: str) -> None:
    assert client.get(f"{links.REACH_PATH}{token}/").status_code == 404


def test_link_of_a_call_is_no_link_of_reach(client: Client, told: ReachMail) -> None:
    assert client.get(f"{links.REACH_PATH}{links.call_token(told.pk)}/").status_code == 404
    assert client.get(f"{links.CALL_PATH}{links.reach_token(told.pk)}/").status_code == 404


def test_link_dies_with_the_role_and_with_what_is_pulled(
    client: Client, told: ReachMail, reader: Affiliation
) -> None:
    Placement.objects.filter(pk=told.placement_id).update(state="pulled", pulled_at=timezone.now())
    assert client.get(page_of(told)).status_code == 404
    Placement.objects.filter(pk=told.placement_id).update(state="sent", pulled_at=None)
    assert client.get(page_of(told)).status_code == 200
    Affiliation.objects.filter(pk=reader.pk).update(starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 2))
    assert client.get(f"{page_of(told)}portee.csv").status_code == 404


def test_spreadsheet_holds_no_formula(client: Client, reader: Affiliation) -> None:
    row = make_sent_placement(supplier=reader.organisation, title="=1+1")
    count_reach(row)
    sign_in(client, reader.person)
    for path in (f"{row.pk}/portee.csv", "annee.csv"):
        text = b"".join(client.get(YEAR + path)).decode()  # type: ignore[call-overload]
        assert text.startswith("\ufeff")
        assert ";'=1+1" in text
        assert "116" in text


def test_staff_read_what_the_supplier_reads(client: Client, placed: Placement) -> None:
    sign_in(client, make_staff(Role.EDITORS))
    base = "/console/contributions/"
    assert "116" in read(client, f"{base}appels/fournisseurs/{placed.supplier_id}/portee/")
    assert "Reçu par 116\u00a0personnes" in read(client, f"{base}portee/{placed.pk}/")
    assert "/portee/" in read(client, f"{base}appels/fournisseurs/{placed.supplier_id}/")
    make_call(supplier=placed.supplier)
    assert "116 personnes" in read(client, f"{base}appels/")


def test_not_counted_yet_is_said(client: Client, reader: Affiliation) -> None:
    row = make_sent_placement(supplier=reader.organisation, days_ago=0)
    sign_in(client, reader.person)
    assert "Pas encore compté" in read(client, f"{YEAR}{row.pk}/")
    assert "pas encore compté" in read(client, YEAR)
