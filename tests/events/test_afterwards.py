"""The days after: asked once, answered by a link, in touch when both say so, figures hidden while they are few."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from club.core.models import OutboxMail
from club.core.roles import Role
from events import aftermath, links
from events.actions import afterwards, checking
from events.actions.registering import Favour
from events.admittance import Seat
from events.errors import EventError
from events.models import Contact, Event, Feedback, OfficialContactDraft, Registration, Side
from members.models import User
from tests.event_factories import make_check_in, make_guest, make_invitation, make_todays_event
from tests.events.seated import make_colleague, make_member
from tests.factories import make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db


def make_present(event: Event, **person: Any) -> Registration:
    return make_check_in(make_guest(event, person=make_user(**person))).registration


def mails(name: str) -> list[str]:
    rows = OutboxMail.objects.filter(template=f"events/emails/{name}")
    return sorted(rows.values_list("to_address", flat=True))


def tomorrow() -> Any:
    return timezone.localtime().replace(hour=9, minute=0) + timedelta(days=2)


def make_asked(count: int = 2) -> list[Registration]:
    event = make_todays_event()
    rows = [make_present(event) for _ in range(count)]
    afterwards.follow_up(tomorrow())
    return rows


def test_those_who_came_are_asked_once_the_day_after() -> None:
    event = make_todays_event()
    came, absent = make_present(event, email="venue@tpe.example"), make_guest(event)
    seen = checking.Seen(by=make_staff())
    checking.walk_in(event=event, visitor=checking.Visitor("", "Sans adresse"), seen=seen)
    Registration.objects.filter(pk=absent.pk).update(diet="sans gluten")
    assert afterwards.follow_up(event.ends_at - timedelta(hours=1)) == 0  # not over
    asked = [afterwards.follow_up(tomorrow()) for _ in range(2)]
    assert (asked, mails("after")) == ([1, 0], ["venue@tpe.example"])
    assert Feedback.objects.get().registration == came
    absent.refresh_from_db()
    assert absent.diet == ""
    assert afterwards.follow_up(tomorrow() + timedelta(days=30)) == 0


def test_page_of_the_link_takes_three_answers(client: Client) -> None:
    row, _ = make_asked()
    address = f"/agenda/suite/{links.after_token(row.pk)}/"
    assert client.get(address).status_code == 200
    assert not Feedback.objects.answered().exists()
    client.post(address, {"geste": "avis", "note": "4", "takes": "Deux contacts", "missed": ""})
    said = Feedback.objects.get(registration=row)
    assert (said.note, said.takes, said.missed) == (4, "Deux contacts", "")
    assert client.post(address, {"geste": "avis", "note": "6"}).status_code == 200
    assert client.get(f"/agenda/suite/{links.registration_token(row.pk)}/").status_code == 404  # another purpose
    Feedback.objects.update(asked_at=timezone.now() - timedelta(days=61))
    said.refresh_from_db()
    with pytest.raises(EventError):
        afterwards.answer(feedback=said, note=1, takes="", missed="")


def test_only_a_yes_from_both_is_told_once_to_both(client: Client) -> None:
    one, two, three = make_asked(3)
    address = f"/agenda/suite/{links.after_token(one.pk)}/"
    afterwards.stay_in_touch(registration=two, wanted=[one.pk])
    assert (mails("in_touch"), two.person.email in client.get(address).content.decode()) == ([], False)
    client.post(address, {"geste": "contacts", "wanted": [two.pk, three.pk]})
    both = sorted([one.person.email, two.person.email])
    text = client.get(address).content.decode()
    assert (mails("in_touch"), two.person.email in text, three.person.email in text) == (both, True, False)
    afterwards.stay_in_touch(registration=one, wanted=[two.pk])  # no longer three; once more two
    assert (mails("in_touch"), aftermath.met_by(one).friends, aftermath.met_by(one).chosen) == (both, [two], [])


def test_nobody_reaches_who_was_not_there_nor_who_is_not_listed() -> None:
    event = make_todays_event()
    one, hidden, absent = make_present(event), make_present(event), make_guest(event)
    Registration.objects.filter(pk=hidden.pk).update(is_listed=False)
    assert aftermath.met_by(one).others == []
    afterwards.stay_in_touch(registration=one, wanted=[absent.pk, one.pk, hidden.pk])
    assert not Contact.objects.exists()
    with pytest.raises(EventError):
        afterwards.stay_in_touch(registration=absent, wanted=[one.pk])


def test_list_that_the_event_hides_names_friends_alone() -> None:
    one, friend, other = make_asked(3)
    for row, back in ((one, friend), (friend, one)):
        afterwards.stay_in_touch(registration=row, wanted=[back.pk])
    assert aftermath.met_by(one).others == [other]
    Event.objects.update(is_listed=False)
    Registration.objects.filter(pk=friend.pk).update(is_listed=False)
    circle = aftermath.met_by(one)
    assert (circle.friends, circle.chosen, circle.others) == ([friend], [], [])
    afterwards.stay_in_touch(registration=one, wanted=[other.pk])
    assert (Contact.objects.filter(to=other).exists(), aftermath.met_by(one).friends) == (False, [friend])


def test_figures_and_absences_are_shown_to_the_team() -> None:
    rows = make_asked(5)
    event = rows[0].event
    late = make_guest(event)
    for number, row in enumerate(rows[:4], 1):
        afterwards.answer(feedback=Feedback.objects.get(registration=row), note=number, takes="", missed="Du café")
    opinions = aftermath.opinions_on(event)
    assert (opinions.mean_words, opinions.answered, opinions.are_few) == ("2,5 sur 5", 4, True)
    afterwards.answer(feedback=Feedback.objects.get(registration=rows[4]), note=5, takes="", missed="")
    assert not aftermath.opinions_on(event).are_few
    planner = sign_in(Client(), make_staff(Role.EVENTS))
    text = planner.get(f"/console/agenda/{event.pk}/suites/").content.decode()
    assert ("3,0 sur 5" in text, "Absents (1)" in text, late.person.listed_name in text) == (True, True, True)


def test_contacts_with_officials_are_prepared_from_the_check_ins() -> None:
    member = make_member(seats=4)
    event = make_todays_event(with_officials=True)
    there, away = (make_colleague(member) for _ in range(2))
    rows = [make_registration_now(event, person) for person in (there, away)]
    make_check_in(rows[0])
    make_present(event)  # of no member
    official = make_invitation(event, kind="official", category="parliament", last_name="Dupont")
    absent = make_invitation(event, kind="official", category="local")
    make_guest(event, person=absent.person)
    entry = make_check_in(make_guest(event, person=official.person))
    for _ in range(2):
        afterwards.follow_up(tomorrow())
    draft = OfficialContactDraft.objects.get()
    assert (draft.official, draft.member, draft.category, draft.subject) == (official, rows[0], "parliament", "")
    staff = sign_in(Client(), make_staff(Role.EVENTS))
    page = staff.get(f"/console/agenda/{event.pk}/suites/").content.decode()
    assert "Contacts avec des responsables publics (1)" in page
    checking.undo(entry=entry, reason="mauvais nom", by=make_staff())
    afterwards.follow_up(tomorrow())
    assert not OfficialContactDraft.objects.exists()


def make_registration_now(event: Event, person: User) -> Registration:
    """The team registers somebody for the organisation they act for."""
    organisation = person.affiliations.get().organisation
    seat = Seat(Side(organisation.side), organisation.name, organisation)
    return make_guest(event, person=person, favour=Favour(by=make_user(is_staff=True), seat=seat))
