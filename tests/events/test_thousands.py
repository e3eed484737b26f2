"""A thousand registrations: each page of an event costs the statements that it costs for seventy, and stays light."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from club.core.roles import Role
from events import links
from events.models import CheckIn, Event, Feedback, Place, RegionalMeeting, Registration, Side
from members.models import User
from tests.events.seated import make_colleague, make_member
from tests.factories import make_staff, sign_in
from tests.workshop_factories import make_regional, session

pytestmark = pytest.mark.django_db
FEW, MANY, MOST_STATEMENTS, MOST_BYTES = 70, 1000, 8, 30_000
WHO_ASKS = re.compile(
    'FROM "(django_session|mfa_authenticator|auth_group|members_affiliation|newsletters_preference'
    '|ambassadors_ambassador|channel_expertcontact)"|FROM "members_user" WHERE "members_user"."id" = '
)
"""The session, the second factor, the groups and the audiences of whoever is signed in: the same on every page."""
Page = Callable[[], HttpResponse]


def crowd(meeting: RegionalMeeting, first: int, last: int) -> None:
    """People registered; all but a fourth were there, were asked, and sat in a workshop."""
    event, here, staff = meeting.event, session(meeting, 1), make_staff(Role.EVENTS)
    people = User.objects.bulk_create(
        User(email=f"p{n}@tpe.example", first_name="Ana", last_name=f"Nom{n:04}") for n in range(first, last)
    )
    facts = {"event": event, "state": "confirmed", "way": "portal", "during": (event.starts_at, event.ends_at)}
    sides = (Side.AMBASSADOR, Side.EXPERT)
    rows = Registration.objects.bulk_create(
        Registration(person=one, side=sides[one.pk % 2], structure=f"Réseau {one.pk % 40}", **facts) for one in people
    )
    came = [row for number, row in enumerate(rows) if number % 4]
    CheckIn.objects.bulk_create(CheckIn(registration=row, means="name", by=staff) for row in came)
    Feedback.objects.bulk_create(Feedback(registration=row, note=4, answered_at=timezone.now()) for row in came)
    seat = {"session": here, "slot": here.slot, "workshop": here.workshop, "origin": Place.Origin.STAFF}
    Place.objects.bulk_create(Place(registration=row, side=row.side, **seat) for row in came)


@pytest.fixture
def meeting() -> RegionalMeeting:
    """The supplier of its first workshop is a member."""
    meeting = make_regional(told=True)
    pledge = session(meeting, 1).workshop.pledge
    pledge.organisation = make_member(kind="workshop")
    pledge.save()
    return meeting


def of_the_team(meeting: RegionalMeeting) -> dict[str, Page]:
    client, event = sign_in(Client(), make_staff(Role.EVENTS)), meeting.event
    host = session(meeting, 1).workshop.pledge.organisation
    addresses = {
        name: reverse(f"console:{name}", args=[event.pk])
        for name in ("event_registrations", "check_in", "event_after", "workshops", "event_papers")
    }
    addresses["workshop_session"] = reverse("console:workshop_session", args=[session(meeting, 1).pk])
    addresses["event_return"] = reverse("console:event_return", args=[event.pk, host.pk])
    return {name: lambda address=address: client.get(address) for name, address in addresses.items()}


def of_participants(meeting: RegionalMeeting) -> dict[str, Page]:
    """The list of a participant; what somebody who came, and a supplier, read afterwards."""
    row = Registration.objects.filter(check_in__isnull=False).select_related("person").earliest("pk")
    host = session(meeting, 1).workshop.pledge.organisation
    mine, theirs = sign_in(Client(), row.person), sign_in(Client(), make_colleague(host))
    here = reverse("portal:agenda:event", args=[meeting.event.slug])
    brought = reverse("portal:agenda:return", args=[meeting.event.slug, host.pk])
    asked = reverse("public:agenda:after", args=[links.after_token(row.pk)])
    return {
        "participants": lambda: mine.get(here),
        "after": lambda: Client().get(asked),
        "return": lambda: theirs.get(brought),
    }


def cost(pages: dict[str, Page]) -> dict[str, tuple[int, int]]:
    """(statements beside those that say who asks, bytes as sent) of each."""
    found = {}
    for name, page in pages.items():
        with CaptureQueriesContext(connection) as statements:
            answer = page()
        assert answer.status_code == 200, name
        own = [one["sql"] for one in statements if not WHO_ASKS.search(one["sql"])]
        found[name] = (len(own), len(gzip.compress(answer.content)))
    return found


def test_pages_of_a_thousand_cost_the_statements_of_seventy(meeting: RegionalMeeting) -> None:
    crowd(meeting, 0, FEW)
    ended = {"starts_at": timezone.now() - timedelta(hours=30), "ends_at": timezone.now() - timedelta(hours=20)}
    Event.objects.filter(pk=meeting.event_id).update(**ended)
    pages = of_the_team(meeting) | of_participants(meeting)
    cost(pages)  # what the rail counts comes from the cache, sessions are renewed
    few = cost(pages)
    crowd(meeting, FEW, MANY)
    many = cost(pages)
    assert {name: count for name, (count, _) in many.items()} == {name: count for name, (count, _) in few.items()}
    assert {name: count for name, (count, _) in many.items() if count > MOST_STATEMENTS} == {}
    assert {name: size for name, (_, size) in many.items() if size > MOST_BYTES} == {}


def test_participants_find_one_another_by_name_and_never_by_address(meeting: RegionalMeeting) -> None:
    crowd(meeting, 0, 130)
    row = Registration.objects.filter(check_in__isnull=False).select_related("person").earliest("pk")
    Registration.objects.filter(person__last_name="Nom0127").update(structure="Chambre de l’Épinette")
    client = sign_in(Client(), row.person)
    here = reverse("portal:agenda:event", args=[meeting.event.slug])
    after = reverse("public:agenda:after", args=[links.after_token(row.pk)])

    def found(who: str) -> list[str]:
        rows = client.get(here, {"qui": who}).context["participants"]["page"].rows
        others = client.get(after, {"qui": who}).context["circle"].others
        assert [one.pk for one in others] == [one.pk for one in rows]
        return [one.person.last_name for one in rows]

    assert found("nom0127 ana") == found("épinette") == found("EPINETTE") == ["Nom0127"]
    assert found("p127@tpe") == []
    page = client.get(here).context["participants"]
    assert (len(page["page"].rows), page["number"], bool(page["page"].next_url)) == (60, 130, True)


def test_choices_among_many_outlive_a_search(meeting: RegionalMeeting) -> None:
    crowd(meeting, 0, 130)
    came = list(Registration.objects.filter(check_in__isnull=False).order_by("pk"))
    address, client = reverse("public:agenda:after", args=[links.after_token(came[0].pk)]), Client()
    last = came[-1]
    said = {"geste": "contacts", "wanted": [last.pk]}
    refused = client.post(address, said)  # negative control: beyond the first sixty, nobody showed that name
    assert (refused.status_code, came[0].contacts.exists()) == (200, False)
    client.post(f"{address}?qui=nom{129:04}", said)
    assert [one.to_id for one in came[0].contacts.all()] == [last.pk]
    again = client.post(address, said | {"wanted": [last.pk, came[1].pk]})
    assert (again.status_code, came[0].contacts.count()) == (302, 2)
