"""Every address of the accounts, opened by nobody: the outcome is written here, a new one without a line fails."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from members.account_urls import urlpatterns
from tests.factories import make_user, sign_in

OPEN, LOGIN, CODE, HOME = "open", "login", "ask for a code", "home"
ANONYMOUS = {
    "account_login": OPEN,
    "account_request_login_code": OPEN,
    "account_confirm_login_code": CODE,
    "mfa_login_webauthn": LOGIN,  # answers JSON to the script, see below
    "mfa_authenticate": LOGIN,
    "account_logout": HOME,
    "account_signup": OPEN,
    "account_inactive": OPEN,
    "account_email_verification_sent": LOGIN,
    "account_email": LOGIN,
    "account_change_password": LOGIN,
    "account_set_password": LOGIN,
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key_done": OPEN,
    "account_reset_password_from_key": OPEN,
    "account_reauthenticate": LOGIN,
    "mfa_reauthenticate": LOGIN,
    "mfa_reauthenticate_webauthn": LOGIN,
    "mfa_index": LOGIN,
    "mfa_activate_totp": LOGIN,
    "mfa_deactivate_totp": LOGIN,
    "mfa_list_webauthn": LOGIN,
    "mfa_add_webauthn": LOGIN,
    "mfa_edit_webauthn": LOGIN,
    "mfa_remove_webauthn": LOGIN,
    "mfa_view_recovery_codes": LOGIN,
    "mfa_generate_recovery_codes": LOGIN,
    "mfa_download_recovery_codes": LOGIN,
}
ARGUMENTS = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "nothing"},
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_remove_webauthn": {"pk": 1},
}
pytestmark = pytest.mark.django_db


def address(name: str) -> str:
    return reverse(name, kwargs=ARGUMENTS.get(name))


def outcome(response: object) -> str:
    location = response.headers.get("Location", "").partition("?")[0]
    places = {
        "": OPEN,
        reverse("account_login"): LOGIN,
        reverse("account_request_login_code"): CODE,
        reverse("public:home"): HOME,
    }
    return places.get(location, location)


def test_every_address_of_the_accounts_has_a_line() -> None:
    names = {pattern.name for pattern in urlpatterns}
    assert names == set(ANONYMOUS)
    mounted = {
        pattern.name
        for resolver in get_resolver().url_patterns
        if not isinstance(resolver, URLPattern) and str(resolver.pattern) == "compte/"
        for pattern in resolver.url_patterns
    }
    assert mounted == names


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(ANONYMOUS))
def test_anonymous_outcome(client: Client, name: str, method: str) -> None:
    response = getattr(client, method)(address(name))
    assert outcome(response) == ANONYMOUS[name]
    assert response.status_code in (200, 302, 405)


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


@pytest.mark.parametrize("name", [name for name, who in ANONYMOUS.items() if who == OPEN])
def test_public_account_pages_keep_the_policy(client: Client, name: str) -> None:
    response = client.get(address(name))
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert b" style=" not in response.content
