"""An address serves again by the link confirmed from it, and by nothing else; its history says so day by day."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from club.core.models import OutboxMail
from club.core.roles import Role
from members.models import Affiliation, User
from newsletters import links, panels, reception, tokens
from newsletters.actions import objections, reactivating, returns, subscriptions, telling
from newsletters.bounces import today
from newsletters.models import Delivery, Preference, Reactivation, Suppression
from tests.factories import (
    make_affiliation,
    make_ambassador,
    make_delivery,
    make_mail,
    make_notice,
    make_organisation,
    make_staff,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return make_ambassador().person


def bounced(person: User, code: str = "5.1.1") -> Delivery:
    row = make_delivery(contact=person)
    said = {"code": code, "words": "user unknown", "server": "mx.cci.example", "at": timezone.now()}
    returns.note_bounce(delivery=row, by="maildir", **said)
    return row


def page_of(row: Reactivation) -> str:
    return f"/flash-info/remise-en-service/{tokens.sign(tokens.REACTIVATE, row.pk)}/"


def asked_by_page(client: Client, person: User, address: str) -> str:
    page = f"/console/flash-info/personnes/{person.pk}/remettre-en-service/"
    return client.post(page, {"adresse": address}, follow=True).content.decode()


def test_get_asks_and_post_lifts_once(client: Client, person: User) -> None:
    bounced(person)
    row = reactivating.ask(contact=person, address=person.email, by=make_staff(Role.NETWORK))
    mail = OutboxMail.objects.get()
    assert (mail.to_address, links.reactivation_url(row.pk).endswith(page_of(row))) == (person.email, True)
    assert "Oui, m’écrire" in client.get(page_of(row)).content.decode()
    assert not reception.of(person).comes
    assert "sert de nouveau" in client.post(page_of(row)).content.decode()
    assert reception.of(person).comes
    assert client.post(page_of(row)).status_code == 410


@pytest.mark.parametrize("purpose", [tokens.SUBSCRIBE, tokens.OBJECT, tokens.ENVELOPE])
def test_a_token_of_another_purpose_or_too_old_lifts_nothing(client: Client, person: User, purpose: str) -> None:
    bounced(person)
    row = reactivating.ask(contact=person, address=person.email, by=None)
    assert client.post(f"/flash-info/remise-en-service/{tokens.sign(purpose, row.pk)}/").status_code == 404
    Reactivation.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert client.post(page_of(row)).status_code == 410
    assert Suppression.objects.exists()


def test_an_objection_made_meanwhile_holds(client: Client, person: User) -> None:
    bounced(person)
    row = reactivating.ask(contact=person, address=person.email, by=None)
    objections.object_to_mail(notice=make_notice(person=person, mail=None))
    assert client.post(page_of(row)).status_code == 410
    assert (objections.own_objection(person).exists(), Reactivation.objects.get().used_at) == (True, None)


def test_after_a_complaint_the_reader_is_subscribed_again_only_by_the_link(client: Client, person: User) -> None:
    returns.note_complaint(delivery=make_delivery(contact=person), at=timezone.now())
    row = reactivating.ask(contact=person, address=person.email, by=None)
    client.post(page_of(row))
    assert (reception.of(person).comes, Preference.objects.unsubscribed().count()) == (True, 0)


def test_a_departure_of_ones_own_stays(client: Client, person: User) -> None:
    bounced(person)
    subscriptions.unsubscribe(contact=person, by="lien du message")
    client.post(page_of(reactivating.ask(contact=person, address=person.email, by=None)))
    assert (Suppression.objects.count(), Preference.objects.unsubscribed().count()) == (0, 1)


def test_a_new_address_becomes_the_person_s_once_confirmed(client: Client, person: User) -> None:
    old = person.address_hash
    bounced(person)
    assert "Un lien à confirmer part" in asked_by_page(
        sign_in(client, make_staff(Role.NETWORK)), person, "Neuve@CCI.example"
    )
    row = Reactivation.objects.get()
    assert User.objects.get(pk=person.pk).email == person.email
    Client().post(page_of(row))
    person.refresh_from_db()
    assert (person.email, person.address_hash != old) == ("neuve@cci.example", True)
    mine = EmailAddress.objects.filter(user=person)
    assert list(mine.values_list("email", "verified")) == [("neuve@cci.example", True)]
    assert Suppression.objects.get().address_hash == old
    assert reception.of(person).comes


def test_a_link_gives_back_no_address_that_the_person_has_left(client: Client, person: User) -> None:
    """The mailbox of a former employer reads its mail still."""
    former, other, network = person.email, "ailleurs@cci.example", make_staff(Role.NETWORK)
    kept = [reactivating.ask(contact=person, address=address, by=network) for address in (former, other)]
    moved = reactivating.ask(contact=person, address="neuve@cci.example", by=network)
    client.post(page_of(moved))
    for row in kept:
        answer = client.post(page_of(row))
        assert (answer.status_code, "a changé depuis" in answer.content.decode()) == (410, True)
    person.refresh_from_db()
    assert person.email == "neuve@cci.example"
    again = reactivating.ask(contact=person, address=person.email, by=None)
    assert client.post(page_of(again)).status_code == 200


def test_who_may_not_change_people_gives_nobody_another_address(client: Client, person: User) -> None:
    sign_in(client, make_staff(Role.EDITORS))
    assert "Vous ne pouvez pas donner une autre adresse" in asked_by_page(client, person, "pirate@exemple.example")
    colleague = make_staff(Role.FINANCE)
    sign_in(client, make_staff(Role.NETWORK))
    assert "Vous ne pouvez pas" in asked_by_page(client, colleague, "pirate@exemple.example")
    assert "déjà celle d’une autre personne" in asked_by_page(client, person, colleague.email)
    assert not Reactivation.objects.exists()


def test_the_portal_tells_gently_and_mails_the_link(client: Client, person: User) -> None:
    bounced(person)
    sign_in(client, person)
    page = client.get("/espace/flash-info/").content.decode()
    assert "votre serveur de messagerie nous a répondu que votre adresse n’existe pas" in page
    assert "Recevoir un lien à confirmer" in page
    client.post("/espace/flash-info/recevoir/")
    assert Reactivation.objects.get().asked_by is None
    client.post(page_of(Reactivation.objects.get()))
    assert "Il arrive tous les quinze jours" in client.get("/espace/flash-info/").content.decode()


def test_links_to_one_address_are_limited(person: User) -> None:
    for _ in range(3):
        reactivating.ask(contact=person, address=person.email, by=None)
    with pytest.raises(Exception, match="assez de liens"):
        reactivating.ask(contact=person, address=person.email, by=None)


def test_typed_addresses_go_after_a_month_and_their_hash_stays(person: User) -> None:
    long_ago = timezone.now() - timedelta(days=40)
    used = Reactivation.objects.create(contact=person, address=person.email, used_at=long_ago, asked_at=long_ago)
    Reactivation.objects.create(contact=person, address="autre@exemple.example", asked_at=long_ago)
    assert reactivating.forget() == 2
    assert list(Reactivation.objects.values_list("pk", "address", "address_hash")) == [
        (used.pk, "", person.address_hash)
    ]


# What is told of it


def test_the_person_s_page_tells_what_happened_and_what_was_done(person: User) -> None:
    assert panels.return_lines(person) == []
    day = "1er novembre 2026"
    row = make_delivery(contact=person)
    at = timezone.now().replace(year=2026, month=11, day=1, hour=12)
    returns.note_bounce(delivery=row, code="5.1.1", server="mx.cci.example", at=at)
    returns.note_bounce(delivery=make_delivery(), code="5.1.1", server="ailleurs.example", at=at)  # somebody else's
    assert [f"{line.text}, {line.detail}" for line in panels.return_lines(person)] == [
        f"Le {day}, l’adresse a été refusée par mx.cci.example\u00a0: cette adresse n’existe pas (5.1.1). "
        "Flash info ne lui est plus envoyé."
    ]
    reactivating.confirm(request_id=reactivating.ask(contact=person, address=person.email, by=None).pk)
    assert ["adresse confirmée" in line.detail for line in panels.return_lines(person)] == [True, False, False]
    why = panels.flash_lines(person)[0].detail
    assert why == f"Accepté, puis revenu le {day}\u00a0: cette adresse n’existe pas (5.1.1)."


def test_statements_of_the_history_do_not_grow(person: User, django_assert_num_queries: Any) -> None:
    def tell(count: int) -> None:
        for _ in range(count):
            bounced(person, "5.2.2")
            make_mail(person=person, returned_at=timezone.now(), returned="5.2.2 full")
            Reactivation.objects.create(contact=person, address=person.email, asked_by=make_staff())

    for _ in range(2):
        make_affiliation(person=person)
    tell(3)
    with django_assert_num_queries(5):
        panels.return_lines(person)
    tell(3)
    with django_assert_num_queries(5):
        panels.return_lines(person)


# Colleagues


def test_an_administrator_is_asked_once_per_person_and_death(person: User) -> None:
    organisation = make_organisation()
    boss = make_affiliation(organisation=organisation, roles=[Affiliation.Role.ADMINISTRATOR]).person
    make_affiliation(organisation=organisation, person=person, roles=[Affiliation.Role.CONTENT])
    bounced(person, "5.2.2")
    assert telling.tell_colleagues() == 0
    bounced(person)
    assert [telling.tell_colleagues(), telling.tell_colleagues()] == [1, 0]
    mail = OutboxMail.objects.get()
    assert (mail.to_address, mail.key.startswith("dead-address:")) == (boss.email, True)
    assert f"/espace/organisations/{organisation.pk}/representants/" in mail.text
    assert person.email in mail.text
    reactivating.confirm(request_id=reactivating.ask(contact=person, address=person.email, by=None).pk)
    bounced(person)  # a second death
    assert telling.tell_colleagues() == 1


def test_nobody_is_asked_about_oneself_nor_at_a_dead_address(person: User) -> None:
    organisation = make_organisation()
    make_affiliation(organisation=organisation, person=person, roles=[Affiliation.Role.ADMINISTRATOR])
    gone = make_affiliation(organisation=organisation, roles=[Affiliation.Role.ADMINISTRATOR]).person
    Suppression.objects.create(address_hash=gone.address_hash, cause="staff")
    bounced(person)
    assert (telling.tell_colleagues(), OutboxMail.objects.count()) == (0, 0)
    assert [line.detail for line in panels.return_lines(person)][-1:] == [
        f"{organisation}\u00a0: personne à prévenir, faute d’autre administrateur."
    ]
    other = make_user()
    make_affiliation(organisation=organisation, person=other, roles=[Affiliation.Role.ADMINISTRATOR])
    assert telling.tell_colleagues() == 1
    assert "ses organisations ont été prévenues." in [line.detail for line in panels.return_lines(person)]
    assert not telling.unheard().exists()


def test_where_nobody_can_be_told_the_team_reads_it_until_it_is_put_right(client: Client, person: User) -> None:
    bounced(person)  # represents nobody
    theirs = make_affiliation(person=make_user(), organisation=make_organisation(name="Atelier seul"))
    bounced(theirs.person)
    assert telling.tell_colleagues() == 0
    staff = make_staff(Role.NETWORK)
    assert [thing.title for thing in today.waiting(staff)] == ["Une adresse morte, à corriger par téléphone"]
    page = sign_in(client, staff).get("/console/flash-info/retours/a-regarder/").content.decode()
    assert (f"{theirs.person}</a>, Atelier seul" in page, str(person) in page) == (True, False)
    yesterday = timezone.localdate() - timedelta(days=1)
    Affiliation.objects.filter(pk=theirs.pk).update(starts_on=yesterday, ends_on=yesterday)
    assert list(today.waiting(staff)) == []
