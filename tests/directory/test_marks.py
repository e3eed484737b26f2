"""Page after page of the directory: nobody is lost, and the mark in an address tells nothing that is hidden."""

import re

import pytest
from django.test import Client

from channel.models import Expert
from tests.directory_factories import make_adviser
from tests.factories import make_ambassador, make_commune, make_departement, make_expert, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_ways")]
TITLES = re.compile(r'<h3><a href="/annuaire/(?:experts|conseillers)/[^"]+">([^<]+)</a>')
ADDRESS = "/annuaire/"


def begin_at(letters: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("club.core.ranking.first_letters", lambda on=None: letters)


def shown(client: Client, **query: str) -> list[str]:
    return TITLES.findall(client.get(ADDRESS, {"lieu": "53"} | query).content.decode())


def test_pages_lose_nobody_and_go_both_ways(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("club.core.ranking.first_letters", lambda on=None: "mm")
    laval, sarthe = make_commune(), make_departement("72", "Sarthe")
    for number in range(9):
        make_expert(name=f"{'anz'[number % 3]}{number}", commune=laval)
        make_expert(name=f"{'anz'[number % 3]} autre {number}")
        make_expert(name=f"{'anz'[number % 3]} loin {number}", departement=sarthe, area=["53"])
    number = Expert.objects.get(name="z autre 2").pk  # the first of the second page; an adviser's number too
    for name, fields in {"Anne": {"pk": number}, "Bruno": {}, "Chloé": {}, "Denis": {}}.items():
        make_adviser(**fields, first_name=name, last_name=f"Conseil {name}", commune=laval)
    pages, address = [], f"{ADDRESS}?lieu=Laval"
    while address:
        page = client.get(address).content.decode()
        pages.append(TITLES.findall(page))
        after = re.search(r'rel="next" href="\?([^"#]+)', page)
        before = re.search(r'rel="prev" href="\?([^"#]+)', page)
        if len(pages) > 1:
            back = client.get(f"{ADDRESS}?{before.group(1).replace('&amp;', '&')}").content.decode()
            assert TITLES.findall(back) == pages[-2]
        address = f"{ADDRESS}?{after.group(1).replace('&amp;', '&')}" if after else ""
    assert ["Conseil" in name for name in pages[0]] == [True] * 3 + [False] * 12
    pages[0] = pages[0][3:]
    everybody = [name for page in pages for name in page]
    assert [len(page) for page in pages] == [12, 12, 3]
    assert len(set(everybody)) == 27
    assert [name.split()[1:2] for name in everybody] == [[]] * 9 + [["autre"]] * 9 + [["loin"]] * 9
    assert [name[0] for name in everybody[:9]] == ["n"] * 3 + ["z"] * 3 + ["a"] * 3


def test_mark_of_yesterday_leads_on_in_the_order_of_today(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("club.views.directory.SIZE", 2)
    rows = {name: make_expert(name=name) for name in ("Alde", "Brume", "Corbe", "Denis", "Elan")}
    begin_at("b", monkeypatch)
    assert shown(client) == ["Brume", "Corbe"]
    begin_at("e", monkeypatch)
    assert shown(client, apres=f"0-{rows['Corbe'].pk}") == ["Denis"]
    assert shown(client, avant=f"0-{rows['Corbe'].pk}") == ["Alde", "Brume"]


def test_mark_beyond_which_there_is_nothing_gives_the_first_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_at("aa", monkeypatch)
    rows = [make_expert(name=name) for name in ("Alde", "Brume")]
    make_adviser(first_name="Anne", last_name="Le Gall")
    first = ["Anne Le Gall", "Alde", "Brume"]
    marks = [{"apres": f"0-{rows[1].pk}"}, {"avant": f"0-{rows[0].pk}"}, {"apres": "9-9"}, {"apres": "x"}]
    assert [shown(client, **mark) for mark in marks] == [first] * 4


def test_mark_of_a_hidden_row_tells_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else pages asked for with its number would tell, letter by letter, where its name stands."""
    begin_at("aa", monkeypatch)
    for name in ("Alde", "Corbe"):
        make_expert(name=name)
        make_adviser(first_name=name, last_name=name)
    firm = make_expert(name="Brume", shown=False)
    adviser = make_ambassador(person=make_user(first_name="Brume", last_name="Brume"))
    assert shown(client, genre="tous", apres=f"0-{firm.pk}") == shown(client, genre="tous")
    advisers = {"genre": "conseillers"}
    assert (
        shown(client, **advisers, apres=f"0-{adviser.pk}")
        == shown(client, **advisers)
        == ["Alde Alde", "Corbe Corbe"]
    )
