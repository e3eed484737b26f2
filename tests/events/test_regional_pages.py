"""The board of the team, and the answer of a supplier: in its portal and by the link of a mail."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from club.core.console import waiting_for
from club.core.roles import Role
from events import links
from events.actions import pledging
from events.models import Ask, Event, Pledge, RegionalMeeting, Stage, State
from members.models import Affiliation
from tests.events.searching import make_asked, make_meeting, make_pledge, make_regional, make_supplier, who_reads
from tests.factories import make_staff, sign_in
from tests.visitors import member_organisation

pytestmark = pytest.mark.django_db
TYPED = {"title": "Vendre sans boutique", "topic": "ecommerce", "speaker": "Anne Le Bris", "brings": "Une méthode"}


@pytest.fixture
def planner() -> Client:
    return sign_in(Client(), make_staff(Role.EVENTS))


def link(ask: Ask) -> str:
    return reverse("public:regional:answer", args=[links.ask_token(ask.mails.get(step="first").pk)])


def page(name: str, meeting: RegionalMeeting) -> str:
    return reverse(f"console:regional:{name}", args=[meeting.pk])


def test_link_shows_and_its_button_promises() -> None:
    ask = make_asked()
    address = link(ask)
    shown = Client().get(address).content.decode()
    assert ("Je tiens cet atelier" in shown, Pledge.objects.count()) == (True, 0)
    assert Client().post(address, TYPED | {"geste": "promettre"}).status_code == 302
    row = Pledge.objects.get()
    assert (row.organisation, row.made_by, row.title) == (
        ask.organisation,
        who_reads(ask.organisation),
        TYPED["title"],
    )
    words = TYPED | {"geste": "promettre", "atelier": row.pk, "seen": row.version, "title": "Vendre mieux"}
    Client().post(address, words)
    assert [pledge.title for pledge in Pledge.objects.all()] == ["Vendre mieux"]
    Client().post(address, {"geste": "retirer", "atelier": row.pk})
    assert Pledge.objects.get().state == Pledge.State.WITHDRAWN
    assert "Rien n’a changé" in Client().post(address, {"geste": "retirer"}, follow=True).content.decode()


def test_words_of_a_workshop_withdrawn_meanwhile_make_no_new_promise(planner: Client) -> None:
    ask = make_asked()
    row = make_pledge(ask.meeting, ask.organisation)
    typed = TYPED | {"atelier": row.pk, "seen": row.version}
    pledging.withdraw(pledge=row, because="", by=who_reads(ask.organisation))
    told = [
        Client().post(link(ask), typed | {"geste": "promettre"}),
        planner.post(page("pledge", ask.meeting), typed | {"organisation": ask.organisation_id}),
    ]
    assert ["Cet atelier n’est plus promis" in one.content.decode() for one in told] == [True, True]
    assert Pledge.objects.get().state == Pledge.State.WITHDRAWN


def test_link_dies_with_the_person_and_opens_nothing_else() -> None:
    ask = make_asked()
    other = make_pledge(ask.meeting)
    assert Client().get(link(ask)[:-2] + "0/").status_code == 404
    Client().post(link(ask), {"geste": "retirer", "atelier": other.pk})
    assert Pledge.objects.get(pk=other.pk).state == Pledge.State.STANDING
    Affiliation.objects.filter(organisation=ask.organisation).delete()
    assert Client().get(link(ask)).status_code == 404


def test_supplier_without_right_is_told_whom_to_call() -> None:
    ask = make_asked(make_supplier(workshops=0))
    shown = Client().get(link(ask)).content.decode()
    assert ("ne comprend plus d’atelier" in shown, "Je tiens cet atelier" in shown) == (True, False)
    answer = Client().post(link(ask), TYPED | {"geste": "promettre"})
    assert ("pas assez de ce droit" in answer.content.decode(), Pledge.objects.count()) == (True, 0)


def test_decline_by_link_is_kept_with_its_reason() -> None:
    ask = make_asked()
    Client().post(link(ask), {"geste": "decliner", "pourquoi": "Un salon ce jour-là"})
    ask.refresh_from_db()
    assert (ask.answer, ask.why_not) == (Ask.Answer.DECLINED, "Un salon ce jour-là")


def test_portal_asks_then_shows_what_was_promised() -> None:
    supplier = make_supplier()
    meeting = make_asked(supplier).meeting
    client = sign_in(Client(), who_reads(supplier))
    address = reverse("portal:regional:answer", args=[meeting.pk, supplier.pk])
    assert address in client.get(reverse("portal:home")).content.decode()
    client.post(address, TYPED | {"geste": "promettre"})
    assert address not in client.get(reverse("portal:home")).content.decode()
    assert TYPED["title"] in client.get(reverse("portal:regional:meetings")).content.decode()
    stranger = reverse("portal:regional:answer", args=[meeting.pk, member_organisation().pk])
    assert client.get(stranger).status_code == 404


def test_board_asks_notes_decides(planner: Client) -> None:
    event, supplier = make_regional(), make_supplier()
    opened = planner.post(
        reverse("console:regional:open", args=[event.pk]), {"decides_on": "2099-01-01", "quorum": 1, "workshops": 1}
    )
    assert "avant le jour de la rencontre" in opened.content.decode()
    form = planner.get(reverse("console:regional:open", args=[event.pk])).context["form"]
    day = f"{form.initial['decides_on']:%Y-%m-%d}"
    planner.post(reverse("console:regional:open", args=[event.pk]), {"decides_on": day, "quorum": 1, "workshops": 1})
    meeting = RegionalMeeting.objects.get(event=event)
    planner.post(page("ask", meeting), {"qui": "droit"})
    assert [ask.organisation for ask in meeting.asks.all()] == [supplier]
    refused = planner.post(page("go", meeting), {"seen": meeting.version}).content.decode()
    assert "Dites pourquoi la rencontre a lieu" in refused
    planner.post(page("pledge", meeting), TYPED | {"organisation": supplier.pk, "sponsored": "on"})
    assert meeting.pledges.standing().get().is_sponsored
    shown = planner.get(page("meeting", meeting)).content.decode()
    assert "Le compte y est" in shown
    planner.post(page("go", meeting), {"seen": meeting.version})
    assert RegionalMeeting.objects.get(pk=meeting.pk).stage == Stage.GO
    assert "vient de décider" in planner.post(page("go", meeting), {"seen": meeting.version}).content.decode()


def test_postponed_meeting_is_sought_again_on_the_board_alone(planner: Client) -> None:
    meeting = make_meeting()
    event = reverse("console:event", args=[meeting.event_id])
    data = {"seen": Event.objects.get(pk=meeting.event_id).version, "decision": "postponed", "reason": "Trop tôt."}
    assert "tableau des rencontres régionales" in planner.post(event, data).content.decode()
    typed = {"seen": meeting.version, "reason": "Trop tôt.", "pledges": "rendre", "registrations": "garder"}
    planner.post(page("postpone", meeting), typed)
    meeting.refresh_from_db()
    day = {"day": f"{meeting.event.starts_at:%Y-%m-%d}", "starts": "10:00", "ends": "16:00"}
    planner.post(page("seek_again", meeting), day | {"seen": meeting.version, "decides_on": meeting.decides_on})
    meeting.refresh_from_db()
    assert (meeting.takes_pledges, Event.objects.get(pk=meeting.event_id).state) == (True, State.OPEN)


def test_today_tells_a_decision_that_is_due() -> None:
    user = make_staff(Role.EVENTS)
    meeting = make_meeting()
    assert [one.title for one in waiting_for(user) if "rencontres-regionales" in one.url] == []
    for _ in range(3):
        make_pledge(meeting)
    [due] = [one for one in waiting_for(user) if "rencontres-regionales" in one.url]
    assert (due.action, "le compte y est" in due.detail) == ("Décider", True)


@pytest.mark.parametrize("name", ["board", "meeting"])
def test_pages_take_the_same_statements_for_many(
    planner: Client, name: str, django_assert_max_num_queries: Any
) -> None:
    meeting = make_meeting(workshops=8)
    address = reverse("console:regional:board") if name == "board" else page(name, meeting)

    def counted() -> int:
        cache.clear()
        planner.get(address)
        with django_assert_max_num_queries(60) as heard:
            planner.get(address)
        return len(heard)

    make_asked(meeting=meeting)
    make_pledge(meeting)
    few = counted()
    for _ in range(3):
        make_asked(meeting=meeting)
        make_pledge(meeting)
        make_meeting()
    assert counted() == few
    if name == "board":
        assert few <= 8
