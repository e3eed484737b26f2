"""« J’ai perdu mon lien »: the same answer for every address, the links by mail to the one that was given."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.models import OutboxMail
from members import links
from tests.joining_factories import make_application

pytestmark = pytest.mark.django_db
PAGE, SENT = "/adherer/demande/lien-perdu/", "/adherer/demande/lien-perdu/envoye/"


def ask(email: str, client: Client | None = None) -> tuple[int, str]:
    answer = (client or Client()).post(PAGE, {"email": email})
    return answer.status_code, answer.headers.get("Location", "")


def test_links_of_requests_in_progress_come_to_their_address() -> None:
    mine = [make_application(contact_email="Anne@Fleche.example", state=state) for state in ("draft", "submitted")]
    others = [
        make_application(contact_email="anne@fleche.example", state="refused"),
        make_application(contact_email="zoe@fleche.example"),
    ]
    assert ask(" anne@fleche.example ") == (302, SENT)
    mail = OutboxMail.objects.get()
    assert (mail.to_address.lower(), mail.secret) == ("anne@fleche.example", True)
    assert [links.application_url(row.pk) in mail.text for row in [*mine, *others]] == [True, True, False, False]
    assert [mine[0].name in part for part in (mail.subject, mail.text, mail.html)] == [False] * 3


def test_unknown_address_gets_the_same_answer_and_no_mail() -> None:
    make_application(contact_email="anne@fleche.example")
    assert ask("inconnue@fleche.example") == (302, SENT)
    assert OutboxMail.objects.count() == 0
    assert Client().get(SENT).status_code == 200


def test_address_with_accents_is_found_in_both_spellings() -> None:
    make_application(contact_email="anne@flèche.example")
    ask("anne@xn--flche-5ra.example")
    assert OutboxMail.objects.count() == 1


def test_get_sends_nothing() -> None:
    make_application(contact_email="anne@fleche.example")
    assert Client().get(PAGE, {"email": "anne@fleche.example"}).status_code == 200
    assert OutboxMail.objects.count() == 0


def test_address_is_written_to_three_times_a_day_at_most() -> None:
    make_application(contact_email="anne@fleche.example")
    start = timezone.now()
    for minutes in range(0, 50, 10):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert ask("anne@fleche.example") == (302, SENT)
    assert OutboxMail.objects.count() == 3


def test_connection_that_asks_too_often_is_told() -> None:
    answers = [ask(f"a{number}@fleche.example")[0] for number in range(11)]
    assert answers == [302] * 10 + [429]


def test_page_is_offered_where_a_link_is_missed() -> None:
    for address in (reverse("public:join"), "/adherer/demande/", "/adherer/demande/1-abc/"):
        assert PAGE in Client().get(address).content.decode()
