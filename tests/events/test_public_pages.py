"""The agenda as visitors read it: what is announced, in words, in few statements; nothing else anywhere."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from club.core.departments import Department
from club.core.pages import renew
from events.actions import agenda
from events.models import Admission, Event, Kind, State
from tests.event_factories import at, make_draft_event, make_event
from tests.factories import make_departement, make_user

pytestmark = pytest.mark.django_db
CANARY = "canari-hors-agenda"


@pytest.fixture(autouse=True)
def _fresh_pages() -> None:
    renew()


def read(client: Client, address: str) -> str:
    renew()
    response = client.get(address)
    assert response.status_code == 200
    assert response.cookies == {}
    return response.content.decode()


def every_page(event: Event) -> list[str]:
    day = timezone.localtime(event.starts_at)
    addresses = ["/", "/channel-expert/", "/agenda/", "/agenda/?departement=53", "/agenda/?genre=formation"]
    addresses += [f"/agenda/{day.year}/{day.month}/", "/agenda/club.ics", "/agenda/departements/53.ics"]
    return addresses


@pytest.mark.parametrize("days", [20, -2])
def test_draft_and_private_events_are_nowhere(client: Client, days: int) -> None:
    shown = make_event(title="Annoncée", days=days)
    hidden = [
        make_draft_event(title=CANARY, summary=CANARY, days=days),
        make_event(title=CANARY, summary=CANARY, days=days, is_public=False),
        agenda.cancel(event=make_event(title=CANARY, days=days, is_public=False), reason=CANARY, by=make_user()),
    ]
    addresses = every_page(shown) + ([f"/agenda/{shown.starts_at.year}/"] if days < 0 else [])
    assert [address for address in addresses if CANARY in read(client, address)] == []
    for event in hidden:
        assert client.get(event.get_absolute_url()).status_code == 404
        assert client.get(f"{event.get_absolute_url()}rencontre.ics").status_code == 404


def test_canary_would_be_seen(client: Client) -> None:
    """The negative control: the same event, announced, is on every one of these pages."""
    event = make_event(title=CANARY)
    addresses = [*every_page(event), event.get_absolute_url(), f"{event.get_absolute_url()}rencontre.ics"]
    assert [address for address in addresses if CANARY not in read(client, address)] == []


def test_guest_is_named_from_his_day_on_and_nowhere_before(client: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    event = make_event(guest=f"Ève {CANARY}", guest_role=f"présidente {CANARY}", guest_public_from=tomorrow)
    addresses = [*every_page(event), event.get_absolute_url(), f"{event.get_absolute_url()}rencontre.ics"]
    assert [address for address in addresses if CANARY in read(client, address)] == []
    Event.objects.filter(pk=event.pk).update(guest_public_from=timezone.localdate())
    named = [a for a in addresses if "/20" not in a]  # the month names events alone
    assert [address for address in named if CANARY not in read(client, address).replace("\r\n ", "")] == []


def test_page_says_where_when_and_for_whom(client: Client) -> None:
    event = make_event(
        starts_at=at(20).replace(minute=30), ends_at=at(20, 21), audience=[Admission.MEMBER, Admission.EXECUTIVE]
    )
    text = read(client, event.get_absolute_url())
    for words in (
        "de 18\u00a0h\u00a030 à 21\u00a0h",
        "Maison des entreprises",
        "Laval (53)",
        "Réservé aux représentants des membres et aux dirigeants des membres officiels",
        '<a href="/adherer/">Adhérer au Club</a>',
        '<a href="/cercle/">Comment on entre au Cercle</a>',
        "<h2 id=",
    ):
        assert words in text


def test_hours_of_a_month_do_not_wrap(client: Client) -> None:
    event = make_event(starts_at=at(20).replace(hour=15, minute=16))
    assert "15\u00a0h\u00a016, Laval (53)" in read(client, f"/agenda/{event.starts_at:%Y/%-m}/")


def told(client: Client, event: Event) -> dict[str, Any]:
    """What the page of an event tells engines of it."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', read(client, event.get_absolute_url()))
    return next(data for block in blocks if (data := json.loads(block))["@type"] == "Event")


def test_engines_are_told_what_readers_see(client: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    event = make_event(guest=CANARY, guest_public_from=tomorrow)
    data = told(client, event)
    assert (data["name"], data["startDate"], data["endDate"]) == (
        event.title,
        timezone.localtime(event.starts_at).isoformat(),
        timezone.localtime(event.ends_at).isoformat(),
    )
    assert data["location"]["address"]["addressLocality"] == "Laval"
    assert (data["eventStatus"], "performer" in data) == ("https://schema.org/EventScheduled", False)
    agenda.cancel(event=event, reason="La salle est fermée.", by=make_user())
    assert told(client, event)["eventStatus"] == "https://schema.org/EventCancelled"
    online = told(client, make_event(is_online=True, commune=None))
    assert online["location"]["@type"] == "VirtualLocation"


@pytest.mark.parametrize(("act", "word"), [(agenda.cancel, "annulée"), (agenda.postpone, "reportée")])
def test_event_called_off_says_so_in_words(client: Client, act: Any, word: str) -> None:
    event = act(event=make_event(), reason="La salle est fermée.", by=make_user())
    page = read(client, event.get_absolute_url())
    assert f"Cette rencontre est {word}" in page
    assert "La salle est fermée." in page
    lists = read(client, "/agenda/")
    assert word.capitalize() in lists
    assert "La salle est fermée." in lists
    assert event.title not in read(client, "/")


def test_full_event_says_so(client: Client) -> None:
    event = agenda.mark(event=make_event(), state=State.FULL, by=make_user())
    assert "Complète" in read(client, "/agenda/")
    assert "Cette rencontre est complète." in read(client, event.get_absolute_url())


def test_list_is_narrowed_by_departement_and_kind(client: Client) -> None:
    make_event(title="À Laval")
    make_event(title="Sur écran", is_online=True, commune=None)
    make_event(title="À Paris", commune=None, departement=make_departement("75", "Paris"), kind=Kind.REGIONAL)

    def shown(query: str) -> list[str]:
        text = read(client, f"/agenda/{query}")
        return [title for title in ("À Laval", "Sur écran", "À Paris") if title in text]

    assert shown("") == ["À Laval", "Sur écran", "À Paris"]
    assert shown("?departement=75") == ["Sur écran", "À Paris"]
    assert shown("?genre=formation&departement=53") == ["À Laval", "Sur écran"]
    assert shown("?genre=rencontre-regionale") == ["À Paris"]
    assert shown("?genre=inconnu&departement=999") == ["À Laval", "Sur écran", "À Paris"]
    assert "Rien de prévu ici" in read(client, "/agenda/?genre=cercle")


def test_months_and_years_are_narrowed_and_their_links_keep_it(client: Client) -> None:
    paris, online = {"commune": None, "departement": make_departement("75", "Paris")}, {"commune": None}
    for days in (-400, 0, 35):
        make_event(title="À Laval", days=days)
        make_event(title="À Paris", days=days, **paris, kind=Kind.REGIONAL)
        make_event(title="Sur écran", days=days, is_online=True, **online)
    year, month = f"/agenda/{at(-400):%Y}/", f"/agenda/{at(0):%Y/%-m}/"
    for address in (year, month, "/agenda/"):
        page = read(client, f"{address}?departement=75")
        main = page.partition("<main")[2].partition("</main>")[0]
        assert ("À Laval" in main, "À Paris" in main, "Sur écran" in main) == (False, True, True), address
        links = re.findall(r'href="(/agenda/(?:\d+/){0,2}(?:\?[^"]*)?)"', main)
        assert [link for link in links if link.endswith("?departement=75")] != []
        lost = {link for link in links if not link.endswith("?departement=75")}
        assert lost <= {"/agenda/", address}, "the way up and « Tout voir » alone show everything"
        assert '<option value="75" selected>Paris (75)</option>' in main
        assert f'<link rel="canonical" href="{settings.SITE_URL}{address}">' in page
    assert "Rien ici ce mois-ci" in read(client, f"{month}?genre=cercle")
    assert "Rien ici cette année-là" in read(client, f"{year}?genre=cercle")


def test_past_events_are_read_by_year(client: Client) -> None:
    old, coming = make_event(title="Jadis", days=-400), make_event(title="Bientôt")
    lists = read(client, "/agenda/")
    assert (old.title in lists, coming.title in lists) == (False, True)
    year = timezone.localtime(old.starts_at).year
    assert f"/agenda/{year}/" in lists
    assert "Jadis" in read(client, f"/agenda/{year}/")
    assert client.get(f"/agenda/{year - 1}/").status_code == 404


def test_month_shows_each_event_on_its_days(client: Client) -> None:
    first = timezone.localtime().replace(day=10, hour=9, minute=0, second=0, microsecond=0) + timedelta(days=35)
    first = first.replace(day=10)
    make_event(title="Trois jours", starts_at=first, ends_at=first + timedelta(days=2, hours=5))
    text = read(client, f"/agenda/{first.year}/{first.month}/")
    assert text.count("Trois jours") == 3
    assert '<th scope="col">lundi</th>' in text


@pytest.mark.parametrize("address", ["2026/0/", "2026/13/", "1990/1/", "9999/12/", "0/1/"])
def test_months_without_end_have_no_page(client: Client, address: str) -> None:
    assert client.get(f"/agenda/{address}").status_code == 404


def test_home_and_departments_show_three_that_take_place(client: Client) -> None:
    events = [make_event(title=f"Numéro-{number}", days=number) for number in range(1, 6)]
    agenda.postpone(event=events[0], reason="La salle est fermée.", by=make_user())
    make_event(title="Passée", days=-1)
    make_event(title="Du-Cercle", days=2, kind=Kind.CERCLE, department=Department.CERCLE)

    def shown(address: str) -> list[str]:
        text = read(client, address)
        titles = [*(event.title for event in events), "Passée", "Du-Cercle"]
        return [title for title in titles if title in text]

    assert shown("/") == ["Numéro-2", "Numéro-3", "Du-Cercle"]
    assert shown("/channel-expert/") == ["Numéro-2", "Numéro-3", "Numéro-4"]
    assert shown("/cercle/") == ["Du-Cercle"]
    assert shown("/forum-des-ambassadeurs/") == []


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_the_same_whatever_their_size(client: Client, number: int) -> None:
    events = [make_event(days=20 + rank) for rank in range(number)]
    past = [make_event(days=-20) for _ in range(number)]
    day, before = timezone.localtime(events[0].starts_at), timezone.localtime(past[0].starts_at)
    wanted = {
        "/agenda/": 4,
        "/agenda/?departement=53&genre=formation": 5,
        f"/agenda/{before.year}/": 3,
        f"/agenda/{day.year}/{day.month}/": 4,
        events[0].get_absolute_url(): 3,  # its documents and programme, too
        "/agenda/club.ics": 2,  # programmes
        "/agenda/departements/53.ics": 3,
    }
    found = {}
    for address in wanted:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            read(client, address)
        found[address] = len(queries)
    assert found == wanted


def test_change_shows_at_once(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    event = make_event(title="Avant")
    assert "Avant" in client.get("/agenda/").content.decode()
    event.title = "Après"
    with django_capture_on_commit_callbacks(execute=True):
        agenda.change(event=event, by=make_user())
    assert "Après" in client.get("/agenda/").content.decode()
