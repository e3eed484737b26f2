"""The board of calls: what it says of each supplier, what its buttons do, who must be telephoned."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from club.contributions.console import open_count, waiting
from club.contributions.models import Call, CallMail, CallNote
from club.contributions.views import board
from club.core.roles import Role
from members.models import Organisation, User
from tests.contribution_factories import make_call, make_placement, make_slot
from tests.factories import make_affiliation, make_organisation, make_sent_issue, make_staff, make_user, sign_in
from tests.membership_factories import make_membership, make_version

pytestmark = pytest.mark.django_db
BOARD = "/console/contributions/appels/"


@pytest.fixture
def editor() -> User:
    return make_staff(Role.EDITORS)


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    sign_in(client, editor)
    return client


def make_supplier(inserts: int = 6, **fields: Any) -> Organisation:
    organisation, today = make_organisation(**fields), timezone.localdate()
    span = {"starts_on": today - timedelta(days=30), "ends_on": today + timedelta(days=300)}
    make_membership(make_version(grants={"insert": inserts}), organisation=organisation, **span)
    return organisation


def make_mail(call: Call, **fields: Any) -> CallMail:
    return CallMail.objects.create(call=call, **({"step": "first", "due_on": timezone.localdate()} | fields))


def sent_before(supplier: Organisation, days: int, title: str) -> None:
    placed = make_placement(issue=make_sent_issue())
    placed.supplier, placed.state, placed.rank, placed.out_of = supplier, "sent", 1, 3
    placed.sent_on = timezone.localdate() - timedelta(days=days)
    placed.save()
    placed.submission.title = title
    placed.submission.save()


def test_row_says_who_was_written_to_what_is_left_and_what_came_before(desk: Client) -> None:
    supplier = make_supplier(name="Caisses Corvane")
    call = make_call(supplier=supplier, slot=make_slot(in_days=5), inserts_left=6)
    person, agency = (
        make_user(first_name="Jeanne", last_name="Martin"),
        make_user(first_name="Zoé", last_name="Plume"),
    )
    first = make_mail(call, state="sent", person=person, settled_at=timezone.now())
    make_mail(call, state="sent", person=agency, settled_at=timezone.now(), copy_of=first)
    make_mail(call, step="reminder", state="not_sent", why="contenu reçu", settled_at=timezone.now())
    make_mail(call, step="last")
    for days, state in ((-9, "answered"), (-23, "silent"), (-37, "not_asked")):
        make_call(supplier=supplier, slot=make_slot(in_days=days), state=state, reason="plus d’encart")
    sent_before(supplier, 40, "Une vieille caisse")
    sent_before(supplier, 9, "Une caisse neuve")
    make_placement(supplier=supplier)
    page = desk.get(BOARD)
    (line,) = page.context["lines"]
    assert [mail.partition(" le ")[0] for mail in line["mails"]] == [
        "appel",
        "dernier rappel prévu",
        "premier rappel\u00a0: pas envoyé, contenu reçu",
    ]
    assert "à Jeanne Martin (copie à Zoé Plume)" in line["mails"][0]
    assert (line["left"], line["last"]["title"]) == (5, "Une caisse neuve")
    assert (line["answered"], line["asked"]) == (1, 2)
    assert "1 sur 2" in page.content.decode()


def test_board_opens_on_the_coming_departure_and_leads_to_the_others(desk: Client) -> None:
    assert "Aucun appel n’est encore parti" in desk.get(BOARD).content.decode()
    past, coming, later = (make_call(slot=make_slot(in_days=days)) for days in (-9, 5, 19))
    page = desk.get(BOARD)
    assert [row.pk for row in page.context["rows"]] == [coming.pk]
    found = page.context["departures"]
    assert (found.before.pk, found.after.pk) == (past.slot_id, later.slot_id)
    assert [row.pk for row in desk.get(f"{BOARD}{past.slot_id}/").context["rows"]] == [past.pk]
    assert desk.get(f"{BOARD}{make_slot(in_days=33).pk}/").status_code == 404


def test_totals_and_states_say_the_same(desk: Client) -> None:
    for state in ("open", "open", "answered", "declined", "taken"):
        make_call(state=state)
    make_call(state="not_asked", reason="plus d’encart libre")
    page = desk.get(BOARD)
    assert [number for _, number in page.context["totals"]] == [5, 1, 1, 1, 2, 1]
    for state, number in (("open", 2), ("declined", 1), ("not_asked", 1), ("", 6), ("faux", 6)):
        page = desk.get(f"{BOARD}?etat={state}").context
        assert (len(page["rows"]), page["count"]) == (number, number), state


def test_suppliers_whom_mails_do_not_move_are_to_be_telephoned(desk: Client, editor: User) -> None:
    written, nobody, silent, late = make_call(), make_call(), make_call(), make_call(state="silent")
    make_mail(written, state="sent", person=make_user(), settled_at=timezone.now())
    make_mail(written, step="reminder", state="not_sent", why="remplacé", settled_at=timezone.now())
    make_mail(nobody, state="not_sent", why="Personne n’est chargé des contenus.", settled_at=timezone.now())
    make_mail(silent, step="escalation")
    make_mail(late, step="escalation")
    past = make_call(slot=make_slot(in_days=-3))
    make_mail(past, step="escalation")
    (item,) = waiting(editor)
    assert item.title == "2 fournisseurs sont à appeler"
    assert {row.pk for row in desk.get(item.url).context["rows"]} == {nobody.pk, silent.pk}
    assert open_count() == 3
    assert not list(waiting(make_staff(Role.EVENTS)))


def test_buttons_settle_the_call_and_come_back_to_the_row(desk: Client, editor: User) -> None:
    taken, declined = make_call(), make_call()
    answer = desk.post(f"{BOARD}{taken.pk}/prendre/", {"filtres": "etat=open&next=//ailleurs.example"})
    assert answer.url == f"{BOARD}{taken.slot_id}/?etat=open#appel-{taken.pk}"
    answer = desk.post(f"{BOARD}{declined.pk}/rien-cette-fois/", {"fiche": "1"}, follow=True)
    assert answer.redirect_chain[0][0] == f"{BOARD}fournisseurs/{declined.supplier_id}/"
    states = Call.objects.order_by("pk").values_list("state", "settled_by")
    assert list(states) == [("taken", editor.pk), ("declined", editor.pk)]
    answer = desk.post(f"{BOARD}{declined.pk}/prendre/", follow=True)
    assert "Cet appel est réglé\u00a0: rien cette fois." in answer.content.decode()


def test_what_was_said_on_the_telephone_is_kept(desk: Client, editor: User) -> None:
    call = make_call(supplier=make_supplier(name="Caisses Corvane"))
    make_affiliation(organisation=call.supplier, roles=["content"], person=make_user(phone="+33102030405"))
    page = f"{BOARD}fournisseurs/{call.supplier_id}/"
    assert "Écrivez ce qui s’est dit." in desk.post(f"{page}note/", {"texte": " "}, follow=True).content.decode()
    answer = desk.post(f"{page}note/", {"texte": "Enverra <b>lundi</b>."}, follow=True).content.decode()
    assert "Enverra &lt;b&gt;lundi&lt;/b&gt;." in answer
    assert "+33102030405" in answer
    assert CallNote.objects.values_list("supplier", "call", "by").get() == (call.supplier_id, call.pk, editor.pk)


def test_who_may_only_look_has_no_button(client: Client) -> None:
    call = make_call()
    sign_in(client, make_staff(Role.EVENTS))
    for page in (BOARD, f"{BOARD}fournisseurs/{call.supplier_id}/"):
        assert "/prendre/" not in client.get(page).content.decode()


def test_board_asks_as_much_for_one_supplier_as_for_three(
    desk: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    desk.get(BOARD)
    make_mail(make_call(supplier=make_supplier()), person=make_user())
    with django_assert_num_queries(8):
        desk.get(BOARD)
    for name in ("Deux", "Trois"):
        supplier = make_supplier(name=name)
        make_mail(make_call(supplier=supplier), person=make_user())
        make_call(supplier=supplier, slot=make_slot(in_days=-9), state="silent")
        make_placement(supplier=supplier)
    with django_assert_num_queries(8):
        desk.get(BOARD)
    monkeypatch.setattr(board, "PAGE", 2)
    with django_assert_num_queries(8):
        page = desk.get(BOARD)
    assert (len(page.context["rows"]), page.context["count"]) == (2, 3)
    assert len(desk.get(BOARD + page.context["next_url"]).context["rows"]) == 1
