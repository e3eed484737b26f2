"""Registering: who may come, what is counted, what is refused and why."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from club.core.departments import Department
from club.core.models import OutboxMail
from events.actions import agenda, leaving, registering, seats, telling
from events.actions.registering import Asked, Favour
from events.admittance import Seat, admittance_of
from events.errors import Clash, EventError
from events.models import Admission, CheckIn, Event, Kind, RegionalMeeting, Registration, Side
from members.billing.models import Document
from members.models import Use
from tests.event_factories import at, make_draft_event, make_event, make_registration
from tests.events.seated import make_colleague, make_evening, make_member
from tests.factories import make_ambassador, make_expert_contact, make_institution, make_staff, make_user

pytestmark = pytest.mark.django_db
Status, Way = Registration.State, Registration.Way


def open_to_all(**overrides: object) -> Event:
    return make_event(**{"audience": [Admission.EVERYONE]} | overrides)


def test_ambassador_comes_in_the_name_of_the_network() -> None:
    ambassador = make_ambassador()
    row = make_registration(make_event(), person=ambassador.person)
    assert (row.state, row.side, row.structure) == ("confirmed", "ambassador", ambassador.network.name)
    assert row.organisation == ambassador.network


def test_seat_of_an_ambassador_is_not_one_of_the_network() -> None:
    network = make_member(seats=1, organisation=make_institution())
    event = make_evening(audience=[Admission.MEMBER, Admission.AMBASSADOR], seats_each=1)
    ambassador, colleague = make_ambassador(network=network).person, make_colleague(network)
    row = make_registration(event, person=ambassador)
    assert (row.organisation, Use.objects.count()) == (network, 0)
    with pytest.raises(EventError, match="Seule une place prise pour un membre"):
        leaving.substitute(registration=row, person=colleague)
    taken = make_registration(event, person=colleague)
    assert Use.objects.get().key == taken.use_key
    assert make_registration(event, person=make_ambassador(network=network).person).state == "confirmed"
    agenda.cancel(event=event, reason="Salle fermée.", by=make_staff())
    telling.write()
    told = OutboxMail.objects.filter(template="events/emails/called_off", text__contains="rendue aux droits")
    assert [mail.to_address for mail in told] == [colleague.email]


def test_expert_comes_in_the_name_of_the_firm() -> None:
    contact = make_expert_contact()
    row = make_registration(make_event(), person=contact.person)
    assert (row.side, row.structure, row.organisation) == ("expert", contact.expert.name, None)


def test_stranger_is_told_who_may_come_and_how() -> None:
    event, person = make_event(), make_user()
    told = admittance_of(event, person)
    assert told.words == "Réservé aux ambassadeurs et aux experts du Channel\u00a0: vous n’en êtes pas encore."
    assert [name for _, name in told.next_steps] == ["public:ambassadors", "public:channel"]
    with pytest.raises(EventError, match="vous n’en êtes pas encore"):
        make_registration(event, person=person)
    assert admittance_of(event, AnonymousUser()).words == "Réservé aux ambassadeurs et aux experts du Channel."


def test_seats_of_a_member_are_told_in_words_and_drawn_from_its_rights() -> None:
    brand, event = make_member(seats=5), make_evening()
    first, second, third = (make_colleague(brand) for _ in range(3))
    rule = "Réservé aux représentants des membres"
    assert admittance_of(event, first).words == f"{rule}\u00a0: il vous reste 2\u00a0places sur 2."
    row = make_registration(event, person=first)
    assert Use.objects.get(key=row.use_key).quantity == 1
    assert admittance_of(event, second).words == f"{rule}\u00a0: il vous reste 1\u00a0place sur 2."
    make_registration(event, person=second)
    assert admittance_of(event, third).words == f"{rule}\u00a0: {brand.name} n’a plus de place sur 2."
    with pytest.raises(EventError, match="n’a plus de place sur 2"):
        make_registration(event, person=third)


def test_unused_seats_are_open_to_all_members_from_their_day_on() -> None:
    brand, event = make_member(seats=5), make_evening(seats_each=1, releases_on=timezone.localdate())
    rows = [make_registration(event, person=make_colleague(brand)) for _ in range(2)]
    assert [row.state for row in rows] == ["confirmed", "confirmed"]


def test_event_after_the_end_of_the_membership_says_so() -> None:
    brand = make_member(seats=5)
    told = admittance_of(make_evening(days=320), make_colleague(brand))
    rule = f"l’adhésion de {brand.name} ne comprend pas de place à cette date."
    assert told.words == f"Réservé aux représentants des membres\u00a0: {rule}"


def test_seat_beyond_the_rights_is_refused_or_billed_as_the_event_says() -> None:
    brand = make_member(seats=0)
    with pytest.raises(EventError, match="n’a plus de place"):
        make_registration(make_evening(), person=make_colleague(brand))
    event = make_evening(days=40, extra_seat="invoice", extra_price=Decimal(90))
    person = make_colleague(brand)
    price = f"{brand.name} n’a plus de place incluse\u00a0: cette place lui est facturée 90,00\u00a0€ hors taxes."
    assert admittance_of(event, person).words.endswith(price)
    with pytest.raises(EventError, match=re.escape(price)):
        make_registration(event, person=person)
    row = make_registration(event, person=person, asked=Asked(accepts_price=True))
    assert price in OutboxMail.objects.get(to_address=person.email).text
    document = Document.objects.get()
    assert (row.is_extra, document.organisation, document.total, document.number) == (True, brand, Decimal(108), None)
    assert not Use.objects.exists()


def test_seats_are_never_sold_before_officials() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_evening(with_officials=True, extra_seat="invoice", extra_price=Decimal(90))


def test_same_person_twice_has_one_seat_and_one_mail() -> None:
    event, person = open_to_all(), make_user()
    assert make_registration(event, person=person) == make_registration(event, person=person)
    assert OutboxMail.objects.filter(to_address=person.email).count() == 1


def test_another_event_at_the_same_hour_is_explained_and_may_be_accepted() -> None:
    person = make_user()
    make_registration(open_to_all(title="Vendre en ligne"), person=person)
    other = open_to_all(starts_at=at(20, 19), ends_at=at(20, 21))
    with pytest.raises(Clash, match="Vous êtes déjà inscrit à «\u00a0Vendre en ligne\u00a0» à la même heure"):
        make_registration(other, person=person)
    row = make_registration(other, person=person, asked=Asked(accepts_clash=True))
    assert (row.state, row.clash_accepted) == ("confirmed", True)


def test_database_refuses_two_seats_at_the_same_hour_whatever_the_code_does(monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_user()
    make_registration(open_to_all(), person=person)
    monkeypatch.setattr(registering, "clash_of", lambda event, person: None)
    with pytest.raises(Clash, match="vient d’être placée à la même heure"):
        make_registration(open_to_all(), person=person)


def test_event_that_moves_onto_another_marks_the_clash_and_is_not_blocked() -> None:
    person, fixed = make_user(), open_to_all()
    make_registration(fixed, person=person)
    moving = open_to_all(days=30)
    row = make_registration(moving, person=person)
    moving = Event.objects.get(pk=moving.pk)
    moving.starts_at, moving.ends_at = fixed.starts_at, fixed.ends_at
    agenda.change(event=moving, by=make_staff())
    row.refresh_from_db()
    assert (row.during.lower, row.clash_accepted, row.state) == (fixed.starts_at, True, "confirmed")


@pytest.mark.parametrize("decide", [agenda.cancel, agenda.postpone])
def test_nobody_registers_for_what_does_not_take_place(decide: Callable[..., Event]) -> None:
    event = open_to_all()
    decide(event=event, reason="Grève des trains", by=make_staff())
    with pytest.raises(EventError, match="On ne s’inscrit pas à cette rencontre"):
        make_registration(event)
    with pytest.raises(EventError, match="elle est en préparation"):
        make_registration(make_draft_event(audience=[Admission.EVERYONE]))


def test_nobody_registers_once_it_is_closed_but_staff_still_add() -> None:
    event = open_to_all(registration_closes_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(EventError, match="Les inscriptions sont closes"):
        make_registration(event)
    favour = Favour(by=make_staff())
    assert make_registration(event, way=Way.STAFF, favour=favour).state == "confirmed"


def test_full_event_says_so_and_queues_in_order() -> None:
    event = open_to_all(capacity=1)
    assert make_registration(event).state == "confirmed"
    event.refresh_from_db()
    assert (event.state, event.sequence) == ("full", open_to_all().sequence)
    assert [make_registration(event).position for _ in range(2)] == [1, 2]


def test_staff_go_beyond_the_last_seat_with_a_reason() -> None:
    event, by = open_to_all(capacity=1), make_staff()
    make_registration(event)
    favour = Favour(by=by, seat=Seat(Side.GUEST, "Assemblée nationale"), beyond="Députée du département")
    row = make_registration(event, way=Way.STAFF, favour=favour)
    assert (row.state, row.side, row.structure) == ("confirmed", "guest", "Assemblée nationale")


def test_staff_seat_at_once_somebody_who_waits() -> None:
    event = open_to_all(capacity=1)
    make_registration(event)
    waits = make_registration(event)
    assert make_registration(event, person=waits.person, favour=Favour(by=make_staff())).state == "waiting"
    favour = Favour(by=make_staff(), beyond="Intervient à la table ronde")
    row = make_registration(event, person=waits.person, way=Way.STAFF, favour=favour)
    assert (row.pk, row.state, row.position) == (waits.pk, "confirmed", None)


def test_regional_meeting_that_still_seeks_takes_names_subject_to_confirmation() -> None:
    event = make_event(kind=Kind.REGIONAL, audience=[Admission.EVERYONE])
    RegionalMeeting.objects.create(event=event, decides_on=timezone.localdate())
    row = make_registration(event)
    assert row.state == "subject"
    assert OutboxMail.objects.get(to_address=row.person.email).subject.startswith("Inscription sous réserve")


def test_two_unexcused_absences_come_after_the_others() -> None:
    person = make_user()
    for days in (-20, -40):
        event = open_to_all(days=days + 100)
        row = make_registration(event, person=person)
        present = make_registration(event)
        CheckIn.objects.create(registration=present, means="name", by=make_user())
        moment = timezone.now() + timedelta(days=days)
        hours = {"starts_at": moment, "ends_at": moment + timedelta(hours=1)}
        Event.objects.filter(pk=event.pk).update(state="held", **hours)
        Registration.objects.filter(event=event).update(during=tuple(hours.values()))
    assert seats.unexcused_absences(person) == 2
    event = open_to_all(capacity=1)
    make_registration(event)
    missing, other = make_registration(event, person=person), make_registration(event)
    assert list(Registration.objects.waiting().filter(event=event)) == [other, missing]
    assert "Deux absences sans excuse" in OutboxMail.objects.filter(to_address=person.email).latest("pk").text
    row.is_excused = True
    row.save()
    assert seats.unexcused_absences(person) == 1


def test_colleague_takes_the_seat_over_and_no_right_is_lost() -> None:
    brand, event = make_member(seats=1), make_evening(capacity=1, seats_each=1)
    leaver, comer = make_colleague(brand), make_colleague(brand)
    row = make_registration(event, person=leaver)
    waits = make_registration(event, person=make_colleague(make_member()))
    comes = leaving.substitute(registration=row, person=comer)
    row.refresh_from_db()
    assert (row.state, comes.state, waits.state) == ("cancelled", "confirmed", "waiting")
    assert row.left_because == f"a laissé sa place à {comer}"
    assert [use.key for use in Use.objects.filter(given_back_at=None)] == [comes.use_key]
    with pytest.raises(EventError, match="ne peut pas venir à cette rencontre pour"):
        leaving.substitute(registration=comes, person=make_user())


def test_seat_of_an_executive_goes_to_no_colleague_who_is_none() -> None:
    brand = make_member(kind="cercle_seat", seats=2)
    cercle = {"kind": Kind.CERCLE, "department": Department.CERCLE, "audience": [Admission.EXECUTIVE]}
    event = make_evening(**cercle, seats_each=1)
    row = make_registration(event, person=make_colleague(brand, roles=["executive"]))
    with pytest.raises(EventError, match="ne peut pas venir"):
        leaving.substitute(registration=row, person=make_colleague(brand, roles=["marketing"]))
    other = make_colleague(brand, roles=["executive"])
    assert leaving.substitute(registration=row, person=other).state == "confirmed"


def test_seat_given_back_returns_the_right() -> None:
    brand, event = make_member(seats=1), make_evening()
    row = make_registration(event, person=make_colleague(brand))
    for _ in range(2):
        leaving.cancel(registration=row)
    assert not Use.objects.filter(given_back_at=None).exists()
    assert make_registration(event, person=make_colleague(brand)).state == "confirmed"
