"""Guests answer by a link, without account; what stays of an event is read by its readers; officials and money."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from club.core import outbox
from club.core.models import OutboxMail
from club.core.roles import Role
from events import links, officials
from events.actions import agenda, filing, inviting, telling
from events.errors import EventError
from events.models import Admission, Event, EventDocument, Invitation, Registration
from members.models import User
from tests.event_factories import at, make_document, make_event, make_invitation, make_registration
from tests.events.seated import make_colleague, make_evening, make_member
from tests.factories import make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db
OFFICIAL = {"kind": "official", "category": "parliament", "title": "députée de la Mayenne", "rank": 1}


def answer(client: Client, row: Invitation, said: str, **data: str) -> Any:
    return client.post(f"/agenda/invitation/{links.invitation_token(row.pk)}/", {"reponse": said, **data})


def sent(event: Event, **told: Any) -> Invitation:
    return inviting.send(invitation=make_invitation(event, **told), by=make_user(is_staff=True))


def test_guest_is_written_down_and_the_cabinet_answers(client: Client) -> None:
    event = make_evening(capacity=1)
    make_registration(event, person=make_colleague(make_member(seats=1)))
    row = sent(
        event,
        email="claire@an.example",
        last_name="Dupont",
        cabinet="Cabinet",
        cabinet_email="c@an.example",
        **OFFICIAL,
    )
    mail = OutboxMail.objects.get(template="events/emails/invited")
    assert (mail.to_address, row.person.source) == ("c@an.example", User.Source.STAFF)
    assert links.invitation_url(row) in mail.text
    page = client.get(f"/agenda/invitation/{links.invitation_token(row.pk)}/").content.decode()
    assert "Dupont, députée de la Mayenne" in page
    assert not Registration.objects.filter(person=row.person).exists()
    for _ in range(2):
        answer(client, row, "accepter", represented_by="M. Paul Vidal", needs="fauteuil")
    seat = Registration.objects.get(person=row.person)
    assert (seat.state, seat.side, seat.structure, seat.way) == ("confirmed", "guest", OFFICIAL["title"], "link")
    kept = Invitation.objects.get(pk=row.pk)
    assert (kept.state, kept.represented_by, kept.category) == ("accepted", "M. Paul Vidal", "parliament")
    answer(client, row, "decliner")
    assert Registration.objects.get(pk=seat.pk).state == "cancelled"
    assert Invitation.objects.get(pk=row.pk).state == "declined"


def test_invitation_goes_to_nobody_else_who_owns_the_address() -> None:
    event, owner = make_event(), make_user(first_name="Paul", last_name="Vidal", email="secretariat@an.example")
    with pytest.raises(EventError, match="est l’adresse de Paul Vidal"):
        make_invitation(event, email=owner.email, last_name="Dupont")
    assert make_invitation(event, email=owner.email, last_name="VIDAL", first_name="paul").person == owner


def test_guest_without_an_address_is_reached_by_the_cabinet_alone() -> None:
    event = make_event()
    with pytest.raises(EventError, match="ou celle du cabinet"):
        make_invitation(event, email="", last_name="Dupont")
    told = {"email": "", "last_name": "Dupont", "cabinet_email": "c@an.example"}
    row = sent(event, **told)
    with pytest.raises(EventError, match="déjà dans la liste"):
        make_invitation(event, **told)
    assert not row.person.is_active
    inviting.accept(invitation=row)
    left = OutboxMail.objects.filter(state="ready").values_list("to_address", flat=True)
    kept = OutboxMail.objects.get(to_address=row.person.email)
    assert (set(left), kept.state) == ({"c@an.example"}, "refused")
    outbox.deliver(kept.pk)
    assert OutboxMail.objects.get(pk=kept.pk).attempts == 0


def test_guest_stays_out_of_the_list_and_gives_the_seat_back_by_its_own_link(client: Client) -> None:
    event = make_event()
    row = sent(event)
    answer(client, row, "accepter", is_unlisted="on")
    seat = Registration.objects.get(person=row.person)
    assert not seat.is_listed
    own = f"/agenda/inscription/{links.registration_token(seat.pk)}/"
    client.post(own, {"reponse": "preciser", "access_needs": "fauteuil"})
    seat.refresh_from_db()
    assert (seat.is_listed, seat.access_needs) == (True, "fauteuil")
    client.post(own, {"reponse": "annuler"})
    planner = sign_in(Client(), make_staff(Role.EVENTS))
    assert "Acceptée, puis annulée" in planner.get(reverse("console:event_guests", args=[event.pk])).content.decode()
    page = f"/agenda/invitation/{links.invitation_token(row.pk)}/"
    assert "Vous avez accepté" not in client.get(page).content.decode()
    answer(client, row, "accepter")
    assert "Vous avez accepté" in client.get(page).content.decode()


def told(address: str) -> list[tuple[str, bool]]:
    """(template, whether it bears a calendar entry) of each mail to ``address``, in order."""
    mails = OutboxMail.objects.filter(to_address=address).order_by("pk")
    return [(mail.template.rpartition("/")[2], bool(mail.calendar)) for mail in mails]


def test_cabinet_that_answered_keeps_the_entry_of_its_official(client: Client) -> None:
    by, event = make_user(is_staff=True), make_event()
    row = sent(event, email="d@an.example", last_name="Dupont", cabinet_email="c@an.example", **OFFICIAL)
    for _ in range(2):
        answer(client, row, "accepter", represented_by="M. Paul Vidal")
    confirmed = OutboxMail.objects.get(template="events/emails/answered")
    assert "METHOD:REQUEST" in confirmed.calendar
    assert "mailto:c@an.example" in confirmed.calendar.replace("\r\n ", "")
    assert "représentation par M. Paul Vidal" in confirmed.text
    event.refresh_from_db()
    event.venue = "Autre salle"
    agenda.change(event=event, by=by)
    telling.write()
    answer(client, row, "decliner")
    assert told("c@an.example") == [("invited", False), ("answered", True), ("moved", True), ("cancelled", True)]
    assert told("d@an.example") == [("registered", True), ("moved", True), ("cancelled", True)]
    assert all("Pour Dupont, députée" in mail.text for mail in OutboxMail.objects.filter(key__endswith=":cabinet"))


def test_guest_who_answers_alone_is_told_once(client: Client) -> None:
    row = sent(make_event(), email="seule@presse.example", kind="journalist")
    answer(client, row, "decliner")
    answer(client, row, "accepter")
    assert told("seule@presse.example") == [("invited", False), ("answered", False), ("registered", True)]


def test_invitation_is_sent_once_and_only_to_what_is_announced() -> None:
    by, row = make_user(is_staff=True), sent(make_event())
    with pytest.raises(EventError, match="déjà envoyée"):
        inviting.send(invitation=row, by=by)
    cancelled = make_invitation(agenda.cancel(event=make_event(), reason="La salle est fermée.", by=by))
    with pytest.raises(EventError, match="annoncée et à venir"):
        inviting.send(invitation=cancelled, by=by)
    assert OutboxMail.objects.filter(template="events/emails/invited").count() == 1


def test_guests_stand_in_order_of_protocol_and_officials_have_a_category() -> None:
    event = make_event()
    planner = sign_in(Client(), make_staff(Role.EVENTS))
    address = reverse("console:event_guests", args=[event.pk])
    told = {"email": "a@exemple.example", "last_name": "Second", "kind": "guest", "rank": "20"}
    assert planner.post(address, told | {"kind": "official"}).status_code == 200
    assert not Invitation.objects.exists()
    planner.post(address, told)
    planner.post(address, told | {"email": "b@exemple.example", "last_name": "Premier"} | OFFICIAL)
    rows = planner.get(address).context["guests"]
    assert [row.person.last_name for row in rows] == ["Premier", "Second"]
    planner.post(reverse("console:event_guest_send", args=[rows[0].pk]))
    assert Invitation.objects.get(pk=rows[0].pk).state == "sent"


@pytest.mark.parametrize(
    ("reader", "who"),
    [
        ("participants", {"there"}),
        ("members", {"there", "member"}),
        ("public", {"there", "member", "person", "nobody"}),
    ],
)
def test_document_is_read_by_its_readers_alone(reader: str, who: set[str]) -> None:
    event = make_event(audience=[Admission.EVERYONE])
    people = {"there": make_user(), "member": make_colleague(make_member()), "person": make_user()}
    make_registration(event, person=people["there"])
    row = make_document(event, reader=reader, title="Le canari")
    clients = {name: sign_in(Client(), person) for name, person in people.items()} | {"nobody": Client()}
    opened = {
        name for name, client in clients.items() if client.get(f"/agenda/documents/{row.pk}/").status_code == 200
    }
    assert opened == who
    pages = {
        name: client.get(f"/espace/rencontres/{event.slug}/") for name, client in clients.items() if name in people
    }
    assert {name for name, page in pages.items() if "Le canari" in page.content.decode()} == who - {"nobody"}
    assert ("Le canari" in Client().get(event.get_absolute_url()).content.decode()) == ("nobody" in who)
    filing.withdraw(document=row, by=make_user(is_staff=True))
    assert clients["there"].get(f"/agenda/documents/{row.pk}/").status_code == 404


def test_public_document_of_a_private_event_is_not_public(client: Client) -> None:
    row = make_document(make_event(is_public=False), reader="public")
    assert client.get(f"/agenda/documents/{row.pk}/").status_code == 404


def test_only_a_pdf_is_put_on_file() -> None:
    planner, event = sign_in(Client(), make_staff(Role.EVENTS)), make_event()
    said = {"kind": "slides", "title": "Diapositives", "reader": "members"}
    address = reverse("console:event_documents", args=[event.pk])
    page = planner.post(address, said | {"upload": SimpleUploadedFile("a.pdf", b"<html>")}).content.decode()
    assert "n’est pas un PDF" in page
    planner.post(address, said | {"upload": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    assert [str(row) for row in EventDocument.objects.all()] == ["Diapositives"]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Une prise de parole de dix minutes est comprise dans la formule à 5 000 €.", True),
        ("Option tribune : votre dirigeant à la tribune", True),
        ("Soirée sponsorisée par Ordivance", True),
        ("Intervention de la ministre, puis vos questions. Le prix des équipements baisse.", False),
    ],
)
def test_speech_is_never_sold_before_officials(text: str, refused: bool) -> None:
    event = make_event(starts_at=at(20), with_officials=False)
    event.description = text
    assert officials.refusal(event) == ""
    event.with_officials = True
    assert bool(officials.refusal(event)) == refused
    if refused:
        with pytest.raises(EventError, match="2013-907"):
            agenda.change(event=event, by=make_user(is_staff=True))
