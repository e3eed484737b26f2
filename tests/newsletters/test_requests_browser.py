"""What staff do for somebody who asks, in a real Chromium: no axe violation, narrow screens, without script."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser

from club.core.roles import Role
from newsletters.models import Preference, Suppression
from tests.browsing import faults, follow
from tests.factories import make_ambassador, make_staff, sign_in

pytestmark = pytest.mark.slow
STEPS = ("desabonner", "reabonner", "neutraliser", "lever")


def test_steps_without_script_and_without_a_violation(chromium: Browser, site: str) -> None:
    person = make_ambassador().person
    session = sign_in(Client(), make_staff(Role.NETWORK)).cookies[settings.SESSION_COOKIE_NAME].value
    for script in (True, False):
        context = chromium.new_context(
            locale="fr-FR", viewport={"width": 390, "height": 900}, java_script_enabled=script
        )
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        page = context.new_page()
        if script:
            Suppression.objects.create(address_hash=person.address_hash, cause="request", scope="all")
            for step in STEPS:
                page.goto(f"{site}/console/flash-info/personnes/{person.pk}/{step}/")
                assert faults(page) == []
            Suppression.objects.all().delete()
        else:
            page.goto(f"{site}/console/members/user/{person.pk}/change/")
            follow(page.get_by_role("link", name="Neutraliser l’adresse"))
            page.get_by_label("Motif").fill("boîte collective")
            follow(page.get_by_role("button", name="Neutraliser l’adresse"))
            assert "Adresse neutralisée" in page.inner_text(".messages")
            follow(page.get_by_role("link", name="Désabonner à sa demande"))
            follow(page.get_by_role("button", name="Désabonner à sa demande"))
            assert Preference.objects.unsubscribed().filter(contact=person).exists()
            Preference.objects.all().delete()
            session = sign_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
            page.goto(f"{site}/espace/")
            assert "Flash info ne part plus vers votre adresse" in page.inner_text("main")
            page.goto(f"{site}/espace/flash-info/")
            assert page.get_by_role("button", name="Recevoir un lien à confirmer").is_visible()
        context.close()
