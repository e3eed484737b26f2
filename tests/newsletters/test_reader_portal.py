"""Flash info in the members' portal: one's own choices and nobody else's."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from club.core.models import OutboxMail
from newsletters.actions import subscriptions
from newsletters.models import Preference
from tests.factories import make_ambassador, make_user, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/espace/flash-info/"


def test_an_ambassador_gets_it_without_asking(client: Client) -> None:
    page = sign_in(client, make_ambassador().person).get(PAGE).content.decode()
    assert "Il arrive tous les quinze jours" in page
    assert "Me désabonner de Flash info" in page


def test_leaving_and_coming_back_touch_oneself_alone(client: Client) -> None:
    me, other = make_ambassador().person, make_ambassador().person
    sign_in(client, me)
    assert client.post(f"{PAGE}quitter/")["Location"] == PAGE
    assert list(Preference.objects.unsubscribed().values_list("contact", "unsubscribed_by")) == [
        (me.pk, "espace membres")
    ]
    assert "Recevoir de nouveau Flash info" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}recevoir/")
    assert not Preference.objects.unsubscribed().exists()
    assert not Preference.objects.filter(contact=other).exists()


def test_choices_are_those_of_the_person_signed_in(client: Client) -> None:
    me = make_ambassador().person
    sign_in(client, me).post(PAGE, {"sections": ["editorial", "agenda"], "pause": ""})
    assert list(Preference.objects.values_list("contact", "sections")) == [(me.pk, ["editorial", "agenda"])]


def test_somebody_else_subscribes_at_once_when_the_address_is_proved(client: Client) -> None:
    me = make_user()
    EmailAddress.objects.create(user=me, email=me.email, verified=True, primary=True)
    sign_in(client, me).post(f"{PAGE}recevoir/")
    assert list(Preference.objects.subscribed().values_list("contact", flat=True)) == [me.pk]


def test_an_address_not_proved_gets_the_link_first(client: Client) -> None:
    me = make_user()
    sign_in(client, me).post(f"{PAGE}recevoir/")
    assert (Preference.objects.subscribed().count(), OutboxMail.objects.get().to_address) == (0, me.email)


def test_get_never_acts(client: Client) -> None:
    me = make_ambassador().person
    sign_in(client, me)
    assert [client.get(f"{PAGE}{step}/").status_code for step in ("quitter", "recevoir")] == [405, 405]
    assert not Preference.objects.exists()


def test_subscriber_who_left_may_come_back(client: Client) -> None:
    me = make_user()
    EmailAddress.objects.create(user=me, email=me.email, verified=True, primary=True)
    subscriptions.subscribe(contact=me, origin="formulaire du site")
    subscriptions.unsubscribe(contact=me, by="lien du message")
    sign_in(client, me).post(f"{PAGE}recevoir/")
    assert list(Preference.objects.subscribed().values_list("contact", "subscribed_from")) == [
        (me.pk, "formulaire du site")
    ]
