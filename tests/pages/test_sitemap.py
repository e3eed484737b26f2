"""The map of the site: every address in it answers, is indexable and its own; nothing restricted is in it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from channel.models import Expert
from club.core.audiences import Audience
from club.core.pages import renew
from club.core.topics import Topic
from club.editorial.actions import publishing
from club.editorial.models import OWN_ADDRESSES, Article, Level
from club.views import sitemap
from events.actions import agenda
from events.models import Event
from tests.directory_factories import make_adviser
from tests.editorial_factories import make_article, make_draft, make_edition, make_resource
from tests.event_factories import at, make_draft_event, make_event
from tests.factories import (
    make_ambassador,
    make_block,
    make_commune,
    make_expert,
    make_issue,
    make_sent_issue,
    make_user,
)

pytestmark = pytest.mark.django_db
NAMESPACE = f"{{{sitemap.SCHEMA}}}"
CANARY = "secret-de-canari"


@pytest.fixture(autouse=True)
def _fresh_pages() -> None:
    renew()


def read(client: Client, path: str) -> list[tuple[str, str]]:
    """(path, lastmod) of each address of a file of the map."""
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8"), path
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own bytes
    rows = [(row.findtext(f"{NAMESPACE}loc", ""), row.findtext(f"{NAMESPACE}lastmod", "")) for row in root]
    assert all(address.startswith(f"{settings.SITE_URL}/") for address, _ in rows)
    return [(address.removeprefix(settings.SITE_URL), when) for address, when in rows]


def whole_map(client: Client) -> dict[str, str]:
    found = [row for path, _ in read(client, "/sitemap.xml") for row in read(client, path)]
    assert len(dict(found)) == len(found)
    return dict(found)


def publish_everything() -> None:
    make_commune()
    for level in (*Level.of_information(), Level.PAGE):
        make_article(level)
    taken = Article.objects.filter(level=Level.PAGE).values_list("slug", flat=True)
    make_article(Level.PAGE, slug=next(slug for slug in OWN_ADDRESSES if slug not in taken))
    make_edition(resource=make_resource())
    for _ in range(3):
        make_expert(specialities=["website"])
    make_adviser(first_name="Zoé", last_name="Petit")
    make_block(issue=make_sent_issue())
    make_event()
    make_event(days=-3)
    agenda.cancel(event=make_event(days=9), reason="La salle est fermée.", by=make_user())
    agenda.postpone(event=make_event(days=12), reason="La salle est fermée.", by=make_user())


def test_every_address_answers_and_may_be_indexed(client: Client) -> None:
    publish_everything()
    found = whole_map(client)
    assert len(found) > 30
    for path in found:
        response = client.get(path)
        text = response.content.decode()
        assert (path, response.status_code, "noindex" in text) == (path, 200, False)
        assert "X-Robots-Tag" not in response.headers


def test_nothing_restricted_is_in_the_map(client: Client) -> None:
    make_draft(slug=f"{CANARY}-1")
    gone = make_article(slug=f"{CANARY}-2")
    publishing.archive(article=gone, by=make_user())
    make_resource(slug=f"{CANARY}-3", audience=[Audience.AMBASSADOR])
    make_resource(slug=f"{CANARY}-4", withdrawn_at=timezone.now())
    make_resource(slug=f"{CANARY}-5", published_on=timezone.localdate() + timedelta(days=2))
    make_expert(name=f"{CANARY} 6", shown=False)
    make_expert(name=f"{CANARY} 7", state=Expert.State.CANDIDATE)
    make_ambassador(person=make_user(first_name=CANARY))
    hidden = make_issue(number=987)
    make_draft_event(slug=f"{CANARY}-8")
    make_event(slug=f"{CANARY}-9", is_public=False)
    shown = make_article(slug="montre")
    found = whole_map(client)
    assert [path for path in found if CANARY in path or str(hidden.number) in path] == []
    assert shown.get_absolute_url() in found
    assert "/annuaire/departements/53/" not in found, "one listing is not enough for a page"


def test_dates_are_those_of_the_rows(client: Client) -> None:
    publish_everything()
    before = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    Article.objects.update(published_at=before, updated_at=before)
    tip = Article.objects.get(level=Level.TIP)
    found, index = whole_map(client), dict(read(client, "/sitemap.xml"))
    wanted = "2026-03-02T08:30:00+00:00"
    addresses = [tip.get_absolute_url(), "/reduire-ses-couts/", "/themes/telephony/", "/cercle/"]
    assert [found[path] for path in addresses] == [wanted] * 4
    assert (index["/sitemap-articles.xml"], found["/"], found["/contact/"]) == (wanted, "", "")


def test_agenda_is_dated_by_its_events(client: Client) -> None:
    """A postponed and a cancelled one keep their address; what is over has said so since its end."""
    written, named = at(-500), timezone.localdate() - timedelta(days=5)
    coming = make_event(starts_at=at(30), ends_at=at(30, 20), guest="Ève Montclair", guest_public_from=named)
    cancelled = agenda.cancel(event=make_event(starts_at=at(30), ends_at=at(30, 20)), reason="x", by=make_user())
    over, long = make_event(days=-400), make_event(starts_at=at(60), ends_at=at(95))
    Event.objects.update(updated_at=written)
    found, index = whole_map(client), dict(read(client, "/sitemap.xml"))
    pages = {event: found[event.get_absolute_url()] for event in (coming, cancelled, over, long)}
    dates = {event: datetime.fromisoformat(when) for event, when in pages.items()}
    assert dates == {coming: at(-5, 0), cancelled: written, over: over.ends_at, long: written}
    months = {(day.year, day.month) for event in (coming, over, long) for day in event.days()}
    assert {path for path in found if path.startswith("/agenda/2")} == {
        f"/agenda/{timezone.localtime(over.starts_at).year}/",
        *(f"/agenda/{year}/{month}/" for year, month in months),
    }
    month = f"/agenda/{timezone.localtime(coming.starts_at):%Y/%-m}/"
    assert {datetime.fromisoformat(found[path]) for path in (month, "/agenda/")} == {at(-5, 0)}
    assert datetime.fromisoformat(index["/sitemap-agenda.xml"]) == at(-5, 0)


def test_empty_agenda_is_in_the_map_without_its_empty_months(client: Client) -> None:
    today = timezone.localdate()
    assert read(client, "/sitemap-agenda.xml") == [("/agenda/", "")]
    assert "noindex" in client.get(f"/agenda/{today.year}/{today.month}/").content.decode()


def test_listings_are_cut_by_ranges(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    firms = [make_expert() for _ in range(5)]
    monkeypatch.setattr(sitemap, "RANGE", 2)
    files = [path for path, _ in read(client, "/sitemap.xml") if "professionnels" in path]
    found = [path for file in files for path, _ in read(client, file)]
    assert len(files) >= 3
    assert found == [f"/annuaire/experts/{firm.slug}/" for firm in firms]
    assert client.get("/sitemap-professionnels-999999.xml").status_code == 404
    assert client.get("/sitemap-inconnue-0.xml").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_index_asks_the_same_whatever_there_is(
    client: Client, django_assert_max_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        publish_everything()
    with django_assert_max_num_queries(6):  # one for each kind of listing
        read(client, "/sitemap.xml")
    for name in sitemap.SECTIONS:
        with django_assert_max_num_queries(5 + 2 * len(Topic) if name == "annuaire" else 6):
            read(client, f"/sitemap-{name}.xml")


def test_robots_are_kept_out_of_everything_by_token(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    robots = RobotFileParser()
    robots.parse([line for line in text.splitlines() if not line.startswith("Allow")])
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    routes = [str(route) for route in routes_of(get_resolver(), "/") if "token" in str(route)]
    private = [re.sub(r"<[^>]+>", "x", route) for route in routes] + ["/espace/", "/console/", "/compte/connexion/"]
    assert len(routes) > 8
    assert [path for path in private if robots.can_fetch("*", path)] == []
    assert [path for path in whole_map(client) if not robots.can_fetch("*", path)] == []


def routes_of(resolver: Any, before: str) -> list[str]:
    found = []
    for pattern in resolver.url_patterns:
        here = before + str(pattern.pattern)
        found += routes_of(pattern, here) if hasattr(pattern, "url_patterns") else [here]
    return found


def test_whom_to_tell_of_a_hole(client: Client) -> None:
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in reversed(response.content.decode().strip().splitlines()))
    until = datetime.fromisoformat(fields["Expires"])
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert timedelta(days=90) < until - timezone.now() < timedelta(days=365)
    assert fields["Contact"].startswith("mailto:")
    assert fields["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"


def test_every_address_is_its_own_canonical(client: Client) -> None:
    publish_everything()
    for path in whole_map(client):
        text = client.get(path).content.decode()
        assert re.findall(r'<link rel="canonical" href="([^"]+)">', text) == [f"{settings.SITE_URL}{path}"]


def test_index_asks_the_same_however_many_files_of_listings(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_commune()
    monkeypatch.setattr(sitemap, "RANGE", 2)
    counts, files = [], []
    for _ in range(2):
        for _ in range(4):
            make_expert()
        renew()
        with CaptureQueriesContext(connection) as queries:
            found = [path for path, when in read(client, "/sitemap.xml") if "professionnels" in path and when]
        counts.append(len(queries))
        files.append(len(found))
    assert counts[0] == counts[1] == 6
    assert files[1] - files[0] >= 2
