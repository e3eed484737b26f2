"""In a real Chromium, under the content policy: a passkey is enrolled, signs in alone, proves again, is refused."""

import pytest
from django.urls import reverse
from playwright.sync_api import CDPSession, Page, expect

from club.core.models import OutboxMail
from members import accounts
from members.models import User
from tests.browsing import follow
from tests.factories import make_staff

pytestmark = pytest.mark.slow
PASSWORD = "une phrase à moi"


@pytest.fixture
def person(site: str) -> User:
    user = make_staff(superuser=True, second_factor=False, password=PASSWORD)
    accounts.confirm_mailbox(user)
    return user


@pytest.fixture
def authenticator(page: Page) -> tuple[CDPSession, str]:
    """A virtual authenticator in the machine, whose owner is always there and recognised."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, added["authenticatorId"]


def sign_in_with_password(page: Page, site: str, person: User) -> None:
    page.goto(site + "/console/")
    page.get_by_label("Adresse électronique").fill(person.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    follow(page.get_by_role("button", name="Se connecter"))


def enrol(page: Page, site: str, person: User) -> None:
    sign_in_with_password(page, site, person)
    expect(page.get_by_role("heading", name="Protégez votre compte de l’équipe")).to_be_visible()
    follow(page.get_by_role("link", name="Ajouter une clé d’accès"))
    page.get_by_label("Mot de passe").fill(PASSWORD)
    follow(page.get_by_role("button", name="Confirmer"))
    follow(page.get_by_role("button", name="Enregistrer la clé"))
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()


@pytest.mark.usefixtures("authenticator")
def test_staff_enrols_a_passkey_then_signs_in_with_it_alone(page: Page, site: str, person: User) -> None:
    enrol(page, site, person)
    assert OutboxMail.objects.filter(template="mfa/email/webauthn_added", person=person).count() == 1
    follow(page.get_by_role("link", name="Continuer vers la console"))
    expect(page).to_have_url(site + "/console/")

    page.context.clear_cookies()
    page.goto(site + reverse("account_login"))
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page).to_have_url(site + "/console/")


@pytest.mark.usefixtures("authenticator")
def test_passkey_is_a_second_factor_after_the_password(page: Page, site: str, person: User) -> None:
    enrol(page, site, person)
    page.context.clear_cookies()
    sign_in_with_password(page, site, person)
    expect(page.get_by_role("heading", name="Second facteur")).to_be_visible()
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page).to_have_url(site + "/console/")


@pytest.mark.usefixtures("authenticator")
def test_passkey_proves_again(page: Page, site: str, person: User) -> None:
    enrol(page, site, person)
    page.context.clear_cookies()
    page.goto(site + reverse("account_login"))
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page).to_have_url(site + "/console/")
    page.goto(site + reverse("mfa_generate_recovery_codes"))
    follow(page.get_by_role("link", name="Avec ma clé d’accès"))
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page.get_by_role("heading", name="Créer de nouveaux codes")).to_be_visible()


def test_refusal_is_said_in_words(page: Page, site: str, person: User, authenticator: tuple[CDPSession, str]) -> None:
    session, key = authenticator
    enrol(page, site, person)
    page.context.clear_cookies()
    session.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.goto(site + reverse("account_login"))
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page.get_by_role("alert")).to_contain_text("La demande a été annulée")


def test_without_script_the_page_offers_the_code(site: str, page: Page) -> None:
    context = page.context.browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(site + reverse("account_login"))
    assert not plain.get_by_role("button", name="Utiliser ma clé d’accès").is_visible()
    assert plain.get_by_role("link", name="Recevoir un code par courriel").is_visible()
    context.close()
