"""What the links of a message open: leaving in one click, choosing, subscribing with a second step."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from channel.models import Expert
from club.core.models import OutboxMail
from members.models import User
from newsletters import links, tokens
from newsletters.actions import subscriptions
from newsletters.models import Block, Delivery, DeliveryEvent, Preference, SubscriptionRequest, Suppression, TestSend
from tests.factories import make_delivery, make_expert_contact, make_issue, make_sent_issue, make_user

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
ASKED = "/flash-info/abonnement/envoye/"


def leaving(delivery: Delivery) -> str:
    return f"/flash-info/desabonnement/{tokens.sign(tokens.UNSUBSCRIBE, delivery.pk)}/"


def choosing(delivery: Delivery) -> str:
    return f"/flash-info/preferences/{tokens.sign(tokens.PREFERENCES, delivery.pk)}/"


def stopped(person: User) -> bool:
    return Preference.objects.unsubscribed().filter(contact=person).exists()


# Leaving


def test_addresses_of_messages_are_those_of_the_pages() -> None:
    row = make_delivery()
    assert links.unsubscribe_url(links.unsubscribe_token(row.pk)).endswith(leaving(row))
    assert links.preferences_url(row.pk).endswith(choosing(row))
    assert links.web_copy_url(row.issue.number).endswith(f"/flash-info/{row.issue.number}/")


def test_post_alone_leaves_without_cookie_login_nor_redirection() -> None:
    """RFC 8058: what a mail program sends, with the CSRF guard on."""
    row = make_delivery()
    client = Client(enforce_csrf_checks=True)
    response = client.post(leaving(row), ONE_CLICK)
    assert (response.status_code, stopped(row.contact), dict(client.cookies)) == (200, True, {})
    assert Preference.objects.get(contact=row.contact).unsubscribed_by == "lien du message"
    assert list(DeliveryEvent.objects.values_list("delivery", "kind")) == [(row.pk, "unsubscription")]


@pytest.mark.parametrize("method", ["get", "head"])
def test_scanners_that_follow_the_link_change_nothing(client: Client, method: str) -> None:
    row = make_delivery()
    response = getattr(client, method)(leaving(row))
    assert (response.status_code, stopped(row.contact)) == (200, False)
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_leaving_twice_is_leaving_once(client: Client) -> None:
    row = make_delivery()
    client.post(leaving(row), ONE_CLICK)
    first = Preference.objects.get(contact=row.contact).unsubscribed_at
    client.post(leaving(row), ONE_CLICK)
    assert Preference.objects.get(contact=row.contact).unsubscribed_at == first
    assert DeliveryEvent.objects.count() == 1


def test_a_change_of_mind_is_one_button(client: Client) -> None:
    row = make_delivery()
    client.post(leaving(row), ONE_CLICK)
    page = client.post(leaving(row), {"action": "revenir"}).content.decode()
    assert "Bon retour" in page
    assert not stopped(row.contact)


def test_page_shows_no_whole_address(client: Client) -> None:
    """A forwarded message gives nothing away."""
    row = make_delivery(contact=make_user(email="camille.durand@reseau.example"))
    pages = [client.get(leaving(row)), client.post(leaving(row), ONE_CLICK), client.get(choosing(row))]
    assert all("c•••@reseau.example" in page.content.decode() for page in pages)
    assert not any("camille" in page.content.decode() for page in pages)


@pytest.mark.parametrize("purpose", [tokens.PREFERENCES, tokens.ENVELOPE, tokens.SUBSCRIBE])
def test_token_of_another_purpose_opens_nothing(client: Client, purpose: str) -> None:
    row = make_delivery()
    path = f"/flash-info/desabonnement/{tokens.sign(purpose, row.pk)}/"
    assert (client.post(path, ONE_CLICK).status_code, stopped(row.contact)) == (404, False)


@pytest.mark.parametrize("token", ["1-", "x", "1-zz", "999999999-ab", "é-é"])
def test_broken_token_says_so_kindly(client: Client, token: str) -> None:
    response = client.post(f"/flash-info/desabonnement/{token}/", ONE_CLICK)
    assert response.status_code == 404
    assert "Ce lien n’est pas complet" in response.content.decode()


def test_a_trial_unsubscribes_nobody(client: Client) -> None:
    person = make_user()
    trial = TestSend.objects.create(issue=make_issue(), asked_by=person, content_hash="ab" * 32)
    row = make_delivery(contact=person, test=trial)
    assert "Ce message est un essai" in client.post(leaving(row), ONE_CLICK).content.decode()
    assert not stopped(person)


def test_whoever_left_is_in_no_audience_any_more(client: Client) -> None:
    from newsletters import audience

    contact = make_expert_contact()
    issue = make_issue(audience={"segments": ["channel"]})
    Block.objects.create(issue=issue, kind="editorial", title="Mot", text="…")
    assert audience.count(issue).recipients == 1
    client.post(leaving(make_delivery(contact=contact.person)), ONE_CLICK)
    assert (audience.count(issue).recipients, audience.count(issue).exclusions["unsubscribed"]) == (0, 1)


# Choosing


def test_choices_are_written_and_said(client: Client) -> None:
    row = make_delivery()
    kept = [kind for kind in Block.Kind.values if kind != "commercial"]
    response = client.post(choosing(row), {"sections": kept, "pause": "30"}, follow=True)
    preference = Preference.objects.get(contact=row.contact)
    assert (preference.sections, preference.paused_until) == (kept, timezone.localdate() + timedelta(days=30))
    assert "Vos choix sont enregistrés" in response.content.decode()


def test_everything_chosen_is_no_choice(client: Client) -> None:
    """Who wants all wants the sections that do not exist yet, too."""
    row = make_delivery()
    client.post(choosing(row), {"sections": Block.Kind.values, "pause": ""})
    preference = Preference.objects.get(contact=row.contact)
    assert (preference.sections, preference.paused_until) == (None, None)


def test_a_pause_is_kept_when_something_else_changes(client: Client) -> None:
    row = make_delivery()
    until = timezone.localdate() + timedelta(days=12)
    Preference.objects.create(contact=row.contact, paused_until=until)
    client.post(choosing(row), {"sections": ["editorial"], "pause": "keep"})
    assert Preference.objects.get(contact=row.contact).paused_until == until


def test_no_section_at_all_is_refused_with_the_way_out(client: Client) -> None:
    page = client.post(choosing(make_delivery()), {"pause": ""}).content.decode()
    assert "Gardez une rubrique au moins" in page
    assert not Preference.objects.exists()


# Subscribing


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


def test_pages_of_readers_cost_few_statements(client: Client, django_assert_max_num_queries: Any) -> None:
    row = make_delivery(issue=make_sent_issue())
    with django_assert_max_num_queries(2):
        client.get(leaving(row))
