"""A participant by the keyboard alone and without script: registers, says wishes, takes a place; then the door."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from club.core.roles import Role
from events.actions import workshops
from events.models import CheckIn, Event, Place, Registration
from members.models import User
from tests.browsing import faults, reach, reach_and_enter
from tests.event_factories import at
from tests.events.test_door_browser import sent
from tests.factories import make_ambassador, make_staff, make_user, sign_in
from tests.workshop_factories import make_regional

pytestmark = pytest.mark.slow


def signed_in(chromium: Browser, site: str, user: User, *, script: bool) -> Page:
    context = chromium.new_context(locale="fr-FR", base_url=site, java_script_enabled=script)
    session = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    return context.new_page()


def test_from_registration_to_the_door_by_the_keyboard(chromium: Browser, site: str) -> None:
    meeting, staff = make_regional(), make_staff(Role.EVENTS)
    person = make_ambassador(person=make_user(first_name="Rose", last_name="Le Bihan")).person
    page = signed_in(chromium, site, person, script=False)
    page.goto(reverse("portal:agenda:event", args=[meeting.event.slug]))
    reach_and_enter(page, "M’inscrire")
    expect(page.get_by_text("Votre place est réservée.")).to_be_visible()
    reach_and_enter(page, "Mes ateliers")
    reach(page, "Premier vœu")
    page.keyboard.press("ArrowDown")
    reach_and_enter(page, "Noter mes vœux")
    expect(page.get_by_text("Vos vœux sont notés")).to_be_visible()
    workshops.assign_places(meeting=meeting, by=staff)
    workshops.tell_places(meeting=meeting, by=staff)
    page.reload()
    expect(page.get_by_role("heading", name="Atelier 1")).to_be_visible()
    reach(page, "Changer d’atelier")
    page.keyboard.press("Enter")
    reach_and_enter(page, "Prendre une place dans Atelier 2")
    expect(page.get_by_role("heading", name="Atelier 2")).to_be_visible()
    assert Place.objects.held().get().workshop.number == 2
    row = Registration.objects.get(person=person)
    Event.objects.filter(pk=meeting.event_id).update(starts_at=at(0, 0), ends_at=at(1, 12))
    door = signed_in(chromium, site, staff, script=True)
    door.goto(reverse("console:check_in", args=[meeting.event_id]))
    reach(door, "Le Bihan Rose")
    door.keyboard.press("Enter")
    expect(door.locator("[data-count]")).to_have_text("1 présent sur 1")
    expect(door.get_by_role("link", name="Corriger l’entrée de Rose Le Bihan")).to_be_focused()
    sent(door)
    assert CheckIn.objects.get().registration == row
    seen = signed_in(chromium, site, person, script=True)
    seen.goto(page.url)
    assert faults(seen) == []
    for one in (page, door, seen):
        one.context.close()
