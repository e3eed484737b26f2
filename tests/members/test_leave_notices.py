"""A resignation given in the portal: told in words, confirmed by the team through the action of a letter."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from club.core.errors import ClubError
from club.core.roles import Role
from members import console
from members.actions import leave_notices
from members.billing.models import Document
from members.models import Departure, LeaveNotice, Membership
from members.statuses import standing_of
from tests.factories import make_affiliation, make_organisation, make_staff, make_user, sign_in
from tests.membership_factories import make_departure, make_leave_notice, make_membership, make_version

pytestmark = pytest.mark.django_db
NEXT = date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _in_october():
    with time_machine.travel("2026-10-05 10:00 +02:00", tick=False):
        yield


def make_term(**overrides: Any) -> Membership:
    return make_membership(make_version(grants={"insert": 4}), **overrides)


def page(client: Client, name: str, *arguments: int) -> str:
    return client.get(reverse(name, args=arguments)).content.decode()


def test_member_gives_notice_and_the_team_confirms_it(client: Client) -> None:
    term = make_term()
    house = term.organisation
    address = reverse("portal:members:leave", args=[house.pk])
    sign_in(client, make_affiliation(organisation=house, roles=["signatory"]).person)
    assert address in page(client, "portal:members:organisation", house.pk)
    told = page(client, "portal:members:leave", house.pk)
    for words in ("1er janvier 2027", "garde ses droits", "Rien n’est remboursé", "confirme"):
        assert words in told
    assert client.post(address, {"reason": "Réorganisation"}).status_code == 400
    done = client.post(address, {"reason": "Réorganisation", "sure": "on"}, follow=True).content.decode()
    assert "Reçue le 5 octobre 2026" in done
    notice = LeaveNotice.objects.get()
    assert (notice.effective_on, Departure.objects.count(), standing_of(house).status) == (NEXT, 0, "active")
    assert "à confirmer par le Club" in page(client, "portal:members:organisation", house.pk)

    staff = make_staff(Role.DIRECTION)
    (waits,) = console.notices_of_leave(staff)
    answer = reverse("console:leave_notice", args=[notice.pk])
    assert (waits.url, str(house) in waits.title) == (answer, True)
    desk = Client()
    sign_in(desk, staff)
    assert answer in page(desk, "console:membership", house.pk)
    assert "Réorganisation" in page(desk, "console:leave_notice", notice.pk)
    desk.post(answer, {"choice": "yes", "effective_on": "2027-01-01"})
    departure = Departure.objects.get()
    assert (departure.kind, departure.received_on, departure.effective_on, departure.reason, departure.noted_by) == (
        "resignation",
        date(2026, 10, 5),
        NEXT,
        "Réorganisation",
        staff,
    )
    assert [standing_of(house, on=day).status for day in (date(2026, 12, 31), NEXT)] == ["active", "withdrawn"]
    assert (Document.objects.count(), list(console.notices_of_leave(staff))) == (0, [])
    assert "est confirmée" in page(client, "portal:members:leave", house.pk)
    assert desk.post(answer, {"choice": "yes", "effective_on": "2027-01-01"}).status_code == 400


def test_team_sets_it_aside_with_words_that_the_member_reads(client: Client) -> None:
    house = make_term().organisation
    notice = make_leave_notice(organisation=house)
    desk = Client()
    sign_in(desk, make_staff(Role.DIRECTION))
    answer = reverse("console:leave_notice", args=[notice.pk])
    assert desk.post(answer, {"choice": "no", "effective_on": "2027-01-01"}).status_code == 400
    desk.post(answer, {"choice": "no", "effective_on": "2027-01-01", "answer": "Vous restez, merci"})
    notice.refresh_from_db()
    assert (notice.state, Departure.objects.count()) == ("aside", 0)
    sign_in(client, make_affiliation(organisation=house, roles=["administrator"]).person)
    assert "Vous restez, merci" in page(client, "portal:members:leave", house.pk)
    assert leave_notices.give(organisation=house, reason="Finalement oui", by=make_user()).state == "waiting"


def test_notice_given_twice_is_one() -> None:
    house, person = make_term().organisation, make_user()
    first = leave_notices.give(organisation=house, reason="Budget", by=person)
    assert leave_notices.give(organisation=house, reason="Budget", by=person) == first


def test_colleague_without_the_role_and_stranger_give_none(client: Client) -> None:
    house = make_term().organisation
    address = reverse("portal:members:leave", args=[house.pk])
    for affiliation in (make_affiliation(organisation=house, roles=["billing"]), make_affiliation()):
        sign_in(client, affiliation.person)
        assert client.post(address, {"reason": "Budget", "sure": "on"}).status_code == 404
    assert not LeaveNotice.objects.exists()


def test_there_is_something_to_leave() -> None:
    gone = make_term().organisation
    make_departure(organisation=gone, effective_on=NEXT)
    for house, sentence in ((make_organisation(), "n’est pas membre"), (gone, "déjà noté")):
        with pytest.raises(ClubError, match=sentence):
            leave_notices.give(organisation=house, reason="Budget", by=make_user())
    with pytest.raises(ClubError, match="pourquoi"):
        leave_notices.give(organisation=make_term().organisation, reason=" ", by=make_user())


def test_notice_in_the_period_of_grace_takes_effect_on_its_day() -> None:
    term = make_term(starts_on=date(2025, 10, 1), ends_on=date(2026, 9, 30))
    notice = leave_notices.give(organisation=term.organisation, reason="Budget", by=make_user())
    assert notice.effective_on == date(2026, 10, 5)
    leave_notices.confirm(notice=notice, effective_on=notice.effective_on, by=make_staff())
    assert standing_of(term.organisation).status == "withdrawn"


def test_day_that_the_member_was_told_is_kept_beside_the_one_that_the_team_noted(client: Client) -> None:
    house = make_term().organisation
    person = make_affiliation(organisation=house, roles=["administrator"]).person
    notice = leave_notices.give(organisation=house, reason="Budget", by=person)
    leave_notices.confirm(notice=notice, effective_on=date(2026, 11, 2), by=make_staff())
    kept = leave_notices.latest_of(house)
    assert (kept.effective_on, kept.leaves_on) == (NEXT, date(2026, 11, 2))
    sign_in(client, person)
    assert "effet le 2 novembre 2026" in page(client, "portal:members:leave", house.pk)


def test_whoever_came_back_may_leave_again() -> None:
    house = make_term().organisation
    departure = make_departure(organisation=house, effective_on=date(2026, 3, 1))
    make_leave_notice(organisation=house, state="confirmed", departure=departure)
    assert leave_notices.latest_of(house) is None
