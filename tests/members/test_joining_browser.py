"""A whole application in Chromium: by keyboard without script on a telephone; with scripts, the live price."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from members.models import Application
from tests.browsing import enter, faults, follow
from tests.joining_factories import make_demo_catalogue
from tests.membership_factories import make_texts

pytestmark = pytest.mark.slow


@pytest.fixture
def phone(chromium: Browser, site: str) -> Iterator[Page]:
    """A telephone whose scripts are off."""
    context = chromium.new_context(
        locale="fr-FR", viewport={"width": 390, "height": 844}, base_url=site, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def type_into(page: Page, label: str, text: str) -> None:
    """By keyboard: the field is reached by its label, never clicked."""
    field = page.get_by_label(label, exact=False).first
    field.focus()
    page.keyboard.type(text)


def tick(page: Page, label: str) -> None:
    box = page.get_by_label(label).first
    box.focus()
    page.keyboard.press("Space")


def press(page: Page, name: str) -> None:
    enter(page.get_by_role("button", name=name))


def fill_organisation(page: Page) -> None:
    type_into(page, "SIREN", "732 829 320")
    type_into(page, "Nom d’usage", "Belvédère")
    page.get_by_label("Vous êtes").select_option(label="éditeur de logiciels")
    type_into(page, "Adresse", "1 rue de la Paix")
    type_into(page, "Code postal", "75002")
    type_into(page, "Ville", "Paris")
    type_into(page, "Votre adresse électronique", "anne@belvedere.example")


def fill_person(page: Page, index: int, first_name: str, email: str) -> None:
    for name, text in (("first_name", first_name), ("last_name", "Roux"), ("email", email)):
        page.locator(f"[name=personne-{index}-{name}]").focus()
        page.keyboard.type(text)


def enter_goes_on(page: Page) -> None:
    """In a field of a person: it used to add somebody. What lacks has the focus."""
    enter(page.locator("[name=personne-0-last_name]"))
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("fieldset.person")).to_have_count(1)


def test_application_is_made_by_keyboard_without_script(phone: Page) -> None:
    make_demo_catalogue()
    make_texts()
    phone.goto("/adherer/")
    enter(phone.get_by_role("link", name="Commencer ma demande").first)
    fill_organisation(phone)
    press(phone, "Garder et continuer")

    tick(phone, "Cotisation de base des marques")
    ateliers = phone.get_by_label("Deux ateliers en rencontre régionale")
    ateliers.focus()
    phone.keyboard.press("Control+a")
    phone.keyboard.type("2")
    tick(phone, "de date à date")
    press(phone, "Recalculer")
    expect(phone.locator("#total")).to_contain_text("16\u00a0800,00\u00a0€")
    expect(phone.get_by_label("Deux ateliers en rencontre régionale")).to_have_value("2")
    press(phone, "Garder et continuer")

    enter_goes_on(phone)
    fill_person(phone, 0, "Anne", "anne@belvedere.example")
    press(phone, "Ajouter une personne")
    expect(phone.locator("[name=personne-0-first_name]")).to_have_value("Anne")
    expect(phone.locator("[name=personne-1-first_name]")).to_be_focused()
    fill_person(phone, 1, "Sami", "sami@belvedere.example")
    tick_role = phone.locator("[name=personne-1-roles][value=billing]")
    tick_role.focus()
    phone.keyboard.press("Space")
    press(phone, "Garder et continuer")

    for text in ("les statuts", "le règlement intérieur", "les conditions d’adhésion"):
        tick(phone, f"J’accepte {text}")
    press(phone, "Envoyer ma demande")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Votre demande d’adhésion")
    application = Application.objects.get()
    assert (application.state, application.people.count()) == ("submitted", 2)
    assert sorted(application.lines.values_list("version__option__code", "quantity")) == [
        ("ateliers", 2),
        ("base-marque", 1),
    ]


def test_price_follows_the_choices_and_no_step_has_a_violation(page: Page, site: str) -> None:
    make_demo_catalogue()
    make_texts()
    found = []
    for path in ("/adherer/", "/adherer/demande/"):
        page.goto(site + path)
        found += faults(page)
    press(page, "Garder et continuer")
    expect(page.get_by_role("alert").first).to_be_visible()
    found += faults(page)
    fill_organisation(page)
    press(page, "Garder et continuer")
    page.get_by_label("Cotisation de base des marques").check()
    page.get_by_label("de date à date").check()
    expect(page.locator("#total")).to_contain_text("7\u00a0200,00\u00a0€")
    page.get_by_label("Deux ateliers en rencontre régionale").fill("2")
    expect(page.locator("#total")).to_contain_text("16\u00a0800,00\u00a0€")
    page.get_by_label("Deux ateliers en rencontre régionale").fill("9")
    expect(page.locator("#total")).to_contain_text("se prend 6 fois au plus")
    found += faults(page)
    page.get_by_label("Deux ateliers en rencontre régionale").fill("1")
    press(page, "Garder et continuer")
    fill_person(page, 0, "Anne", "anne@belvedere.example")
    press(page, "Ajouter une personne")
    found += faults(page)
    press(page, "Garder et continuer")
    found += faults(page)
    follow(page.get_by_role("link", name="Cette adresse"))
    found += faults(page)
    follow(page.get_by_role("link", name="L’abandonner"))
    assert found + faults(page) == []
