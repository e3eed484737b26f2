"""Who comes to an event, in the console: the list and its counts, what the team does, in few statements."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from club.core.models import AuditEntry
from club.core.roles import Role
from events.actions import agenda, leaving
from events.actions.registering import Asked
from events.errors import EventError
from events.models import Admission, Event, Offer, Registration, Side, State
from members.models import Use, User
from tests.event_factories import make_event, make_registration
from tests.events.seated import make_colleague, make_evening, make_member
from tests.factories import make_organisation, make_staff, make_user, sign_in
from tests.members.test_lists import prove
from tests.records import opened

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 8


@pytest.fixture
def planner() -> Client:
    return sign_in(Client(), make_staff(Role.EVENTS))


def open_to_all(**fields: Any) -> Event:
    return make_event(audience=[Admission.EVERYONE], **fields)


def listed(client: Client, event: Event, **asked: str) -> list[str]:
    answer = client.get(reverse("console:event_registrations", args=[event.pk]), asked)
    assert answer.status_code == 200
    return [line["name"] for line in answer.context["lines"]]


def do(client: Client, row: Registration, step: str, **data: Any) -> Any:
    return client.post(reverse("console:event_registration", args=[row.pk]), {"geste": step, **data})


def named(event: Event, *names: str) -> list[Registration]:
    return [make_registration(event, person=make_user(first_name="Ana", last_name=name)) for name in names]


def test_list_is_narrowed_by_state_side_organisation_and_name(planner: Client) -> None:
    brand, event = make_member(name="Ordivance", seats=2), make_evening(capacity=2)
    make_registration(event, person=make_colleague(brand, person=make_user(first_name="Zoé", last_name="Brun")))
    make_registration(
        event, person=make_colleague(make_member(seats=1), person=make_user(first_name="Al", last_name="Cid"))
    )
    waiting = make_colleague(make_member(seats=1), person=make_user(first_name="Ida", last_name="Attend"))
    make_registration(event, person=waiting)
    assert listed(planner, event) == ["Brun Zoé", "Cid Al"]
    assert listed(planner, event, organisation=str(brand.pk)) == ["Brun Zoé"]
    assert listed(planner, event, state="attente") == ["Attend Ida"]
    assert listed(planner, event, state="toutes", q="ordivance") == ["Brun Zoé"]
    assert listed(planner, event, q="cid") == ["Cid Al"]
    figures = dict(planner.get(reverse("console:event_registrations", args=[event.pk])).context["figures"])
    assert (figures["Viennent"], figures["En attente"]) == ("2 sur 2", "1")


def test_list_of_a_thousand_is_read_in_few_statements(planner: Client) -> None:
    event = open_to_all(capacity=900)
    organisations = [make_organisation() for _ in range(20)]
    people = User.objects.bulk_create(User(email=f"p{n}@exemple.example", last_name=f"N{n:04}") for n in range(1000))
    hours, rows = (event.starts_at, event.ends_at), []
    for number, person in enumerate(people):
        waits = number >= 900
        rows.append(Registration(
            event=event, person=person, organisation=organisations[number % 20], side=Side.BRAND, during=hours,
            way="portal", state="waiting" if waits else "confirmed", position=number if waits else None,
        ))  # fmt: skip
    Registration.objects.bulk_create(rows)
    for asked in ({}, {"state": "attente"}):
        listed(planner, event, **asked)  # the rail's counts come from the cache
        with CaptureQueriesContext(connection) as statements:
            assert len(listed(planner, event, **asked)) == 25
        assert len(statements) <= MOST_STATEMENTS, [s["sql"][:150] for s in statements]


def test_waiting_list_is_read_in_its_order_and_moved_with_a_reason(planner: Client) -> None:
    event = open_to_all(capacity=1)
    _, _, second, third = named(event, "Prise", "Un", "Deux", "Trois")
    Registration.objects.filter(pk=second.pk).update(set_back=True)
    assert listed(planner, event, state="attente") == ["Un Ana", "Trois Ana", "Deux Ana"]
    assert do(planner, third, "deplacer", before="", reason="").status_code == 400
    do(planner, second, "deplacer", before=third.pk, reason="Vient de loin")
    assert listed(planner, event, state="attente") == ["Un Ana", "Deux Ana", "Trois Ana"]
    assert AuditEntry.objects.filter(verb="registration.move").count() == 1


def test_team_cancels_with_a_reason_and_the_seat_is_offered(planner: Client) -> None:
    event = open_to_all(capacity=1)
    first, second = named(event, "Prise", "Attend")
    assert do(planner, first, "annuler", reason="").status_code == 400
    do(planner, first, "annuler", reason="à votre demande")
    assert Registration.objects.get(pk=first.pk).left_because == "à votre demande"
    assert Offer.objects.pending().get().registration == second


def test_team_seats_at_once_who_waits_even_beyond_what_the_organisation_may_hold(planner: Client) -> None:
    event, brand = make_evening(capacity=1, seats_each=1), make_member(seats=5)
    first = make_registration(event, person=make_colleague(make_member(seats=1)))
    asked = Asked(access_needs="fauteuil", is_listed=False)
    offered = make_registration(event, person=make_colleague(brand), asked=asked)
    leaving.cancel(registration=first)
    assert Offer.objects.pending().get().registration == offered  # the one seat that its organisation may hold
    assert do(planner, offered, "asseoir", reason=" ").status_code == 400
    do(planner, offered, "asseoir", reason="Intervient à 14 h")
    row = Registration.objects.get(pk=offered.pk)
    assert (row.state, row.access_needs, row.is_listed) == ("confirmed", "fauteuil", False)
    assert Offer.objects.get().state == "withdrawn"
    address = f"{reverse('console:event_registration_add', args=[event.pk])}?personne={make_colleague(brand).pk}"
    way = {"way_in": f"brand:{brand.pk}"}
    assert "a déjà 1\u00a0place à cette rencontre" in planner.post(address, way).content.decode()
    planner.post(address, way | {"beyond": "Deux intervenants"})
    assert Registration.objects.coming().filter(event=event).count() == 2


def test_absence_is_excused_without_a_reason_on_paper(planner: Client) -> None:
    row = make_registration()
    do(planner, row, "excuser", is_excused="on")
    assert Registration.objects.get(pk=row.pk).is_excused
    assert AuditEntry.objects.get(verb="registration.excuse").details == {"excused": True}


def test_more_seats_are_offered_at_once(planner: Client) -> None:
    event = open_to_all(capacity=1)
    named(event, "Prise", "Un", "Deux", "Trois")
    planner.post(reverse("console:event_resize", args=[event.pk]), {"capacity": "3"})
    assert [offer.registration.person.last_name for offer in Offer.objects.order_by("pk")] == ["Un", "Deux"]
    data = opened(planner, reverse("admin:events_event_change", args=[event.pk]))
    for name in ("starts_at", "ends_at"):
        moment = timezone.localtime(data.pop(name))
        data |= {f"{name}_0": f"{moment:%d/%m/%Y}", f"{name}_1": f"{moment:%H:%M:%S}"}
    planner.post(reverse("admin:events_event_change", args=[event.pk]), data | {"capacity": "4"})
    assert Offer.objects.pending().count() == 3


def test_counted_event_is_full_by_its_seats_alone() -> None:
    by = make_user(is_staff=True)
    with pytest.raises(EventError, match="Les places sont comptées"):
        agenda.mark(event=open_to_all(capacity=5), state=State.FULL, by=by)
    assert agenda.mark(event=open_to_all(), state=State.FULL, by=by).state == "full"


def test_event_said_to_be_full_by_hand_takes_nobody() -> None:
    event = agenda.mark(event=open_to_all(), state=State.FULL, by=make_user(is_staff=True))
    with pytest.raises(EventError, match="complète"):
        make_registration(event)


def test_team_adds_somebody_found_by_name(planner: Client) -> None:
    brand, event = make_member(seats=1), make_evening()
    person = make_colleague(brand, person=make_user(first_name="Inès", last_name="Carpentier"))
    address = reverse("console:event_registration_add", args=[event.pk])
    assert list(planner.get(address, {"q": "carpentier"}).context["people"]) == [person]
    planner.post(f"{address}?personne={person.pk}", {"way_in": f"brand:{brand.pk}"})
    row = Registration.objects.get(person=person)
    assert (row.state, row.organisation, row.way) == ("confirmed", brand, "staff")
    assert Use.objects.filter(key=row.use_key).exists()


def test_team_invites_a_stranger_beyond_the_seats_with_a_reason(planner: Client) -> None:
    event, stranger, other = make_evening(capacity=1), make_user(), make_user()
    make_registration(event, person=make_colleague(make_member(seats=1)))
    address = reverse("console:event_registration_add", args=[event.pk])
    guest = {"way_in": "side:guest", "structure": "Assemblée nationale"}
    planner.post(f"{address}?personne={stranger.pk}", guest | {"beyond": "Invitée du président"})
    planner.post(f"{address}?personne={other.pk}", guest)
    rows = {row.person: row for row in Registration.objects.filter(side="guest")}
    assert (rows[stranger].state, rows[stranger].structure) == ("confirmed", "Assemblée nationale")
    assert rows[other].state == "waiting"


def test_refusals_of_the_base_are_sentences_in_the_record(planner: Client) -> None:
    event = make_evening()
    address = reverse("admin:events_event_change", args=[event.pk])
    data = opened(planner, address)
    for name in ("starts_at", "ends_at"):
        moment = timezone.localtime(data.pop(name))
        data |= {f"{name}_0": f"{moment:%d/%m/%Y}", f"{name}_1": f"{moment:%H:%M:%S}"}
    page = planner.post(address, data | {"extra_seat": "invoice"}).content.decode()
    assert "Une place facturée a un prix." in page
    sold = {"extra_seat": "invoice", "extra_price": "90", "with_officials": "on"}
    assert "aucune place ne se vend" in planner.post(address, data | sold).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(with_officials=True, extra_seat="invoice", extra_price=Decimal(90))


def test_export_asks_who_one_is_and_holds_the_rows_of_the_filters() -> None:
    event = open_to_all(capacity=1)
    named(event, "Prise", "Attend")
    direction = sign_in(Client(), make_staff(Role.DIRECTION))
    address = f"{reverse('console:export', args=['inscriptions'])}?rencontre={event.pk}&state=attente"
    assert "/compte/confirmer/" in direction.get(address).url
    prove(direction)
    answer = direction.post(address, {"columns": ["last_name", "state"], "file_kind": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").split()
    assert lines == ["Nom;État", "Attend;en", "liste", "d’attente"]


def test_list_says_nothing_of_other_events(planner: Client) -> None:
    shown, other = open_to_all(), open_to_all(days=30)
    named(shown, "Ici")
    named(other, "Ailleurs")
    assert listed(planner, shown) == ["Ici Ana"]
