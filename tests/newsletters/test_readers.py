"""What the links of a message open: leaving in one click, choosing."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default as email_policy
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from members.models import User
from newsletters import links, tokens
from newsletters.models import Block, Delivery, DeliveryEvent, Preference, TestSend
from newsletters.rendering import message
from newsletters.rendering.skeleton import Skeleton
from tests.factories import (
    make_ambassador,
    make_delivery,
    make_expert_contact,
    make_issue,
    make_sent_issue,
    make_user,
)
from tests.newsletters.kit.people import make_frozen_issue

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


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


def test_links_of_a_real_message_open_the_pages(settings: Any) -> None:
    """From the bytes on the wire: the header leaves by POST, the links of the text open, all of them."""
    row = make_frozen_issue(1).deliveries.get()
    rendition = row.rendition
    given = message.values(
        delivery_id=row.pk,
        address=row.address,
        name="Zoé Façon",
        first_name="Zoé",
        message_id="<a@b>",
        timestamp=0,
        origin="",
    )
    sent = message_from_bytes(
        Skeleton.load(bytes(rendition.skeleton), rendition.slots).splice(given), policy=email_policy
    )
    text = sent.get_body(("plain",)).get_content()
    ours = {url.removeprefix(settings.SITE_URL) for url in re.findall(rf"{settings.SITE_URL}/\S+", text)}
    client = Client(enforce_csrf_checks=True)
    assert {path.split("/")[2] for path in ours} >= {"desabonnement", "preferences", str(row.issue.number)}
    assert {path: client.get(path).status_code for path in ours} == dict.fromkeys(ours, 200)
    link = re.match(r"<(https?://[^>]+)>", sent["List-Unsubscribe"])[1]
    answer = client.post(link.removeprefix(settings.SITE_URL), ONE_CLICK)
    assert (answer.status_code, stopped(row.contact)) == (200, True)


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
    row = make_delivery(contact=make_ambassador().person)
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


def test_pages_of_readers_cost_few_statements(client: Client, django_assert_max_num_queries: Any) -> None:
    row = make_delivery(issue=make_sent_issue())
    with django_assert_max_num_queries(3):
        client.get(leaving(row))
