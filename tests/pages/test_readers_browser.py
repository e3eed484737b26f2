"""The readers' pages in a real browser: axe, narrow screens, keyboard, no script, no cookie to leave."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser

from club.core.models import OutboxMail
from members.models import Notice
from newsletters import tokens
from newsletters.actions import objections
from newsletters.models import Block, Delivery, Preference, Suppression
from tests.browsing import complaints, enter, faults, follow, reach_and_enter
from tests.factories import make_block, make_delivery, make_notice, make_sent_issue
from tests.pages.conftest import Site

pytestmark = pytest.mark.slow


@pytest.fixture
def delivery(site: Site, chromium: Browser) -> Iterator[Delivery]:
    """Beside a running Playwright Django keeps another connection: it must end before its database does."""
    issue = make_sent_issue()
    make_block(issue=issue, title="Recevoir ses factures", link_url="https://fournisseur.example/")
    make_block(issue=issue, kind="editorial", title="Le mot du Club")
    make_block(issue=issue, audience="channel")
    yield make_delivery(issue=issue, contact=site.ambassador)
    connections.close_all()


def addresses(delivery: Delivery) -> list[str]:
    leaving = tokens.sign(tokens.UNSUBSCRIBE, delivery.pk)
    choosing = tokens.sign(tokens.PREFERENCES, delivery.pk)
    return [
        "/flash-info/",
        f"/flash-info/{delivery.issue.left_on().year}/",
        f"/flash-info/{delivery.issue.number}/",
        "/flash-info/abonnement/",
        "/flash-info/abonnement/envoye/",
        f"/flash-info/desabonnement/{leaving}/",
        f"/flash-info/preferences/{choosing}/",
        "/espace/flash-info/",
        f"/opposition/{tokens.sign(tokens.OBJECT, notice_of(delivery).pk)}/",
    ]


def notice_of(delivery: Delivery) -> Notice:
    found = Notice.objects.filter(person=delivery.contact).first()
    return found or make_notice(person=delivery.contact, mail=None)


def test_axe_the_csp_and_narrow_screens(site: Site, chromium: Browser, delivery: Delivery) -> None:
    """As a reader sees them; ``test_every_page`` opens the same as staff."""
    page = site.visit(chromium, who="ambassador").new_page()
    found: dict[str, Any] = {}
    for address in [*addresses(delivery), "/espace/", "/espace/coordonnees/"]:
        with complaints(page) as heard:
            page.goto(site.url + address)
            if told := faults(page) + heard:
                found[address] = told
    assert found == {}


def test_leaving_takes_one_key_and_no_cookie(site: Site, chromium: Browser, delivery: Delivery) -> None:
    context = site.visit(chromium, width=390, script=False)
    page = context.new_page()
    page.goto(site.url + addresses(delivery)[5])
    assert not Preference.objects.exists()
    enter(page.get_by_role("button", name="Me désabonner"))
    assert (page.inner_text("h1"), context.cookies()) == ("C’est fait", [])
    assert Preference.objects.unsubscribed().filter(contact=delivery.contact).exists()
    enter(page.get_by_role("button", name="Erreur"))
    assert page.inner_text("h1") == "Bon retour"
    assert not Preference.objects.unsubscribed().exists()


def test_leaving_by_the_keyboard(site: Site, chromium: Browser, delivery: Delivery) -> None:
    page = site.visit(chromium).new_page()
    page.goto(site.url + addresses(delivery)[5])
    reach_and_enter(page, "Me désabonner")
    assert page.inner_text("h1") == "C’est fait"


def test_objecting_takes_one_key_and_no_cookie(site: Site, chromium: Browser, delivery: Delivery) -> None:
    context = site.visit(chromium, width=390, script=False)
    page = context.new_page()
    page.goto(site.url + addresses(delivery)[-1])
    assert not Suppression.objects.exists()
    enter(page.get_by_role("button", name="Je m’oppose"))
    assert (page.inner_text("h1"), context.cookies()) == ("C’est noté", [])
    assert objections.own_objection(delivery.contact).exists()
    enter(page.get_by_role("button", name="Erreur"))
    assert page.inner_text("h1") == "Votre opposition est retirée"
    assert not Suppression.objects.exists()


def test_choosing_without_script(site: Site, chromium: Browser, delivery: Delivery) -> None:
    page = site.visit(chromium, width=390, script=False).new_page()
    page.goto(site.url + addresses(delivery)[6])
    page.get_by_label("Les offres commerciales").uncheck()
    page.get_by_label("un mois").check()
    follow(page.get_by_role("button", name="Enregistrer"))
    assert "Vos choix sont enregistrés" in page.inner_text(".messages")
    kept = [kind for kind in Block.Kind.values if kind != "commercial"]
    assert Preference.objects.get(contact=delivery.contact).sections == kept


def test_agreeing_to_be_named_without_script(site: Site, chromium: Browser, delivery: Delivery) -> None:
    page = site.visit(chromium, width=390, script=False).new_page()
    page.goto(site.url + addresses(delivery)[6])
    page.get_by_label("notez à mon nom").check()
    follow(page.get_by_role("button", name="Valider mon choix"))
    assert "Un point à corriger" in page.inner_text("#mesure")
    page.get_by_label("J’accepte que le Club note").check()
    follow(page.get_by_role("button", name="Valider mon choix"))
    assert "C’est fait" in page.inner_text("#mesure .messages")
    assert Preference.objects.get(contact=delivery.contact).tracking == "individual"


def test_subscribing_without_script(site: Site, chromium: Browser, delivery: Delivery) -> None:
    page = site.visit(chromium, width=390, script=False).new_page()
    page.goto(f"{site.url}/flash-info/")
    follow(page.get_by_role("link", name="M’abonner"))
    page.get_by_label("Votre adresse électronique").fill("lecteur@exemple.example")
    follow(page.get_by_role("button", name="M’abonner"))
    assert page.inner_text("h1") == "Regardez votre courriel"
    link = re.search(r"/flash-info/abonnement/[\w-]+/", OutboxMail.objects.get().text)[0]
    page.goto(site.url + link)
    follow(page.get_by_role("button", name="Confirmer mon abonnement"))
    assert page.inner_text("h1") == "Vous êtes abonné"
    assert Preference.objects.subscribed().count() == 1
