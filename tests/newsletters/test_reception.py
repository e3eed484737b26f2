"""One answer to "does it come to me?": the freeze's own, on every page that readers see."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.test import Client
from django.utils import timezone

from club.core.models import OutboxMail
from members.models import User
from newsletters import reception, tokens
from newsletters.actions import subscriptions
from newsletters.audience import count
from newsletters.models import Preference, Reactivation, Suppression
from newsletters.reception import Obstacle
from tests.factories import make_ambassador, make_block, make_delivery, make_issue, make_user, sign_in

pytestmark = pytest.mark.django_db
HOME, PAGE = "/espace/", "/espace/flash-info/"
PROMISE = "Flash info, tous les quinze jours"
HELD = [None, ("bounces", "flash"), ("complaint", "flash"), ("request", "all"), ("staff", "all")]
CHOSEN: list[dict[str, Any]] = [
    {},
    {"unsubscribed_at": timezone.now()},
    {"paused_until": timezone.localdate() + timedelta(days=3)},
    {"subscribed_at": timezone.now()},
    {"subscribed_at": timezone.now(), "unsubscribed_at": timezone.now()},
]


def suppress(person: User, cause: str = "bounces", scope: str = "flash") -> Suppression:
    return Suppression.objects.create(address_hash=person.address_hash, cause=cause, scope=scope)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("email", ["anne@cci.example", "été@cci.example", f"{'a' * 65}@cci.example"])
def test_the_answer_is_the_freeze_s_in_every_state(email: str) -> None:
    issue = make_block(issue=make_issue(audience={"segments": ["ambassadors", "subscribers"]})).issue
    for ambassador, held, chosen in product((True, False), HELD, CHOSEN):
        with transaction.atomic():
            person = make_user(email=email)
            if ambassador:
                make_ambassador(person=person)
            if held:
                suppress(person, *held)
            if chosen:
                Preference.objects.create(contact=person, **chosen)
            comes = reception.of(User.objects.get(pk=person.pk)).comes
            assert comes == bool(count(issue).recipients), (ambassador, held, chosen)
            transaction.set_rollback(True)


def test_home_and_choices_promise_nothing_to_a_suppressed_address(client: Client) -> None:
    me = make_ambassador().person
    sign_in(client, me)
    assert PROMISE in page(client, HOME)
    held = suppress(me)
    for address in (HOME, PAGE):
        assert "Nous avons donc cessé de vous envoyer Flash info" in page(client, address)
    assert PROMISE not in page(client, HOME)
    Suppression.objects.filter(pk=held.pk).update(cause="request", scope="all")
    assert "Vous vous êtes opposé à nos courriels" in page(client, HOME)
    assert PROMISE not in page(client, HOME)


def test_coming_back_by_the_message_does_not_promise_what_a_bounce_forbids(client: Client) -> None:
    row = make_delivery(contact=make_ambassador().person)
    subscriptions.unsubscribe(contact=row.contact, by="lien du message")
    suppress(row.contact)
    address = f"/flash-info/desabonnement/{tokens.sign(tokens.UNSUBSCRIBE, row.pk)}/"
    text = client.post(address, {"action": "revenir"}).content.decode()
    assert "Votre retour est noté" in text
    assert "dès le prochain numéro" not in text
    assert "/flash-info/abonnement/" in text


def test_a_proved_address_is_used_again_from_the_portal(client: Client) -> None:
    me = make_ambassador().person
    EmailAddress.objects.create(user=me, email=me.email, verified=True, primary=True)  # proved before it bounced
    suppress(me)
    sign_in(client, me)
    assert "Un lien à confirmer part" in client.post(f"{PAGE}recevoir/", follow=True).content.decode()
    assert Suppression.objects.exists()
    assert OutboxMail.objects.get().to_address == me.email
    token = tokens.sign(tokens.REACTIVATE, Reactivation.objects.get().pk)
    assert "dès le prochain numéro" in client.post(f"/flash-info/remise-en-service/{token}/").content.decode()
    assert reception.of(me).comes


def test_what_the_team_decided_for_all_mail_is_said_and_stays(client: Client) -> None:
    me = make_user()
    suppress(me, "staff", "all")
    sign_in(client, me)
    text = client.post(f"{PAGE}recevoir/", follow=True).content.decode()
    assert "Un lien à confirmer part" not in text
    assert "Écrivez-nous pour en parler" in text
    assert (Suppression.objects.count(), OutboxMail.objects.count()) == (1, 0)


def test_own_objection_ends_when_one_asks_while_signed_in(client: Client) -> None:
    me = make_user()
    suppress(me, "request", "all")
    sign_in(client, me).post(f"{PAGE}recevoir/")
    assert (Suppression.objects.count(), OutboxMail.objects.get().to_address) == (0, me.email)


def test_a_closed_account_gets_nothing() -> None:
    person = make_ambassador(person=make_user(is_active=False)).person
    assert reception.of(person).obstacle == Obstacle.CLOSED
