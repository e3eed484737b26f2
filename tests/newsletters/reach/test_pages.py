"""What the team reads: an issue insert by insert, and what works over a year; nothing that is hidden elsewhere."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from club.core.roles import Role
from newsletters.models import Issue
from newsletters.reach import years
from newsletters.reach.figures import Share
from newsletters.reach.years import Line
from tests.factories import make_departement, make_organisation, make_sent_issue, make_staff, sign_in
from tests.newsletters.reach.kit import make_counted, make_reach

pytestmark = pytest.mark.django_db
YEAR = "/console/flash-info/portee/"


def words(client: Client, path: str) -> str:
    """The page's text, its no-break spaces as plain ones."""
    response = client.get(path)
    assert response.status_code == 200
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def make_counted_issue(inserts: int = 1) -> Issue:
    issue = make_sent_issue()
    make_departement("75", "Paris"), make_departement("13", "Bouches-du-Rhône"), make_departement("48", "Lozère")
    make_reach(issue, accepted=1_010, bounced=10, measured=500)
    for key, number in (("75", 700), ("13", 294), ("48", 6)):
        make_reach(issue, dimension="departement", key=key, accepted=number)
    for _ in range(inserts):
        block = make_counted(42, issue=issue, accepted=400, measured=300)
        make_reach(issue, block, dimension="audience", key="channel", accepted=400)
    return issue


def test_issue_tells_each_insert_on_its_own_readers(staff_client: Client) -> None:
    issue = make_counted_issue()
    few = make_counted(4, issue=issue, accepted=9, of={"title": "Trop peu"})
    page = words(staff_client, f"/console/flash-info/{issue.number}/portee/")
    assert "Lecteurs atteints 1 000" in page
    assert "42 sur 300 14,0 %" in page
    assert f"Trop peu {few.supplier.name} · produit moins de dix masqué" in page
    assert ("Paris (75) 700" in page, "Bouches-du-Rhône (13) masqué" in page, "Lozère (48) masqué" in page) == (
        (True,) * 3
    )
    assert ("294" in page, "experts du Channel" in page.lower()) == (False, False)


def test_issue_tells_the_readers_of_one_insert(staff_client: Client) -> None:
    issue = make_counted_issue()
    block = issue.blocks.get()
    page = words(staff_client, f"/console/flash-info/{issue.number}/portee/?encart={block.pk}")
    assert f"Qui a reçu « {block.title} »" in page
    assert ("Experts du Channel 400" in page, "Paris" in page) == (True, False)
    for asked in ("x", "999999", str(make_counted().pk)):
        assert "Qui a reçu ce numéro" in words(
            staff_client, f"/console/flash-info/{issue.number}/portee/?encart={asked}"
        )


def test_empty_states_say_what_comes(staff_client: Client) -> None:
    issue = make_sent_issue()
    path = f"/console/flash-info/{issue.number}/portee/"
    assert "Pas encore compté" in words(staff_client, path)
    assert "Rien de compté cette année" in words(staff_client, YEAR)
    total = make_reach(issue, accepted=4)
    page = words(staff_client, path)
    assert ("Moins de dix personnes" in page, "n’avait pas d’encart" in page, "Trop peu de lecteurs" in page) == (
        (True,) * 3
    )
    total.delete()
    Issue.objects.all().delete()
    assert "Rien de compté" in words(staff_client, YEAR)


def test_year_ranks_what_works_and_who_feeds_it(staff_client: Client) -> None:
    supplier = make_organisation(name="Caisse Enregistreuse")
    for people, kind, topics in [(30, "product", ["payment"]), (50, "technical", ["payment"]), (20, "product", [])]:
        of = {"kind": kind, "specialities": topics, "supplier": supplier}
        make_counted(people, accepted=1_000, bounced=100, measured=500, of=of)
    make_counted(900, measured=1_000, issue=make_sent_issue(frozen_at=timezone.now() - timedelta(days=400)))
    found = years.of_year(timezone.localdate().year)
    product, technical = (
        Line(label, n, 900 * n, 500 * n, 50, key)
        for label, n, key in [("produit", 2, "product"), ("technique", 1, "technical")]
    )
    assert found.kinds == [product, technical]
    assert (product.rate, technical.rate) == (50, 100)
    assert [(line.label, line.clicks) for line in found.topics] == [
        ("encaissement et paiement", 80),
        (years.NO_TOPIC, 20),
    ]
    assert [(line.label, line.inserts, line.reached) for line in found.suppliers] == [
        ("Caisse Enregistreuse", 3, 2_700)
    ]
    assert "Caisse Enregistreuse 3 2 700 100 sur 1 500 66,7" in words(staff_client, YEAR)
    last = timezone.localdate().year - (timezone.localdate() - timedelta(days=400)).year
    assert last > 0
    assert "Caisse" not in words(staff_client, f"{YEAR}?annee={timezone.localdate().year - last}")
    assert [staff_client.get(f"{YEAR}?annee={asked}").status_code for asked in ("1999", "x")] == [404, 200]


def test_year_keeps_what_an_insert_hides() -> None:
    """The other insert of its section is shown, so their sum would tell it."""
    make_counted(40, measured=500)
    make_counted(4, measured=500)
    year = timezone.localdate().year
    assert [line.clicks for line in years.of_year(year).kinds] == [None]
    make_counted(8, measured=500)
    make_counted(3, measured=9)
    make_counted(0, measured=0)
    (line,) = years.of_year(year).kinds
    assert (line.inserts, line.clicks, line.measured) == (5, 52, 1_500)


def test_year_names_territories_without_an_insert() -> None:
    issue = make_counted_issue()
    make_departement("976", "Mayotte")
    for territories in (["75"], ["75", "976"]):
        make_counted(issue=issue, of={"territories": territories})
    make_reach(issue, dimension="departement", key="", accepted=400)
    places = years.of_year(timezone.localdate().year).places
    assert (places.number, places.unaimed) == (issue.number, [])
    assert places.hidden == ["Bouches-du-Rhône (13)", "Lozère (48)"]
    assert ("Mayotte (976)" in places.empty, places.aimed) == (True, [("Paris (75)", 2), ("Mayotte (976)", 1)])
    make_reach(issue, dimension="departement", key="976", accepted=30)
    make_reach(issue, dimension="departement", key="53", accepted=50)
    make_departement()
    places = years.of_year(timezone.localdate().year).places
    assert places.unaimed == [Share("Bouches-du-Rhône (13)", 294, "13"), Share("Mayenne (53)", 50, "53")]


@pytest.mark.parametrize("page", ["issue", "chosen", "year"])
def test_pages_read_no_delivery_and_few_rows(client: Client, page: str) -> None:
    sign_in(client, make_staff(Role.DIRECTION))
    counts = []
    for inserts in (1, 3):
        issue = make_counted_issue(inserts)
        path = f"/console/flash-info/{issue.number}/portee/"
        path = {"issue": path, "chosen": f"{path}?encart={issue.blocks.first().pk}", "year": YEAR}[page]
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        assert [query["sql"] for query in queries if "newsletters_delivery" in query["sql"]] == []
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_team_without_flash_info_sees_none_of_it(client: Client) -> None:
    sign_in(client, make_staff(Role.FINANCE))
    paths: list[Any] = [YEAR, f"/console/flash-info/{make_counted_issue().number}/portee/"]
    assert [client.get(path).status_code for path in paths] == [403, 403]
