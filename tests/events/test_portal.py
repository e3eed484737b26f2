"""Meetings in the portal: what one reads, where one registers, gives the seat back or lets a colleague have it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from club.core.models import OutboxMail
from club.core.todos import todos_for
from events.actions import leaving
from events.links import registration_token
from events.models import Admission, Event, Offer, Registration
from members.models import User
from tests.event_factories import make_draft_event, make_event, make_registration
from tests.events.seated import make_colleague, make_evening, make_member
from tests.factories import make_ambassador, make_user, sign_in

pytestmark = pytest.mark.django_db
CANARY = "canari-hors-agenda"
RULE = "Réservé aux représentants des membres"


def page_of(client: Client, event: Event | None = None) -> str:
    response = client.get(address(event) if event else "/espace/rencontres/")
    assert response.status_code == 200
    return response.content.decode()


def address(event: Event) -> str:
    return f"/espace/rencontres/{event.slug}/"


def signed_in(client: Client, person: User) -> User:
    sign_in(client, person)
    return person


def row_of(event: Event, person: User) -> Registration:
    return Registration.objects.get(event=event, person=person)


def do(client: Client, event: Event, step: str, **data: Any) -> Any:
    return client.post(address(event), {"geste": step, **data})


def full_for(person: User, **fields: Any) -> tuple[Event, Registration]:
    """An event whose only seat somebody has, and ``person`` on its list."""
    event = make_event(audience=[Admission.EVERYONE], capacity=1, **fields)
    first = make_registration(event)
    make_registration(event, person=person)
    return event, first


def test_list_says_where_one_goes_may_go_and_how_to_enter_elsewhere(client: Client) -> None:
    brand = make_member(seats=5)
    person = signed_in(client, make_colleague(brand))
    make_registration(make_event(audience=[Admission.EVERYONE], title="La mienne"), person=person)
    make_evening(title="Le club des partenaires", days=21)
    make_event(title="Des ambassadeurs", days=22)
    mine, may, others = page_of(client).split("<h2 ")[1:4]
    assert "La mienne" in mine
    assert "Place réservée" in mine
    assert "Le club des partenaires" in may
    assert f"{RULE}\u00a0: il vous reste 2\u00a0places sur 2." in may
    assert "Des ambassadeurs" in others
    assert "Devenir ambassadeur" in others


def test_private_and_draft_events_are_for_those_whom_they_admit(client: Client) -> None:
    private = make_evening(title=CANARY, is_public=False)
    draft = make_draft_event(title=CANARY, audience=[Admission.EVERYONE])
    signed_in(client, make_user())
    assert CANARY not in page_of(client)
    assert [client.get(address(event)).status_code for event in (private, draft)] == [404, 404]
    admitted = Client()
    signed_in(admitted, make_colleague(make_member(seats=1)))
    assert CANARY in page_of(admitted)
    assert admitted.get(address(private)).status_code == 200
    assert admitted.get(address(draft)).status_code == 404


def test_registering_keeps_what_was_said_and_twice_is_once(client: Client) -> None:
    brand, event = make_member(seats=5), make_evening()
    person = signed_in(client, make_colleague(brand))
    key = {"cle_formulaire": "5f0c9a4e-0000-4000-8000-000000000001"}
    said = {"diet": "sans porc", "access_needs": "fauteuil", "is_unlisted": "on"}
    for _ in range(2):
        assert do(client, event, "inscrire", **said, **key).status_code == 302
    row = row_of(event, person)
    assert (row.state, row.organisation, row.way, row.changes) == ("confirmed", brand, "portal", 1)
    assert (row.diet, row.access_needs, row.is_listed) == ("sans porc", "fauteuil", False)
    assert "Place réservée" in page_of(client, event)
    do(client, event, "preciser", diet="", access_needs="")
    assert (row_of(event, person).diet, row_of(event, person).is_listed) == ("", True)


def test_who_acts_for_two_members_says_for_which(client: Client) -> None:
    first, second = make_member(name="Alpha", seats=2), make_member(name="Beta", seats=2)
    person = make_colleague(first)
    make_colleague(second, person=person)
    signed_in(client, person)
    event = make_evening()
    assert "Au nom de" in page_of(client, event)
    assert do(client, event, "inscrire").status_code == 400
    do(client, event, "inscrire", organisation=second.pk)
    assert row_of(event, person).organisation == second


def test_clash_is_explained_and_passes_with_a_tick(client: Client) -> None:
    person = signed_in(client, make_ambassador().person)
    make_registration(make_event(title="L’autre"), person=person)
    event = make_event()
    assert "Vous êtes déjà inscrit ailleurs à la même heure" in page_of(client, event)
    assert do(client, event, "inscrire").status_code == 400
    assert not Registration.objects.filter(event=event).exists()
    do(client, event, "inscrire", accepts_clash="on")
    assert row_of(event, person).clash_accepted


def test_seat_freed_is_offered_asked_for_at_home_and_taken(client: Client) -> None:
    person = signed_in(client, make_user())
    event, first = full_for(person)
    assert "au rang 1" in page_of(client, event)
    leaving.cancel(registration=first)
    todo = todos_for(person)[0]
    assert (todo.title, todo.url, todo.urgent) == ("Une place s’est libérée pour vous", address(event), True)
    do(client, event, "prendre")
    assert row_of(event, person).state == "confirmed"
    assert "Une place s’est libérée" not in [todo.title for todo in todos_for(person)]


def test_offer_declined_goes_to_the_next_with_its_rank(client: Client) -> None:
    person = signed_in(client, make_user())
    event, first = full_for(person)
    second = make_registration(event)
    assert second.rank() == 2
    leaving.cancel(registration=first)
    do(client, event, "laisser")
    assert Offer.objects.pending().get().registration == second
    assert second.rank() == 1


def test_seat_given_back_is_free_again(client: Client) -> None:
    person = signed_in(client, make_user())
    event = make_event(audience=[Admission.EVERYONE])
    make_registration(event, person=person)
    do(client, event, "annuler")
    assert row_of(event, person).state == "cancelled"
    assert "M’inscrire" in page_of(client, event)


def test_price_of_a_seat_beyond_the_rights_is_read_and_accepted_first(client: Client) -> None:
    brand, event = make_member(seats=0), make_evening(capacity=1, extra_seat="invoice", extra_price=Decimal(90))
    person, other = signed_in(client, make_colleague(brand)), make_colleague(brand)
    assert "facturée 90,00\u00a0€ hors taxes" in page_of(client, event)
    assert "Cochez pour accepter" in do(client, event, "inscrire").content.decode()
    do(client, event, "inscrire", accepts_price="on")
    row = row_of(event, person)
    assert row.is_extra
    waits = make_registration(event, person=other)
    leaving.cancel(registration=row)
    assert "hors taxes" in OutboxMail.objects.get(template="events/emails/offered").text
    link = f"/agenda/inscription/{registration_token(waits.pk)}/"
    page = client.get(link).content.decode()
    assert ("prendre-facturee" in page, "hors taxes" in page) == (True, True)
    client.post(link, {"reponse": "prendre"})
    assert not row_of(event, other).is_coming
    client.post(link, {"reponse": "prendre-facturee"})
    assert row_of(event, other).is_extra


def test_colleague_takes_the_seat_over_and_strangers_cannot(client: Client) -> None:
    brand, event = make_member(seats=1), make_evening()
    person = signed_in(client, make_colleague(brand))
    colleague, stranger = make_colleague(brand), make_user()
    make_registration(event, person=person)
    assert do(client, event, "collegue", person=stranger.pk).status_code == 400
    do(client, event, "collegue", person=colleague.pk)
    assert (row_of(event, person).state, row_of(event, colleague).state) == ("cancelled", "confirmed")


def test_participants_read_each_other_unless_asked_otherwise(client: Client) -> None:
    event = make_event(audience=[Admission.EVERYONE], capacity=4)
    names = {name: make_user(first_name="Zoé", last_name=name) for name in ("Montrée", "Discrète", "Partie")}
    for person in names.values():
        make_registration(event, person=person)
    Registration.objects.filter(person=names["Discrète"]).update(is_listed=False)
    leaving.cancel(registration=row_of(event, names["Partie"]))
    person = signed_in(client, make_user())
    assert "Montrée" not in page_of(client, event)
    make_registration(event, person=person)
    page = page_of(client, event)
    assert [name for name in names if f"Zoé {name}" in page] == ["Montrée"]
    Event.objects.filter(pk=event.pk).update(is_listed=False)
    assert "Montrée" not in page_of(client, event)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"registration_closes_at": timezone.now() - timedelta(hours=1)}, "Les inscriptions sont closes."),
        ({"days": -3}, "Cette rencontre est passée."),
    ],
)
def test_closed_and_past_events_take_nobody(client: Client, fields: dict[str, Any], words: str) -> None:
    person = signed_in(client, make_user())
    event = make_event(audience=[Admission.EVERYONE], **fields)
    assert words in page_of(client, event)
    assert do(client, event, "inscrire").status_code == 302
    assert not Registration.objects.filter(person=person).exists()


def test_list_asks_the_base_as_often_for_three_as_for_one(client: Client) -> None:
    brand = make_member(seats=9)
    signed_in(client, make_colleague(brand))
    counts = []
    for more in (1, 2):
        for number in range(more):
            make_evening(days=20 + 7 * more + number)
        page_of(client)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page_of(client)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 24
