"""Staff sessions: a second factor first, an end when idle or old, death at once when the account is closed."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.middleware import StaffSecondFactorMiddleware
from tests.factories import TOTP_SECRET, make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db
CONSOLE = "/console/"


@pytest.fixture
def newcomer(client: Client) -> Client:
    return sign_in(client, make_staff(superuser=True, second_factor=False))


@pytest.mark.parametrize("path", [CONSOLE, "/espace/", "/", "/compte/adresse/", "/compte/mot-de-passe/"])
def test_staff_without_second_factor_reaches_enrolment_alone(newcomer: Client, path: str) -> None:
    assert newcomer.get(path)["Location"] == reverse("mfa_index")
    assert newcomer.post(path, {"email": "autre@exemple.example"})["Location"] == reverse("mfa_index")


def test_enrolment_page_says_why_and_offers_nothing_else(newcomer: Client) -> None:
    page = newcomer.get(reverse("mfa_index")).content.decode()
    assert "Protégez votre compte de l’équipe" in page
    assert reverse("account_change_password") not in page


def test_enrolment_leads_back_to_the_page_wanted(newcomer: Client) -> None:
    newcomer.get("/console/?onglet=2")
    newcomer.post(CONSOLE)
    assert newcomer.session["second_factor_then"] == "/console/?onglet=2"  # not the form posted


def test_recovery_codes_alone_are_no_second_factor(client: Client) -> None:
    user = make_staff(superuser=True, second_factor=False)
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    assert sign_in(client, user).get(CONSOLE)["Location"] == reverse("mfa_index")


def test_members_need_no_second_factor(client: Client) -> None:
    assert sign_in(client, make_user()).get("/espace/").status_code == 200


def test_guard_off_opens_the_console(newcomer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    monkeypatch.setattr(StaffSecondFactorMiddleware, "process_view", lambda *args: None)
    assert newcomer.get(CONSOLE).status_code == 200


@pytest.mark.parametrize(
    ("steps", "alive"),
    [
        ([29], True),
        ([31], False),
        ([20] * 29, True),  # 9 h 40 of steady work
        ([20] * 31, False),  # 10 h 20
    ],
)
def test_staff_session_ends_when_idle_or_old(steps: list[int], alive: bool) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        client = sign_in(Client(), make_staff(superuser=True))
        assert client.get(CONSOLE).status_code == 200
        for minutes in steps:
            clock.shift(timedelta(minutes=minutes))
            response = client.get(CONSOLE)
        assert (response.status_code == 200) is alive
        if not alive:
            assert response["Location"] == f"{reverse('account_login')}?next={CONSOLE}"
            assert "_auth_user_id" not in client.session


def test_member_session_lasts_fourteen_days() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = sign_in(Client(), make_user())
        clock.shift(timedelta(days=13, hours=23))
        assert client.get("/espace/").status_code == 200
        clock.shift(timedelta(hours=2))
        assert client.get("/espace/").status_code == 302


@pytest.mark.parametrize("staff", [True, False])
def test_closed_account_loses_its_live_cookie(client: Client, staff: bool) -> None:
    user = make_staff(superuser=True) if staff else make_user()
    sign_in(client, user)
    assert client.get("/espace/").status_code == 200
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert client.get("/espace/")["Location"].startswith(reverse("account_login"))


def test_pages_of_somebody_signed_in_are_stored_nowhere(client: Client) -> None:
    assert sign_in(client, make_user()).get("/espace/")["Cache-Control"] == "no-store, private"


def test_totp_secret_is_sealed_in_the_database() -> None:
    user = make_staff()
    assert TOTP_SECRET not in str(Authenticator.objects.get(user=user).data)
