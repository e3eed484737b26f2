"""The console's frame: one search over everything, within the rights; Aujourd'hui counts what is there."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from club.core import spelling
from club.core.roles import Role
from club.views.console import SHOWN
from members import console
from members.models import User
from tests.factories import (
    make_affiliation,
    make_ambassador,
    make_expert,
    make_import_run,
    make_institution,
    make_notice,
    make_organisation,
    make_staff,
    make_user,
    sign_in,
)
from tests.membership_factories import make_change, make_introduction, make_membership, make_version

pytestmark = pytest.mark.django_db


def found(client: Client, text: str) -> dict[str, list[str]]:
    results = client.get("/console/recherche/", {"q": text}).context["found"]
    return {result.title: [label for label, _, _ in result.lines] for result in results}


@pytest.mark.parametrize("text", ["Lefèvre", "lefevre", "LEFEVRE", "lefevvre"])
def test_search_forgives_accents_and_typing(staff_client: Client, text: str) -> None:
    person = make_user(first_name="Zoé", last_name="Lefèvre")
    spelling.rebuild()
    assert found(staff_client, text) == {"Personnes": [str(person)]}


def test_search_finds_an_expert_by_siret(staff_client: Client) -> None:
    expert = make_expert()
    assert found(staff_client, expert.siret[:9])["Experts"] == [expert.name]


def test_search_says_when_there_is_nothing(staff_client: Client) -> None:
    page = staff_client.get("/console/recherche/", {"q": "zzyzx"}).content.decode()
    assert "Rien de ce nom" in page


def test_more_leads_to_the_lists_of_every_day_and_leaves_nobody_out(staff_client: Client) -> None:
    for number in range(SHOWN + 1):
        person = make_user(first_name=f"n{number}", last_name="Lefèvre")
        make_ambassador(person=person, state="candidate")
        make_expert(name=f"Lefèvre {number}", state="candidate")
    results = staff_client.get("/console/recherche/", {"q": "lefevre"}).context["found"]
    assert [(result.title, result.more.partition("?")[0]) for result in results] == [
        ("Personnes", "/console/members/user/"),
        ("Ambassadeurs", "/console/ambassadeurs/"),
        ("Experts", "/console/experts/"),
    ]
    for result in results[1:]:
        assert len(staff_client.get(result.more).context["rows"]) == SHOWN + 1


def test_search_shows_only_what_one_may_see(client: Client) -> None:
    make_user(last_name="Lefèvre")
    nobody = make_staff()
    assert found(sign_in(client, nobody), "lefevre") == {}
    assert list(found(sign_in(client, make_staff(Role.EDITORS)), "lefevre")) == ["Personnes"]


@pytest.mark.parametrize("unit", ["representatives", "organisations"])
def test_aim_counts_members_of_both_sides(settings: pytest.FixtureRequest, unit: str) -> None:
    """By the rules of status: who never joined, or left long ago, is no member."""
    settings.CLUB_MEMBER_AIM_UNIT = unit
    year = timezone.localdate().year
    for organisation, joined in (
        (make_organisation(), year),
        (make_institution(), year),
        (make_organisation(), year - 3),
    ):
        make_affiliation(organisation=organisation)
        make_membership(
            make_version(), organisation=organisation, starts_on=date(joined, 1, 1), ends_on=date(joined, 12, 31)
        )
    make_affiliation()
    card = console.aim(make_user())
    assert (card["institutions"], card["brands"], card["total"]) == (1, 1, 2)


def test_people_to_inform_wait_until_they_are(staff_client: Client) -> None:
    staff, today = make_staff(superuser=True), timezone.localdate()
    assert list(console.people_to_inform(staff)) == []
    make_user(source=User.Source.IMPORTED)
    (waiting,) = console.people_to_inform(staff)
    assert waiting.title.startswith("1 personne à informer")
    assert not waiting.urgent
    make_user(source=User.Source.IMPORTED, collected_on=today - timedelta(days=31))
    make_notice(failure="adresse neutralisée", mail=None)
    make_notice(failure="adresse neutralisée", mail=None)
    failed, late, coming = console.people_to_inform(staff)
    assert failed.title == "2 personnes n’ont pas pu être informées (RGPD)"
    assert (late.title.startswith("1 personne à informer"), late.urgent, coming == waiting) == (True, True, True)
    counted = [staff_client.get(thing.url).context["cl"].result_count for thing in (failed, late)]
    assert counted == [2, 1]


def test_today_asks_each_source_once_however_much_waits(staff_client: Client) -> None:
    """One statement, two at most, for each thing that may wait for somebody: never one per row."""
    counts = []
    for _ in range(2):
        staff_client.get("/console/")
        with CaptureQueriesContext(connection) as queries:
            staff_client.get("/console/")
        counts.append(len(queries))
        for _ in range(3):
            make_import_run("Courriel\nanne@cci.example\n")
            make_change()
            make_introduction()
    assert counts[0] == counts[1] <= 32
