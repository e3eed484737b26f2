"""Every page of the accounts in a real Chromium: no fault for axe, nothing wider than a telephone."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from members import accounts
from tests.browsing import faults, follow
from tests.factories import TOTP_SECRET, make_staff, sign_in

pytestmark = pytest.mark.slow
PASSWORD = "une phrase à moi"
ENTRANCE = [
    "account_login",
    "account_request_login_code",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]
INSIDE = [
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "account_logout",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
]


def test_pages_before_signing_in(page: Page, site: str) -> None:
    found = []
    for name in ENTRANCE:
        page.goto(site + reverse(name))
        found += faults(page)
    page.goto(site + reverse("account_login"))
    page.get_by_label("Adresse électronique").fill("nul@exemple.example")
    page.get_by_label("Mot de passe").fill("rien")
    follow(page.get_by_role("button", name="Se connecter"))
    page.get_by_text("L’adresse ou le mot de passe ne convient pas").wait_for()
    assert found + faults(page) == []


def test_pages_once_signed_in(page: Page, site: str) -> None:
    user = make_staff(superuser=True, password=PASSWORD)
    page.goto(site + reverse("account_login"))
    page.get_by_label("Adresse électronique").fill(user.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    follow(page.get_by_role("button", name="Se connecter"))
    found = faults(page)
    page.get_by_label("Code").fill(accounts.current_totp(TOTP_SECRET))
    follow(page.get_by_role("button", name="Valider"))
    page.goto(site + reverse("account_reauthenticate"))
    page.get_by_label("Mot de passe").fill(PASSWORD)
    follow(page.get_by_role("button", name="Confirmer"))
    page.goto(site + reverse("mfa_generate_recovery_codes"))
    follow(page.get_by_role("button", name="Créer les codes"))
    for name in INSIDE:
        page.goto(site + reverse(name))
        assert page.url == site + reverse(name)
        found += faults(page)
    assert found == []


def test_enrolment_page_of_staff(page: Page, site: str) -> None:
    client = sign_in(Client(), make_staff(superuser=True, second_factor=False))
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    page.goto(site + "/console/")
    assert page.url == site + reverse("mfa_index")
    found = faults(page)
    page.goto(site + reverse("mfa_activate_totp"))
    assert found + faults(page) == []
