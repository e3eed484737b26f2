"""The press watch in a real Chromium: axe, narrow screens, keys, and without script."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from club.core.roles import Role
from club.press.actions import deciding
from club.press.models import Brief, Cluster, Reason
from members.models import User
from tests.browsing import faults
from tests.factories import make_issue, make_staff, sign_in
from tests.press_factories import make_brief, make_cluster, make_feed

pytestmark = pytest.mark.slow
Opens = Callable[[User, str], Page]
TITLES = ["Kaltéra répare à Trappes", "La consigne des cartouches", "Une caisse pour les marchés"]


def session_of(user: User, site: str) -> dict[str, str]:
    value = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}


@pytest.fixture
def opens(page: Page, site: str) -> Opens:
    def open_as(user: User, path: str) -> Page:
        page.context.add_cookies([session_of(user, site)])
        page.goto(site + path)
        return page

    return open_as


def three_subjects() -> list[Cluster]:
    now = timezone.now()
    return [make_cluster(title=t, published_at=now - timedelta(hours=n)) for n, t in enumerate(TITLES)]


def test_no_page_has_an_axe_violation(opens: Opens, page: Page) -> None:
    lucie = make_staff(Role.EDITORS)
    waiting, brief = three_subjects()[0], make_brief()
    deciding.reject(cluster=make_cluster(title="Écarté parce que trop vieux"), by=lucie, reason=Reason.LATE)
    make_feed(problem="silent", broken_since=timezone.now(), failures=3)
    paths = [reverse(f"console:press:{name}") for name in ("queue", "briefs", "rejected", "feeds", "new_feed")]
    paths += [reverse("console:press:brief", args=[brief.pk]), reverse("console:press:subject", args=[waiting.pk])]
    paths += [reverse("console:flash:press", args=[make_issue().number])]
    found = []
    for path in paths:
        opens(lucie, path)
        found += faults(page)
    assert found == []


def test_queue_is_gone_through_by_keys(opens: Opens, page: Page) -> None:
    first, second, third = three_subjects()
    opens(make_staff(Role.EDITORS), reverse("console:press:queue"))
    story = {cluster.pk: page.locator(f"#sujet-{cluster.pk}") for cluster in (first, second, third)}
    page.locator("#id_q").press("j")  # a letter typed in a field is a letter
    expect(page.locator("#id_q")).to_have_value("j")
    page.locator("#id_q").evaluate("field => field.blur()")
    for key, cluster in [("j", first), ("j", second), ("k", first)]:
        page.keyboard.press(key)
        expect(story[cluster.pk]).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("r")
    expect(page.get_by_text(f"Retenu\u00a0: «\u00a0{TITLES[0]}\u00a0».")).to_be_visible()
    expect(story[second.pk]).to_be_focused()
    page.keyboard.press("e")
    expect(story[second.pk].locator("details")).to_have_attribute("open", "")
    with page.expect_navigation():
        page.keyboard.press("3")
    expect(story[third.pk]).to_be_focused()
    assert Brief.objects.get().cluster == first
    assert Cluster.objects.get(pk=second.pk).reason == Reason.ADVERTISING
    page.get_by_label("Touches").uncheck()
    page.get_by_label("Touches").evaluate("box => box.blur()")
    page.keyboard.press("j")
    expect(story[third.pk]).not_to_be_focused()


def test_queue_is_gone_through_without_script(chromium: Browser, site: str) -> None:
    first, second, _third = three_subjects()
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies([session_of(make_staff(Role.EDITORS), site)])
    page = context.new_page()
    page.goto(site + reverse("console:press:queue"))
    page.locator(f"#sujet-{first.pk}").get_by_role("button", name="Retenir").click()
    expect(page.get_by_text(f"Retenu\u00a0: «\u00a0{TITLES[0]}\u00a0».")).to_be_visible()
    row = page.locator(f"#sujet-{second.pk}")
    row.locator("summary").click()
    row.get_by_label("Autre raison").fill("Déjà vu ailleurs")
    row.locator(".press-reasons").get_by_role("button", name="Écarter").click()
    expect(page.get_by_text(f"Écarté\u00a0: «\u00a0{TITLES[1]}\u00a0».")).to_be_visible()
    assert Cluster.objects.get(pk=second.pk).reason_words == "Déjà vu ailleurs"
    context.close()
