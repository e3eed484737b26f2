"""Exports and the like ask to prove again who one is; a form posted too late goes through afterwards."""

import inspect
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from club.core.roles import Role
from members import accounts
from members.views.exports import export
from tests.factories import TOTP_SECRET, make_staff, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/console/exports/personnes/"


def prove(client: Client, at: str) -> Any:
    code = accounts.current_totp(TOTP_SECRET)
    return client.post(f"{reverse('mfa_reauthenticate')}?next={at}", {"code": code, "next": at})


def test_proof_is_asked_then_holds_five_minutes(client: Client) -> None:
    sign_in(client, make_staff(Role.DIRECTION))
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        assert client.get(PAGE)["Location"].startswith(reverse("mfa_reauthenticate"))
        assert prove(client, PAGE)["Location"] == PAGE
        clock.shift(timedelta(minutes=4, seconds=50))
        assert client.get(PAGE).status_code == 200
        clock.shift(timedelta(seconds=20))
        assert client.get(PAGE).status_code == 302


def test_form_posted_too_late_goes_through_after_the_proof(client: Client) -> None:
    sign_in(client, make_staff(Role.DIRECTION))
    chosen = {"columns": ["last_name"], "file_kind": "csv"}
    assert client.post(PAGE, chosen)["Location"].startswith(reverse("mfa_reauthenticate"))
    assert "Nom" in b"".join(prove(client, PAGE).streaming_content).decode("utf-8-sig").splitlines()


def test_right_comes_before_the_proof(client: Client) -> None:
    sign_in(client, make_staff(Role.EDITORS))
    assert client.get(PAGE).status_code == 403


def test_wrong_code_proves_nothing(client: Client) -> None:
    sign_in(client, make_staff(Role.DIRECTION))
    client.post(reverse("mfa_reauthenticate"), {"code": "000000"})
    assert client.get(PAGE).status_code == 302


def test_guard_off_is_seen(rf: RequestFactory) -> None:
    """Negative control: without it, the page opens at once."""
    request = rf.get(PAGE)
    request.user = make_staff(Role.DIRECTION)
    assert inspect.unwrap(export)(request, "personnes").status_code == 200
