"""Addresses of the accounts beyond the matrix of ``test_account_access``: what they show, what does not exist."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.access_accounts import ARGUMENTS, OPEN_TO_ALL
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db


def address(name: str) -> str:
    return reverse(name, kwargs=ARGUMENTS.get(name))


def test_passkey_login_answers_the_script_of_an_anonymous_visitor(client: Client) -> None:
    response = client.get(address("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert response.json()["request_options"]["publicKey"]["userVerification"] == "required"


@pytest.mark.parametrize("name", ["socialaccount_login", "socialaccount_connections", "mfa_signup_webauthn"])
def test_unwanted_addresses_do_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_sign_up_is_closed_and_says_how_to_join(client: Client) -> None:
    form = {"email": "nouveau@exemple.example", "password1": "une phrase à moi", "password2": "une phrase à moi"}
    for response in (client.get(address("account_signup")), client.post(address("account_signup"), form)):
        assert "Rejoindre le Club" in response.content.decode()
    assert not type(make_user()).objects.filter(email="nouveau@exemple.example").exists()


def test_root_of_the_accounts_leads_to_login_or_to_the_account(client: Client) -> None:
    assert client.get("/compte/")["Location"].startswith(reverse("account_login"))
    assert sign_in(client, make_user()).get("/compte/").status_code in (302, 404)


@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_public_account_pages_keep_the_policy(client: Client, name: str) -> None:
    response = client.get(address(name))
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert b" style=" not in response.content
