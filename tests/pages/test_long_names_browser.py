"""A name of eighty letters without a space stays inside the pages that show it."""

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Browser

from members.models import Organisation
from tests.money_factories import make_payment
from tests.pages.conftest import Site
from tests.proposal_factories import make_offer
from tests.visitors import member_organisation

pytestmark = pytest.mark.slow
NAME = "Hyperinterconnectivité" * 4
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"


def test_long_names_fit(site: Site, chromium: Browser) -> None:
    mine = member_organisation()
    payment = make_payment(1500, organisation=mine)
    offer = make_offer()
    Organisation.objects.filter(pk=mine.pk).update(name=NAME)
    Organisation.objects.filter(pk=offer.organisation_id).update(name=f"{NAME}s")
    pages = {"memberships": [], "payments": [], "payment": [payment.pk], "proposals": [], "proposal": [offer.pk]}
    paths = [reverse(f"console:{name}", args=args) for name, args in pages.items()]
    own = ["organisation", "edit", "consent", "colleagues", "invite", "hand_over"]
    paths += [reverse(f"portal:members:{name}", args=[mine.pk]) for name in own]
    connections.close_all()  # beside a running Playwright Django keeps another one
    page = site.visit(chromium, who="staff", width=390).new_page()
    found = {}
    for path in ["/espace/", *paths]:
        page.goto(site.url + path)
        found[path] = page.evaluate(TOO_WIDE)
    page.goto(site.url + paths[0])
    found["the list itself"] = page.locator(".table-scroll").evaluate("list => list.scrollWidth - list.clientWidth")
    assert {path: excess for path, excess in found.items() if excess} == {}
