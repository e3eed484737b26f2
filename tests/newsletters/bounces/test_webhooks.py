"""What a provider tells: closed by default, a secret or nothing, told twice is once, a doubt ends."""

import base64
import json
from typing import Any

import pytest
from django.test import Client

from club.core import composing
from newsletters import links
from newsletters.actions.receiving import receive
from newsletters.models import Delivery, DeliveryEvent, Preference, Suppression
from tests.factories import make_ambassador, make_delivery, make_mail
from tests.newsletters.bounces.kit import sample

pytestmark = pytest.mark.django_db
SECRET = "brevo:un-secret-bien-assez-long"


@pytest.fixture
def brevo(settings: Any) -> Client:
    settings.BOUNCES_WEBHOOK_PROVIDER, settings.ANYMAIL = "brevo", {"WEBHOOK_SECRET": SECRET}
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def delivery() -> Delivery:
    return make_delivery(contact=make_ambassador().person)


def tell(client: Client, event: str, row: Delivery, secret: str = SECRET, **more: Any) -> int:
    contact = links.contact_key(row.contact_id, row.test_id, row.address_hash)
    said = {"event": event, "email": row.address, "message-id": links.message_id(row.issue_id, contact), **more}
    authorization = "Basic " + base64.b64encode(secret.encode()).decode()
    return client.post(
        "/retours/brevo/", json.dumps(said), "application/json", headers={"authorization": authorization}
    ).status_code


def test_closed_until_the_environment_names_the_provider(client: Client, delivery: Delivery, settings: Any) -> None:
    assert tell(client, "hard_bounce", delivery) == 404
    settings.BOUNCES_WEBHOOK_PROVIDER, settings.ANYMAIL = "brevo", {}
    assert tell(client, "hard_bounce", delivery) == 404
    assert not DeliveryEvent.objects.exists()


def test_a_wrong_secret_changes_nothing(brevo: Client, delivery: Delivery) -> None:
    assert tell(brevo, "hard_bounce", delivery, secret="brevo:autre") == 403
    assert not DeliveryEvent.objects.exists()
    assert tell(brevo, "hard_bounce", delivery, reason="550 5.1.1 user unknown") == 204  # negative control
    assert Suppression.objects.get().cause == "unknown"


def test_told_twice_is_once_and_by_mail_too(brevo: Client, delivery: Delivery) -> None:
    for _ in range(2):
        tell(brevo, "hard_bounce", delivery, reason="550 5.1.1 user unknown", ts_epoch=1793700000000)
    assert receive(raw=sample("postfix_unknown", delivery), size=9, mailbox="maildir").outcome == "bounce"
    assert DeliveryEvent.objects.get().details["by"] == "brevo"


def test_a_message_id_that_we_did_not_make_names_nobody(brevo: Client, delivery: Delivery) -> None:
    assert tell(brevo, "hard_bounce", delivery, **{"message-id": f"<{'a' * 30}@x.example>"}) == 204
    other = make_delivery(issue=delivery.issue)
    contact = links.contact_key(other.contact_id, None, other.address_hash)
    swapped = {"message-id": links.message_id(other.issue_id, contact)}
    assert tell(brevo, "hard_bounce", delivery, **swapped) == 204
    assert not DeliveryEvent.objects.exists()


def test_a_complaint_suppresses_and_unsubscribes(brevo: Client, delivery: Delivery) -> None:
    tell(brevo, "spam", delivery)
    assert Suppression.objects.get().cause == "complaint"
    assert Preference.objects.unsubscribed().get().unsubscribed_by == "plainte pour courrier indésirable"


def test_an_accepted_message_ends_the_doubt_and_only_a_doubt_is_kept(brevo: Client, delivery: Delivery) -> None:
    Delivery.objects.update(state="uncertain")
    sure = make_delivery()
    tell(brevo, "delivered", delivery)
    tell(brevo, "delivered", sure)
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.SENT
    assert list(DeliveryEvent.objects.values_list("delivery", "kind")) == [(delivery.pk, "accepted")]


def test_a_reason_without_a_code_is_counted_and_no_more(brevo: Client, delivery: Delivery) -> None:
    tell(brevo, "hard_bounce", delivery)
    assert DeliveryEvent.objects.get().meaning == "soft"
    assert not Suppression.objects.exists()
    tell(brevo, "invalid_email", delivery)
    assert Suppression.objects.get().cause == "unknown"


def test_what_is_not_about_delivery_is_ignored(brevo: Client, delivery: Delivery) -> None:
    assert [tell(brevo, event, delivery) for event in ("opened", "click", "deferred")] == [204, 204, 204]
    authorization = "Basic " + base64.b64encode(SECRET.encode()).decode()
    for body in ("[]", "nonsense", "{}", '{"items": []}'):
        brevo.post("/retours/brevo/", body, "application/json", headers={"authorization": authorization})
    assert not DeliveryEvent.objects.exists()


def test_a_service_mail_is_known_by_its_message_id(brevo: Client, delivery: Delivery) -> None:
    mail = make_mail(to_address=delivery.address)
    number = {"message-id": f"<{composing.message_number(mail.pk)}@club-economie-numerique.example>"}
    tell(brevo, "hard_bounce", delivery, reason="550 5.1.1 user unknown", **number)
    mail.refresh_from_db()
    assert (mail.returned, mail.returned_at is not None) == ("5.1.1 550 5.1.1 user unknown", True)
    assert not DeliveryEvent.objects.exists()
