"""The day of a regional meeting that is no more, and what hung on it: suppliers asked, workshops, wishes, places."""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.errors import ClubError
from club.core.models import OutboxMail
from events import regional_board, regional_console
from events.actions import agenda, deciding, places, pledging, workshops
from events.actions.deciding import Kept
from events.models import AskMail, Place, RegionalMeeting, Registration, Session, Slot, Wish
from tests.event_factories import at
from tests.events.searching import make_asked, make_pledge, who_reads
from tests.factories import make_staff, make_user, sign_in
from tests.workshop_factories import make_participant, make_regional, session

pytestmark = pytest.mark.django_db


def found(meeting: RegionalMeeting) -> RegionalMeeting:
    return RegionalMeeting.objects.select_related("event").get(pk=meeting.pk)


def mails(name: str) -> int:
    return OutboxMail.objects.filter(template=f"events/emails/{name}").count()


def make_chosen() -> tuple[RegionalMeeting, list[Registration]]:
    """Places are told: one has the seat that another waits for, and a seat of the other side is free from today."""
    meeting = make_regional(told=True)
    rows = [make_participant(meeting) for _ in range(2)]
    here = session(meeting, 1)
    Wish.objects.create(registration=rows[0], slot=here.slot, workshop=here.workshop, rank=1)
    for row in rows:
        places.take(registration=row, session=here, or_wait=True)
    RegionalMeeting.objects.update(mix_released_on=timezone.localdate())
    return meeting, rows


def call_off(meeting: RegionalMeeting, how: str) -> None:
    if how == "cancel":
        deciding.cancel(event=found(meeting).event, reason="Salle fermée.", by=make_staff())
    else:
        deciding.postpone(meeting=meeting, reason="Salle fermée.", by=make_staff(), kept=Kept())


def test_cancelled_meeting_asks_nobody_and_takes_no_promise() -> None:
    asked = make_asked()
    meeting, reader = asked.meeting, who_reads(asked.organisation)
    assert (regional_console.seeking(), len(list(regional_console.of_supplier(reader)))) == (1, 1)
    call_off(meeting, "cancel")
    assert (regional_console.seeking(), list(regional_console.of_supplier(reader))) == (0, [])
    assert not AskMail.objects.filter(settled_at=None).exists()
    with pytest.raises(ClubError, match="Cette rencontre est annulée"):
        make_pledge(meeting, asked.organisation)
    with pytest.raises(ClubError, match="Cette rencontre est annulée"):
        pledging.decline(meeting=meeting, organisation=asked.organisation, why="", by=make_user())
    address = reverse("portal:regional:answer", args=[meeting.pk, asked.organisation_id])
    shown = sign_in(Client(), reader).get(address).content.decode()
    words = ("Cette rencontre est annulée", "Nous ne venons pas", "il manque", "Ce que la région attend")
    assert [word in shown for word in words] == [True, False, False, False]


def test_nothing_more_is_decided_once_it_is_cancelled() -> None:
    meeting = make_regional()
    assert regional_board.meeting(found(meeting))["may_confirm"]
    call_off(meeting, "cancel")
    shown = regional_board.meeting(found(meeting))
    named = ("is_open", "may_confirm", "may_hold", "may_postpone", "may_change")
    assert [shown[name] for name in named] == [False] * 5
    for act in (partial(deciding.go, despite="La salle est payée."), deciding.confirm):
        with pytest.raises(ClubError, match="Cette rencontre est annulée"):
            act(meeting=meeting, by=make_staff())


@pytest.mark.parametrize("how", ["cancel", "postpone"])
def test_day_that_is_no_more_holds_no_place_wish_or_session(how: str) -> None:
    meeting, rows = make_chosen()
    call_off(meeting, how)
    assert places.follow_released() == 0
    assert [table.objects.count() for table in (Place, Wish, Session)] == [0, 0, 0]
    now = found(meeting)
    assert (now.places_told_at, now.mix_released_on, mails("place_given")) == (None, None, 0)
    with pytest.raises(ClubError):
        workshops.state_wishes(registration=rows[0], wishes={meeting.slots.get().pk: [meeting.workshops.first().pk]})


def test_free_seat_of_the_other_side_would_have_been_given() -> None:
    """The negative control."""
    make_chosen()
    assert (places.follow_released(), mails("place_given")) == (1, 1)


def test_slots_follow_a_meeting_that_moves_in_its_record() -> None:
    event = make_regional().event
    event.starts_at, event.ends_at = at(31, 14), at(31, 18)
    agenda.change(event=event, by=make_staff())
    slot = Slot.objects.get()
    assert (event.starts_at <= slot.starts_at, slot.ends_at <= event.ends_at) == (True, True)


def test_second_go_writes_of_workshops_only_once_wishes_are_opened_anew() -> None:
    meeting, _ = make_chosen()
    by = make_staff()
    call_off(meeting, "postpone")
    soon = timezone.localdate() + timedelta(20)
    deciding.seek_again(meeting=meeting, starts_at=at(50, 9), ends_at=at(50, 17), decides_on=soon, by=by)
    deciding.go(meeting=meeting, by=by, despite="La salle est payée.")
    assert workshops.write() == 0
    workshops.open_wishes(meeting=meeting, by=by)
    assert (workshops.write(), mails("wishes_asked"), mails("places_told")) == (2, 2, 0)
