"""Suppliers of a regional meeting: asked, reminded, promising a workshop, taking it back."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from club.core.errors import ClubError
from club.core.models import OutboxMail
from club.core.topics import Topic
from events import wanted
from events.actions import asking, pledging
from events.actions.pledging import Words
from events.models import Ask, AskMail, Pledge, Registration, Slot, Stage, Workshop
from events.suppliers import candidates, lines, quorum_of
from events.timetable import late_from
from members.actions.entitlements import left
from members.models import EntitlementKind
from members.refusals import _sources
from tests.event_factories import make_event, make_registration
from tests.events.searching import (
    SAYS,
    make_asked,
    make_meeting,
    make_pledge,
    make_regional,
    make_supplier,
    who_reads,
)
from tests.factories import make_affiliation, make_ambassador, make_expert, make_user

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def rights_left(organisation: Any, meeting: Any) -> int:
    return left(organisation, EntitlementKind.WORKSHOP, timezone.localdate(meeting.event.starts_at))


def mails(start: str) -> int:
    return OutboxMail.objects.filter(key__startswith=start).count()


def test_search_makes_rooms_and_slots_and_puts_registrations_under_reserve() -> None:
    event = make_regional()
    row = make_registration(event)
    meeting = make_meeting(event, workshops=8)
    assert (Workshop.objects.filter(meeting=meeting).count(), Slot.objects.filter(meeting=meeting).count()) == (8, 4)
    row.refresh_from_db()
    assert (row.state, row.changes) == (Registration.State.SUBJECT, 2)
    assert make_registration(event).state == Registration.State.SUBJECT
    with pytest.raises(ClubError, match="déjà ouverte"):
        make_meeting(event)
    with pytest.raises(ClubError, match="Seule une rencontre régionale"):
        make_meeting(make_event())


def test_those_with_a_right_left_are_asked_first() -> None:
    bare, able = make_supplier(workshops=0, name="Aaa"), make_supplier(name="Bbb")
    meeting = make_meeting()
    make_affiliation()  # no member
    assert [(one.organisation, one.left) for one in candidates(meeting)] == [(able, 2), (bare, 0)]
    asking.ask(meeting=meeting, organisations=[able], by=make_user(is_staff=True))
    assert [one.organisation for one in candidates(meeting)] == [bare]


def test_ask_goes_once_to_whoever_reads_for_the_supplier() -> None:
    supplier = make_supplier()
    make_affiliation(organisation=supplier, roles=["billing"])
    asked = make_asked(supplier)
    asking.ask(meeting=asked.meeting, organisations=[supplier], by=make_user(is_staff=True))
    mail = asked.mails.get(step="first")
    assert mail.person == supplier.affiliations.get(roles=["marketing"]).person
    assert mails("regional-ask:") == 1
    assert [row.step for row in asked.mails.all()] == ["first", "reminder", "last"]


def test_nobody_is_written_to_against_their_will(monkeypatch: pytest.MonkeyPatch) -> None:
    supplier = make_supplier()
    refused = who_reads(supplier).address_hash
    monkeypatch.setattr("members.refusals._sources", [*_sources, lambda only: {refused: "s’est opposée"}])
    asked = make_asked(supplier)
    assert (asked.mails.get(step="first").person, mails("regional-ask:")) == (None, 0)
    [line] = lines(asked.meeting)
    assert line.has_no_reader


def test_silent_suppliers_are_reminded_on_working_days_alone() -> None:
    asked = make_asked()
    answered = make_asked(meeting=asked.meeting)
    make_pledge(asked.meeting, answered.organisation)
    late = late_from(timezone.localdate())
    assert [line.is_late for line in lines(asked.meeting, late)] == [True, False]
    asked.mails.filter(step="last").delete()
    asked.mails.filter(step="reminder").update(due_on=date(2026, 12, 24))
    christmas, saturday, monday = (datetime(2026, 12, day, 12, tzinfo=PARIS) for day in (25, 26, 28))
    for moment in (christmas, saturday, monday.replace(hour=7), monday.replace(hour=20)):
        assert asking.remind(moment) == 0
    assert (asking.remind(monday), asking.remind(monday)) == (1, 0)
    assert mails("regional-ask:") == 3
    assert not AskMail.objects.filter(ask=answered, settled_at=None).exists()


def test_pledge_takes_a_right_and_the_first_room() -> None:
    meeting, supplier = make_meeting(), make_supplier(workshops=1)
    row = make_pledge(meeting, supplier, words=Words("Vendre sans boutique", Topic.ECOMMERCE, "Anne", ""))
    assert (rights_left(supplier, meeting), row.workshop.number) == (0, 1)
    assert Ask.objects.get(organisation=supplier).answer == Ask.Answer.PLEDGED
    assert mails(f"regional:{meeting.pk}:pledge:") == 1
    with pytest.raises(ClubError, match="pas assez de ce droit"):
        make_pledge(meeting, supplier)
    assert Pledge.objects.filter(meeting=meeting).count() == 1


def test_ninth_workshop_is_refused_whoever_asks() -> None:
    meeting = make_meeting(workshops=2)
    for _ in range(2):
        make_pledge(meeting)
    with pytest.raises(ClubError, match="ont déjà chacun leur fournisseur"):
        make_pledge(meeting)
    with pytest.raises(ClubError, match="ont déjà chacun leur fournisseur"):
        make_pledge(meeting, sponsored=True, by=make_user(is_staff=True))
    assert quorum_of(meeting).workshops == 2


def test_sponsored_workshop_takes_no_right_and_is_for_staff_alone() -> None:
    meeting, supplier = make_meeting(), make_supplier(workshops=1)
    with pytest.raises(ClubError, match="Seule l’équipe"):
        make_pledge(meeting, supplier, sponsored=True)
    row = make_pledge(meeting, supplier, sponsored=True, by=make_user(is_staff=True))
    assert (row.is_sponsored, rights_left(supplier, meeting)) == (True, 1)


def test_nothing_is_sponsored_before_officials() -> None:
    meeting = make_meeting(make_regional(with_officials=True))
    with pytest.raises(ClubError, match="loi n°"):
        make_pledge(meeting, sponsored=True, by=make_user(is_staff=True))
    make_pledge(meeting)


def test_withdrawn_workshop_gives_right_and_room_back_once() -> None:
    meeting, supplier = make_meeting(), make_supplier(workshops=1)
    row = make_pledge(meeting, supplier)
    for _ in range(2):
        pledging.withdraw(pledge=row, because="Salon le même jour", by=who_reads(supplier))
    assert (rights_left(supplier, meeting), Workshop.objects.filter(pledge__isnull=False).count()) == (1, 0)
    ask = Ask.objects.get(organisation=supplier)
    assert (ask.answer, ask.why_not) == (Ask.Answer.DECLINED, "Salon le même jour")
    assert make_pledge(meeting, supplier).workshop.number == 1


def test_once_decided_the_team_alone_takes_a_workshop_back() -> None:
    meeting, supplier = make_meeting(), make_supplier()
    row = make_pledge(meeting, supplier)
    meeting.stage = Stage.GO
    meeting.save()
    with pytest.raises(ClubError, match="appelez l’équipe"):
        pledging.withdraw(pledge=row, because="", by=who_reads(supplier))
    assert pledging.withdraw(pledge=row, because="", by=make_user(is_staff=True)).state == Pledge.State.WITHDRAWN


def test_words_are_changed_on_the_version_that_was_read() -> None:
    meeting = make_meeting()
    row = make_pledge(meeting)
    again = pledging.change(pledge=row, words=SAYS, by=row.made_by, seen=row.version)
    with pytest.raises(ClubError, match="relisez-le"):
        pledging.change(pledge=row, words=SAYS, by=row.made_by, seen=again.version - 1)


def test_decline_ends_reminders() -> None:
    asked = make_asked()
    pledging.decline(meeting=asked.meeting, organisation=asked.organisation, why="Budget", by=make_user())
    asked.refresh_from_db()
    assert (asked.answer, asked.why_not, asked.mails.filter(settled_at=None).count()) == ("declined", "Budget", 0)


def test_topics_of_the_region_are_counted_and_few_are_hidden() -> None:
    meeting = make_meeting()
    for _ in range(5):
        make_ambassador(topics=["website", "ecommerce"])
    make_ambassador(topics=["payment"])
    for _ in range(6):
        make_expert(specialities=["ecommerce"])
    row = make_pledge(meeting)
    told = {one.topic: one for one in wanted.topics(meeting)}
    assert set(told) == {"website", "ecommerce"}
    assert (told["ecommerce"].ambassadors, told["ecommerce"].experts) == (5, 6)
    assert (told["website"].experts, told["ecommerce"].pledges) == (None, [row])
    assert [one.topic for one in wanted.shortlist(meeting)] == ["website"]
