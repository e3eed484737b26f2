"""Who pays for what: counts by band and option, nothing that lets a member's amount be guessed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from club.core.pages import renew
from members.neutrality import Row, by_band, by_kind, by_option
from tests.factories import make_institution, make_organisation
from tests.membership_factories import make_membership, make_option, make_version

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAYS = {"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY + timedelta(days=355)}


def members(count: int, price: int, *, institution: bool = False) -> str:
    version = make_version(option=make_option(), price=Decimal(price))
    for _ in range(count):
        make_membership(version, organisation=(make_institution if institution else make_organisation)(), **DAYS)
    return version.option.name


def test_bands_count_members_and_hide_small_numbers() -> None:
    base, whole, small = members(3, 6000), members(1, 45_000), members(4, 1200, institution=True)
    assert by_band() == [Row("jusqu’à 6\u00a0000\u00a0€", 3, 4), Row("de 27\u00a0000 à 45\u00a0000\u00a0€", None, 0)]
    assert sorted(by_option(), key=lambda row: row.label) == sorted(
        [Row(base, 3, 0), Row(whole, None, 0), Row(small, 0, 4)], key=lambda row: row.label
    )


def test_page_tells_no_amount_of_a_member(client: Client) -> None:
    renew()
    members(1, 31_337)
    members(3, 6000)
    page = client.get("/le-club/qui-paie-quoi/").content.decode()
    assert "moins de trois" in page
    assert [amount for amount in ("31337", "31\u00a0337", "31 337") if amount in page] == []


def test_kinds_stand_by_side_then_as_the_alphabet_has_it_without_accents() -> None:
    renew()
    version = make_version()
    for side, kind in [
        ("brand", "publisher"), ("brand", "operator"), ("institution", "union"), ("institution", "chamber")
    ]:  # fmt: skip
        make_membership(version, organisation=make_organisation(side=side, kind=kind), **DAYS)
    assert [kind for kind, _ in by_kind()] == [
        *("chambre consulaire", "syndicat professionnel"),
        *("éditeur de logiciels", "opérateur"),
    ]


def test_members_are_listed_by_kind_while_their_term_runs(client: Client) -> None:
    renew()
    version = make_version()
    running = make_membership(version, organisation=make_organisation(name="Armor Bureautique"), **DAYS)
    make_membership(
        version,
        organisation=make_organisation(name="Partie depuis"),
        starts_on=TODAY - timedelta(days=800),
        ends_on=TODAY - timedelta(days=400),
    )
    page = client.get("/le-club/membres/").content.decode()
    assert by_kind() == [(running.organisation.get_kind_display(), [running.organisation])]
    assert "Armor Bureautique" in page
    assert "Partie depuis" not in page
