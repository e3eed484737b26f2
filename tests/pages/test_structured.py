"""What pages tell machines: their address, their card, schema.org data with its required fields."""

import json
import re
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from club.core import structured
from club.core.pages import renew
from club.editorial.content import Source
from club.editorial.models import Level
from events.actions import agenda
from events.models import Event, State
from tests.directory_factories import make_adviser
from tests.editorial_factories import make_article
from tests.event_factories import make_event
from tests.factories import (
    make_block,
    make_commune,
    make_departement,
    make_expert,
    make_organisation,
    make_sent_issue,
    make_user,
)

pytestmark = pytest.mark.django_db
REQUIRED = {  # schema.org and the engines' own guides
    "Organization": {"name", "url", "logo"},
    "BreadcrumbList": {"itemListElement"},
    "Article": {"headline", "image", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage"},
    "NewsArticle": {"headline", "image", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage"},
    "ProfessionalService": {"name", "address", "url"},
    "Event": {
        *("name", "description", "image", "url", "startDate", "endDate", "location", "organizer"),
        *("eventStatus", "eventAttendanceMode"),
    },
}
INSIDE = {  # what stands inside another thing
    "ListItem": {"position", "name", "item"},
    "PostalAddress": {"addressCountry", "addressRegion"},
    "AdministrativeArea": {"name"},
    "Place": {"name", "address"},
    "VirtualLocation": {"url"},
    "Organization": {"name"},
    "Person": {"name"},
}
ADDRESSES = {"@id", "url", "image", "logo", "item", "mainEntityOfPage", "sameAs"}
MOMENTS = {"datePublished", "dateModified", "startDate", "endDate"}
STATUSES = {f"https://schema.org/Event{word}" for word in ("Scheduled", "Postponed", "Cancelled")}
MODES = {"Offline": ["Place"], "Online": ["VirtualLocation"], "Mixed": ["Place", "VirtualLocation"]}


class Head(HTMLParser):
    """The links, cards and data of a page, and every script written in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.canonical: list[str | None] = []
        self.card: dict[str, str] = {}
        self.data: list[dict[str, Any]] = []
        self.inline: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" and given.get("rel") == "canonical":
            self.canonical.append(given["href"])
        if tag == "meta" and str(given.get("property", "")).startswith("og:"):
            self.card[str(given["property"])] = str(given["content"])
        if tag == "script" and "src" not in given:
            self._inside = attrs == [("type", "application/ld+json")]
            if not self._inside:
                self.inline.append(str(attrs))

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.data.append(json.loads(data))
            self._inside = False

    def of(self, kind: str) -> dict[str, Any]:
        return next(one for one in self.data if one["@type"] == kind)


@pytest.fixture(autouse=True)
def _fresh_pages() -> None:
    renew()


def read(client: Client, path: str) -> Head:
    response = client.get(path)
    assert response.status_code == 200, path
    found = Head(response.content.decode())
    assert [(path, flaw) for one in found.data for flaw in flaws(one)] == []
    return found


def flaws(one: dict[str, Any]) -> list[str]:
    """What a block of data lacks or says wrong, in itself and in what stands inside it."""
    kind = one["@type"]
    found = [] if one.get("@context") == structured.CONTEXT else [f"{kind}: no context"]
    found += _flaws(one, REQUIRED)
    if kind == "Event":
        places = one.get("location") if isinstance(one.get("location"), list) else [one.get("location")]
        kinds = [place["@type"] for place in places if place]
        if one.get("eventStatus") not in STATUSES:
            found.append("Event: unknown status")
        if one.get("eventAttendanceMode") not in {
            f"https://schema.org/{mode}EventAttendanceMode" for mode, wanted in MODES.items() if wanted == kinds
        }:
            found.append("Event: another mode than its places")
        if not one.get("startDate", "") < one.get("endDate", ""):
            found.append("Event: ends before it starts")
    return found


def _flaws(thing: dict[str, Any], required: dict[str, set[str]]) -> list[str]:
    kind = thing["@type"]
    found = [f"{kind}: no {name}" for name in sorted(required.get(kind, {"a known type"}) - thing.keys())]
    for name, value in thing.items():
        within = value if isinstance(value, list) else [value]
        if not value or not all(within):
            found.append(f"{kind}: empty {name}")
        for part in within:
            if isinstance(part, dict):
                found += _flaws(part, INSIDE)
            elif name in ADDRESSES and not str(part).startswith(("https://", "http://")):
                found.append(f"{kind}: {name} is no whole address")
            elif name in MOMENTS and datetime.fromisoformat(part).tzinfo is None:
                found.append(f"{kind}: {name} without its offset")
    return found


def every_kind() -> dict[str, set[str]]:
    """A page of each kind → the data it bears."""
    expert, adviser = make_expert(commune=make_commune()), make_adviser()
    issue = make_block(issue=make_sent_issue()).issue
    trail = "BreadcrumbList"
    pages: dict[str, set[str]] = {
        "/": {"Organization"},
        "/contact/": {trail},
        f"/flash-info/{issue.number}/": {trail},
    }
    pages |= {f"/annuaire/experts/{expert.slug}/": {trail, "ProfessionalService"}}
    pages |= {f"/annuaire/conseillers/{adviser.slug}/": {trail}}
    pages |= {make_event().get_absolute_url(): {trail, "Event"}, "/agenda/": {trail}}
    pages |= {make_article(Level.NEWS).get_absolute_url(): {trail, "NewsArticle"}}
    dossier = make_article(Level.DOSSIER).get_absolute_url()
    articles = [make_article().get_absolute_url(), make_article(Level.PAGE).get_absolute_url()]
    return pages | {path: {trail, "Article"} for path in [*articles, dossier, f"{dossier}avant/"]}


def test_each_page_tells_its_address_its_card_and_what_it_is(client: Client) -> None:
    for path, kinds in every_kind().items():
        found = read(client, f"{path}?utm_source=lettre")
        assert (path, {one["@type"] for one in found.data}) == (path, kinds)
        assert found.canonical == [settings.SITE_URL + path]
        assert found.card["og:url"] == settings.SITE_URL + path
        assert found.card["og:title"]
        assert found.card["og:description"]
        assert found.inline == []


def every_event() -> dict[str, Event]:
    by, guest = make_user(), {"guest": "Ève Montclair", "guest_public_from": timezone.localdate()}
    return {
        "on the spot": make_event(**guest),
        "online": make_event(is_online=True, commune=None),
        "both": make_event(is_online=True, commune=make_commune()),
        "somewhere": make_event(commune=None, departement=make_departement(), venue="", address=""),
        "over": make_event(days=-3),
        "full": agenda.mark(event=make_event(), state=State.FULL, by=by),
        "cancelled": agenda.cancel(event=make_event(), reason="Faute d’intervenant.", by=by),
        "postponed": agenda.postpone(event=make_event(), reason="La salle est fermée.", by=by),
    }


def test_each_kind_of_event_says_what_engines_require(client: Client) -> None:
    told = {name: read(client, event.get_absolute_url()).of("Event") for name, event in every_event().items()}
    words = {name: data["eventStatus"].rpartition("/Event")[2] for name, data in told.items()}
    others = {name for name, word in words.items() if word == "Scheduled"}
    assert others == {"on the spot", "online", "both", "somewhere", "over", "full"}
    assert (words["cancelled"], words["postponed"]) == ("Cancelled", "Postponed")
    assert told["online"]["location"]["url"].startswith(settings.SITE_URL)
    assert told["somewhere"]["location"] == {
        "@type": "Place",
        "name": "Mayenne",
        "address": {"@type": "PostalAddress", "addressRegion": "Mayenne", "addressCountry": "FR"},
    }
    assert told["on the spot"]["performer"] == {"@type": "Person", "name": "Ève Montclair"}
    assert [name for name, data in told.items() if data["organizer"]["url"] != f"{settings.SITE_URL}/"] == []


def test_flaws_of_data_would_be_seen(client: Client) -> None:
    """The negative control: each way to say too little or wrong of an event is told."""
    good = read(client, make_event().get_absolute_url()).of("Event")
    assert flaws(good) == []
    ways: list[tuple[dict[str, Any], str]] = [
        ({"name": ""}, "Event: empty name"),
        ({"@type": "Evenement"}, "Evenement: no a known type"),
        ({"startDate": "2026-11-01T18:30:00"}, "Event: startDate without its offset"),
        ({"url": "/agenda/x/"}, "Event: url is no whole address"),
        (
            {"location": {"@type": "VirtualLocation", "url": "https://x.example"}},
            "Event: another mode than its places",
        ),
        ({"location": {"@type": "Place", "name": "Ici"}}, "Place: no address"),
        ({"eventStatus": "EventCancelled"}, "Event: unknown status"),
        ({"endDate": good["startDate"]}, "Event: ends before it starts"),
        ({"performer": {"@type": "Person"}}, "Person: no name"),
    ]
    assert [flaw for change, flaw in ways if flaw not in flaws(good | change)] == []
    assert flaws({key: value for key, value in good.items() if key != "location"})[0] == "Event: no location"


def test_page_left_out_of_engines_has_no_card(client: Client) -> None:
    make_commune()
    found = read(client, "/annuaire/departements/53/")
    assert (found.canonical, found.card) == ([], {})


def test_breadcrumb_says_what_the_page_shows(client: Client) -> None:
    expert = make_expert(name="Laval Micro", commune=make_commune())
    items = read(client, f"/annuaire/experts/{expert.slug}/").of("BreadcrumbList")["itemListElement"]
    site = settings.SITE_URL
    assert [(one["position"], one["name"], one["item"]) for one in items] == [
        (1, "Accueil", f"{site}/"),
        (2, "Annuaire", f"{site}/annuaire/"),
        (3, "Mayenne", f"{site}/annuaire/departements/53/"),
        (4, "Laval Micro", f"{site}/annuaire/experts/{expert.slug}/"),
    ]


def test_article_says_who_when_and_for_whom(client: Client) -> None:
    member = make_organisation(name="Ordivance")
    article = make_article(Level.NEWS, sponsor=member.pk, sources=(Source("Baromètre", "Insee", "", 2025),))
    found = read(client, article.get_absolute_url()).of("NewsArticle")
    assert found["headline"] == article.title
    assert found["datePublished"] == article.published_at.isoformat(timespec="seconds")
    assert found["sponsor"]["name"] == "Ordivance"
    assert len(found["headline"]) <= 110


def test_firm_says_what_its_page_says_and_no_more(client: Client) -> None:
    make_departement("72", "Sarthe")
    more = {"naf_code": "9999Z", "specialities": ["website"], "area": ["53", "72"]}
    expert = make_expert(name="Laval Micro", phone="02 43 00 11 22", **more)
    found = read(client, f"/annuaire/experts/{expert.slug}/").of("ProfessionalService")
    assert (found["telephone"], found["knowsAbout"]) == ("02 43 00 11 22", ["site web"])
    assert [area["name"] for area in found["areaServed"]] == ["Mayenne", "Sarthe"]
    assert "9999Z" not in json.dumps(found)
    assert "sameAs" not in found


@pytest.mark.parametrize("shown", [["name"], ["name", "topics"]])
def test_hidden_fields_of_an_adviser_are_in_no_data(client: Client, shown: list[str]) -> None:
    person = make_user(first_name="Zoé", last_name="Petit", email="canari@exemple.example", phone="06 39 98 11 22")
    adviser = make_adviser(shown, person=person, job_title="Canari-fonction", commune=make_commune(name="Canarville"))
    page = client.get(f"/annuaire/conseillers/{adviser.slug}/").content.decode()
    secrets = ["canari@", "06 39 98", "Canari-fonction", "Canarville"]
    assert [secret for secret in secrets if secret in page] == []


def test_values_cannot_end_the_block() -> None:
    written = structured.script({"name": "</script><script>alert('&')\u2028"})
    assert written.count("<") == 2
    assert Head(written).data[0]["name"] == "</script><script>alert('&')\u2028"


def test_titles_cannot_leave_their_attribute() -> None:
    html = '<title>&quot; onload=&quot;x &lt;b&gt;</title><meta name="description" content="l’&amp;">'
    found = structured.head(html, path="/x/")
    assert 'content="&quot; onload=&quot;x &lt;b&gt;"' in found
    assert Head(found).card["og:title"] == '" onload="x <b>'


def test_pages_bear_no_script_that_runs(client: Client) -> None:
    """The negative control of ``inline``: whatever is not exactly a block of data counts."""
    ways = [
        "<script>",
        "<script type=module>",
        '<script type="application/ld+json" onload="x">',
        "<SCRIPT TYPE=text>",
    ]
    assert [len(Head(f"{way}1</script>").inline) for way in ways] == [1, 1, 1, 1]
    assert re.findall(r"<script(?![^>]*\bsrc=)", client.get("/404/").content.decode()) == []
