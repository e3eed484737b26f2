"""Pages of what is owed: documents, one document's money and reminders, suspensions."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from club.core.days import date_format
from members.billing import money_console
from members.billing.actions import reminding
from members.billing.models import Document, Hold, Payer
from tests.factories import make_affiliation
from tests.money_factories import make_credit_note, make_document, make_payment

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 1)


def path(name: str, *args: Any) -> str:
    return reverse(f"console:{name}", args=args)


def plain(response: Any) -> str:
    return response.content.decode().replace("\u00a0", " ")


def owed() -> Any:
    document = make_document(1200, due_on=DUE)
    Payer.objects.create(organisation=document.organisation, legal_name="Acme", email="compta@acme.example")
    return document


@pytest.mark.parametrize("address", ["dues_owed", "reminders"])
def test_lists_take_as_many_statements_for_one_row_as_for_three(staff_client: Client, address: str) -> None:
    counts = []
    for number in (1, 2):
        for _ in range(number):
            owed()
        reminding.remind(date(2026, 3, 9))
        staff_client.get(path(address))
        with CaptureQueriesContext(connection) as queries:
            assert staff_client.get(path(address)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_what_is_settled_leaves_the_list(staff_client: Client) -> None:
    document, other = owed(), owed()
    make_payment(1200, organisation=document.organisation)
    page = plain(staff_client.get(path("dues_owed")))
    assert (document.number in page, other.number in page) == (False, True)
    assert other.number in plain(staff_client.get(path("dues_owed") + "?etat=retard"))


def test_late_instalment_of_a_document_that_runs_on_is_late(staff_client: Client) -> None:
    today = timezone.localdate()
    days = [today - timedelta(days=80), today - timedelta(days=40), today + timedelta(days=60)]
    document = make_document(1200, due_on=days[-1], instalments=[(day, 400) for day in days])
    make_payment(400, organisation=document.organisation)
    page = plain(staff_client.get(path("dues_owed") + "?etat=retard"))
    for words in (document.number, f"{days[1]:%d/%m/%Y}", "40 jours"):
        assert words in page
    person = make_affiliation(organisation=document.organisation, roles=["billing"]).person
    (todo,) = money_console.to_pay(person)
    assert todo.urgent
    assert f"échu le {date_format(days[1], 'j F Y')}" in todo.detail
    make_payment(400, organisation=document.organisation)
    assert document.number not in plain(staff_client.get(path("dues_owed") + "?etat=retard"))


def test_part_payments_are_counted_once_however_many_reminders_left(staff_client: Client) -> None:
    document = owed()
    for _ in range(2):
        make_payment(400, organisation=document.organisation)
    for day in (date(2026, 3, 9), date(2026, 4, 1), date(2026, 5, 2)):
        reminding.remind(day)
    page = plain(staff_client.get(path("dues_owed")))
    assert document.number in page
    assert "<b>400,00 €</b>" in page


def test_document_shows_its_money_its_reminders_and_who_gets_them(staff_client: Client) -> None:
    document = owed()
    make_payment(200, organisation=document.organisation)
    reminding.remind(date(2026, 3, 9))
    page = plain(staff_client.get(path("dues_follow", document.pk)))
    for words in ("1 000,00 €", "compta@acme.example", "8 jours après", "virement du 1er février 2026"):
        assert words in page
    assert staff_client.get(path("dues_follow", make_document(issued=False).pk)).status_code == 404


def test_credit_of_the_organisation_is_shown_and_a_note_is_spent(staff_client: Client) -> None:
    paid = make_document(1000)
    make_payment(1200, organisation=paid.organisation)
    owed_later = make_document(500, organisation=paid.organisation)
    note = make_credit_note(paid, 300)
    page = plain(staff_client.get(path("dues_follow", owed_later.pk)))
    assert "200,00 €</a>" in page
    assert f"sur l’avoir {note.number}" in page
    answer = staff_client.post(path("dues_spend", owed_later.pk, note.pk), follow=True)
    assert f"est imputé sur {owed_later.number}" in plain(answer)
    assert Document.objects.owing().get().rest == 200
    assert staff_client.post(path("dues_spend", owed_later.pk, note.pk)).status_code == 404


def test_credit_note_settles_what_it_corrects_before_others(staff_client: Client) -> None:
    cited = make_document(1000)
    other = make_document(500, organisation=cited.organisation)
    note = make_credit_note(cited, 300)
    answer = staff_client.post(path("dues_spend", other.pk, note.pk), follow=True)
    assert "règle d’abord" in plain(answer)
    assert staff_client.post(path("dues_spend", make_document().pk, note.pk)).status_code == 404


def test_reminders_are_suspended_and_go_on(staff_client: Client) -> None:
    document = owed()
    assert "Dites pourquoi" in plain(staff_client.post(path("dues_hold", document.pk), {"kind": "x"}, follow=True))
    data = {"kind": "dispute", "reason": "Option non prise", "until": ""}
    assert "suspendus" in plain(staff_client.post(path("dues_hold", document.pk), data, follow=True))
    assert "Contestation" in plain(staff_client.get(path("dues_follow", document.pk)))
    assert "déjà suspendus" in plain(staff_client.post(path("dues_hold", document.pk), data, follow=True))
    staff_client.post(path("dues_lift", Hold.objects.get().pk))
    assert Hold.objects.get().ended_on
    assert "déjà levée" in plain(staff_client.post(path("dues_lift", Hold.objects.get().pk), follow=True))


@pytest.mark.parametrize(("role", "sees"), [("billing", True), ("administrator", True), ("content", False)])
def test_portal_asks_those_who_deal_with_bills_to_pay(role: str, sees: bool) -> None:
    today = timezone.localdate()
    parts = [(today + timedelta(days=10), 300), (today + timedelta(days=90), 900)]
    document = make_document(1200, due_on=today + timedelta(days=90), instalments=parts)
    make_document(500, due_on=today)  # of others
    person = make_affiliation(organisation=document.organisation, roles=[role]).person
    found = [(todo.title.replace("\u00a0", " "), todo.urgent) for todo in money_console.to_pay(person)]
    assert found == ([("Réglez 300,00 €", False)] if sees else [])
    make_payment(300, organisation=document.organisation)
    assert list(money_console.to_pay(person)) == []


def test_reminders_say_why_not(staff_client: Client) -> None:
    document = owed()
    make_payment(1200, organisation=document.organisation)
    reminding.remind(date(2026, 3, 9))
    page = plain(staff_client.get(path("reminders") + "?etat=skipped"))
    assert "déjà réglée" in page
    assert "Aucun rappel ici" in plain(staff_client.get(path("reminders") + "?etat=sent"))


def test_portal_tells_what_is_due_first_and_counts_the_rest() -> None:
    """The first instalment left decides, not the last one; another organisation has its own line."""
    today = timezone.localdate()
    soon, late = today + timedelta(days=9), today - timedelta(days=3)
    document = make_document(500, due_on=soon)
    mine = {"organisation": document.organisation}
    parts = [(late, 300), (today + timedelta(days=200), 900)]
    first = make_document(1200, due_on=parts[1][0], instalments=parts, **mine)
    make_document(700, due_on=today + timedelta(days=5), **mine)
    person = make_affiliation(organisation=document.organisation, roles=["billing"]).person
    other = make_document(90, due_on=today)
    make_affiliation(person=person, organisation=other.organisation, roles=["billing"])
    todo, second = money_console.to_pay(person)
    assert todo.title.replace("\u00a0", " ") == "Réglez 300,00 €"
    assert f"{first.number}, échu le {date_format(late, 'j F Y')}. Puis 2 autres documents." in todo.detail
    assert (todo.action, todo.urgent) == ("Voir les 3 documents", True)
    assert todo.url == reverse("portal:billing:documents", args=[document.organisation_id])
    assert (second.action, second.urgent) == ("Voir le document", False)
