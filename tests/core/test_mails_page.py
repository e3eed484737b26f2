"""Service mails in the console: filtered, without their words, doubts settled by those who may."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from club.core import outbox
from club.core.mail_views import waiting
from club.core.models import OutboxMail
from club.core.roles import Role
from tests.factories import make_mail, make_staff, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/console/courriels/"
State = OutboxMail.State


def test_list_shows_states_and_hides_words(staff_client: Client) -> None:
    make_mail(to_address="zoe@exemple.example", text="SECRET-DU-TEXTE", html="SECRET-DU-TEXTE")
    page = staff_client.get(PAGE).content.decode()
    assert "zoe@exemple.example" in page
    assert "à envoyer" in page
    assert "SECRET-DU-TEXTE" not in page


def test_list_is_filtered(staff_client: Client) -> None:
    make_mail(to_address="a@exemple.example", state=State.SENT)
    make_mail(to_address="b@exemple.example", state=State.REFUSED)
    for query, shown in (({"etat": "sent"}, "a@"), ({"adresse": "B@exemple.example "}, "b@")):
        page = staff_client.get(PAGE, query)
        assert [mail.to_address[:2] for mail in page.context["rows"]] == [shown]


def test_list_costs_the_same_at_one_and_three_rows(staff_client: Client) -> None:
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            make_mail(state=State.UNCERTAIN)
        staff_client.get(PAGE)
        with CaptureQueriesContext(connection) as statements:
            staff_client.get(PAGE)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[1] <= 8


def test_doubt_is_settled(staff_client: Client) -> None:
    left, again = make_mail(state=State.UNCERTAIN), make_mail(state=State.UNCERTAIN)
    for mail, choice in ((left, "leave"), (again, "again")):
        assert staff_client.post(f"{PAGE}{mail.pk}/regler/", {"choix": choice})["Location"] == PAGE
    left.refresh_from_db()
    again.refresh_from_db()
    assert (left.state, again.state) == (State.LEFT, State.READY)


def test_secret_doubt_offers_no_second_sending(staff_client: Client) -> None:
    mail = make_mail(state=State.UNCERTAIN, secret=True)
    assert 'value="again"' not in staff_client.get(PAGE).content.decode()
    answer = staff_client.post(f"{PAGE}{mail.pk}/regler/", {"choix": "again"}, follow=True)
    assert "en demander un autre" in answer.content.decode()


def test_editors_do_not_see_them(client: Client) -> None:
    assert sign_in(client, make_staff(Role.EDITORS)).get(PAGE).status_code == 403


def test_doubts_wait_on_today_for_whoever_may_settle_them() -> None:
    direction, editor = make_staff(Role.DIRECTION), make_staff(Role.EDITORS)
    assert list(waiting(direction)) == []
    for count, title in ((1, "Un courriel de service non confirmé"), (2, "2 courriels de service non confirmés")):
        make_mail(state=State.UNCERTAIN)
        assert [thing.title for thing in waiting(direction)] == [title]
        assert outbox.count_uncertain() == count
    assert list(waiting(editor)) == []


def test_two_people_settling_one_doubt_the_second_is_told(staff_client: Client) -> None:
    mail = make_mail(state=State.UNCERTAIN)
    outbox.leave(mail=mail, by=make_staff())
    answer = staff_client.post(f"{PAGE}{mail.pk}/regler/", {"choix": "again"}, follow=True)
    mail.refresh_from_db()
    assert mail.state == State.LEFT
    assert "n’attend plus de décision" in answer.content.decode()
