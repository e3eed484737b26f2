"""Somebody of the team lost the telephone: the server's administrator lets a new second factor be enrolled."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from club.core.models import AuditEntry
from club.core.roles import Role
from tests.factories import make_staff, sign_in

pytestmark = pytest.mark.django_db


def test_next_page_asks_to_enrol_and_the_journal_knows() -> None:
    lost, colleague = make_staff(Role.EDITORS), make_staff(Role.EDITORS)
    client = sign_in(Client(), lost)
    assert client.get("/console/").status_code == 200
    call_command("forget_second_factor", lost.email.upper())
    assert client.get("/console/").headers["Location"].startswith("/compte/")
    assert Authenticator.objects.filter(user=colleague).exists()
    assert AuditEntry.objects.get().target == f"members.user:{lost.pk}"


def test_unknown_address_is_said() -> None:
    with pytest.raises(CommandError, match="Personne"):
        call_command("forget_second_factor", "personne@club.example")
