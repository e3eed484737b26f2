"""Several people use the last of a right, or leave an organisation, at the same moment."""

from datetime import date

import pytest
from django.db.models import Sum

from members.actions import entitlements, representatives
from members.models import Affiliation, EntitlementKind, Organisation, Use
from tests.at_once import PEOPLE, all_wait_before, at_once, unlock
from tests.factories import make_affiliation, make_organisation
from tests.membership_factories import make_membership, make_version

DAY = date(2026, 6, 1)


def use_the_last(patch: pytest.MonkeyPatch) -> int:
    """How many seats were used of the two."""
    all_wait_before(patch, entitlements, "_choose")
    holder = make_membership(make_version(grants={"meeting_seat": 2})).organisation
    at_once(
        lambda n: entitlements.use(
            organisation=Organisation.objects.get(pk=holder.pk),
            kind=EntitlementKind.MEETING_SEAT,
            key=f"seat:{n}",
            label="Réunion de juin",
            on=DAY,
        )
    )
    return Use.objects.aggregate(n=Sum("quantity"))["n"]


def leave_together(patch: pytest.MonkeyPatch) -> int:
    """How many administrators are left."""
    all_wait_before(patch, representatives, "_end")
    house = make_organisation()
    mine = [make_affiliation(organisation=house) for _ in range(PEOPLE)]
    at_once(lambda n: representatives.remove(affiliation=mine[n], by=mine[n].person))
    return Affiliation.objects.current().filter(organisation=house).count()


@pytest.mark.parametrize(("race", "kept"), [(use_the_last, 2), (leave_together, 1)])
def test_a_right_is_not_oversold_and_an_administrator_stays(
    race: object, kept: int, real_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert race(monkeypatch) == kept  # type: ignore[operator]


@pytest.mark.parametrize(("race", "kept"), [(use_the_last, 2), (leave_together, 1)])
def test_without_locks_it_would_be_otherwise(
    race: object, kept: int, real_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    unlock(monkeypatch)
    assert race(monkeypatch) != kept  # type: ignore[operator]
