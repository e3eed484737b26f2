"""Who is asked for contents, when, how often, and what stops it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from club.contributions import demand, timetable
from club.contributions.actions import calling, reminding
from club.contributions.errors import ContributionError
from club.contributions.models import Call, CallMail
from club.core.models import OutboxMail
from club.core.topics import Topic
from members.models import Organisation
from newsletters.models import Slot, Suppression
from tests.contribution_factories import make_submission
from tests.factories import (
    make_affiliation,
    make_ambassador,
    make_block,
    make_expert,
    make_organisation,
    make_sent_issue,
    make_staff,
    make_user,
)
from tests.membership_factories import make_membership, make_version

pytestmark = pytest.mark.django_db
DEPARTURE = date(2026, 11, 24)  # a Tuesday; the calls open on Friday 13, the last day is Friday 20


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, datetime.min.time().replace(hour=hour), tzinfo=timezone.get_default_timezone())


def slot_of(day: date = DEPARTURE) -> Slot:
    return Slot.objects.get_or_create(job="flash-info", due_at=at(day))[0]


def supplier(inserts: int = 6, **fields: Any) -> Organisation:
    organisation = make_organisation(**fields)
    make_membership(make_version(grants={"insert": inserts}), organisation=organisation)
    return organisation


def play(first: date, last: date) -> None:
    """The clock knocks each morning and each evening."""
    day = first
    while day <= last:
        for hour in (10, 20):
            calling.close_past(now=at(day, hour))
            calling.open_due(now=at(day, hour))
            reminding.send_due(now=at(day, hour))
        day += timedelta(1)


def story(call: Call) -> list[tuple[str, str, str]]:
    rows = call.mails.filter(copy_of=None)
    return [(row.step, f"{row.due_on:%d/%m}", row.state if row.state == "sent" else row.why) for row in rows]


def test_days_are_counted_back_and_moved_before_holidays() -> None:
    assert [day for _, day in timetable.steps(at(DEPARTURE))] == [
        date(2026, 11, 13),
        date(2026, 11, 19),
        date(2026, 11, 20),
    ]
    around_may = timetable.steps(at(date(2026, 5, 12)))  # the 8th is a holiday: reminder and last fall together
    assert list(around_may) == [("first", date(2026, 4, 30)), ("last", date(2026, 5, 7))]


@pytest.mark.parametrize(
    ("departure", "days"),
    [
        (date(2026, 9, 1), [date(2026, 7, 22), date(2026, 7, 27), date(2026, 7, 30)]),
        (date(2026, 9, 8), [date(2026, 7, 29), date(2026, 9, 3), date(2026, 9, 4)]),
        (date(2027, 1, 5), [date(2026, 12, 9), date(2026, 12, 14), date(2026, 12, 17)]),
    ],
)
def test_departure_after_a_closed_period_gives_as_long_to_answer(departure: date, days: list[date]) -> None:
    assert list(timetable.steps(at(departure))) == list(zip(["first", "reminder", "last"], days, strict=True))
    assert timetable.closes_on(at(departure)) == days[-1]


def test_silent_supplier_is_asked_three_times_at_decent_hours_then_left() -> None:
    slot_of()
    brand = supplier()
    person = make_affiliation(organisation=brand, roles=["content"]).person
    play(date(2026, 11, 10), date(2026, 11, 25))
    call = Call.objects.get()
    assert story(call) == [("first", "13/11", "sent"), ("reminder", "19/11", "sent"), ("last", "20/11", "sent")]
    assert (call.state, call.inserts_left) == ("silent", 6)
    subjects = OutboxMail.objects.filter(person=person).order_by("pk").values_list("subject", flat=True)
    assert list(subjects) == [
        "Flash info du 24 novembre : votre contenu",
        "Flash info du 24 novembre : il reste cinq jours",
        "Dernier jour pour le Flash info du 24 novembre",
    ]


@pytest.mark.parametrize("ending", ["submission", "decline", "take_over"])
def test_answer_stops_the_reminders(ending: str) -> None:
    slot_of()
    brand = supplier()
    person = make_affiliation(organisation=brand, roles=["content"]).person
    play(date(2026, 11, 13), date(2026, 11, 13))
    call = Call.objects.get()
    if ending == "submission":
        from club.contributions.actions import writing

        row = make_submission(supplier=brand, author=person, state="draft")  # begun in the portal, for no call
        writing.hand_in(submission=row, by=person, now=at(date(2026, 11, 13), 12))
    else:
        by = person if ending == "decline" else make_staff()
        for _ in range(2):
            getattr(calling, ending)(call=call, by=by)
    play(date(2026, 11, 14), date(2026, 11, 25))
    first, *others = [state for _, _, state in story(call)]
    assert first == "sent"
    assert not {"sent", ""}.intersection(others)
    assert OutboxMail.objects.filter(person=person).count() == 1


def test_clock_that_slept_sends_the_next_reminder_alone() -> None:
    slot_of()
    make_affiliation(organisation=supplier(), roles=["content"])
    play(date(2026, 11, 13), date(2026, 11, 13))
    play(date(2026, 11, 20), date(2026, 11, 20))
    assert story(Call.objects.get())[1:] == [
        ("reminder", "19/11", "remplacé par le rappel suivant"),
        ("last", "20/11", "sent"),
    ]


def test_call_opened_late_is_made_once() -> None:
    slot_of()
    make_affiliation(organisation=supplier(), roles=["content"])
    play(date(2026, 11, 16), date(2026, 11, 25))
    assert story(Call.objects.get()) == [
        ("first", "16/11", "sent"),
        ("reminder", "19/11", "sent"),
        ("last", "20/11", "sent"),
    ]


def test_nobody_is_written_to_at_night_nor_on_sunday() -> None:
    slot_of()
    make_affiliation(organisation=supplier(), roles=["content"])
    calling.open_due(now=at(date(2026, 11, 13)))
    for moment in (at(date(2026, 11, 13), 7), at(date(2026, 11, 13), 22), at(date(2026, 11, 15))):
        assert reminding.send_due(now=moment) == 0
    assert reminding.send_due(now=at(date(2026, 11, 13))) == 1


def test_executive_is_written_to_after_two_silent_fortnights() -> None:
    brand = supplier()
    make_affiliation(organisation=brand, roles=["content"])
    boss = make_affiliation(organisation=brand, roles=["executive"]).person
    for day in (date(2026, 10, 27), date(2026, 11, 10)):
        slot = slot_of(day)
        Call.objects.create(slot=slot, supplier=brand, state="silent", settled_at=timezone.now())
    slot_of()
    play(date(2026, 11, 13), date(2026, 11, 13))
    mail = OutboxMail.objects.get(person=boss)
    assert mail.subject == f"{brand} absent de deux Flash info de suite"
    assert "6 encarts vous attendent" in mail.text


def test_executive_who_is_the_one_asked_gets_one_mail() -> None:
    brand = supplier()
    boss = make_affiliation(organisation=brand, roles=["executive"]).person
    for day in (date(2026, 10, 27), date(2026, 11, 10)):
        Call.objects.create(slot=slot_of(day), supplier=brand, state="silent", settled_at=timezone.now())
    slot_of()
    play(date(2026, 11, 13), date(2026, 11, 13))
    assert OutboxMail.objects.filter(person=boss).count() == 1
    assert CallMail.objects.get(step="escalation").why == f"{boss} reçoit déjà l’appel"


@pytest.mark.parametrize(
    ("roles", "asked"),
    [
        ([["executive"], ["marketing"], ["content"]], 2),
        ([["executive"], ["commercial"], ["marketing"]], 2),
        ([["billing"], ["executive"]], 1),
        ([["agency", "content"], ["executive"]], 1),
    ],
)
def test_right_person_is_asked_and_agencies_get_a_copy_with_their_own_link(
    roles: list[list[str]], asked: int
) -> None:
    slot_of()
    brand = supplier()
    people = [make_affiliation(organisation=brand, roles=held).person for held in roles]
    play(date(2026, 11, 13), date(2026, 11, 13))
    mail = CallMail.objects.get(copy_of=None, state="sent")
    assert mail.person == people[asked]
    agents = [person for person, held in zip(people, roles, strict=True) if "agency" in held]
    assert [row.person for row in mail.copies.all()] == agents
    links = {
        text.split("/contribuer/appel/")[1].split("/")[0]
        for text in OutboxMail.objects.values_list("text", flat=True)
    }
    assert len(links) == 1 + len(agents)


def test_whoever_objects_or_bounces_is_not_written_to_and_it_is_said() -> None:
    slot_of()
    brand = supplier()
    gone = make_affiliation(organisation=brand, roles=["content"]).person
    boss = make_affiliation(organisation=brand, roles=["executive"]).person
    Suppression.objects.create(address_hash=gone.address_hash, cause="unknown")
    play(date(2026, 11, 13), date(2026, 11, 13))
    assert CallMail.objects.get(state="sent").person == boss
    Suppression.objects.create(address_hash=boss.address_hash, cause="request", scope="all")
    play(date(2026, 11, 19), date(2026, 11, 19))
    assert CallMail.objects.get(step="reminder").why.startswith(
        f"{boss} ne peut pas être sollicité\u00a0: elle s’est opposée"
    )


def test_supplier_without_insert_nor_anybody_is_named_not_asked() -> None:
    slot_of()
    none_left, nobody, served = supplier(inserts=0), supplier(), supplier()
    make_affiliation(organisation=served, roles=["content"])
    make_submission(supplier=served)  # "dès que possible"
    play(date(2026, 11, 13), date(2026, 11, 13))
    assert not Call.objects.filter(supplier=none_left).exists()
    assert Call.objects.get(supplier=served).state == "answered"
    assert CallMail.objects.get(call__supplier=nobody, step="first").why.startswith(
        "Personne n’est chargé des contenus"
    )


def test_two_clocks_open_and_send_once() -> None:
    slot_of()
    make_affiliation(organisation=supplier(), roles=["content"])
    play(date(2026, 11, 13), date(2026, 11, 13))
    play(date(2026, 11, 13), date(2026, 11, 13))
    assert (Call.objects.count(), OutboxMail.objects.count()) == (1, 1)


def test_answer_crosses_no_reminder() -> None:
    slot_of()
    brand = supplier()
    make_affiliation(organisation=brand, roles=["content"])
    calling.open_due(now=at(date(2026, 11, 13)))
    calling.decline(call=Call.objects.get(), by=make_user())
    reminding.send_due(now=at(date(2026, 11, 13)))
    assert not OutboxMail.objects.exists()


def test_settled_call_says_so() -> None:
    slot_of()
    brand = supplier()
    calling.open_due(now=at(date(2026, 11, 13)))
    call = calling.decline(call=Call.objects.get(supplier=brand), by=make_user())
    with pytest.raises(ContributionError, match="rien cette fois"):
        calling.take_over(call=call, by=make_staff())
    with pytest.raises(ContributionError):
        calling.note(supplier=brand, by=make_staff(), text="  ")


def test_demand_puts_first_what_many_declare_and_few_serve() -> None:
    for _ in range(3):
        make_ambassador(topics=[Topic.INVOICING, Topic.SECURITY], state="validated")
    make_expert(specialities=[Topic.SECURITY], state="listed")
    make_block(issue=make_sent_issue(), specialities=[Topic.SECURITY])
    found = [(d.topic, d.people, d.inserts) for d in demand.wanted()]
    assert found == [(Topic.INVOICING, 3, 0), (Topic.SECURITY, 4, 1)]
