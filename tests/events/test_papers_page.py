"""The papers of an event in the console: who stands on them, what is told before printing."""

import io
from typing import Any

import pypdf
import pytest
from django.test import Client

from club.core.roles import Role
from events.actions import inviting, leaving
from events.models import Admission, Event, Registration
from tests.event_factories import make_check_in, make_event, make_invitation, make_registration
from tests.factories import make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    return sign_in(client, make_staff(Role.EVENTS))


def make_guest(event: Event, last_name: str) -> Registration:
    return make_registration(event, person=make_user(first_name="Zoé", last_name=last_name))


def page(event: Event) -> str:
    return f"/console/agenda/{event.pk}/papiers/"


def read(staff: Client, event: Event, name: str) -> str:
    response = staff.get(f"{page(event)}{name}.pdf")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in response["Cache-Control"]
    return " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(response.content)).pages)


def test_papers_hold_who_comes_and_nobody_else(staff: Client) -> None:
    event = make_event(audience=[Admission.EVERYONE], capacity=3)
    comes, subject, left = (make_guest(event, name) for name in ("Abgrall", "Bihan", "Corre"))
    Registration.objects.filter(pk=subject.pk).update(state=Registration.State.SUBJECT)
    leaving.cancel(registration=left)
    waits = make_guest(event, "Derrien")
    Registration.objects.filter(pk=waits.pk).update(state=Registration.State.WAITING, position=1)
    make_check_in(comes)
    names = ("Abgrall", "Bihan", "Corre", "Derrien")
    found = {
        paper: [name for name in names if name in read(staff, event, paper)]
        for paper in ("badges", "emargement", "accueil", "attestations")
    }
    expected = ["Abgrall", "Bihan"]
    assert found == {
        "badges": expected,
        "emargement": expected,
        "accueil": expected,
        "attestations": ["Abgrall"],
    }
    assert "sous réserve" in read(staff, event, "accueil")


def test_who_is_sent_by_a_guest_stands_on_the_badge_and_beside_the_name_at_the_door(staff: Client) -> None:
    event = make_event()
    told = {"first_name": "Claire", "last_name": "Dupont", "title": "députée"}
    seat = inviting.accept(invitation=make_invitation(event, **told), represented_by="Paul Vidal")
    make_check_in(seat)
    badge, door = read(staff, event, "badges"), read(staff, event, "accueil")
    assert [("Paul Vidal" in paper, "Claire Dupont" in paper) for paper in (badge, door)] == [(True, True)] * 2
    assert ("représente Claire Dupont" in badge, "représenté(e) par Paul Vidal" in door) == (True, True)
    assert "Claire Dupont" not in read(staff, event, "attestations")


def test_page_tells_what_cannot_be_read_before_printing(staff: Client) -> None:
    event = make_event(audience=[Admission.EVERYONE])
    make_guest(event, "Abgrall")
    html = staff.get(page(event)).content.decode()
    assert ("Tout se lit" in html, "À relire avant d’imprimer" in html) == (True, False)
    long = make_guest(event, "Wolfeschlegelsteinhausenbergerdorffwelche")
    response = staff.get(page(event))
    assert [(one.name, one.line) for one in response.context["unfit"]] == [(str(long.person), "nom")]
    html = response.content.decode()
    assert ("Tout se lit" in html, "À relire avant d’imprimer" in html) == (False, True)
    assert "2 badges" in html.replace("\u00a0", " ")


def test_nothing_to_print_says_so(staff: Client) -> None:
    event = make_event()
    html = staff.get(page(event)).content.decode()
    assert "Personne n’est encore inscrit" in html
    assert [staff.get(f"{page(event)}{name}.pdf").status_code for name in ("attestations", "autre")] == [404, 404]


def test_papers_cost_the_same_whoever_comes(staff: Client, django_assert_max_num_queries: Any) -> None:
    event = make_event(audience=[Admission.EVERYONE])
    read(staff, event, "badges")  # the session is read and renewed
    counts = []
    for number in (1, 3):
        while event.registrations.count() < number:
            make_registration(event)
        with django_assert_max_num_queries(20) as seen:
            read(staff, event, "badges")
        counts.append(len(seen))
    assert counts[0] == counts[1]
