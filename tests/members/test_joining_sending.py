"""Sending an application: the texts accepted, once; then a page that says where it stands."""

import pytest
from django.utils import timezone

from club.core.models import OutboxMail
from tests.joining_factories import make_application
from tests.joining_posts import organisation, sending, url
from tests.membership_factories import make_text

pytestmark = pytest.mark.django_db


def test_application_is_sent_once_and_then_only_shows(client):
    application, fields = make_application(), sending(order_number="BC-7")
    for _ in range(2):
        assert client.post(url(application, "send"), fields)["Location"] == url(application)
    application.refresh_from_db()
    assert (application.state, application.order_number) == ("submitted", "BC-7")
    assert OutboxMail.objects.count() == 1
    assert client.get(url(application, "options"))["Location"] == url(application)
    assert client.post(url(application, "organisation"), organisation()).status_code == 302
    assert "le Club l’étudie" in client.get(url(application)).content.decode()


def test_text_not_accepted_stops_the_sending(client):
    application, fields = make_application(), sending()
    del fields["accepts_rules"]
    page = client.post(url(application, "send"), fields).content.decode()
    assert "Cochez pour accepter ce texte" in page
    application.refresh_from_db()
    assert application.state == "draft"


def test_text_that_changed_meanwhile_is_shown_before_it_binds(client):
    application, fields = make_application(), sending()
    make_text(kind="rules", starts_on=timezone.localdate())
    page = client.post(url(application, "send"), fields).content.decode()
    assert "Acceptez les textes en vigueur" in page
    application.refresh_from_db()
    assert application.state == "draft"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("draft", "En cours de saisie"),
        ("submitted", "le Club l’étudie"),
        ("changes", "Le Club vous demande de la compléter"),
        ("admitted", "Admise le"),
        ("completed", "Vous êtes membre du Club"),
        ("refused", "n’a pas retenu"),
        ("abandoned", "Abandonnée"),
    ],
)
def test_state_is_said_in_words(client, state, words):
    page = client.get(url(make_application(state=state, reason="Secret interne"))).content.decode()
    assert words in page
    assert "Secret interne" not in page


def test_closed_application_hides_the_addresses_of_its_people(client):
    application = make_application(state="submitted")
    address = application.people.get().email
    assert address not in client.get(url(application)).content.decode()


def test_giving_up_asks_first(client):
    application = make_application()
    client.get(url(application, "give_up"))
    application.refresh_from_db()
    assert application.state == "draft"
    client.post(url(application, "give_up"))
    application.refresh_from_db()
    assert application.state == "abandoned"


def test_hidden_version_that_is_no_number_is_refused_in_words(client):
    application = make_application()
    answer = client.post(url(application, "send"), sending(shown_statutes="²"))
    assert (answer.status_code, "Acceptez les textes en vigueur" in answer.content.decode()) == (200, True)
