"""A page of the directory that nothing keeps asks as many statements whatever there is on it."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from club.core.pages import renew
from tests.directory_factories import make_adviser, make_check
from tests.factories import make_commune, make_departement, make_expert, make_expert_contact, make_organisation

pytestmark = pytest.mark.django_db


def make_pages(number: int) -> dict[str, str]:
    """Kind of page → its address; ``number`` of whatever there may be several of."""
    for code in range(number):
        make_departement(f"{60 + code}", f"Territoire {code}")
    served = [f"{60 + code}" for code in range(number)]
    for kind in ("reseller", "web_agency"):
        for _ in range(number):
            firm = make_expert(
                kind=kind, commune=make_commune(), area=served, specialities=["website", "data", "telephony"][:number]
            )
    for day in range(number):
        firm.brands.add(make_organisation())
        make_check(expert=firm, on=f"2026-11-0{day + 1}")
        make_expert_contact(expert=firm)
        adviser = make_adviser(commune=make_commune(), topics=["website", "data", "telephony"][:number])
    return {
        "firm": f"/annuaire/experts/{firm.slug}/",
        "adviser": f"/annuaire/conseillers/{adviser.slug}/",
        "departement": "/annuaire/departements/53/",
    }


@pytest.mark.parametrize("number", [1, 3])
def test_cold_pages_ask_the_same_whatever_there_is(client: Client, number: int) -> None:
    asked = {}
    for kind, address in make_pages(number).items():
        renew()
        for cache in caches.all():
            cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked[kind] = len(queries)
    assert asked == {"firm": 4, "adviser": 2, "departement": 11}
