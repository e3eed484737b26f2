"""What readers agree to have measured: nothing by default, each choice kept with its words, withdrawn as easily."""

import re
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client

from club.core.models import OutboxMail
from members.models import User
from newsletters import panels, tokens
from newsletters.actions import consenting
from newsletters.actions.judging import judge
from newsletters.measure import AGREES, SAYS, WORDS
from newsletters.models import Delivery, Hit, OpenedInsert, Preference, TrackingConsent
from tests.factories import make_ambassador, make_block, make_delivery, make_user, sign_in
from tests.newsletters.test_compose import Tags

pytestmark = pytest.mark.django_db
PORTAL = "/espace/flash-info/mesure/"


def choosing(delivery: Delivery) -> str:
    return f"/flash-info/preferences/{tokens.sign(tokens.PREFERENCES, delivery.pk)}/"


def ledger(person: User) -> list[tuple[str, str, str]]:
    rows = TrackingConsent.objects.filter(contact=person).order_by("pk")
    return list(rows.values_list("tracking", "words", "source"))


def tracking(person: User) -> str:
    row = Preference.objects.filter(contact=person).first()
    return row.tracking if row else "none"


def ticked(page: str) -> list[tuple[str | None, str | None]]:
    """Names and values of what stands chosen about the measure."""
    asked = ("tracking", "agreed", "measured")
    inputs = [tag for tag in Tags(page).named("input") if tag.get("name") in asked]
    assert inputs
    return [(tag["name"], tag.get("value")) for tag in inputs if "checked" in tag]


# By the link of a message


def test_nothing_is_chosen_beforehand(client: Client) -> None:
    page = client.get(choosing(make_delivery())).content.decode()
    assert ticked(page) == [("tracking", "none")]
    assert not Preference.objects.exists()


def test_choice_is_kept_with_the_words_shown_and_where(client: Client) -> None:
    row = make_delivery()
    shown = client.get(choosing(row)).content.decode()
    answer = client.post(f"{choosing(row)}mesure/", {"tracking": "anonymous"}, follow=True)
    assert "C’est fait" in answer.content.decode()
    assert ticked(answer.content.decode()) == [("tracking", "anonymous")]
    words = SAYS["anonymous"]
    assert ledger(row.contact) == [("anonymous", words, f"Flash info n°\u00a0{row.issue.number}, lien du message")]
    assert words in shown
    assert tracking(row.contact) == "anonymous"


def test_to_be_named_takes_a_tick_of_its_own(client: Client) -> None:
    row = make_delivery()
    refused = client.post(f"{choosing(row)}mesure/", {"tracking": "individual"}).content.decode()
    assert "Cochez cette case pour accepter" in refused
    assert (tracking(row.contact), ledger(row.contact)) == ("none", [])
    client.post(f"{choosing(row)}mesure/", {"tracking": "individual", "agreed": "on"})
    assert [(level, words) for level, words, _ in ledger(row.contact)] == [("individual", WORDS["individual"])]
    assert AGREES in WORDS["individual"]


@pytest.mark.parametrize("level", ["none", "anonymous"])
def test_a_tick_with_another_answer_is_asked_again(client: Client, level: str) -> None:
    row = make_delivery()
    page = client.post(f"{choosing(row)}mesure/", {"tracking": level, "agreed": "on"}).content.decode()
    assert "choisissez la troisième réponse" in page
    assert ledger(row.contact) == []


@pytest.mark.parametrize("data", [{}, {"tracking": "tout"}])
def test_what_is_no_answer_changes_nothing(client: Client, data: dict[str, str]) -> None:
    row = make_delivery()
    assert client.post(f"{choosing(row)}mesure/", data).status_code == 200
    assert ledger(row.contact) == []


def test_scanner_that_follows_the_link_agrees_to_nothing(client: Client) -> None:
    row = make_delivery()
    client.get(f"{choosing(row)}mesure/?tracking=individual&agreed=on")
    client.head(f"{choosing(row)}mesure/")
    assert ledger(row.contact) == []


def test_other_choices_leave_the_measure_alone(client: Client) -> None:
    row = make_delivery()
    consenting.choose(contact=row.contact, tracking="anonymous", source="essai")
    client.post(choosing(row), {"sections": ["editorial"], "pause": ""})
    assert (tracking(row.contact), len(ledger(row.contact))) == ("anonymous", 1)


# Withdrawing, erasing


def opened_by(person: User, *titles: str) -> None:
    for title in titles:
        OpenedInsert.objects.create(contact=person, block=make_block(title=title))


def test_withdrawing_takes_one_choice_and_erases(client: Client) -> None:
    row, other = make_delivery(), make_delivery()
    for one in (row, other):
        consenting.choose(contact=one.contact, tracking="individual", source="essai")
        opened_by(one.contact, "Une caisse")
    Hit.objects.create(block=make_block(), link=0, client="a", reader=row.contact)
    assert "1 encart ouvert est noté à votre nom" in client.get(choosing(row)).content.decode()

    client.post(f"{choosing(row)}mesure/", {"tracking": "none"})

    assert [level for level, _, _ in ledger(row.contact)] == ["individual", "none"]
    assert list(OpenedInsert.objects.values_list("contact", flat=True)) == [other.contact_id]
    assert list(Hit.objects.values_list("reader", flat=True)) == [None]


def test_what_is_noted_can_be_erased_and_the_choice_stays(client: Client) -> None:
    row = make_delivery()
    consenting.choose(contact=row.contact, tracking="individual", source="essai")
    opened_by(row.contact, "Une caisse", "Un terminal")
    page = client.post(f"{choosing(row)}mesure/", {"action": "effacer"}, follow=True).content.decode()
    assert (OpenedInsert.objects.count(), tracking(row.contact)) == (0, "individual")
    assert "Effacer" not in page


def test_the_same_choice_twice_is_one_line(client: Client) -> None:
    person = make_user()
    for _ in range(2):
        consenting.choose(contact=person, tracking="anonymous", source="essai")
    consenting.choose(contact=make_user(), tracking="none", source="essai")
    assert TrackingConsent.objects.count() == 1


def test_clicks_under_way_when_the_reader_withdraws_stay_without_name() -> None:
    row = make_delivery()
    consenting.choose(contact=row.contact, tracking="individual", source="essai")
    Hit.objects.create(
        block=make_block(issue=row.issue), link=0, client="a", reader=row.contact, at="2020-01-01T00:00Z"
    )
    consenting.choose(contact=row.contact, tracking="anonymous", source="essai")
    consenting.choose(contact=row.contact, tracking="individual", source="essai")
    assert (judge(), OpenedInsert.objects.count()) == (1, 0)


@pytest.mark.parametrize("change", [{"words": "autre"}, None])
def test_ledger_is_never_rewritten(change: dict[str, str] | None) -> None:
    consenting.choose(contact=make_user(), tracking="anonymous", source="essai")
    rows = TrackingConsent.objects.all()
    with pytest.raises(InternalError), transaction.atomic():
        rows.update(**change) if change else rows.delete()


# A forwarded message, the portal, the console, the subscription


def test_a_forwarded_message_does_not_tell_what_was_opened(client: Client) -> None:
    row = make_delivery()
    consenting.choose(contact=row.contact, tracking="individual", source="essai")
    opened_by(row.contact, "Caisse de la Mayenne")
    assert "Caisse de la Mayenne" not in client.get(choosing(row)).content.decode()
    assert "Caisse de la Mayenne" in sign_in(client, row.contact).get("/espace/flash-info/").content.decode()


def test_portal_chooses_shows_and_erases_for_oneself_alone(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    me, other = make_ambassador().person, make_ambassador().person
    consenting.choose(contact=other, tracking="individual", source="essai")
    opened_by(other, "Le sien")
    sign_in(client, me)
    assert client.post(PORTAL, {"tracking": "individual"}).status_code == 200
    assert client.post(PORTAL, {"tracking": "individual", "agreed": "on"})["Location"] == "/espace/flash-info/"
    assert [(level, source) for level, _, source in ledger(me)] == [("individual", "espace membres")]
    opened_by(me, "Un", "Deux")
    with django_assert_max_num_queries(12):
        page = client.get("/espace/flash-info/").content.decode()
    assert ("2 encarts ouverts, notés" in page, "Le sien" in page) == (True, False)
    client.post(PORTAL, {"action": "effacer"})
    assert list(OpenedInsert.objects.values_list("contact", flat=True)) == [other.pk]


def test_record_of_the_person_shows_the_ledger_and_not_what_was_opened(staff_client: Client) -> None:
    person = make_user()
    assert panels.measure_lines(person) == []
    consenting.choose(contact=person, tracking="individual", source="espace membres")
    consenting.choose(contact=person, tracking="none", source="espace membres")
    opened_by(person, "Une caisse ouverte")
    page = staff_client.get(f"/console/members/user/{person.pk}/change/").content.decode()
    assert "Mesure de ses clics" in page
    assert "Une caisse ouverte" not in page
    assert [line.text.partition("\u00a0: ")[2] for line in panels.measure_lines(person)] == [
        "aucune mesure",
        "mesure individuelle, consentie",
    ]


@pytest.mark.parametrize(("data", "level"), [({}, "none"), ({"measured": "on"}, "anonymous")])
def test_subscriber_is_counted_if_he_ticks_it(client: Client, data: dict[str, str], level: str) -> None:
    client.post("/flash-info/abonnement/", {"email": "lecteur@exemple.example"})
    link = re.search(r"/flash-info/abonnement/[\w-]+/", OutboxMail.objects.get().text)[0]
    assert ticked(client.get(link).content.decode()) == []
    client.post(link, data)
    person = User.objects.get(email="lecteur@exemple.example")
    assert tracking(person) == level
    assert [source for _, _, source in ledger(person)] == (["confirmation de l’abonnement"] if data else [])
