"""Reminders: every one that came due leaves one row, sent or why not; they stop on payment, dispute and promise."""

from collections import Counter
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from club.core.errors import ClubError
from club.core.models import OutboxMail
from members.billing import money_console
from members.billing.actions import payments, reminding
from members.billing.models import Document, Hold, Instalment, Payer, Reminder
from members.billing.tasks import remind as remind_task
from tests.factories import make_affiliation, make_organisation, make_staff, make_user
from tests.money_factories import make_credit_note, make_document, make_payment

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 1)
DAYS = {"before": -7, "late": 8, "firm": 30, "last": 60}


def owed(total: int = 1200, **overrides: object) -> Document:
    """A document due on the 1st of March 2026, of an organisation with an address."""
    document = make_document(total, due_on=DUE, **overrides)
    Payer.objects.get_or_create(
        organisation=document.organisation, defaults={"legal_name": "Acme", "email": "compta@acme.example"}
    )
    return document


def after(days: int) -> date:
    return DUE + timedelta(days=days)


def rows(document: Document) -> list[tuple[str, str, str]]:
    found = Reminder.objects.filter(instalment__document=document)
    return list(found.values_list("rule", "state", "why_not"))


def test_four_reminders_leave_in_their_time_and_once() -> None:
    document = owed()
    for day in range(-30, 90):
        reminding.remind(after(day))
    assert rows(document) == [(rule, "sent", "") for rule in DAYS]
    assert reminding.remind(after(90)) == 0
    assert OutboxMail.objects.count() == 4
    assert list(Reminder.objects.values_list("due_on", flat=True)) == [after(days) for days in DAYS.values()]


@pytest.mark.parametrize("rule", DAYS)
def test_mail_says_what_is_left_and_how_to_pay(rule: str) -> None:
    document = owed()
    make_payment(200, organisation=document.organisation)
    reminding.remind(after(DAYS[rule]))
    mail = Reminder.objects.get(rule=rule).mail
    assert mail.to_address == "compta@acme.example"
    assert document.number in mail.subject
    for text in (mail.text, mail.html):
        words = unescape(text).replace("\u00a0", " ")
        assert "1 000,00 €" in words
        assert document.number in words
        assert "FR76 9999 9000 0100 0000 0001 958" in words
        assert "/espace/" in words
        assert "{{" not in words


def test_payment_stops_them() -> None:
    document = owed()
    reminding.remind(after(-7))
    make_payment(1200, organisation=document.organisation)
    for day in (8, 30, 60):
        reminding.remind(after(day))
    assert rows(document) == [("before", "sent", "")] + [
        (r, "skipped", "déjà réglée") for r in ("late", "firm", "last")
    ]


def test_credit_note_stops_them_too() -> None:
    document = owed()
    payments.spend(credit_note=make_credit_note(document, 1200), by=make_staff())
    reminding.remind(after(8))
    assert {why for _, _, why in rows(document)} == {"déjà réglée"}


def test_part_payment_settles_the_earliest_instalment() -> None:
    parts = [(DUE, 300), (after(8 + 7), 900)]
    document = owed(instalments=parts)
    make_payment(300, organisation=document.organisation)
    reminding.remind(after(8))
    found = Reminder.objects.values_list("instalment__position", "rule", "state")
    assert sorted(found) == [(1, "before", "skipped"), (1, "late", "skipped"), (2, "before", "sent")]


def test_dispute_suspends_until_it_is_lifted() -> None:
    document, staff = owed(), make_staff()
    held = reminding.hold(document=document, kind="dispute", reason="Option non prise", by=staff)
    with pytest.raises(ClubError, match="déjà suspendus"):
        reminding.hold(document=document, kind="dispute", reason="Encore", by=staff)
    reminding.remind(after(8))
    assert ("late", "skipped", "montant contesté\u00a0: Option non prise") in rows(document)
    reminding.lift(hold=held, by=staff)
    with pytest.raises(ClubError, match="déjà levée"):
        reminding.lift(hold=held, by=staff)


def test_promise_suspends_until_its_day_and_the_next_rule_goes_on() -> None:
    document = owed()
    Hold.objects.create(
        document=document, kind="promise", reason="Au téléphone", until=after(20), noted_by=make_staff()
    )
    reminding.remind(after(8))
    reminding.remind(after(30))
    assert rows(document)[1:] == [("late", "skipped", "règlement promis pour le 21 mars 2026"), ("firm", "sent", "")]


def test_promise_without_a_day_and_hold_without_a_reason_are_refused() -> None:
    document, staff = owed(), make_staff()
    with pytest.raises(ClubError, match="a une date"):
        reminding.hold(document=document, kind="promise", reason="Au téléphone", by=staff)
    with pytest.raises(ClubError, match="motif"):
        reminding.hold(document=document, kind="dispute", reason=" ", by=staff)


def test_first_run_sends_one_reminder_of_an_old_debt_and_says_why_not_the_others() -> None:
    document = owed()
    reminding.remind(after(75))
    late = "examiné trop tard, le 15 mai 2026\u00a0: le rappel suivant en tient lieu"
    assert rows(document) == [(r, "skipped", late) for r in ("before", "late", "firm")] + [("last", "sent", "")]


def test_document_issued_after_the_day_of_a_rule_says_so() -> None:
    document = owed(issued_on=date(2026, 2, 26))
    reminding.remind(after(-1))
    assert rows(document) == [("before", "skipped", "document émis après, le 26 février 2026")]


def test_drafts_and_credit_notes_are_never_reminded() -> None:
    make_document(100, due_on=DUE, issued=False)
    make_credit_note(make_document(100, due_on=after(500)), 50, due_on=DUE, instalments=[(DUE, 50)])
    assert reminding.remind(after(60)) == 0


def test_recipient_is_the_payer_then_billing_then_administrator_then_executive() -> None:
    house = make_organisation()
    document = make_document(1200, due_on=DUE, organisation=house)
    reminding.remind(after(-7))
    assert rows(document) == [("before", "skipped", reminding.NO_ADDRESS)]
    make_affiliation(organisation=house, person=make_user(is_active=False), roles=["billing"])
    make_affiliation(
        organisation=house,
        person=make_user(),
        roles=["billing"],
        ends_on=date(2025, 1, 1),
        starts_on=date(2024, 1, 1),
    )
    expected = []
    for role in ("executive", "administrator", "billing"):
        person = make_affiliation(organisation=house, roles=[role, "content"], starts_on=date(2025, 1, 1)).person
        expected.append(person.email)
        reminding.remind(after(DAYS[{"executive": "late", "administrator": "firm", "billing": "last"}[role]]))
    assert list(OutboxMail.objects.order_by("pk").values_list("to_address", flat=True)) == expected


def test_vacant_billing_role_warns_staff() -> None:
    document = make_document(1200, due_on=DUE)
    (warning,) = money_console.vacant_billing()
    assert str(document.organisation) in warning.title
    make_affiliation(organisation=document.organisation, roles=["billing"])
    assert list(money_console.vacant_billing()) == []
    assert list(money_console.dues_waiting(make_staff())) == []


def test_broken_promise_warns_staff() -> None:
    staff, document = make_staff(superuser=True), owed()
    Hold.objects.create(document=document, kind="promise", reason="Au téléphone", until=after(1), noted_by=staff)
    (warning,) = money_console.broken_promises()
    assert document.number in warning.title
    make_payment(1200, organisation=document.organisation)
    assert list(money_console.broken_promises()) == []


def test_task_knocks_at_the_action() -> None:
    owed()
    remind_task()
    assert Reminder.objects.count() >= 1


PART = st.tuples(st.integers(-20, 80), st.integers(1, 900))
WORLD = st.lists(st.tuples(PART, st.integers(-10, 40), st.booleans()), min_size=1, max_size=4)
ACTS = st.lists(st.tuples(st.integers(-40, 160), st.sampled_from(["run", "pay", "hold", "lift"]), st.integers(0, 3)))


@given(WORLD, ACTS)
@settings(max_examples=30)
def test_every_due_reminder_leaves_a_row(
    world: list[tuple[tuple[int, int], int, bool]], acts: list[tuple[int, str, int]]
) -> None:
    """Whatever is paid, held and looked at when: one row for each rule that came due, a mail for each one sent."""
    with transaction.atomic():
        staff, documents = make_staff(), []
        for (due, total), issued, has_address in world:
            day = DUE + timedelta(days=due)
            document = make_document(total, due_on=day, issued_on=DUE + timedelta(days=issued - 30))
            if has_address:
                Payer.objects.create(organisation=document.organisation, legal_name="A", email="a@acme.example")
            documents.append(document)
        last, sent_to_paid = None, 0
        for offset, act, which in sorted(acts, key=lambda act: act[0]):
            document, day = documents[which % len(documents)], DUE + timedelta(days=offset)
            if act == "run":
                reminding.remind(day)
                assert reminding.remind(day) == 0
                last = day
            elif act == "pay":
                make_payment(document.total / 2, organisation=document.organisation, by=staff, received_on=DUE)
            elif act == "hold":
                Hold.objects.create(document=document, kind="dispute", reason="x", noted_by=staff)
            else:
                Hold.objects.filter(document=document).update(ended_on=day)
        wanted = Counter(
            (part.pk, rule)
            for part in Instalment.objects.all()
            for rule, days in DAYS.items()
            if last and part.due_on + timedelta(days=days) <= last
        )
        assert Counter(Reminder.objects.values_list("instalment", "rule")) == wanted
        sent = Reminder.objects.filter(state="sent")
        assert sent.count() == OutboxMail.objects.filter(key__startswith="reminder:").count()
        assert sent_to_paid == sent.filter(mail=None).count()
        transaction.set_rollback(True)
