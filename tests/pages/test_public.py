"""The public site: open, light on the database, without a cookie; the search leads where it says."""

import gzip

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from channel.models import Expert
from club.core import pages
from club.core.topics import Topic
from club.urls import PAGES
from club.views import france
from club.views.places import departements_of, in_columns, topic_of
from tests.factories import make_ambassador, make_commune, make_departement, make_expert

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/pres-de-chez-vous/",
    "/pres-de-chez-vous/53/",
    "/adherer/",
    *(f"/{address}" for _, address, _ in PAGES),
]


@pytest.fixture(autouse=True)
def _somewhere() -> None:
    make_commune()


@pytest.mark.parametrize("address", ADDRESSES)
def test_public_page_is_kept_without_cookie(client: Client, address: str) -> None:
    first = client.get(address)
    with CaptureQueriesContext(connection) as queries:
        again = client.get(address)
    assert (first.status_code, again.content) == (200, first.content)
    assert len(queries) == 0
    assert not again.cookies
    assert again["Cache-Control"] == pages.BROWSER


def test_public_page_is_sent_compressed_to_who_reads_that(client: Client) -> None:
    plain = client.get("/")
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content) == plain.content
    assert (packed["Content-Encoding"], plain.has_header("Content-Encoding")) == ("gzip", False)
    assert "Accept-Encoding" in plain["Vary"]


def test_public_page_is_rendered_again_after_renewal(client: Client) -> None:
    before = client.get("/").content
    make_ambassador()
    cache.delete(france.COUNTS_KEY)
    assert client.get("/").content == before
    pages.renew()
    assert client.get("/").content != before


def test_home_shows_the_same_statements_for_one_and_three_ambassadors(client: Client) -> None:
    counts = []
    for _ in range(2):
        make_ambassador()
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_map_bears_each_departement_once() -> None:
    codes = [tile.code for tile in france.france()["tiles"]]
    assert len(codes) == len(set(codes)) == 101
    assert sorted(tile.code for column in in_columns(france.france()["tiles"]) for tile in column) == sorted(codes)


def test_map_counts_active_people_alone() -> None:
    expert = make_expert(departement=make_departement())
    make_expert(departement=make_departement(), state=Expert.State.LEFT)
    cache.clear()
    tile = next(tile for tile in france.france()["tiles"] if tile.code == expert.departement_id)
    assert (tile.experts, tile.ambassadors) == (1, 0)


@pytest.mark.parametrize(
    ("totals", "limits"), [([], []), ([0, 0, 0], []), ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [4, 7, 10])]
)
def test_bounds_cut_the_map_into_four_colours(totals: list[int], limits: list[int]) -> None:
    assert france.bounds(totals) == limits


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("53", {"53": []}),
        ("mayenne", {"53": []}),
        ("Laval", {"53": ["Laval"]}),
        ("lavall", {"53": ["Laval"]}),
        ("53000", {"53": ["Laval"]}),
        ("pays de la loire", {"53": []}),
        ("Zzyzx", {}),
        ("", {}),
    ],
)
def test_place_means_departements(place: str, found: dict[str, list[str]]) -> None:
    assert departements_of(place) == found


@pytest.mark.parametrize(
    ("need", "topic"),
    [
        ("vendre en ligne", Topic.ECOMMERCE),
        ("un site web", Topic.WEBSITE),
        ("facture électronique", Topic.INVOICING),
        ("xyz", None),
    ],
)
def test_need_means_a_topic(need: str, topic: Topic | None) -> None:
    assert topic_of(need) == topic


def test_search_leads_to_the_departement_with_the_need(client: Client) -> None:
    response = client.get("/pres-de-chez-vous/", {"besoin": "vendre en ligne", "lieu": "Laval"})
    assert response.headers["Location"] == f"{reverse('public:place', args=['53'])}?besoin=ecommerce"


def test_search_teaches_when_the_place_is_unknown(client: Client) -> None:
    page = client.get("/pres-de-chez-vous/", {"lieu": "Zzyzx"}).content.decode()
    assert "Nous ne trouvons pas ce lieu" in page


def test_departement_gives_numbers_and_no_name(client: Client) -> None:
    ambassador = make_ambassador(departement=make_departement())
    page = client.get("/pres-de-chez-vous/53/").content.decode()
    assert ambassador.person.last_name not in page
    assert ambassador.person.email not in page
    assert "Chambre consulaire" in page


def test_unknown_departement_is_not_found(client: Client) -> None:
    assert client.get("/pres-de-chez-vous/99/").status_code == 404
