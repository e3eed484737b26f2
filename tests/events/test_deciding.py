"""A regional meeting is decided: go, postponed, sought again, confirmed, held; everybody told once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from club.core.errors import ClubError
from club.core.models import OutboxMail
from events.actions import asking, deciding, pledging, telling
from events.actions.deciding import Kept
from events.models import Event, Pledge, RegionalMeeting, Registration, Slot, Stage, State, Workshop
from members.actions.entitlements import left
from members.models import EntitlementKind, Use
from tests.event_factories import at, make_event, make_registration
from tests.events.searching import make_asked, make_meeting, make_pledge, make_supplier
from tests.factories import make_user
from tests.visitors import undone

pytestmark = pytest.mark.django_db
States = Registration.State
WHY = "Il manque des fournisseurs."


@pytest.fixture
def staff() -> Any:
    return make_user(is_staff=True)


def make_full() -> RegionalMeeting:
    """Two suppliers, three workshops, two people under reserve."""
    meeting = make_meeting()
    first = make_supplier()
    for supplier in (first, first, make_supplier()):
        make_pledge(meeting, supplier)
    for _ in range(2):
        make_registration(meeting.event)
    return meeting


def people(meeting: RegionalMeeting) -> list[Registration]:
    return list(Registration.objects.filter(event=meeting.event).order_by("pk"))


def told(meeting: RegionalMeeting, whom: str) -> int:
    """Mails of the last decision: of the meeting, or of its event that moved."""
    telling.write()
    found = RegionalMeeting.objects.select_related("event").get(pk=meeting.pk)
    keys = [f"regional:{found.pk}:{found.version}:{whom}:"]
    if whom == "registration":
        keys.append(f"event:{found.event_id}:{found.event.sequence}:")
    return sum(OutboxMail.objects.filter(key__startswith=key).count() for key in keys)


def last_mail(meeting: RegionalMeeting) -> OutboxMail:
    """What a participant was last written."""
    telling.write()
    return OutboxMail.objects.filter(person=people(meeting)[0].person).order_by("pk").last()


def calendar(mail: OutboxMail) -> str:
    """What the mailbox reads of it, long lines put together again."""
    return mail.calendar.replace("\r\n ", "")


def test_go_confirms_everybody_and_tells_each_once(staff: Any) -> None:
    meeting = make_full()
    deciding.go(meeting=meeting, by=staff, seen=meeting.version)
    assert [(row.state, row.changes) for row in people(meeting)] == [(States.CONFIRMED, 2)] * 2
    assert (told(meeting, "registration"), told(meeting, "supplier")) == (2, 2)
    mail = last_mail(meeting)
    assert ("METHOD:REQUEST" in calendar(mail), "PARTSTAT=ACCEPTED" in calendar(mail)) == (True, True)
    with pytest.raises(ClubError, match="vient de décider"):
        deciding.go(meeting=meeting, by=staff, seen=meeting.version)
    assert make_registration(meeting.event).state == States.CONFIRMED


def test_go_below_the_quorum_says_why(staff: Any) -> None:
    meeting = make_meeting()
    with pytest.raises(ClubError, match="il manque 2\u00a0fournisseurs et 3\u00a0ateliers"):
        deciding.go(meeting=meeting, by=staff)
    assert deciding.go(meeting=meeting, by=staff, despite="Salle payée").stage == Stage.GO


def test_whoever_goes_elsewhere_is_marked_and_told_never_blocked(staff: Any) -> None:
    meeting = make_full()
    person = people(meeting)[0].person
    other = make_event(starts_at=at(60, 9), ends_at=at(60, 12), audience=["everyone"])
    make_registration(other, person=person)
    Event.objects.filter(pk=other.pk).update(starts_at=at(40, 10), ends_at=at(40, 12))
    Registration.objects.filter(event=other).update(during=(at(40, 10), at(40, 12)))
    deciding.go(meeting=meeting, by=staff)
    telling.write()
    first, second = people(meeting)
    assert (first.state, first.clash_accepted, second.clash_accepted) == (States.CONFIRMED, True, False)
    mails = OutboxMail.objects.filter(key__startswith=f"regional:{meeting.pk}", key__contains=":registration:")
    texts = {mail.person_id: mail.text for mail in mails}
    assert [("autre rencontre" in texts[row.person_id]) for row in (first, second)] == [True, False]


@pytest.mark.parametrize("kept", [True, False])
def test_postponed_keeps_or_gives_back(staff: Any, kept: bool) -> None:
    meeting = make_full()
    supplier = meeting.pledges.first().organisation
    deciding.go(meeting=meeting, by=staff)
    deciding.postpone(meeting=meeting, reason=WHY, by=staff, kept=Kept(pledges=kept, registrations=kept))
    event = Event.objects.get(pk=meeting.event_id)
    assert (event.state, event.notice) == (State.POSTPONED, WHY)
    assert {row.state for row in people(meeting)} == {States.SUBJECT if kept else States.CANCELLED}
    assert meeting.pledges.standing().count() == (3 if kept else 0)
    assert left(supplier, EntitlementKind.WORKSHOP, timezone.localdate(event.starts_at)) == (0 if kept else 2)
    assert Workshop.objects.filter(meeting=meeting, pledge__isnull=False).count() == (3 if kept else 0)
    assert (told(meeting, "registration"), told(meeting, "supplier")) == (2, 2)
    mail = last_mail(meeting)
    assert ("METHOD:CANCEL" in calendar(mail), WHY in mail.text) == (True, True)


def test_new_day_moves_slots_and_calendars_and_asks_the_silent_again(staff: Any) -> None:
    meeting = make_full()
    silent = make_asked(meeting=meeting)
    deciding.postpone(meeting=meeting, reason=WHY, by=staff, kept=Kept())
    day = {"starts_at": at(41, 9), "ends_at": at(41, 17)}
    soon = timezone.localdate() + timedelta(30)
    with pytest.raises(ClubError, match="avant le jour"):
        deciding.seek_again(meeting=meeting, by=staff, decides_on=timezone.localdate(at(41)), **day)
    found = deciding.seek_again(meeting=meeting, by=staff, decides_on=soon, **day)
    assert (found.stage, found.search, found.event.state) == (Stage.SEEKING, 2, State.OPEN)
    assert {timezone.localdate(slot.starts_at) for slot in Slot.objects.filter(meeting=meeting)} == {at(41).date()}
    assert {row.during.lower for row in people(meeting)} == {at(41, 9)}
    assert (told(meeting, "registration"), told(meeting, "supplier")) == (2, 2)
    assert (asking.write(), asking.write()) == (1, 0)
    again = silent.mails.filter(search=2)
    assert (again.filter(settled_at__isnull=False).count(), again.count()) == (1, 3)
    mail = last_mail(meeting)
    assert ("PARTSTAT=TENTATIVE" in calendar(mail), "sous réserve" in mail.text) == (True, True)


def test_confirmed_tells_the_workshops_and_held_writes_the_outcome(staff: Any) -> None:
    meeting = make_full()
    deciding.go(meeting=meeting, by=staff)
    deciding.confirm(meeting=meeting, by=staff)
    assert (told(meeting, "registration"), told(meeting, "supplier")) == (2, 2)
    assert "Vendre sans boutique" in last_mail(meeting).text
    with pytest.raises(ClubError, match="pas encore passée"):
        deciding.hold(meeting=meeting, by=staff)
    Event.objects.filter(pk=meeting.event_id).update(starts_at=at(-2, 9), ends_at=at(-2, 17))
    assert deciding.hold(meeting=meeting, by=staff).stage == Stage.HELD
    assert set(Use.objects.values_list("outcome", flat=True)) == {"Atelier tenu"}


def test_cancelled_gives_everything_back(staff: Any) -> None:
    meeting = make_full()
    event = deciding.cancel(event=meeting.event, reason="Salle fermée.", by=staff)
    assert (event.state, meeting.pledges.standing().count()) == (State.CANCELLED, 0)
    assert {row.state for row in people(meeting)} == {States.CANCELLED}
    assert (told(meeting, "registration"), told(meeting, "supplier")) == (2, 2)


def test_another_day_of_decision_moves_the_last_reminder(staff: Any) -> None:
    asked = make_asked()
    before = asked.mails.get(step="last").due_on
    day = asked.meeting.decides_on + timedelta(7)
    asking.decide_later(meeting=asked.meeting, decides_on=day, by=staff)
    assert asked.mails.get(step="last").due_on == before + timedelta(7)


def test_database_refuses_a_stage_out_of_order() -> None:
    for before in Stage:
        for after in Stage:
            if before == after:
                continue
            with undone():
                meeting = make_meeting()
                _bring(meeting, before)
                allowed = True
                try:
                    with transaction.atomic():
                        RegionalMeeting.objects.filter(pk=meeting.pk).update(stage=after)
                except DatabaseError:
                    allowed = False
                assert allowed == (after in before.next_stages), (before, after)


def _bring(meeting: RegionalMeeting, stage: Stage) -> None:
    ways = {Stage.GO: [Stage.GO], Stage.POSTPONED: [Stage.POSTPONED], Stage.CONFIRMED: [Stage.GO, Stage.CONFIRMED]}
    ways[Stage.HELD] = [*ways[Stage.CONFIRMED], Stage.HELD]
    for step in ways.get(stage, []):
        RegionalMeeting.objects.filter(pk=meeting.pk).update(stage=step)


STEPS = ["pledge", "withdraw", "register", "go", "postpone", "release", "seek", "confirm"]


@given(st.lists(st.sampled_from(STEPS), min_size=4, max_size=10))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_decided_rights_rooms_and_registrations_agree(steps: list[str]) -> None:
    with undone():
        by, supplier = make_user(is_staff=True), make_supplier(workshops=9)
        meeting = make_meeting(workshops=2, quorum=1)
        for number, step in enumerate(steps):
            try:
                with transaction.atomic():
                    _act(meeting, step, supplier, by, number)
            except ClubError:
                pass
            _agree(RegionalMeeting.objects.select_related("event").get(pk=meeting.pk))


def _act(meeting: RegionalMeeting, step: str, supplier: Any, by: Any, number: int) -> None:
    event = Event.objects.get(pk=meeting.event_id)
    if step == "pledge":
        make_pledge(meeting, supplier)
    elif step == "withdraw" and (row := meeting.pledges.standing().first()):
        pledging.withdraw(pledge=row, because="", by=by)
    elif step == "register":
        make_registration(event)
    elif step == "go":
        deciding.go(meeting=meeting, by=by)
    elif step in ("postpone", "release"):
        keep = step == "postpone"
        deciding.postpone(meeting=meeting, reason=WHY, by=by, kept=Kept(pledges=keep, registrations=keep))
    elif step == "seek":
        day = {"starts_at": at(50 + number, 9), "ends_at": at(50 + number, 17)}
        deciding.seek_again(meeting=meeting, decides_on=timezone.localdate() + timedelta(20), by=by, **day)
    elif step == "confirm":
        deciding.confirm(meeting=meeting, by=by)


def _agree(meeting: RegionalMeeting) -> None:
    standing = meeting.pledges.standing()
    assert standing.count() <= meeting.workshops_wanted
    assert Use.objects.filter(given_back_at=None).count() == standing.count()
    assert Workshop.objects.filter(meeting=meeting, pledge__state=Pledge.State.STANDING).count() == standing.count()
    assert not Workshop.objects.filter(meeting=meeting).exclude(pledge=None).exclude(pledge__in=standing).exists()
    coming = Registration.objects.coming().filter(event=meeting.event).values_list("state", flat=True)
    sure = meeting.stage in (Stage.GO, Stage.CONFIRMED)
    assert set(coming) <= {States.CONFIRMED if sure else States.SUBJECT}
    assert (meeting.event.state == State.POSTPONED) == (meeting.stage == Stage.POSTPONED)
