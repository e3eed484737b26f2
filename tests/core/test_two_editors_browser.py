"""The page of a conflict, as the second of two editors sees it."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, expect

from club.core.roles import Role
from members.models import User
from tests.browsing import faults, follow
from tests.factories import make_affiliation, make_staff, sign_in

pytestmark = pytest.mark.slow


def test_conflict_is_told_and_settled(chromium: Browser, site: str) -> None:
    person = make_affiliation().person
    session = sign_in(Client(), make_staff(Role.DIRECTION)).cookies[settings.SESSION_COOKIE_NAME].value
    context = chromium.new_context(locale="fr-FR")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page = context.new_page()
    page.goto(f"{site}/console/members/user/{person.pk}/change/")
    page.locator("#id_last_name").fill("Dupond")
    User.objects.filter(pk=person.pk).update(phone="+33 1 99 00 12 34")
    follow(page.get_by_role("button", name="Enregistrer", exact=True))
    expect(page.get_by_role("heading", name="Enregistré entre-temps")).to_be_visible()
    assert page.locator(".meanwhile dd").all_inner_texts() == ["+33 1 99 00 12 34"]
    assert page.locator(".errornote").is_hidden()  # it would send to an error that no field has
    assert faults(page) == []
    page.locator("#id_phone").fill("+33 1 99 00 12 34")
    follow(page.get_by_role("button", name="Enregistrer quand même"))
    expect(page).to_have_url(f"{site}/console/members/user/")
    person.refresh_from_db()
    assert (person.last_name, person.phone) == ("Dupond", "+33 1 99 00 12 34")
    context.close()
