"""Ten thousand events: pages and calendars stay few statements and short; what is left out is said or a page away."""

import re

import icalendar
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.actions import agenda
from events.models import Event
from events.views import public
from events.views.public import FED, MOST, SIZE
from tests.event_factories import at, make_event
from tests.factories import make_departement, make_user

pytestmark = pytest.mark.django_db
MANY = 10_000


def fill() -> None:
    """``MANY`` events like one: half are over, half come within days, one in two elsewhere; a week of each."""
    model, other = make_event(), make_departement("75", "Paris")
    own = {
        "slug": "'r-' || n",
        "uid": "gen_random_uuid()",
        "starts_at": "CASE n %% 2 WHEN 1 THEN %(gone)s ELSE %(coming)s END + n * interval '1 minute'",
        "ends_at": "CASE n %% 2 WHEN 1 THEN %(gone)s ELSE %(coming)s END + (n + 60) * interval '1 minute'",
        "commune_id": "CASE WHEN n %% 4 > 1 THEN commune_id END",
        "departement_id": "CASE WHEN n %% 4 > 1 THEN departement_id ELSE %(other)s END",
    }
    columns = [field.column for field in Event._meta.concrete_fields if field.name not in ("id", "search_text")]
    values = ", ".join(own.get(name, name) for name in columns)
    statement = f"INSERT INTO events_event ({', '.join(columns)}) SELECT {values} "
    statement += "FROM events_event, generate_series(1, %(many)s) AS n WHERE id = %(model)s"
    known = {"gone": at(-30), "coming": at(1), "other": other.code, "many": MANY, "model": model.pk}
    with connection.cursor() as cursor:
        cursor.execute(statement, known)


def asked(client: Client, address: str) -> tuple[int, str]:
    """(statements, text) of a page that nothing keeps."""
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(queries), response.content.decode()


def test_ten_thousand_events_are_read_in_few_statements(client: Client) -> None:
    fill()
    coming, gone = at(4), at(-27)
    lists = ["/agenda/", "/agenda/?departement=75&genre=formation", f"/agenda/{gone.year}/"]
    months = [f"/agenda/{day.year}/{day.month}/" for day in (coming, gone)]
    feeds = ["/agenda/club.ics", "/agenda/departements/53.ics"]
    others = ["/plan-du-site/", "/sitemap.xml", "/sitemap-agenda.xml", "/recherche/?q=vendre&genre=agenda"]
    found = {address: asked(client, address) for address in [*lists, *months, *feeds, *others]}
    pages = {address: text for address, (_, text) in found.items()}
    assert {address: number for address, (number, _) in found.items() if number > 8} == {}
    assert [pages[address].count('<p class="day">') for address in lists] == [SIZE] * 3
    assert [len(set(re.findall("/agenda/r-[0-9]+/", pages[address]))) for address in months] == [MOST] * 2
    assert [f"plus de {MOST}" in pages[address] for address in months] == [True] * 2
    assert [len(icalendar.Calendar.from_ical(pages[address]).walk("VEVENT")) for address in feeds] == [FED] * 2
    assert pages["/sitemap-agenda.xml"].count("<url>") > MANY


def test_list_is_read_to_its_end_page_by_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every event once, in order; narrowed all the way; what waits for a new day stands on the first page."""
    monkeypatch.setattr(public, "SIZE", 2)
    events = [make_event(days=day) for day in range(1, 6)]
    make_event(commune=None, departement=make_departement("75", "Paris"), days=3)
    agenda.postpone(event=make_event(days=2), reason="La salle est fermée.", by=make_user())
    address, seen, postponed = "/agenda/?departement=53", [], []
    while address:
        page = client.get(address).content.decode()
        dated, _, late = page.partition("<h2>Reportées</h2>")
        seen += re.findall(r'<h3><a href="([^"]+)"', dated)
        postponed.append(bool(late))
        following = [link.replace("&amp;", "&") for link in re.findall(r'rel="next" href="([^"]+)"', page)]
        address = f"/agenda/{following[0]}" if following else ""
    assert seen == [event.get_absolute_url() for event in events]
    assert postponed == [True, False, False]
