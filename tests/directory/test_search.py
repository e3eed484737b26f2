"""Search in the directory: who is found, in which order, for which reasons, with how many statements."""

import re
from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from club.core.directory import at, page_url
from club.core.needs import topic_of
from club.core.ranking import first_letters
from club.core.topics import Topic
from club.views.question import brands
from tests.directory_factories import make_adviser, make_check
from tests.factories import make_commune, make_departement, make_expert, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("both_ways")]
TITLES = re.compile(r'<h3><a href="/annuaire/(?:experts|conseillers)/[^"]+">([^<]+)</a>')
ADDRESS = "/annuaire/"


@pytest.fixture(autouse=True)
def _laval() -> None:
    make_commune()


@pytest.fixture
def from_a(monkeypatch: pytest.MonkeyPatch) -> None:
    """The alphabet begins at its first letter today."""
    monkeypatch.setattr("club.core.ranking.first_letters", lambda on=None: "aa")


def shown(client: Client, **query: str) -> list[str]:
    return TITLES.findall(client.get(ADDRESS, query).content.decode())


def test_commune_comes_before_departement_before_area_served(client: Client, from_a: None) -> None:
    laval, sarthe = make_commune(), make_departement("72", "Sarthe")
    mayenne = make_commune(code="53147", name="Mayenne", postcodes=["53100"], postcodes_text=" 53100")
    make_expert(name="Serveur du Mans", departement=sarthe, area=["53", "72"])
    make_expert(name="Ailleurs au Mans", departement=sarthe, area=["72"])
    make_expert(name="Zénith Laval", commune=laval, area=["53"])
    make_expert(name="Bocage de Mayenne", commune=mayenne)
    make_expert(name="Abri sans commune")
    assert shown(client, lieu="Laval") == [
        "Zénith Laval",
        "Abri sans commune",
        "Bocage de Mayenne",
        "Serveur du Mans",
    ]


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("53", ["Laval Micro"]),
        ("mayenne (département)", ["Laval Micro"]),
        ("lavall", ["Laval Micro"]),
        ("53000", ["Laval Micro"]),
        ("pays de la loire", ["Laval Micro", "Micro du Mans"]),
        ("", ["Laval Micro", "Micro du Mans"]),
    ],
)
def test_place_is_a_commune_a_departement_or_a_region(
    client: Client, from_a: None, place: str, found: list[str]
) -> None:
    make_expert(name="Laval Micro", commune=make_commune())
    make_expert(name="Micro du Mans", departement=make_departement("72", "Sarthe"))
    assert shown(client, lieu=place, besoin="equipement") == found


@pytest.mark.parametrize(
    ("need", "topic"),
    [
        ("vendre en ligne", Topic.ECOMMERCE),
        ("un site web", Topic.WEBSITE),
        ("facture électronique", Topic.INVOICING),
        ("vente-en-ligne", Topic.ECOMMERCE),
        ("xyz", None),
    ],
)
def test_need_means_a_topic(need: str, topic: Topic | None) -> None:
    assert topic_of(need) == topic


def test_need_may_be_a_brand_or_a_name_and_forgives_a_slip(client: Client, from_a: None) -> None:
    from club.core.spelling import rebuild

    brand = make_organisation(name="Ordivance")
    make_expert(name="Brumance Bureautique").brands.add(brand)
    make_expert(name="Corbelle Réseaux")
    rebuild()
    assert shown(client, besoin="ordivance") == ["Brumance Bureautique"]
    assert shown(client, besoin="brumance") == ["Brumance Bureautique"]
    assert shown(client, besoin="brumnace") == ["Brumance Bureautique"]
    assert shown(client, marque=str(brand.pk)) == ["Brumance Bureautique"]


def test_kind_and_network_narrow(client: Client, from_a: None) -> None:
    make_expert(name="Revendeur", kind="reseller")
    make_expert(name="Agence", kind="web_agency")
    adviser = make_adviser(first_name="Anne", last_name="Le Gall")
    make_adviser(first_name="Luc", last_name="Morvan")
    assert shown(client, genre="revendeurs") == ["Revendeur"]
    assert shown(client, genre="agences") == ["Agence"]
    assert shown(client, genre="conseillers") == ["Anne Le Gall", "Luc Morvan"]
    assert shown(client, reseau=str(adviser.network_id)) == ["Anne Le Gall"]
    assert shown(client, lieu="53") == ["Anne Le Gall", "Luc Morvan", "Agence", "Revendeur"]


def test_card_says_why(client: Client, from_a: None) -> None:
    expert = make_expert(name="Laval Micro", commune=make_commune(), specialities=["website", "data"])
    expert.brands.add(make_organisation(name="Ordivance"))
    make_check(expert=expert, kind="siret", on=date(2026, 11, 3))
    make_check(expert=expert, kind="website", on=date(2026, 10, 1), passed=True)
    make_check(expert=expert, kind="website", on=date(2026, 11, 1), passed=False)
    page = client.get(ADDRESS, {"lieu": "Laval", "besoin": "site web"}).content.decode()
    assert "À Laval · site web · distribue Ordivance · SIRET vérifié le 3 novembre 2026</p>" in page
    assert "site visité" not in page  # the last visit found it away


def test_money_has_no_part_in_the_order(client: Client, from_a: None) -> None:
    """A check, a presentation, a brand: nothing but place and alphabet moves a listing."""
    make_expert(name="Avant")
    rich = make_expert(name="Zoé", presentation="Longue présentation", website="https://zoe.example")
    rich.brands.add(make_organisation())
    make_check(expert=rich)
    assert shown(client, lieu="53") == ["Avant", "Zoé"]


def test_alphabet_begins_elsewhere_each_day_and_stays_all_day(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Alde", "Brume", "Corbe"):
        make_expert(name=name)
    orders = {}
    for letters in ("aa", "b", "br", "bz", "d"):
        monkeypatch.setattr("club.core.ranking.first_letters", lambda on=None, given=letters: given)
        orders[letters] = shown(client, lieu="53")
    assert orders["aa"] == orders["d"] == ["Alde", "Brume", "Corbe"]
    assert orders["b"] == orders["br"] == ["Brume", "Corbe", "Alde"]
    assert orders["bz"] == ["Corbe", "Alde", "Brume"]


def test_letters_of_the_day_take_every_pair_in_turn() -> None:
    start = date(2026, 1, 1)
    drawn = [first_letters(start + timedelta(days=day)) for day in range(676)]
    assert len(set(drawn)) == 676
    assert {len(letters) for letters in drawn} == {2}


def test_statements_are_the_same_for_one_and_three_listings(client: Client) -> None:
    counts: dict[str, list[int]] = defaultdict(list)
    for _ in range(2):
        for _ in range(2 if counts["place"] else 1):
            expert = make_expert(commune=make_commune(), specialities=["website"], name="Laval Micro")
            expert.brands.add(make_organisation())
            make_check(expert=expert)
            make_adviser(topics=["website"])
        caches["here"].clear()
        client.get(ADDRESS, {"lieu": "53"})  # choices of the form are remembered
        for name, query in {
            "place": {"besoin": "site web", "lieu": "Laval"},
            "slip": {"besoin": "site web", "lieu": "lavall"},
            "words": {"besoin": "micro", "lieu": "Laval"},
            "beyond the last": {"besoin": "site web", "lieu": "Laval", "apres": f"0-{expert.pk}"},
            "need alone": {"besoin": "site web"},
            "brand": {"marque": str(expert.brands.get().pk), "besoin": "site web", "lieu": "Mayenne (département)"},
            "resellers": {"genre": "revendeurs", "lieu": "53"},
            "advisers": {"genre": "conseillers", "besoin": "site web", "lieu": "Laval"},
            "nothing": {"besoin": "zyx", "lieu": "Laval"},
        }.items():
            with CaptureQueriesContext(connection) as queries:
                client.get(ADDRESS, query)
            counts[name].append(len(queries))
    assert {name: len(set(found)) for name, found in counts.items()} == dict.fromkeys(counts, 1)
    assert counts.pop("beyond the last")[0] <= 7  # once more, for the first page
    assert max(number for found in counts.values() for number in found) <= 8


def test_hidden_candidate_and_departed_firms_are_nowhere(client: Client) -> None:
    hidden = [
        make_expert(name="Canari caché", shown=False),
        make_expert(name="Canari candidat", state="candidate"),
        make_expert(name="Canari parti", state="left"),
    ]
    pages = [client.get(ADDRESS, {"lieu": "53"}), client.get(ADDRESS, {"besoin": "canari"})]
    pages += [client.get("/annuaire/departements/53/"), client.get("/annuaire/specialites/equipement-informatique/")]
    assert [row.name for row in hidden for page in pages if row.name in page.content.decode()] == []
    assert [client.get(f"/annuaire/experts/{row.slug}/").status_code for row in hidden] == [404] * 3


def test_several_places_of_one_name_are_offered(client: Client) -> None:
    make_commune(code="38206", name="Laval-en-Belledonne", departement=make_departement("38", "Isère"))
    make_commune(code="78000", name="Laval", departement=make_departement("78", "Yvelines"))
    page = client.get(ADDRESS, {"lieu": "Laval", "besoin": "site web"}).content.decode()
    assert "lieu=Laval%20%2853%29" in page
    assert "lieu=Laval%20%2878%29" in page
    assert "besoin=site%20web" in page


def test_unknown_place_and_empty_answer_help(client: Client) -> None:
    assert "Nous ne trouvons pas ce lieu" in client.get(ADDRESS, {"lieu": "Zzyzx"}).content.decode()
    page = client.get(ADDRESS, {"lieu": "53", "besoin": "site web"}).content.decode()
    assert "Personne ne répond à cette recherche" in page
    assert 'href="?lieu=53"' in page
    assert 'href="?besoin=site+web"' in page


def test_hostile_addresses_break_nothing(client: Client) -> None:
    make_expert()
    for query in (
        {"apres": "9999999999999999999-1"},
        {"apres": "1-99999999999999999999", "lieu": "53"},
        {"avant": "0-0", "lieu": "53"},
        {"apres": "7-1", "lieu": "53"},
        {"marque": "'; drop", "lieu": "53"},
        {"reseau": "12 or 1", "genre": "tous"},
        {"besoin": "%_\\", "lieu": "53"},
        {"besoin": "\x00", "lieu": "53"},
    ):
        assert client.get(ADDRESS, query).status_code == 200, query


def test_result_page_is_not_for_engines_and_sets_no_cookie(client: Client) -> None:
    page = client.get(ADDRESS, {"lieu": "53"})
    assert b'<meta name="robots" content="noindex">' in page.content
    assert not page.cookies


@pytest.mark.parametrize(
    ("name", "words"),
    [("Laval", "à Laval"), ("Le Mans", "au Mans"), ("Les Herbiers", "aux Herbiers"), ("La Baule", "à La Baule")],
)
def test_commune_is_said_as_people_say_it(name: str, words: str) -> None:
    assert at(name) == words


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("/pres-de-chez-vous/", "/annuaire/"),
        ("/pres-de-chez-vous/?besoin=site&lieu=Laval", "/annuaire/?besoin=site&lieu=Laval"),
        ("/pres-de-chez-vous/53/?besoin=website", "/annuaire/departements/53/?besoin=website"),
    ],
)
def test_former_addresses_lead_here(client: Client, former: str, now: str) -> None:
    answer = client.get(former)
    assert (answer.status_code, answer.headers["Location"]) == (301, now)


def test_addresses_put_together_are_those_of_the_views() -> None:
    for kind, name in (("experts", "expert"), ("conseillers", "adviser")):
        assert page_url(kind, "laval-micro-12") == reverse(f"public:directory:{name}", args=["laval-micro-12"])


def test_brand_is_offered_when_a_firm_to_be_seen_carries_it() -> None:
    ways = {"Cachée": {"shown": False}, "Candidate": {"state": "candidate"}, "Partie": {"state": "left"}, "Vue": {}}
    for name, more in ways.items():
        make_expert(**more).brands.add(make_organisation(name=name))
    assert [name for _, name in brands()] == ["Vue"]
