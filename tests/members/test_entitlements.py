"""Rights included in a membership: counted once, under a lock, opened by acceptance or by the first payment."""

from datetime import date

import pytest
from django.db import DataError, IntegrityError, InternalError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from club.core.errors import ClubError
from club.core.models import AuditEntry
from members.actions import entitlements
from members.models import Entitlement, EntitlementKind, Grant, OptionVersion, Use
from tests.factories import make_organisation, make_staff
from tests.membership_factories import make_membership, make_version

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
SEAT = EntitlementKind.MEETING_SEAT


def holder(quantity: int = 2, **overrides: object):  # type: ignore[no-untyped-def]
    version = make_version(grants={"meeting_seat": quantity}, **overrides)
    return make_membership(version).organisation


def take(organisation, key: str, **more):  # type: ignore[no-untyped-def]
    return entitlements.use(organisation=organisation, kind=SEAT, key=key, label="Réunion de juin", on=DAY, **more)


def test_use_takes_one_and_the_same_key_takes_it_once() -> None:
    organisation = holder()
    first = take(organisation, "a")
    assert take(organisation, "a").pk == first.pk
    assert [(b.quantity, b.used, b.left) for b in entitlements.balances(organisation, DAY)] == [(2, 1, 1)]


def test_use_beyond_what_is_left_is_refused_and_changes_nothing() -> None:
    organisation = holder(1)
    take(organisation, "a")
    with pytest.raises(ClubError, match=r"Il ne reste pas assez de ce droit .* 0 libre"):
        take(organisation, "b")
    assert Use.objects.count() == 1


def test_staff_allow_an_overrun_with_a_reason_alone() -> None:
    organisation, staff = holder(1), make_staff()
    take(organisation, "a")
    with pytest.raises(ClubError):
        take(organisation, "b", overrun_by=staff, overrun_reason=" ")
    assert take(organisation, "b", overrun_by=staff, overrun_reason="Invité du président").overrun
    assert AuditEntry.objects.filter(verb="entitlement.overrun", actor=staff).count() == 1
    assert entitlements.left(organisation, SEAT, DAY) == 0


def test_given_back_is_free_again_and_may_be_taken_by_the_same_key() -> None:
    organisation = holder(1)
    take(organisation, "a")
    entitlements.give_back(key="a", reason="Réunion reportée")
    assert entitlements.left(organisation, SEAT, DAY) == 1
    take(organisation, "a")
    assert entitlements.left(organisation, SEAT, DAY) == 0


def test_a_key_of_another_organisation_is_refused() -> None:
    take(holder(), "a")
    with pytest.raises(ClubError, match="déjà servi"):
        take(holder(), "a")


def test_an_organisation_without_the_right_is_told() -> None:
    with pytest.raises(ClubError, match="n’a pas ce droit"):
        take(make_organisation(), "a")


def test_rights_at_the_first_payment_wait_for_it() -> None:
    organisation = holder(opens="payment")
    with pytest.raises(ClubError, match="n’a pas ce droit"):
        take(organisation, "a")
    assert [(b.quantity, b.waiting) for b in entitlements.balances(organisation, DAY)] == [(0, 2)]
    membership = organisation.memberships.get()
    assert entitlements.open_paid(membership=membership, on=DAY) == 1
    assert entitlements.open_paid(membership=membership, on=DAY) == 0
    assert take(organisation, "a")


def test_three_years_give_rights_for_each_year() -> None:
    version = make_version(grants={"insert": 4, "logo": 1})
    term = make_membership(version, starts_on=date(2026, 3, 15), ends_on=date(2028, 12, 31))
    found = term.organisation.entitlements.filter(kind="insert").order_by("starts_on")
    assert [(e.starts_on, e.ends_on, e.quantity) for e in found] == [
        (date(2026, 3, 15), date(2026, 12, 31), 4),
        (date(2027, 1, 1), date(2027, 12, 31), 4),
        (date(2028, 1, 1), date(2028, 12, 31), 4),
    ]
    for line in term.lines.all():
        entitlements.grant(line=line, on=term.starts_on)
    assert term.organisation.entitlements.count() == 6


def test_a_term_cut_short_takes_its_rights_with_it() -> None:
    version = make_version(grants={"insert": 4})
    term = make_membership(version, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))
    entitlements.cut(membership=term, last_day=date(2026, 6, 30))
    assert entitlements.left(term.organisation, "insert", date(2026, 6, 30)) == 4
    assert entitlements.left(term.organisation, "insert", date(2026, 7, 1)) == 0
    assert entitlements.left(term.organisation, "insert", date(2027, 1, 1)) == 0


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 3), st.booleans()), max_size=25))
@settings(max_examples=40)
def test_counting_never_passes_what_was_given(acts: list[tuple[str, int, bool]]) -> None:
    with transaction.atomic():
        organisation = holder(5)
        held: dict[str, int] = {}
        for key, quantity, back in acts:
            if back:
                entitlements.give_back(key=key, reason="rendu")
                held.pop(key, None)
            elif key in held or sum(held.values()) + quantity <= 5:
                take(organisation, key, quantity=quantity)
                held.setdefault(key, quantity)
            else:
                with pytest.raises(ClubError):
                    take(organisation, key, quantity=quantity)
        assert [(b.used, b.left) for b in entitlements.balances(organisation, DAY)] == [
            (sum(held.values()), 5 - sum(held.values()))
        ]
        transaction.set_rollback(True)


@pytest.mark.parametrize("change", [{"price": 1}, {"vat": "O", "exemption": "x"}, {"opens": "payment"}])
def test_a_version_in_use_is_never_edited(change: dict[str, object]) -> None:
    version = make_version(grants={"insert": 1})
    OptionVersion.objects.filter(pk=version.pk).update(**change)  # not used yet
    make_membership(version)
    with pytest.raises(InternalError, match="never edited"), transaction.atomic():
        OptionVersion.objects.filter(pk=version.pk).update(price=2)
    with pytest.raises(InternalError, match="never edited"), transaction.atomic():
        Grant.objects.filter(version=version).update(quantity=9)
    with pytest.raises(InternalError, match="never edited"), transaction.atomic():
        Grant.objects.create(version=version, kind="workshop")
    assert OptionVersion.objects.filter(pk=version.pk).update(ends_on=date(2030, 1, 1)) == 1


def test_no_option_grants_a_speaking_slot() -> None:
    version = make_version()
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        Grant.objects.create(version=version, kind="speech")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entitlement.objects.create(
            organisation=make_organisation(), kind="speech", quantity=1, starts_on=DAY, ends_on=DAY
        )


@pytest.mark.parametrize("promise", ["Prise de parole devant un ministre", "Une tribune", "Intervenir au Sénat"])
def test_no_option_promises_a_speaking_slot(promise: str) -> None:
    from django.core.exceptions import ValidationError

    option = make_version().option
    option.summary = promise
    with pytest.raises(ValidationError, match="2013-907"):
        option.full_clean()
    option.summary = "Quatre encarts par an dans Flash info"
    option.full_clean()
