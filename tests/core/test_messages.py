"""Messages name people and addresses: they wait in the session, in PostgreSQL; anonymous pages open no session."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from newsletters import tokens
from newsletters.models import SubscriptionRequest
from tests.access_rules import PAGES
from tests.factories import make_delivery, make_user, sign_in

pytestmark = pytest.mark.django_db


def test_a_message_travels_in_no_cookie(client: Client) -> None:
    me = make_user()
    sign_in(client, me)
    response = client.post("/espace/flash-info/recevoir/")  # says the address
    assert set(response.cookies) <= {"sessionid"}
    assert me.email in client.get("/espace/flash-info/").content.decode()


def test_negative_control_django_s_default_would_bear_it_in_a_cookie(client: Client, settings: Any) -> None:
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"
    sign_in(client, make_user())
    assert "messages" in client.post("/espace/flash-info/recevoir/").cookies


def test_public_pages_open_no_session(client: Client) -> None:
    before = Session.objects.count()
    names = ["home", *PAGES, "flash:archive", "flash:subscription_asked"]
    opened = {name: client.get(reverse(f"public:{name}")) for name in names}
    assert {name: (page.status_code, dict(page.cookies)) for name, page in opened.items()} == dict.fromkeys(
        names, (200, {})
    )
    assert Session.objects.count() == before


def test_choices_made_by_link_are_confirmed_without_a_session(client: Client) -> None:
    row = make_delivery()
    page = f"/flash-info/preferences/{tokens.sign(tokens.PREFERENCES, row.pk)}/"
    response = client.post(page, {"sections": ["agenda"], "pause": ""})
    assert (response.status_code, "sessionid" in response.cookies) == (302, False)
    shown = client.get(response["Location"])
    assert "Vos choix sont enregistrés" in shown.content.decode()
    assert "Vos choix sont enregistrés" not in client.get(page).content.decode()
    assert "sessionid" not in shown.cookies


def test_subscribing_opens_no_session(client: Client) -> None:
    client.post("/flash-info/abonnement/", {"email": "lecteur@exemple.example"})
    token = tokens.sign(tokens.SUBSCRIBE, SubscriptionRequest.objects.get().pk)
    client.post(f"/flash-info/abonnement/{token}/")
    assert "sessionid" not in client.cookies
