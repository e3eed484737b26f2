"""People come in: by password, by mailed code, by mailed link; the same answer for known and unknown."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from club.core.models import OutboxMail
from members import accounts
from members.addresses import address_hash
from members.models import User
from tests.factories import TOTP_SECRET, make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase à moi"
LOGIN, CODE, CONFIRM = "account_login", "account_request_login_code", "account_confirm_login_code"


def member(**overrides: object) -> User:
    user = make_user(password=PASSWORD, **overrides)
    accounts.confirm_mailbox(user)
    return user


def last_mail(template: str) -> OutboxMail:
    return OutboxMail.objects.filter(template=template).latest("pk")


def code_of(mail: OutboxMail) -> str:
    return re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", mail.text).group(0)


def signed_in_as(client: Client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def log_in(client: Client, email: str, password: str = PASSWORD, **data: str) -> object:
    return client.post(reverse(LOGIN), {"login": email, "password": password, **data})


def test_member_signs_in_by_password_and_lands_in_the_portal(client: Client) -> None:
    user = member()
    assert log_in(client, user.email)["Location"] == reverse("portal:home")
    assert signed_in_as(client) == user


def test_member_lands_on_the_page_wanted(client: Client) -> None:
    assert log_in(client, member().email, next="/compte/adresse/")["Location"] == "/compte/adresse/"
    elsewhere = log_in(Client(), member().email, next="https://ailleurs.example/")
    assert elsewhere["Location"] == reverse("portal:home")


def test_address_is_read_as_people_write_it(client: Client) -> None:
    user = member(email="zoé@société.example".replace("é@", "e@"))
    log_in(client, " ZOE@SOCIÉTÉ.example ")
    assert signed_in_as(client) == user


def test_staff_pass_the_second_factor_then_land_in_the_console(client: Client) -> None:
    user = make_staff(superuser=True, password=PASSWORD)
    assert log_in(client, user.email)["Location"] == reverse("mfa_authenticate")
    assert signed_in_as(client) is None
    answer = client.post(reverse("mfa_authenticate"), {"code": accounts.current_totp(TOTP_SECRET)})
    assert answer["Location"] == reverse("console:today")
    assert client.get(answer["Location"]).status_code == 200


def test_code_of_the_application_serves_once(client: Client) -> None:
    user = make_staff(password=PASSWORD)
    code = accounts.current_totp(TOTP_SECRET)
    for browser, enters in ((client, True), (Client(), False)):
        log_in(browser, user.email)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert (signed_in_as(browser) == user) is enters


def test_imported_person_activates_by_mailed_code(client: Client) -> None:
    """No usable password, no row of allauth: the code opens the account and proves the address."""
    user = make_user(source=User.Source.IMPORTED)
    client.post(reverse(CODE), {"email": user.email})
    mail = last_mail("account/email/login_code")
    assert (mail.to_address, mail.person, mail.secret) == (user.email, user, True)
    answer = client.post(reverse(CONFIRM), {"code": code_of(mail).lower().replace("-", " ")})
    assert (answer["Location"], signed_in_as(client)) == (reverse("portal:home"), user)
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [(user.email, True, True)]
    assert OutboxMail.objects.count() == 1


def test_imported_person_activates_by_mailed_link(client: Client) -> None:
    user = make_user(source=User.Source.IMPORTED)
    client.post(reverse("account_reset_password"), {"email": user.email})
    mail = last_mail("account/email/password_reset_key")
    page = client.get(re.search(r"https?://[^/]+(/\S+)", mail.text).group(1), follow=True)
    form = {"password1": PASSWORD, "password2": PASSWORD}
    answer = client.post(page.request["PATH_INFO"], form)
    assert (answer["Location"], signed_in_as(client)) == (reverse("portal:home"), user)
    again = Client()
    assert log_in(again, user.email)["Location"] == reverse("portal:home")


def test_reset_link_serves_once(client: Client) -> None:
    user = member()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"https?://[^/]+(/\S+)", last_mail("account/email/password_reset_key").text).group(1)
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "une autre phrase", "password2": "une autre phrase"})
    assert "Ce lien ne sert plus" in Client().get(link, follow=True).content.decode()


def test_reset_does_not_pass_over_the_second_factor(client: Client) -> None:
    user = make_staff(password=PASSWORD)
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"https?://[^/]+(/\S+)", last_mail("account/email/password_reset_key").text).group(1)
    page = client.get(link, follow=True)
    answer = client.post(
        page.request["PATH_INFO"], {"password1": "une autre phrase", "password2": "une autre phrase"}
    )
    assert (answer["Location"], signed_in_as(client)) == (reverse("mfa_authenticate"), None)


def test_mailed_code_does_not_pass_over_the_second_factor(client: Client) -> None:
    user = make_staff()
    client.post(reverse(CODE), {"email": user.email})
    answer = client.post(reverse(CONFIRM), {"code": code_of(last_mail("account/email/login_code"))})
    assert (answer["Location"], signed_in_as(client)) == (reverse("mfa_authenticate"), None)


def test_three_wrong_codes_end_the_attempt(client: Client) -> None:
    user = make_user()
    client.post(reverse(CODE), {"email": user.email})
    for _ in range(3):
        client.post(reverse(CONFIRM), {"code": "ABCD-1234"})
    client.post(reverse(CONFIRM), {"code": code_of(last_mail("account/email/login_code"))})
    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    ("name", "field", "more"),
    [(CODE, "email", {}), ("account_reset_password", "email", {}), (LOGIN, "login", {"password": "pas la bonne"})],
)
def test_same_answer_for_known_and_unknown(name: str, field: str, more: dict[str, str]) -> None:
    def answer(email: str) -> tuple[int, str, str]:
        browser = Client()
        response = browser.post(reverse(name), {field: email, **more})
        page = browser.get(response["Location"]) if response.status_code == 302 else response
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
        return response.status_code, response.headers.get("Location", ""), text.replace(email, "ADRESSE")

    assert answer(member().email) == answer("inconnue@exemple.example")


def test_unknown_address_is_told_by_mail_alone(client: Client) -> None:
    client.post(reverse(CODE), {"email": "inconnue@exemple.example"})
    mail = last_mail("account/email/unknown_account")
    assert (mail.to_address, mail.person, mail.secret) == ("inconnue@exemple.example", None, False)
    assert signed_in_as(client) is None


def test_closed_account_does_not_enter(client: Client) -> None:
    user = member(is_active=False)
    assert log_in(client, user.email)["Location"] == reverse("account_inactive")
    client.post(reverse(CODE), {"email": user.email})
    assert OutboxMail.objects.filter(template="account/email/login_code").count() == 0


def test_address_changes_once_the_new_one_is_proved(client: Client) -> None:
    user = member()
    old = user.email
    sign_in(client, user)
    sign_again(client)
    client.post(reverse("account_email"), {"email": "nouvelle@exemple.example", "action_add": "1"})
    user.refresh_from_db()
    assert user.email == old
    code = code_of(last_mail("account/email/email_confirmation"))
    client.post(reverse("account_email_verification_sent"), {"code": code})
    user.refresh_from_db()
    assert (user.email, user.address_hash) == ("nouvelle@exemple.example", address_hash("nouvelle@exemple.example"))
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("nouvelle@exemple.example", True)]
    assert last_mail("account/email/email_changed").to_address == old


def test_address_of_somebody_else_is_not_taken(client: Client) -> None:
    other = member()
    user = member()
    sign_in(client, user)
    sign_again(client)
    client.post(reverse("account_email"), {"email": other.email, "action_add": "1"})
    assert last_mail("account/email/account_already_exists").to_address == other.email
    assert not OutboxMail.objects.filter(text__regex="[A-Z]{4}-[A-Z]{4}").exists()
    client.post(reverse("account_email_verification_sent"), {"code": "BCDF-GHJK"})
    user.refresh_from_db()
    assert user.email != other.email


def test_new_and_taken_address_get_the_same_page() -> None:
    def page(wanted: str) -> str:
        browser = sign_in(Client(), member())
        sign_again(browser)
        answer = browser.post(reverse("account_email"), {"email": wanted, "action_add": "1"}, follow=True)
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()).replace(wanted, "")

    assert page("nouvelle@exemple.example") == page(make_user().email)


def test_address_taken_meanwhile_is_refused_in_words(client: Client) -> None:
    user = member()
    sign_in(client, user)
    sign_again(client)
    client.post(reverse("account_email"), {"email": "course@exemple.example", "action_add": "1"})
    make_user(email="course@exemple.example")
    code = code_of(last_mail("account/email/email_confirmation"))
    page = client.post(reverse("account_email_verification_sent"), {"code": code}, follow=True)
    assert "Cette adresse est déjà celle d’un autre compte" in page.content.decode()
    user.refresh_from_db()
    assert user.email != "course@exemple.example"


def sign_again(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_address_written_by_staff_closes_the_old_one(client: Client) -> None:
    """Whichever way the row is written, allauth forgets the former address: no code goes there any more."""
    user = member()
    old = user.email
    User.objects.filter(pk=user.pk).update(email="corrigee@exemple.example")
    assert EmailAddress.objects.count() == 0
    client.post(reverse(CODE), {"email": old})
    assert last_mail("account/email/unknown_account").to_address == old


def test_second_factor_asks_for_the_password_again(client: Client) -> None:
    user = member()
    sign_in(client, user)
    target = reverse("mfa_activate_totp")
    assert client.get(target)["Location"] == f"{reverse('account_reauthenticate')}?next={target.replace('/', '%2F')}"
    sign_again(client)
    assert client.get(target).status_code == 200


def test_member_enrols_an_application(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    user = member()
    sign_in(client, user)
    sign_again(client)
    page = client.get(reverse("mfa_activate_totp"))
    assert b'<svg class="qr"' in page.content
    assert b"data:" not in page.content
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": accounts.current_totp(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert last_mail("mfa/email/totp_activated").to_address == user.email


def test_failures_are_counted_in_the_database(client: Client) -> None:
    """The cache may be flushed between two tries: the address is refused all the same."""
    user = member()
    for _ in range(15):
        cache.clear()
        log_in(client, user.email, "pas la bonne")
    cache.clear()
    log_in(client, user.email)
    assert signed_in_as(client) is None
    cache.clear()
    client.post(reverse(CODE), {"email": user.email})
    client.post(reverse(CONFIRM), {"code": code_of(last_mail("account/email/login_code"))})
    assert signed_in_as(client) == user


def test_failures_are_limited_by_the_cache_too(client: Client) -> None:
    user = member()
    for _ in range(5):
        log_in(client, user.email, "pas la bonne")
    page = log_in(client, user.email)
    assert "Trop d’essais" in page.content.decode()
    assert signed_in_as(client) is None
