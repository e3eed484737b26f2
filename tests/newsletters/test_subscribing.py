"""Subscribing with a second step: the same answer for everybody, a link that serves once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from channel.models import Expert
from club.core.models import OutboxMail
from members.models import User
from newsletters.actions import subscriptions
from newsletters.models import Preference, SubscriptionRequest, Suppression
from tests.factories import make_expert_contact, make_user
from tests.newsletters.test_readers import stopped

pytestmark = pytest.mark.django_db
ASKED = "/flash-info/abonnement/envoye/"


def ask(client: Client, address: str, **headers: Any) -> Any:
    return client.post("/flash-info/abonnement/", {"email": address}, **headers)


def link_of(mail: OutboxMail) -> str:
    return re.search(r"/flash-info/abonnement/[\w-]+/", mail.text)[0]


def test_subscribing_takes_two_steps(client: Client) -> None:
    assert ask(client, "Lecteur@Exemple.example")["Location"] == ASKED
    assert not User.objects.filter(email="lecteur@exemple.example").exists()
    link = link_of(OutboxMail.objects.get())
    client.get(link)  # a scanner
    assert not User.objects.filter(email="lecteur@exemple.example").exists()
    assert "Vous êtes abonné" in client.post(link).content.decode()
    person = User.objects.get(email="lecteur@exemple.example")
    preference = person.flash_preference
    assert (person.source, person.has_usable_password()) == ("self", False)
    assert preference.subscribed_at is not None
    assert preference.subscribed_from == "formulaire du site"


def test_link_serves_once(client: Client) -> None:
    ask(client, "lecteur@exemple.example")
    link = link_of(OutboxMail.objects.get())
    client.post(link)
    Preference.objects.all().delete()
    again = client.post(link)
    assert (again.status_code, Preference.objects.count()) == (410, 0)


def test_link_ends_after_three_days(client: Client) -> None:
    ask(client, "lecteur@exemple.example")
    link = link_of(OutboxMail.objects.get())
    SubscriptionRequest.objects.update(asked_at=timezone.now() - timedelta(days=3, minutes=1))
    assert "ne sert plus" in client.get(link).content.decode()
    assert (client.post(link).status_code, User.objects.filter(email="lecteur@exemple.example").count()) == (410, 0)


def test_same_answer_for_known_unknown_left_and_closed(client: Client) -> None:
    known, left, closed = make_expert_contact().person, make_user(), make_user(is_active=False)
    subscriptions.unsubscribe(contact=left, by="test")
    found = [ask(client, address) for address in (known.email, left.email, closed.email, "inconnu@exemple.example")]
    assert {(answer.status_code, answer["Location"], answer.content) for answer in found} == {(302, ASKED, b"")}
    assert set(OutboxMail.objects.values_list("to_address", flat=True)) == {
        known.email,
        left.email,
        "inconnu@exemple.example",
    }
    assert len(set(OutboxMail.objects.values_list("subject", flat=True))) == 1


def test_confirming_brings_back_whoever_had_left(client: Client) -> None:
    person = make_expert_contact().person
    subscriptions.unsubscribe(contact=person, by="test")
    Suppression.objects.create(address_hash=person.address_hash, cause="bounces")
    ask(client, person.email)
    client.post(link_of(OutboxMail.objects.get()))
    assert (stopped(person), Suppression.objects.count(), Expert.objects.count()) == (False, 0, 1)


def test_nothing_is_written_to_who_refused_any_mail(client: Client) -> None:
    person = make_user()
    Suppression.objects.create(address_hash=person.address_hash, cause="request", scope="all")
    assert ask(client, person.email)["Location"] == ASKED
    assert OutboxMail.objects.count() == 0


def test_second_click_is_the_same_request(client: Client) -> None:
    for _ in range(3):
        ask(client, "lecteur@exemple.example")
    assert OutboxMail.objects.count() == 1


def test_one_address_is_written_to_three_times_a_day_at_most(client: Client) -> None:
    for number in range(5):
        answer = ask(client, "lecteur@exemple.example", REMOTE_ADDR=f"198.51.100.{number}")
        SubscriptionRequest.objects.update(asked_at=timezone.now() - timedelta(hours=1))
        assert answer["Location"] == ASKED
    assert OutboxMail.objects.count() == 3


def test_one_connection_is_slowed_down(client: Client) -> None:
    answers = [ask(client, f"lecteur{number}@exemple.example").status_code for number in range(12)]
    assert answers == [302] * 10 + [429] * 2


def test_mistyped_address_is_explained(client: Client) -> None:
    page = ask(client, "pas une adresse").content.decode()
    assert "Un point à corriger" in page
    assert OutboxMail.objects.count() == 0


def test_forgotten_requests_are_erased() -> None:
    old = SubscriptionRequest.objects.create(address="a@exemple.example", asked_at=timezone.now() - timedelta(days=8))
    new = SubscriptionRequest.objects.create(address="b@exemple.example")
    assert subscriptions.forget_requests() == 1
    assert list(SubscriptionRequest.objects.all()) == [new]
    assert old not in SubscriptionRequest.objects.all()


def test_history_keeps_the_proof_of_each_decision() -> None:
    person = make_user()
    subscriptions.subscribe(contact=person, origin="formulaire du site")
    subscriptions.unsubscribe(contact=person, by="lien du message")
    told = Preference.pgh_event_model.objects.filter(contact=person).order_by("pgh_id")
    facts = [(bool(event.subscribed_at), bool(event.unsubscribed_at)) for event in told]
    assert (facts[-2], facts[-1]) == ((True, False), (True, True))
