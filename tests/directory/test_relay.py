"""The relay: no address is shown, nothing leaves before the writer's mailbox answered, and each abuse fails."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail as sent_mail
from django.test import Client
from django.utils import timezone

from ambassadors.actions import consents
from ambassadors.directory import listing_of, told
from club.core import pages, tokens
from club.core.composing import message_of
from club.core.models import OutboxMail
from members.actions import enquiries
from members.emails import ENQUIRY
from members.models import Enquiry
from newsletters.models import Suppression
from tests.directory_factories import make_adviser, make_enquiry
from tests.factories import make_expert, make_expert_contact, make_user

pytestmark = pytest.mark.django_db
WORDS = "Je voudrais vendre en ligne <b>avant Noël</b>, par où commencer ?"
GOOD = {
    "name": "Jeanne Petit",
    "email": "Jeanne@Boulangerie.example",
    "phone": "02 61 91 00 11",
    "message": WORDS,
    "consent": "on",
    "precision": "",
}


def address_of(adviser: Any) -> str:
    return f"/annuaire/conseillers/{adviser.slug}/contact/"


def ask(client: Client, adviser: Any, **changes: Any) -> Any:
    return client.post(address_of(adviser), GOOD | changes)


def link_in(mail: OutboxMail) -> str:
    return re.search(r"http://[^/]+(/annuaire/message/\S+/)", mail.text).group(1)


def test_message_goes_its_way(client: Client) -> None:
    adviser = make_adviser(first_name="Luc", last_name="Morvan")
    assert ask(client, adviser).headers["Location"] == "/annuaire/message/envoye/"
    confirm = OutboxMail.objects.get()
    assert (confirm.to_address, confirm.reply_to, confirm.secret) == ("jeanne@boulangerie.example", "", True)
    link = link_in(confirm)
    assert client.get(link).status_code == 200
    assert OutboxMail.objects.count() == 1  # following the link sends nothing
    assert "Votre message est parti" in client.post(link).content.decode()
    to_adviser, copy = OutboxMail.objects.order_by("pk")[1:]
    assert (to_adviser.to_address, to_adviser.reply_to) == (adviser.person.email, "jeanne@boulangerie.example")
    assert message_of(to_adviser).message()["Reply-To"] == "jeanne@boulangerie.example"
    assert (copy.to_address, copy.reply_to) == ("jeanne@boulangerie.example", "")
    assert WORDS in to_adviser.text
    assert "&lt;b&gt;avant Noël&lt;/b&gt;" in to_adviser.html
    assert adviser.person.email not in copy.text + copy.html + confirm.text


def test_confirming_mail_holds_nothing_that_was_typed(client: Client) -> None:
    """A stranger can have it sent to anybody, so it must carry no word of the stranger's."""
    canary = {"name": "CANARI-NOM", "phone": "CANARI-TEL", "message": "CANARI-MESSAGE qui vend des pilules à tous"}
    ask(client, make_adviser(), **canary)
    confirm = OutboxMail.objects.get()
    assert "CANARI" not in confirm.subject + confirm.text + confirm.html


def test_link_serves_once_and_for_three_days(client: Client) -> None:
    enquiry = make_enquiry()
    link = f"/annuaire/message/{tokens.sign(ENQUIRY, enquiry.pk)}/"
    assert [client.post(link).status_code for _ in range(2)] == [200, 410]
    assert OutboxMail.objects.filter(key__startswith="enquiry:").count() == 1
    late = make_enquiry(email="autre@boulangerie.example")
    Enquiry.objects.filter(pk=late.pk).update(asked_at=timezone.now() - timedelta(days=4))
    assert client.post(f"/annuaire/message/{tokens.sign(ENQUIRY, late.pk)}/").status_code == 410


def test_link_of_another_purpose_or_made_up_opens_nothing(client: Client) -> None:
    enquiry = make_enquiry()
    for token in (f"{enquiry.pk}-{'0' * 30}", tokens.sign("members.invitation", enquiry.pk), "x", str(enquiry.pk)):
        assert client.post(f"/annuaire/message/{token}/").status_code == 404
    assert Enquiry.objects.get().sent_at is None


def test_robot_is_answered_like_everybody_and_keeps_nothing(client: Client) -> None:
    answer = ask(client, make_adviser(), precision="http://spam.example")
    assert answer.headers["Location"] == "/annuaire/message/envoye/"
    assert (Enquiry.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_writer_is_limited_by_address_whatever_the_connection(client: Client) -> None:
    adviser = make_adviser()
    for number in range(5):
        answer = client.post(
            address_of(adviser), GOOD | {"message": f"{WORDS} {number}"}, REMOTE_ADDR=f"198.51.100.{number}"
        )
        assert answer.status_code == 302
    assert (Enquiry.objects.count(), OutboxMail.objects.count()) == (3, 3)


def test_writer_is_limited_by_connection_whatever_the_address(client: Client) -> None:
    adviser = make_adviser()
    codes = [ask(client, adviser, email=f"a{number}@tpe.example").status_code for number in range(11)]
    assert codes == [302] * 10 + [429]


def test_recipient_is_limited_by_messages_confirmed_not_by_those_asked(client: Client) -> None:
    to = listing_of(told().get(pk=make_adviser().pk))
    rows = [make_enquiry(to=to, email=f"a{number}@tpe.example") for number in range(enquiries.PER_RECIPIENT + 5)]
    codes = [client.post(f"/annuaire/message/{tokens.sign(ENQUIRY, row.pk)}/").status_code for row in rows]
    assert codes == [200] * enquiries.PER_RECIPIENT + [410] * 5
    assert OutboxMail.objects.filter(to_address=to.recipient.email).count() == enquiries.PER_RECIPIENT
    assert Enquiry.objects.filter(sent_at=None).count() == 5  # they may come back tomorrow


def test_same_form_twice_is_one_message(client: Client) -> None:
    adviser = make_adviser()
    for _ in range(2):
        ask(client, adviser)
    assert (Enquiry.objects.count(), OutboxMail.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("consent", ""),
        ("message", "trop court"),
        ("message", "x" * 2001),
        ("message", "Voyez http://a.example http://b.example www.c.example sans tarder"),
        ("email", "pas une adresse"),
        ("email", "a@b.example\nBcc: tous@exemple.example"),
        ("name", ""),
    ],
)
def test_what_is_missing_or_shady_is_refused(client: Client, field: str, value: str) -> None:
    answer = ask(client, make_adviser(), **{field: value})
    assert (answer.status_code, Enquiry.objects.count()) == (200, 0)
    assert "à corriger" in answer.content.decode()


def test_headers_cannot_be_injected(client: Client) -> None:
    row = make_enquiry(name="Jeanne\r\nBcc: tous@exemple.example")
    enquiries.send(enquiry=row)
    message = message_of(OutboxMail.objects.get(key=f"enquiry:{row.pk}")).message()
    assert (message["Bcc"], message["To"]) == (None, row.recipient.email)


def test_no_form_without_consent_nor_for_who_refuses_mail(client: Client) -> None:
    silent = make_adviser(["name", "topics"])
    assert client.get(address_of(silent)).status_code == 404
    assert client.post(address_of(silent), GOOD).status_code == 404
    adviser = make_adviser()
    page = address_of(adviser).removesuffix("contact/")
    assert client.get(address_of(adviser)).status_code == 200
    assert 'href="contact/"' in client.get(page).content.decode()
    pages.renew()
    objection = {"cause": Suppression.Cause.REQUEST, "scope": Suppression.Scope.ALL}
    Suppression.objects.create(address_hash=make_user().address_hash, **objection)
    assert client.get(address_of(adviser)).status_code == 200
    Suppression.objects.create(address_hash=adviser.person.address_hash, **objection)
    assert client.get(address_of(adviser)).status_code == 404
    assert 'href="contact/"' not in client.get(page).content.decode()


@pytest.mark.parametrize("shown", [[], ["name", "topics"]])
def test_consent_withdrawn_meanwhile_stops_the_message(client: Client, shown: list[str]) -> None:
    adviser = make_adviser()
    row = make_enquiry(to=listing_of(told().get(pk=adviser.pk)))
    consents.publish(ambassador=adviser, shown=shown)
    answer = client.post(f"/annuaire/message/{tokens.sign(ENQUIRY, row.pk)}/")
    assert answer.status_code == 410
    assert not OutboxMail.objects.filter(key=f"enquiry:{row.pk}").exists()


def test_firm_is_written_to_by_its_main_contact(client: Client) -> None:
    expert = make_expert()
    url = f"/annuaire/experts/{expert.slug}/contact/"
    assert client.get(url).status_code == 404  # nobody reads there
    make_expert_contact(expert=expert, is_main=False)
    main = make_expert_contact(expert=expert, person=make_user(email="chef@firme.example"))
    client.post(url, GOOD)
    assert Enquiry.objects.get().recipient == main.person
    page = client.get(f"/annuaire/experts/{expert.slug}/").content.decode()
    assert 'href="contact/"' in page
    assert "chef@firme.example" not in page


def test_pages_show_no_address_of_the_professional(client: Client) -> None:
    adviser = make_adviser()
    row = make_enquiry(to=listing_of(told().get(pk=adviser.pk)))
    link = f"/annuaire/message/{tokens.sign(ENQUIRY, row.pk)}/"
    pages = [client.get(address_of(adviser)), client.get(link), client.post(link), client.post(link)]
    assert [adviser.person.email in page.content.decode() for page in pages] == [False] * 4
    assert row.message not in client.get(link).content.decode()


def test_words_are_erased_in_their_time(client: Client) -> None:
    unconfirmed, fresh, old = (make_enquiry(email=f"a{n}@tpe.example") for n in range(3))
    for row in (fresh, old):
        enquiries.send(enquiry=row)
    now = timezone.now()
    Enquiry.objects.filter(pk=unconfirmed.pk).update(asked_at=now - timedelta(days=8))
    Enquiry.objects.filter(pk=old.pk).update(sent_at=now - timedelta(days=91))
    assert enquiries.forget_enquiries(now) == (1, 1)
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert [old.name, old.email, old.phone, old.message] == [""] * 4
    assert fresh.message != ""
    assert enquiries.forget_enquiries(now) == (0, 0)
    assert sent_mail.outbox == []  # everything goes by the outbox


def test_mails_keep_neither_words_nor_answer_address_once_gone() -> None:
    from club.core.outbox import sweep

    row = make_enquiry()
    enquiries.send(enquiry=row)
    OutboxMail.objects.update(state="sent", settled_at=timezone.now())
    sweep()
    kept = OutboxMail.objects.get(key=f"enquiry:{row.pk}")
    assert (kept.text, kept.html, kept.reply_to) == ("", "", "")


def test_name_and_number_bring_no_link_and_no_paragraph_into_a_mail_of_the_club(client: Client) -> None:
    adviser = make_adviser()
    for shady in ("Banque https://faux.example", "www.faux.example", "Jeanne\r\n\r\nLe Club vous demande"):
        assert ask(client, adviser, name=shady).status_code == 200
    for shady in ("promo-tpe.com", "Gagnez sur promo-tpe.COM/lot", "t.co/x"):
        assert ask(client, adviser, name=shady).status_code == 200
    assert ask(client, adviser, phone="http://a.example").status_code == 200
    assert Enquiry.objects.count() == 0
    assert ask(client, adviser, name="Jeanne-Rose d’Été", phone="+33 2 61 91 00 11").status_code == 302
    assert ask(client, adviser, name="J.-P. Le Gall, M.DUPONT & Cie.", phone="02.61.91.00.11").status_code == 302


def test_subscriber_of_ipv6_is_one_connection(client: Client) -> None:
    """Whoever holds a /64 has as many addresses as they like."""
    adviser = make_adviser()
    codes = [
        client.post(
            address_of(adviser), GOOD | {"email": f"a{number}@tpe.example"}, REMOTE_ADDR=f"2001:db8:1:2::{number:x}"
        ).status_code
        for number in range(11)
    ]
    assert codes == [302] * 10 + [429]
    another = client.post(address_of(adviser), GOOD, REMOTE_ADDR="2001:db8:1:3::1")
    assert another.status_code == 302


def test_forms_ask_for_their_token_and_answer_to_their_methods_alone() -> None:
    adviser = make_adviser()
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(address_of(adviser), GOOD).status_code == 403
    head = browser.head(address_of(adviser))
    assert (head.status_code, head.content) == (200, b"")
    assert "no-store" in head["Cache-Control"]
    assert [getattr(Client(), method)(address_of(adviser)).status_code for method in ("options", "put")] == [405, 405]
    assert (Enquiry.objects.count(), OutboxMail.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Mme.Dupont", "«\u00a0Mme.Dupont\u00a0» se lit comme l’adresse d’un site"),
        ("Anne Le Gall, resp.technique", "«\u00a0resp.technique\u00a0» se lit comme l’adresse d’un site"),
        ("Voir https://a.example/", "Pas de lien ici"),
        ("Jeanne\nPetit", "Une seule ligne ici"),
    ],
)
def test_what_is_wrong_in_a_name_is_said(client: Client, name: str, said: str) -> None:
    assert said in unescape(ask(client, make_adviser(), name=name).content.decode())
    assert ask(client, make_adviser(), name="Mme. Dupont, resp. technique").status_code == 302
