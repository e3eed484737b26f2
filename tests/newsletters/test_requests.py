"""What staff do for somebody who asks by mail or telephone: said before, done once, noted, an objection respected."""

from typing import Any

import pytest
from django.test import Client

from club.core.models import AuditEntry
from club.core.roles import Role
from members.models import User
from newsletters import reception
from newsletters.actions import objections, requests
from newsletters.audience import count
from newsletters.errors import FlashError
from newsletters.models import Preference, Suppression
from tests.factories import make_ambassador, make_block, make_notice, make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return make_ambassador().person


@pytest.fixture
def network(client: Client) -> Client:
    """Who answers the telephone: the network's team, without any power over an issue."""
    return sign_in(client, make_staff(Role.NETWORK))


def address(person: User, step: str) -> str:
    return f"/console/flash-info/personnes/{person.pk}/{step}/"


def acts() -> list[str]:
    found = AuditEntry.objects.filter(verb__startswith="contact.").order_by("pk")
    return [str(verb) for verb in found.values_list("verb", flat=True)]


def post(client: Client, person: User, step: str, **fields: Any) -> str:
    return client.post(address(person, step), fields, follow=True).content.decode()


def test_get_asks_in_words_and_changes_nothing(network: Client, person: User) -> None:
    for step in ("desabonner", "reabonner", "neutraliser", "lever", "remettre-en-service"):
        page = network.get(address(person, step))
        assert (page.status_code, person.email in page.content.decode()) == (200, True)
    assert (Preference.objects.count(), Suppression.objects.count(), acts()) == (0, 0, [])


def test_unsubscribing_for_somebody_reaches_the_next_freeze_and_that_person_alone(
    network: Client, person: User
) -> None:
    issue, other = make_block(audience="ambassadors").issue, make_ambassador().person
    assert count(issue).recipients == 2
    assert "Désabonné depuis" in post(network, person, "desabonner")
    assert (count(issue).recipients, count(issue).exclusions["unsubscribed"]) == (1, 1)
    assert Preference.objects.get().unsubscribed_by == "l’équipe, à sa demande"
    assert not Preference.objects.filter(contact=other).exists()
    entry = AuditEntry.objects.get(verb="contact.unsubscribe")
    assert (entry.target, entry.actor is not None) == (f"members.user:{person.pk}", True)


def test_each_step_twice_is_once(network: Client, person: User) -> None:
    for step, fields in [
        ("desabonner", {}),
        ("reabonner", {}),
        ("neutraliser", {"motif": "boîte collective"}),
        ("lever", {"motif": "elle est nominative"}),
    ]:
        assert "C’est fait" in post(network, person, step, **fields)
        assert "C’était déjà fait" in post(network, person, step, **fields)
    assert acts() == ["contact.unsubscribe", "contact.resubscribe", "contact.suppress", "contact.lift"]
    assert reception.of(person).comes


def test_neutralising_keeps_the_reason_and_asks_for_one(network: Client, person: User) -> None:
    assert "Dites pourquoi" in post(network, person, "neutraliser", motif="  ")
    assert not Suppression.objects.exists()
    assert "Adresse neutralisée" in post(network, person, "neutraliser", motif="boîte collective")
    row = Suppression.objects.get()
    assert (row.address_hash, row.cause, row.scope, row.note) == (
        person.address_hash,
        "staff",
        "flash",
        "boîte collective",
    )
    assert AuditEntry.objects.get(verb="contact.suppress").details == {"reason": "boîte collective"}


def test_what_the_team_decided_is_lifted_with_a_reason(network: Client, person: User) -> None:
    Suppression.objects.create(address_hash=person.address_hash, cause="staff")
    assert "Dites pourquoi" in post(network, person, "lever")
    assert Suppression.objects.exists()
    assert "Rien ne s’oppose" in post(network, person, "lever", motif="boîte rouverte")
    details = AuditEntry.objects.get(verb="contact.lift").details
    assert (details["cause"], details["reason"]) == ("staff", "boîte rouverte")


@pytest.mark.parametrize("cause", ["unknown", "bounces", "complaint"])
def test_what_came_back_is_lifted_by_the_address_alone(network: Client, person: User, cause: str) -> None:
    Suppression.objects.create(address_hash=person.address_hash, cause=cause)
    assert "L’adresse elle-même doit répondre" in post(network, person, "lever", motif="boîte rouverte")
    assert Suppression.objects.get().cause == cause


def test_an_objection_is_never_lifted_by_staff(network: Client, person: User) -> None:
    objections.object_to_mail(notice=make_notice(person=person, mail=None))
    assert "elle seule peut revenir" in post(network, person, "lever", motif="appel du matin", demande="oui")
    assert "elle seule peut revenir" in post(network, person, "remettre-en-service", adresse=person.email)
    assert objections.own_objection(person).exists()
    assert steps(network, person) == ["Désabonner à sa demande"]


def test_an_objection_that_came_meanwhile_is_not_lifted_by_the_page_of_a_decision(person: User) -> None:
    """Negative control beside it: the decision alone goes."""
    requests.suppress(contact=person, by=make_staff(), reason="boîte collective")
    objections.object_to_mail(notice=make_notice(person=person, mail=None))
    with pytest.raises(FlashError):
        requests.lift(contact=person, by=make_staff(), reason="boîte rouverte")
    Suppression.objects.update(cause="staff", scope="flash")
    assert requests.lift(contact=person, by=make_staff(), reason="boîte rouverte")


def test_resubscribing_neither_takes_back_an_objection_nor_promises(network: Client, person: User) -> None:
    objections.object_to_mail(notice=make_notice(person=person, mail=None))
    Preference.objects.create(contact=person, unsubscribed_at="2026-11-01T10:00Z")
    text = post(network, person, "reabonner")
    assert "opposée à nos courriels" in text
    assert "Rien ne s’oppose" not in text
    assert objections.own_objection(person).exists()


def test_neutralising_does_not_narrow_an_objection(person: User) -> None:
    objections.object_to_mail(notice=make_notice(person=person, mail=None))
    assert not requests.suppress(contact=person, by=make_staff(), reason="x")
    assert objections.own_objection(person).exists()


def steps(client: Client, person: User) -> list[str]:
    page = client.get(f"/console/members/user/{person.pk}/change/")
    return [step.text for card in page.context["panels"] for step in card.steps]


def test_the_record_offers_the_two_steps_that_make_sense(network: Client, person: User) -> None:
    assert steps(network, person) == ["Désabonner à sa demande", "Neutraliser l’adresse"]
    Preference.objects.create(contact=person, unsubscribed_at="2026-11-01T10:00Z")
    Suppression.objects.create(address_hash=person.address_hash, cause="bounces")
    assert steps(network, person) == ["Réabonner à sa demande", "Remettre l’adresse en service"]
    Suppression.objects.update(cause="staff")
    assert steps(network, person) == ["Réabonner à sa demande", "Lever la neutralisation"]


def test_who_may_only_look_is_offered_nothing(client: Client, person: User) -> None:
    sign_in(client, make_staff(Role.EVENTS))
    assert steps(client, person) == []
    assert client.post(address(person, "desabonner")).status_code == 403
    assert not Preference.objects.exists()


def test_an_unknown_person_is_not_found(network: Client) -> None:
    assert network.post(address(User(pk=make_user().pk + 99), "desabonner")).status_code == 404
