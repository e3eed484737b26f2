"""The programme: hour by hour, with speakers whom nothing names before their day; written on one page."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.models import OutboxMail
from club.core.pages import renew
from club.core.roles import Role
from events.actions import agenda, programme, reminding
from events.actions.programme import Moment
from events.errors import EventError
from events.models import Admission, Event, ProgrammeItem, State
from events.models.moments import short_day
from tests.event_factories import at, make_draft_event, make_event, make_programme, make_registration
from tests.factories import make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NAME = "Ève Montclair"


def later(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


def make_told(**overrides: Any) -> Event:
    """From 18 h to 20 h: a welcome, and a speaker kept secret for five more days."""
    event = make_event(**{"audience": [Admission.EVERYONE]} | overrides)
    secret = Moment(HOUR, "L'essentiel", NAME, "cheffe d’orchestre", later(5))
    return make_programme(event, secret, Moment(0 * HOUR, "Accueil", "Paul Vidal"))


def everywhere(event: Event) -> dict[str, str]:
    """What a stranger and somebody who comes are told of ``event``, by every way."""
    renew()
    row = make_registration(Event.objects.get(pk=event.pk))
    mine, path = sign_in(Client(), row.person), event.get_absolute_url()
    reminding.remind(event.starts_at - timedelta(days=1))
    mails = OutboxMail.objects.filter(person=row.person).order_by("pk")
    told = {address: Client().get(address).content.decode() for address in (path, f"{path}rencontre.ics")}
    told["portal"] = mine.get(f"/espace/rencontres/{event.slug}/").content.decode()
    told |= {mail.template.split("/")[-1]: f"{mail.text} {mail.html} {mail.calendar}" for mail in mails}
    return {way: text.replace("\r\n ", "") for way, text in told.items()}


def test_speaker_is_named_nowhere_before_the_day_and_everywhere_from_it() -> None:
    event = make_told()
    before = everywhere(event)
    assert [way for way, text in before.items() if "Montclair" in text or "orchestre" in text] == []
    announced = f"Intervenant annoncé le {short_day(later(5))}"
    assert [way for way, text in before.items() if announced not in text] == []
    assert [way for way, text in before.items() if "Paul Vidal" not in text] == []
    with time_machine.travel(at(6)):
        after = everywhere(event)
    assert [way for way, text in after.items() if NAME not in text] == []


def test_programme_stands_in_the_order_of_its_hours_and_follows_the_event() -> None:
    event = make_told()
    assert event.items[0].words() == "18\u00a0h\u00a0: Accueil. Paul Vidal"
    event.starts_at, event.ends_at = at(150, 9), at(150, 11)
    agenda.change(event=event, by=make_user())
    moved = Event.objects.get(pk=event.pk)
    assert [item.hour_words() for item in moved.items] == ["9\u00a0h", "10\u00a0h"]


def test_naming_a_speaker_is_a_change_for_machines() -> None:
    event = make_told()
    assert event.public_since() == event.updated_at
    assert Event.objects.all().last_change() == event.updated_at
    with time_machine.travel(at(6)):
        event = Event.objects.get(pk=event.pk)
        assert timezone.localtime(event.public_since()).date() == later(-1)
        assert Event.objects.all().last_change() == event.public_since()


@pytest.mark.parametrize("field", ["title", "description", "access_words"])
def test_text_that_names_a_speaker_too_early_is_refused(field: str) -> None:
    draft = make_draft_event(**{field: f"Avec {NAME}"})
    secret = Moment(HOUR, "Échange", NAME, "", later(5))
    make_programme(draft, secret)
    with pytest.raises(EventError, match="nomme un intervenant"):
        agenda.publish(event=draft, by=make_user())
    announced = make_event(**{field: f"Avec {NAME}"})
    with pytest.raises(EventError, match="nomme un intervenant"):
        make_programme(announced, secret)
    assert not ProgrammeItem.objects.filter(event=announced).exists()
    make_programme(announced, Moment(HOUR, "Échange", NAME, "", later(0)))


def test_title_of_the_programme_does_not_name_the_guest_too_early() -> None:
    event = make_event(guest=NAME, guest_public_from=later(5))
    with pytest.raises(EventError, match="Le programme nomme l’invité"):
        make_programme(event, Moment(HOUR, "Échange avec ève montclair"))


def test_programme_sells_no_speech_before_officials() -> None:
    sold = Moment(HOUR, "Intervention comprise dans l’option à 5 000 €", NAME)
    make_programme(make_event(), sold)
    event = make_event(with_officials=True)
    with pytest.raises(EventError, match="2013-907"):
        make_programme(event, sold)
    make_programme(event, Moment(HOUR, "Intervention du ministre", NAME))


def test_guest_is_announced_with_his_day_while_it_is_to_come() -> None:
    event = make_event(guest=NAME, guest_public_from=later(5))
    assert event.guest_words() == f"annoncé le {short_day(later(5))}"
    assert event.guest_words(later(5)) == NAME
    assert agenda.cancel(event=event, reason="La salle est fermée.", by=make_user()).guest_words() == ""


def test_copy_keeps_hours_and_titles_without_speakers() -> None:
    copy = agenda.duplicate(event=make_told(), by=make_user())
    assert [(item.hour_words(), item.title, item.speaker, item.public_from) for item in copy.items] == [
        ("18\u00a0h", "Accueil", "", None),
        ("19\u00a0h", "L’essentiel", "", None),
    ]


def test_participants_do_not_read_a_secret_name_among_those_who_come() -> None:
    event = make_told(guest="Mme Claire Oriol", guest_public_from=later(5))
    people = [("Ève", "Montclair"), ("Claire", "Oriol"), ("Paul", "Vidal"), ("Jeanne", "Oriol")]
    rows = [make_registration(event, person=make_user(first_name=a, last_name=b)) for a, b in people]

    def read() -> set[str]:
        page = sign_in(Client(), rows[3].person).get(f"/espace/rencontres/{event.slug}/").context["at"]
        return {row.person.first_name for row in page.participants()}

    assert read() == {"Paul", "Jeanne"}
    Event.objects.filter(pk=event.pk).update(guest_public_from=later(0))
    ProgrammeItem.objects.update(public_from=None)
    assert read() == {"Ève", "Claire", "Paul", "Jeanne"}


@pytest.fixture
def planner() -> Client:
    return sign_in(Client(), make_staff(Role.EVENTS))


def page_of(event: Event) -> str:
    return reverse("console:event_programme", args=[event.pk])


def typed(client: Client, event: Event, *rows: dict[str, str], **more: str) -> dict[str, str]:
    """What a browser sends: ``rows`` typed in place of those of the page."""
    form = client.get(page_of(event)).context["rows"]
    data = {f"moment-{name}": str(value) for name, value in form.management_form.initial.items()}
    data |= {"seen": str(Event.objects.get(pk=event.pk).version)} | more
    return data | {f"moment-{number}-{name}": text for number, row in enumerate(rows) for name, text in row.items()}


def test_page_writes_all_of_it_and_an_emptied_row_goes(planner: Client) -> None:
    event = make_told()
    names = ("hour", "title", "speaker", "role", "public_from")
    rows = [dict.fromkeys(names, ""), {"hour": "18:30", "title": "L'accueil"} | dict.fromkeys(names[2:], "")]
    assert NAME in planner.get(page_of(event)).content.decode()
    assert planner.post(page_of(event), typed(planner, event, *rows)).status_code == 302
    after = Event.objects.get(pk=event.pk)
    assert [item.words() for item in after.items] == ["18\u00a0h\u00a030\u00a0: L’accueil"]
    assert (after.version, after.sequence) == (event.version + 1, event.sequence)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"hour": "17:00", "title": "Trop tôt"}, "Hors des heures"),
        ({"hour": "20:30", "title": "Trop tard"}, "Hors des heures"),
        ({"hour": "", "title": "Sans heure"}, "Dites à quelle heure"),
        ({"hour": "19:00", "title": "", "speaker": "Sans titre"}, "Dites ce qui se passe"),
        ({"hour": "19:00", "title": "Sans nom", "role": "ministre"}, "Dites qui intervient"),
        (
            {"hour": "19:00", "title": "Bien après", "speaker": "Qui", "public_from": "2099-01-01"},
            "après la rencontre",
        ),
        ({"hour": "19:00", "title": f"Avec {NAME}", "speaker": NAME, "public_from": "later"}, "nomme un intervenant"),
    ],
)
def test_refusal_keeps_what_was_typed(planner: Client, row: dict[str, str], why: str) -> None:
    event = make_told()
    if row.get("public_from") == "later":
        row = row | {"public_from": str(later(3))}
    answer = planner.post(page_of(event), typed(planner, event, {"hour": "18:10", "title": "Gardé tel quel"}, row))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert [text for text in ("Gardé tel quel", why, *row.values()) if text not in html] == []
    assert len(Event.objects.get(pk=event.pk).items) == 2


def test_second_of_two_editors_sees_what_the_first_wrote_and_loses_nothing(planner: Client) -> None:
    event = make_told()
    late = typed(planner, event, {"hour": "18:10", "title": "Du second"})
    planner.post(page_of(event), typed(planner, event, {"hour": "18:20", "title": "Du premier"}))
    answer = planner.post(page_of(event), late)
    html = answer.content.decode()
    assert ("Du premier" in html, "Du second" in html) == (True, True)
    assert [item.title for item in Event.objects.get(pk=event.pk).items] == ["Du premier"]
    again = late | {"seen": str(answer.context["seen"].initial["seen"])}
    assert planner.post(page_of(event), again).status_code == 302
    assert [item.title for item in Event.objects.get(pk=event.pk).items] == ["Du second"]


def test_event_of_two_days_asks_which(planner: Client) -> None:
    event = make_event(starts_at=at(20, 9), ends_at=at(21, 17))
    empty = {"day": "0", "hour": "", "title": ""}
    rows = ({"day": "1", "hour": "10:00", "title": "Le lendemain"}, empty, empty)
    assert planner.post(page_of(event), typed(planner, event, *rows)).status_code == 302
    (item,) = Event.objects.get(pk=event.pk).items
    assert timezone.localtime(item.starts_at) == at(21, 10)
    assert planner.get(page_of(event)).context["rows"][0].initial["day"] == "1"


@pytest.mark.parametrize("number", [1, 3])
def test_programme_is_one_statement(number: int, client: Client, django_assert_num_queries: Any) -> None:
    event = make_programme(make_event(), *(Moment(HOUR, f"Moment {n}", NAME) for n in range(number)))
    client.get(event.get_absolute_url())
    renew()
    with django_assert_num_queries(3):
        assert client.get(event.get_absolute_url()).content.decode().count("Moment ") == number


def test_held_event_keeps_a_secret_for_ever_without_a_promise() -> None:
    event = make_told(days=2)
    with time_machine.travel(at(3)):
        event = agenda.mark(event=Event.objects.get(pk=event.pk), state=State.HELD, by=make_user())
        assert [item.speaker_words() for item in event.items] == ["Paul Vidal", ""]


def test_same_version_twice_is_refused() -> None:
    event = make_event()
    programme.write(event=event, moments=[], by=make_user(), seen=event.version)
    with pytest.raises(EventError, match="relisez"):
        programme.write(event=event, moments=[], by=make_user(), seen=event.version)
