"""Flash info on a person's page: what became of the last issues, and the way to the whole answer."""

from typing import Any

import pytest
from django.test import Client

from members.models import User
from newsletters import panels
from newsletters.models import Exclusion, Preference
from tests.factories import make_ambassador, make_delivery, make_sent_issue, make_user

pytestmark = pytest.mark.django_db


def test_last_issues_with_their_state_in_words() -> None:
    person = make_ambassador().person
    refused = make_delivery(contact=person, state="refused", enhanced_code="5.2.2", reply_code=552)
    left_out = make_sent_issue()
    Exclusion.objects.create(issue=left_out, contact=person, segment="ambassadors", cause="paused")
    make_delivery()  # somebody else's
    lines = panels.flash_lines(person)
    words = {line.text.partition(",")[0]: line.detail for line in lines}
    assert words[f"n°\u00a0{refused.issue.number}"].endswith("la boîte est pleine (5.2.2)")
    assert words[f"n°\u00a0{left_out.number}"] == "Écarté au départ\u00a0: en pause à sa demande."
    assert [line.text for line in lines[2:]] == ["Prochain numéro", "Tous les numéros, et pourquoi"]


def test_the_next_issue_is_explained_before_it_leaves() -> None:
    person = make_ambassador().person
    assert panels.flash_lines(person)[-2].detail == "Rien ne s’oppose à ce qu’il lui parvienne."
    Preference.objects.create(contact=person, unsubscribed_at="2026-11-01T10:00Z")
    assert panels.flash_lines(person)[-2].detail == "Désabonné depuis le 1er novembre 2026."


def test_the_page_leads_to_the_whole_answer_by_number_alone(staff_client: Client) -> None:
    person = make_user(last_name="Zola")
    page = staff_client.get(f"/console/members/user/{person.pk}/change/").content.decode()
    address = f"/console/flash-info/pourquoi/?personne={person.pk}"
    assert address in page
    assert "Zola" in staff_client.get(address).content.decode()
    for number in ("x", "99999999", "²"):
        assert staff_client.get("/console/flash-info/pourquoi/", {"personne": number}).context["person"] is None


def test_statements_do_not_grow_with_the_issues(django_assert_num_queries: Any) -> None:
    person = make_ambassador().person
    make_delivery(contact=person)
    with django_assert_num_queries(14) as one:
        panels.flash_lines(person)
    for _ in range(2):
        make_delivery(contact=person)
    again = User.objects.get(pk=person.pk)  # who remembers nothing
    with django_assert_num_queries(len(one)):
        panels.flash_lines(again)
