"""Money noted, allocated, released and given back: one path, exact to the cent, one way of paying like another."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Count, Max
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from club.core.errors import ClubError
from club.core.models import AuditEntry
from members.actions import entitlements
from members.billing.actions import matching, payments
from members.billing.models import Allocation, Document, Payment
from members.models import Entitlement, MembershipLine, Organisation
from tests.factories import make_organisation, make_staff
from tests.membership_factories import make_membership, make_version
from tests.money_factories import close_period, make_credit_note, make_document, make_payment

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 1)


def rest(document: Document) -> Decimal:
    row = Document.objects.settled().get(pk=document.pk)
    return row.total - row.paid


def on_account(organisation: Organisation) -> Decimal:
    rows = Payment.objects.received().weighed().filter(organisation=organisation)
    return sum((row.free for row in rows), Decimal(0))


def test_payment_settles_the_oldest_due_first_and_the_rest_stays_on_account() -> None:
    house = make_organisation()
    late = make_document(500, organisation=house, due_on=date(2026, 3, 1))
    early = make_document(300, organisation=house, due_on=date(2026, 2, 1))
    other = make_document(900)
    payment = make_payment(1000, organisation=house)
    assert [(a.document_id, a.amount) for a in payment.allocations.all()] == [(early.pk, 300), (late.pk, 500)]
    assert (rest(early), rest(late), rest(other), on_account(house)) == (0, 0, 900, 200)


def test_part_payment_leaves_a_rest_and_the_next_one_settles_it() -> None:
    document = make_document(1200)
    make_payment(500, organisation=document.organisation)
    assert rest(document) == 700
    make_payment(700, organisation=document.organisation)
    assert rest(document) == 0
    assert list(Document.objects.owing()) == []


def test_sums_are_not_multiplied_by_other_relations() -> None:
    document = make_document(900, instalments=[(DAY, 300), (date(2026, 3, 1), 300), (date(2026, 4, 1), 300)])
    for _ in range(2):
        make_payment(100, organisation=document.organisation)
    row = Document.objects.owing().annotate(last=Max("instalments__due_on"), n=Count("instalments")).get()
    assert (row.paid, row.rest) == (200, 700)


def test_payment_named_for_documents_settles_those_alone() -> None:
    house = make_organisation()
    first, second = make_document(300, organisation=house), make_document(300, organisation=house)
    make_payment(200, organisation=house, to=[(second, Decimal(150))])
    assert (rest(first), rest(second), on_account(house)) == (300, 150, 50)
    make_payment(10, organisation=house, to=[])
    assert on_account(house) == 60


@pytest.mark.parametrize(
    ("share", "sentence"),
    [(Decimal("300.01"), "Il ne reste que 300,00"), (Decimal(0), "positif"), (Decimal("1.001"), "centimes")],
)
def test_nothing_is_settled_beyond_its_rest(share: Decimal, sentence: str) -> None:
    document = make_document(300)
    with pytest.raises(ClubError, match=sentence):
        make_payment(1000, organisation=document.organisation, to=[(document, share)])
    assert (Allocation.objects.count(), Payment.objects.count()) == (0, 0)


def test_the_same_document_twice_counts_twice() -> None:
    document = make_document(300)
    with pytest.raises(ClubError, match="Il ne reste que 100,00"):
        make_payment(900, organisation=document.organisation, to=[(document, Decimal(200)), (document, Decimal(200))])


def test_more_than_the_payment_is_refused() -> None:
    document = make_document(300)
    with pytest.raises(ClubError, match="Il ne reste que 100,00"):
        make_payment(100, organisation=document.organisation, to=[(document, Decimal(101))])


def test_drafts_credit_notes_and_other_people_s_documents_are_not_paid() -> None:
    house, stranger = make_organisation(), make_document(100)
    draft = make_document(100, organisation=house, issued=False)
    note = make_credit_note(make_document(100, organisation=house), 50)
    for document, sentence in ((draft, "émis se règlent"), (note, "émis se règlent"), (stranger, "n’est pas à")):
        with pytest.raises(ClubError, match=sentence):
            make_payment(100, organisation=house, to=[(document, Decimal(10))])


def test_money_on_account_settles_later() -> None:
    house = make_organisation()
    payment = make_payment(500, organisation=house)
    document = make_document(800, organisation=house)
    (row,) = payments.allocate(payment=payment, to=[(document, Decimal(500))], by=make_staff())
    assert (rest(document), on_account(house), row.on) == (300, 0, timezone.localdate())
    with pytest.raises(ClubError, match="Il ne reste que 0,00"):
        payments.allocate(payment=payment, to=[(document, Decimal(1))], by=make_staff())


def test_refund_cites_its_payment_and_takes_only_what_is_free() -> None:
    document = make_document(300)
    payment = make_payment(500, organisation=document.organisation)
    given: dict[str, Any] = {"payment": payment, "refunded_on": date(2026, 3, 1), "by": make_staff()}
    with pytest.raises(ClubError, match="Il ne reste que 200,00"):
        payments.refund(amount=Decimal(201), reason="Trop-perçu", **given)
    with pytest.raises(ClubError, match="motif"):
        payments.refund(amount=Decimal(200), reason=" ", **given)
    back = payments.refund(amount=Decimal(200), reason="Trop-perçu", **given)
    assert (back.amount, back.refunds, on_account(document.organisation)) == (-200, payment, 0)
    with pytest.raises(ClubError, match="ne se rembourse pas"):
        payments.refund(**(given | {"payment": back}), amount=Decimal(1), reason="Encore")


def test_release_makes_the_document_owed_and_the_money_free_again() -> None:
    document = make_document(300)
    payment = make_payment(300, organisation=document.organisation)
    row = payment.allocations.get()
    payments.release(allocation=row, by=make_staff())
    assert (rest(document), on_account(document.organisation)) == (300, 300)
    with pytest.raises(ClubError, match="déjà été annulée"):
        payments.release(allocation=row, by=make_staff())


def test_credit_note_settles_what_it_cites_then_is_money_for_others() -> None:
    house = make_organisation()
    cited, other = make_document(1000, organisation=house), make_document(600, organisation=house)
    make_payment(700, organisation=house, to=[(cited, Decimal(700))])
    note, staff = make_credit_note(cited, 800), make_staff()
    with pytest.raises(ClubError, match="règle d’abord"):
        payments.spend(credit_note=note, to=[(other, Decimal(100))], by=staff)
    payments.spend(credit_note=note, by=staff)
    assert (rest(cited), Document.objects.unspent().get().free) == (0, 500)
    payments.spend(credit_note=note, to=[(other, Decimal(500))], by=staff)
    assert (rest(other), Document.objects.unspent().count()) == (100, 0)
    with pytest.raises(ClubError, match="Il ne reste que 0,00"):
        payments.spend(credit_note=note, to=[(other, Decimal(1))], by=staff)


def waiting_term() -> Any:
    return make_membership(make_version(grants={"insert": 4}, opens="payment"))


def opened(term: Any) -> list[date | None]:
    return list(Entitlement.objects.filter(line__membership=term).values_list("opened_on", flat=True))


def test_first_money_on_any_document_of_a_term_opens_its_rights() -> None:
    term = waiting_term()
    make_document(100, organisation=term.organisation)
    second = make_document(900, organisation=term.organisation, membership=term)
    make_payment(100, organisation=term.organisation)
    assert opened(term) == [None]
    make_payment(1, organisation=term.organisation, to=[(second, Decimal(1))])
    assert opened(term) == [DAY]


def test_credit_note_on_its_own_invoice_opens_nothing_and_elsewhere_is_money() -> None:
    term = waiting_term()
    document = make_document(900, organisation=term.organisation, membership=term)
    payments.spend(credit_note=make_credit_note(document, 300), by=make_staff())
    assert (rest(document), opened(term)) == (600, [None])
    old = make_document(500, organisation=term.organisation)
    make_payment(500, organisation=term.organisation, to=[(old, Decimal(500))])
    payments.spend(credit_note=make_credit_note(old, 500), to=[(document, Decimal(500))], by=make_staff(), on=DAY)
    assert opened(term) == [DAY]


def test_taking_the_only_money_back_closes_unused_rights_and_keeps_used_ones() -> None:
    for used in (False, True):
        term = waiting_term()
        document = make_document(900, organisation=term.organisation, membership=term)
        first = make_payment(100, organisation=term.organisation, to=[(document, Decimal(100))])
        second = make_payment(100, organisation=term.organisation, to=[(document, Decimal(100))])
        if used:
            entitlements.use(organisation=term.organisation, kind="insert", key=f"k{used}", label="Encart", on=DAY)
        payments.release(allocation=first.allocations.get(), by=make_staff())
        assert opened(term) == [DAY]
        payments.release(allocation=second.allocations.get(), by=make_staff())
        assert opened(term) == ([DAY] if used else [None])


def test_payment_that_fails_after_a_change_leaves_the_old_rights_open() -> None:
    """An option is added in June and its payment bounces: what was paid in February stays open."""
    term, june = waiting_term(), date(2026, 6, 1)
    first = make_document(900, organisation=term.organisation, membership=term)
    make_payment(900, organisation=term.organisation, to=[(first, Decimal(900))])
    version = make_version(grants={"workshop": 1}, opens="payment")
    added = MembershipLine.objects.create(
        membership=term, version=version, price=500, net=250, starts_on=june, ends_on=term.ends_on
    )
    entitlements.grant(line=added, on=june)
    change = make_document(300, organisation=term.organisation, membership=term, starts_on=june, issued_on=june)
    paid = make_payment(300, organisation=term.organisation, received_on=june, to=[(change, Decimal(300))])
    rights = dict(Entitlement.objects.filter(line__membership=term).values_list("kind", "opened_on"))
    assert rights == {"insert": DAY, "workshop": june}
    matching.bounce(payment=paid, on=date(2026, 6, 20), reason="Virement rejeté", by=make_staff())
    rights = dict(Entitlement.objects.filter(line__membership=term).values_list("kind", "opened_on"))
    assert (rights, rest(change)) == ({"insert": DAY, "workshop": None}, 300)


def test_three_years_paid_late_are_three_years() -> None:
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2028, 12, 31)}
    term = make_membership(make_version(grants={"insert": 4}, opens="payment"), **days)
    document = make_document(27000, organisation=term.organisation, membership=term)
    late = date(2026, 9, 15)
    make_payment(27000, organisation=term.organisation, received_on=late, to=[(document, Decimal(27000))])
    rights = Entitlement.objects.filter(line__membership=term).order_by("starts_on")
    found = [(row.starts_on.year, row.quantity, row.opened_on) for row in rights]
    assert found == [(year, 4, late) for year in (2026, 2027, 2028)]
    term.refresh_from_db()
    assert (term.starts_on, term.ends_on) == (days["starts_on"], days["ends_on"])


@pytest.mark.parametrize("method", Payment.Method.values)
def test_every_way_of_paying_takes_the_same_path(method: str) -> None:
    term = waiting_term()
    document = make_document(900, organisation=term.organisation, membership=term)
    payment = make_payment(900, organisation=term.organisation, method=method)
    assert (rest(document), opened(term)) == (0, [DAY])
    entry = AuditEntry.objects.get(verb="payment.record")
    assert (entry.target, entry.details) == (f"billing.payment:{payment.pk}", {"method": method, "amount": "900"})


def test_closed_period_takes_no_money_and_keeps_what_it_showed() -> None:
    document, staff = make_document(300), make_staff()
    payment = make_payment(500, organisation=document.organisation, received_on=date(2026, 1, 20))
    close_period(date(2026, 1, 31))
    with pytest.raises(ClubError, match="close jusqu’au 31 janvier 2026"):
        make_payment(10, organisation=document.organisation, received_on=date(2026, 1, 31))
    row = payment.allocations.get()
    with pytest.raises(ClubError, match="close"):
        payments.release(allocation=row, by=staff, on=date(2026, 1, 31))
    payments.release(allocation=row, by=staff)
    kept = Document.objects.settled(on=date(2026, 1, 31)).get(pk=document.pk)
    assert (kept.paid, rest(document), on_account(document.organisation)) == (300, 300, 500)
    refund: dict[str, Any] = {"payment": payment, "amount": Decimal(1), "reason": "Trop-perçu", "by": staff}
    with pytest.raises(ClubError, match="close"):
        payments.refund(refunded_on=date(2026, 1, 31), **refund)
    assert payments.refund(refunded_on=date(2026, 2, 1), **refund)


def test_money_of_tomorrow_is_refused() -> None:
    with pytest.raises(ClubError, match="à venir"):
        make_payment(1, received_on=timezone.localdate() + timedelta(days=1))


ACTS = st.lists(st.tuples(st.sampled_from(["pay", "note", "release"]), st.integers(1, 90_000)), max_size=14)


@given(ACTS)
@settings(max_examples=40)
def test_no_rest_goes_below_zero_and_every_cent_is_somewhere(acts: list[tuple[str, int]]) -> None:
    from django.db import transaction

    with transaction.atomic():
        house, staff = make_organisation(), make_staff()
        documents = [make_document(total, organisation=house) for total in ("333.33", "100", "250.50")]
        paid = Decimal(0)
        for act, size in acts:
            amount = Decimal(size) / 100
            if act == "pay":
                make_payment(amount, organisation=house, by=staff)
                paid += amount
            elif act == "note":
                note = make_credit_note(documents[size % 3], min(amount, documents[size % 3].total))
                payments.spend(credit_note=note, by=staff)
            elif row := Allocation.objects.standing().filter(payment__isnull=False).first():
                payments.release(allocation=row, by=staff)
        assert all(0 <= rest(document) <= document.total for document in documents)
        settled = sum(Allocation.objects.filter(payment__isnull=False).values_list("amount", flat=True), Decimal(0))
        assert settled + on_account(house) == paid
        transaction.set_rollback(True)


def test_year_mistyped_is_told() -> None:
    with pytest.raises(ClubError, match="vérifiez l’année"):
        make_payment(received_on=date(206, 1, 5))
