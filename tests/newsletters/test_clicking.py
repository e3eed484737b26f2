"""The counted address of an insert: it leads where the insert leads, whoever asks, and notes no more than agreed."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from newsletters import links, tokens
from newsletters.models import Block, Delivery, Hit, Preference, TestSend
from newsletters.views import clicking
from tests.factories import make_block, make_delivery, make_issue, make_sent_issue, make_user

pytestmark = pytest.mark.django_db
OWN = "https://fournisseur.example/caisse?a=1&b=2"
GUIDE = "https://fournisseur.example/guide"
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/150.0"}


@pytest.fixture
def block() -> Block:
    return make_block(issue=make_sent_issue(), link_url=OWN, text=f"Voyez [le guide]({GUIDE}).")


def path(block: Block, number: int = 0, reader: str = "") -> str:
    counted = links.click_url(block.pk, number)
    return counted[counted.index("/flash-info/") :] + (f"{reader}/" if reader else "")


def agree(row: Delivery, tracking: str = "individual") -> str:
    Preference.objects.create(contact=row.contact, tracking=tracking)
    return links.reader_token(row.pk)


def noted() -> list[tuple[int, bool, int | None]]:
    return list(Hit.objects.order_by("pk").values_list("link", "robot", "reader"))


@pytest.mark.parametrize(("number", "target"), [(0, OWN), (1, GUIDE)])
def test_click_is_noted_and_leads_to_the_insert_s_own_site(
    client: Client, block: Block, number: int, target: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        response = client.get(path(block, number), headers=BROWSER)

    assert (response.status_code, response["Location"], response.content) == (302, target, b"")
    assert noted() == [(number, False, None)]
    assert "no-store" in response["Cache-Control"]
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("same-origin", "noindex")
    assert not response.cookies


def test_what_is_noted_names_nobody(client: Client, block: Block) -> None:
    with time_machine.travel("2026-11-22 10:30Z", tick=False):
        client.get(path(block), headers=BROWSER)
        client.get(path(block), headers=BROWSER)
    with time_machine.travel("2026-11-22 11:30Z", tick=False):
        client.get(path(block), headers=BROWSER)

    first, again, later = Hit.objects.order_by("pk").values_list("client", flat=True)
    assert first == again != later
    assert not any(words in first for words in ("127.0.0.1", "Firefox"))


@pytest.mark.parametrize(
    "headers", [{}, {"User-Agent": "Googlebot/2.1"}, BROWSER | {"Sec-Purpose": "prefetch;prerender"}]
)
def test_machines_that_say_so_arrive_and_are_noted_as_such(
    client: Client, block: Block, headers: dict[str, str]
) -> None:
    assert client.get(path(block), headers=headers)["Location"] == OWN
    assert noted() == [(0, True, None)]


def test_head_is_a_machine(client: Client, block: Block) -> None:
    assert client.head(path(block), headers=BROWSER)["Location"] == OWN
    assert noted() == [(0, True, None)]


def test_post_is_not_a_click(client: Client, block: Block) -> None:
    assert (client.post(path(block)).status_code, noted()) == (405, [])


def test_reader_who_agreed_is_noted(client: Client, block: Block) -> None:
    row = make_delivery(issue=block.issue)
    assert client.get(path(block, reader=agree(row)), headers=BROWSER)["Location"] == OWN
    assert noted() == [(0, False, row.contact_id)]


@pytest.mark.parametrize("tracking", ["none", "anonymous"])
def test_reader_who_changed_his_mind_is_not(client: Client, block: Block, tracking: str) -> None:
    reader = agree(make_delivery(issue=block.issue), tracking)
    assert client.get(path(block, reader=reader), headers=BROWSER)["Location"] == OWN
    assert noted() == [(0, False, None)]


def test_reader_is_noted_in_his_own_message_alone(client: Client, block: Block) -> None:
    """Neither by the mark of another issue, of a trial, of another purpose, nor by one made up."""
    person = make_user()
    other = make_delivery(contact=person)
    agree(other)
    trial = TestSend.objects.create(issue=block.issue, asked_by=person, content_hash="ab" * 32)
    mine = make_delivery(contact=person, issue=block.issue, test=trial)
    marks = [
        links.reader_token(other.pk),
        links.reader_token(mine.pk),
        tokens.sign(tokens.PREFERENCES, mine.pk),
        f"{mine.pk}-{'0' * 30}",
        "999999999999999999999",
    ]
    for reader in marks:
        assert client.get(path(block, reader=reader), headers=BROWSER)["Location"] == OWN
    assert noted() == [(0, False, None)] * len(marks)


def test_nothing_of_the_address_says_where_to_go(client: Client, block: Block) -> None:
    response = client.get(f"{path(block)}?next=https://fraude.example/&url=https://fraude.example/", headers=BROWSER)
    assert response["Location"] == OWN


@pytest.mark.parametrize("change", ["another insert", "another link", "another purpose", "a link that is not there"])
def test_address_that_we_did_not_make_leads_nowhere(client: Client, block: Block, change: str) -> None:
    other = make_block(issue=block.issue, link_url=OWN)
    signed, mac = links.click_url(block.pk, 0).split("/")[-2].split("-")
    token = {
        "another insert": f"{other.pk * links.LINKS_PER_BLOCK}-{mac}",
        "another link": f"{int(signed) + 1}-{mac}",
        "another purpose": tokens.sign(tokens.PREFERENCES, int(signed)),
        "a link that is not there": links.click_url(block.pk, 2).split("/")[-2],
    }[change]
    response = client.get(f"/flash-info/lien/{token}/", headers=BROWSER)
    assert response.status_code == 404
    assert "Ce lien n’est pas complet" in response.content.decode()
    assert (response["X-Robots-Tag"], response["Referrer-Policy"]) == ("noindex", "same-origin")


def test_inserts_of_an_issue_that_has_not_left_lead_nowhere(client: Client) -> None:
    block = make_block(issue=make_issue(), link_url=OWN)
    assert (client.get(path(block), headers=BROWSER).status_code, noted()) == (404, [])


def test_insert_without_address_of_its_own_leads_nowhere(client: Client) -> None:
    block = make_block(issue=make_sent_issue(), link_url="")
    assert client.get(path(block), headers=BROWSER).status_code == 404


def test_limit_stops_the_counting_never_the_reader(
    client: Client, block: Block, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clicking, "PER_CONNECTION", 2)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        answers = [client.get(path(block), headers=BROWSER)["Location"] for _ in range(4)]
    assert (answers, len(noted())) == ([OWN] * 4, 2)
