"""« Pourquoi X ne l’a-t-il pas reçu ? »: what became of a message, why somebody was left out, every issue."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from club.core.paging import SIZE
from club.core.roles import Role
from members.models import User
from newsletters import reasons
from newsletters.models import Exclusion, Preference, Suppression
from tests.factories import (
    make_ambassador,
    make_delivery,
    make_expert,
    make_expert_contact,
    make_sent_issue,
    make_staff,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db


def browser(*roles: Role) -> Client:
    return sign_in(Client(), make_staff(*roles))


def answers(person: User) -> list[reasons.Answer]:
    return reasons.answers(person, list(reasons.issues_that_left()))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "sent"}, "Remis le"),
        (
            {"state": "refused", "reply_code": 550, "enhanced_code": "5.1.1", "reply_text": "no"},
            "n’existe pas (5.1.1)",
        ),
        (
            {"state": "refused", "cause": "expired", "reply_code": 452, "enhanced_code": "4.2.2"},
            "la boîte est pleine",
        ),
        ({"state": "refused", "reply_code": 554, "reply_text": "spam"}, "(554) «\u00a0spam\u00a0»"),
        ({"state": "deferred", "attempts": 2}, "(2 essais)"),
        ({"state": "deferred", "attempts": 1}, "(1 essai)"),
        ({"state": "uncertain"}, "Remise non confirmée : le serveur"),
        ({"state": "uncertain", "cause": "left"}, "laissée en l’état"),
        ({"state": "skipped", "cause": "unsubscribed"}, "désabonnée depuis"),
        ({"state": "ready"}, "attend son tour"),
        ({"state": "cancelled"}, "Annulé"),
    ],
)
def test_answer_tells_what_became_of_the_message(fields: dict[str, object], words: str) -> None:
    row = make_delivery(**fields)
    found = answers(row.contact)
    assert len(found) == 1
    assert words.replace(" :", "\u00a0:") in found[0].words


@pytest.mark.parametrize("cause", ["unsubscribed", "suppressed", "paused", "address", "nothing"])
def test_answer_tells_why_somebody_was_left_out(cause: str) -> None:
    issue, person = make_sent_issue(), make_ambassador().person
    Exclusion.objects.create(issue=issue, contact=person, segment="ambassadors", cause=cause)
    assert answers(person)[0].words == f"Écarté au départ\u00a0: {Exclusion.Cause(cause).label}."


def test_answer_tells_why_somebody_was_never_a_recipient() -> None:
    make_sent_issue()
    nobody, left = make_user(), make_ambassador(state="left").person
    delisted = make_expert_contact(expert=make_expert(state="candidate")).person
    assert [answers(person)[0].words.split(". ")[1] for person in (nobody, left, delisted)] == [
        "Ni ambassadeur, ni contact d’un expert, ni abonné.",
        "Ambassadeur parti\u00a0: seuls les ambassadeurs validés le reçoivent.",
        reasons.now_words(delisted),
    ]


def test_every_issue_is_answered_page_by_page(django_assert_max_num_queries: Any) -> None:
    person, client = make_ambassador().person, browser(Role.EVENTS)
    row = make_delivery(contact=person, state="refused", enhanced_code="5.1.1", reply_code=550)  # the oldest
    later = [make_sent_issue().number for _ in range(3)]
    address = f"/console/flash-info/pourquoi/?personne={person.pk}"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert len(client.get(address).context["answers"]) == 4
    later += [make_sent_issue().number for _ in range(SIZE)]
    with django_assert_max_num_queries(len(few)):
        first = client.get(address).context
    last = client.get(f"/console/flash-info/pourquoi/{first['next_url']}").context
    told = [answer.issue.number for answer in [*first["answers"], *last["answers"]]]
    assert told == [*sorted(later, reverse=True), row.issue.number]
    assert (first["previous_url"], last["next_url"]) == ("", "")
    assert "n’existe pas" in last["answers"][-1].words


def test_next_issue_is_foretold() -> None:
    person = make_ambassador().person
    assert reasons.now_words(person) == ""
    preference = Preference.objects.create(contact=person, paused_until=timezone.localdate() + timedelta(days=3))
    assert "En pause" in reasons.now_words(person)
    preference.unsubscribed_at = timezone.now()
    preference.save()
    assert "Désabonné" in reasons.now_words(person)
    Suppression.objects.create(address_hash=person.address_hash, cause="unknown")
    assert "neutralisée" in reasons.now_words(person)


def test_search_by_name_by_part_and_by_address() -> None:
    one, two = make_user(first_name="Zoé", last_name="Kerléguer"), make_user(first_name="Zoé", last_name="Autre")
    assert reasons.people("kerleguer") == [one]
    assert set(reasons.people("zoe")) == {one, two}
    assert reasons.people(f" {two.email.upper()} ") == [two]
    page = browser(Role.EVENTS).get("/console/flash-info/pourquoi/", {"q": "kerleguer"}).content.decode()
    assert "Le prochain numéro ne lui parviendra pas" in page
