"""The public site: open, light on the database, without a cookie; the search leads where it says."""

import gzip

import brotli
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ambassadors import directory as advisers
from channel import directory as firms
from channel.models import Expert
from club.core import pages
from club.editorial.models import Level
from club.urls import PAGES
from club.views import france
from tests.directory_factories import make_adviser
from tests.editorial_factories import make_article
from tests.event_factories import make_event
from tests.factories import (
    make_ambassador,
    make_block,
    make_commune,
    make_departement,
    make_expert,
    make_sent_issue,
)

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/annuaire/",
    "/annuaire/departements/53/",
    "/annuaire/specialites/site-web/",
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


def test_page_of_every_kind_asks_nothing_when_warm(client: Client) -> None:
    made = [make_article(Level.TIP), make_article(Level.NEWS), make_article(Level.DOSSIER), make_event()]
    addresses = [row.get_absolute_url() for row in made] + [
        firms.url_of(make_expert()),
        advisers.adviser_of(advisers.line_of(make_adviser())).url,
        *("/reduire-ses-couts/", "/agenda/", "/plan-du-site/", "/recherche/"),
        *("/sitemap.xml", "/sitemap-annuaire.xml", "/sitemap-professionnels-0.xml"),
    ]
    asked = {}
    for address in addresses:
        assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as queries:
            again = client.get(address)
        asked[address] = (len(queries), len(again.cookies))
    assert asked == dict.fromkeys(addresses, (0, 0))


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, BR;q=0.5", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("deflate, identity", ""),
        ("brand, *", ""),
        ("", ""),
    ],
)
@pytest.mark.parametrize("address", ["/", "/annuaire/?besoin=site+web"])
def test_public_page_is_sent_in_the_best_coding_read(
    client: Client, address: str, accepted: str, coding: str
) -> None:
    plain = client.get(address)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding]
    for _ in range(2):  # rendered, then kept
        packed = client.get(address, headers={"Accept-Encoding": accepted})
        assert (packed.get("Content-Encoding", ""), unpack(packed.content)) == (coding, plain.content)
        assert (packed["Vary"], packed["ETag"]) == (plain["Vary"], plain["ETag"])
        assert "Accept-Encoding" in packed["Vary"]


@pytest.mark.parametrize(
    "address", ["/", "/contact/", "/sitemap.xml", "/actualites/atom.xml", "/flash-info/atom.xml"]
)
def test_who_has_a_page_already_gets_no_body(client: Client, address: str) -> None:
    make_article(Level.NEWS)  # a feed without entries is dated of the moment it is asked for
    make_block(issue=make_sent_issue())
    first = client.get(address, headers={"Accept-Encoding": "gzip"})
    asked = {"If-None-Match": first["ETag"]}
    with CaptureQueriesContext(connection) as queries:
        again = client.get(address, headers=asked)
    assert (again.status_code, again.content, len(queries)) == (304, b"", 0)
    assert [again[name] for name in ("ETag", "Cache-Control", "Vary")] == [
        first[name] for name in ("ETag", "Cache-Control", "Vary")
    ]
    pages.renew()
    assert client.get(address, headers=asked).status_code == 304, "rendered again, it says the same"
    assert client.get(address, headers={"If-None-Match": 'W/"autre"'}).status_code == 200


def test_page_that_changed_is_sent_again(client: Client) -> None:
    asked = {"If-None-Match": client.get("/")["ETag"]}
    make_ambassador()
    cache.delete(france.COUNTS_KEY)
    pages.renew()
    assert client.get("/", headers=asked).status_code == 200


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
    assert counts[0] == counts[1] <= 10


def test_map_bears_each_departement_once() -> None:
    tiles = france.france()["tiles"]
    codes = [tile.code for tile in tiles]
    assert len(codes) == len(set(codes)) == 101
    assert sorted(tile.code for column in france.columns(tiles) for tile in column) == sorted(codes)


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
