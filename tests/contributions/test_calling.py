"""Who is asked for contents, when, how often, and what stops it."""

from datetime import date

import pytest

from club.contributions import demand, timetable
from club.contributions.actions import calling, reminding
from club.contributions.errors import ContributionError
from club.contributions.models import Call, CallMail
from club.core.models import OutboxMail
from club.core.topics import Topic
from tests.contribution_factories import make_placement, make_submission
from tests.contributions.clock import DEPARTURE, at, play, slot_of, story, supplier
from tests.factories import (
    make_affiliation,
    make_ambassador,
    make_block,
    make_expert,
    make_sent_issue,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


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
        "Flash info du 24 novembre : jusqu’au 20 novembre",
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


def test_mail_that_breaks_keeps_no_other_from_leaving(monkeypatch: pytest.MonkeyPatch) -> None:
    slot_of()
    for _ in range(2):
        make_affiliation(organisation=supplier(), roles=["content"])
    calling.open_due(now=at(date(2026, 11, 13)))
    send, broken = reminding.emails.send_call, CallMail.objects.filter(step="first").order_by("pk")[0].pk
    monkeypatch.setattr(
        reminding.emails, "send_call", lambda *, mail: send(mail=mail) if mail.pk != broken else 1 / 0
    )
    assert reminding.send_due(now=at(date(2026, 11, 13))) == 1
    assert OutboxMail.objects.count() == 1


def test_supplier_without_insert_nor_anybody_is_named_not_asked() -> None:
    slot_of()
    no_right, none_left, nobody, served = supplier(inserts=0), supplier(inserts=1), supplier(), supplier()
    make_placement(supplier=none_left)
    make_affiliation(organisation=served, roles=["content"])
    make_submission(supplier=served)  # "dès que possible"
    play(date(2026, 11, 13), date(2026, 11, 13))
    assert not Call.objects.filter(supplier=no_right).exists()
    spent = Call.objects.get(supplier=none_left)
    assert (spent.state, spent.reason[:22], spent.mails.count()) == ("not_asked", "plus d’encart libre ju", 0)
    assert Call.objects.get(supplier=served).state == "answered"
    assert CallMail.objects.get(call__supplier=nobody, step="first").why.startswith(
        "Personne n’est chargé des contenus"
    )


def test_clock_that_knocks_twice_opens_and_sends_once() -> None:
    slot_of()
    make_affiliation(organisation=supplier(), roles=["content"])
    play(date(2026, 11, 13), date(2026, 11, 13))
    play(date(2026, 11, 13), date(2026, 11, 13))
    assert (Call.objects.count(), OutboxMail.objects.count()) == (1, 1)


def test_nothing_leaves_after_an_answer() -> None:
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
