"""What becomes of an event: its states, what its calendars are told, what it keeps secret."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from club.core.departments import Department
from club.core.models import AuditEntry
from events.actions import agenda
from events.errors import EventError
from events.models import Admission, Event, Kind, State
from events.models.moments import month_later
from tests.event_factories import at, make_draft_event, make_event, make_series
from tests.factories import make_commune, make_departement, make_user

pytestmark = pytest.mark.django_db


def changed(event: Event, **fields: Any) -> Event:
    event = Event.objects.get(pk=event.pk)
    for name, value in fields.items():
        setattr(event, name, value)
    return agenda.change(event=event, by=make_user())


def test_draft_is_announced_and_noted() -> None:
    draft = make_draft_event()
    event = agenda.publish(event=draft, by=make_user())
    assert (draft.state, event.state, event.is_announced) == (State.DRAFT, State.OPEN, True)
    verbs = AuditEntry.objects.filter(target=f"events.event:{event.pk}").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["event.create", "event.publish"]


@pytest.mark.parametrize(
    ("fields", "rises"),
    [
        ({"title": "Un autre titre"}, True),
        ({"starts_at": at(21)} | {"ends_at": at(21, 20)}, True),
        ({"venue": "Autre salle"}, True),
        ({"is_online": True}, True),
        ({"summary": "Autre résumé.", "description": "Autre programme."}, False),
        ({"audience": [Admission.EVERYONE]}, False),
        ({}, False),
    ],
)
def test_sequence_rises_with_time_place_and_title_alone(fields: dict[str, Any], rises: bool) -> None:
    event = make_event()
    after = changed(event, **fields)
    assert (after.sequence - event.sequence, after.version - event.version) == (int(rises), 1)
    assert after.uid == event.uid


def test_sequence_rises_with_each_state() -> None:
    event, by = make_event(), make_user()
    found = [event.sequence]
    for state in (State.FULL, State.OPEN, State.CLOSED):
        found.append(agenda.mark(event=event, state=state, by=by).sequence)
    found.append(agenda.postpone(event=event, reason="La salle est fermée.", by=by).sequence)
    found.append(agenda.publish(event=event, by=by).sequence)
    found.append(agenda.cancel(event=event, reason="Faute d’intervenant.", by=by).sequence)
    assert found == list(range(found[0], found[0] + 7))


def test_postponed_event_comes_back_at_a_day_to_come() -> None:
    event, by = make_event(days=2), make_user()
    agenda.postpone(event=event, reason="La salle est fermée.", by=by)
    Event.objects.filter(pk=event.pk).update(starts_at=at(-3), ends_at=at(-3, 20))
    with pytest.raises(EventError, match="nouvelle date"):
        agenda.publish(event=event, by=by)
    changed(event, starts_at=at(30), ends_at=at(30, 20))
    back = agenda.publish(event=event, by=by)
    assert (back.state, back.notice) == (State.OPEN, "")


def test_event_is_not_held_before_its_end() -> None:
    event = make_event()
    with pytest.raises(EventError, match="pas encore passée"):
        agenda.mark(event=event, state=State.HELD, by=make_user())
    assert agenda.mark(event=make_event(days=-3), state=State.HELD, by=make_user()).state == State.HELD


@pytest.mark.parametrize("act", [agenda.postpone, agenda.cancel])
def test_what_is_called_off_says_why(act: Any) -> None:
    with pytest.raises(EventError, match="pourquoi"):
        act(event=make_event(), reason="  ", by=make_user())


def test_cancelled_event_moves_no_more() -> None:
    event = agenda.cancel(event=make_event(), reason="Faute d’intervenant.", by=make_user())
    with pytest.raises(EventError, match="ne peut pas devenir"):
        agenda.publish(event=event, by=make_user())


def test_draft_is_neither_marked_nor_called_off() -> None:
    draft = make_draft_event()
    for act in (
        lambda: agenda.mark(event=draft, state=State.OPEN, by=make_user()),
        lambda: agenda.cancel(event=draft, reason="Pour rien.", by=make_user()),
    ):
        with pytest.raises(EventError):
            act()


def test_database_refuses_the_same_moves() -> None:
    event = agenda.cancel(event=make_event(), reason="Faute d’intervenant.", by=make_user())
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(state=State.OPEN)
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=make_draft_event().pk).update(state=State.CANCELLED, notice="x")


def test_decision_on_what_somebody_changed_is_refused() -> None:
    event = make_event()
    changed(event, venue="Autre salle")
    with pytest.raises(EventError, match="relisez"):
        agenda.cancel(event=event, reason="Trop cher.", by=make_user(), seen=event.version)


def test_change_keeps_the_state_of_the_base() -> None:
    event = make_event()
    stale = Event.objects.get(pk=event.pk)
    agenda.mark(event=event, state=State.FULL, by=make_user())
    stale.venue = "Autre salle"
    assert agenda.change(event=stale, by=make_user()).state == State.FULL


def test_announced_address_changes_no_more() -> None:
    with pytest.raises(EventError, match="adresse"):
        changed(make_event(), slug="ailleurs")
    assert changed(make_draft_event(), slug="ailleurs").slug == "ailleurs"


def test_event_without_a_place_is_not_announced() -> None:
    draft = make_draft_event(commune=None)
    with pytest.raises(EventError, match="où elle a lieu"):
        agenda.publish(event=draft, by=make_user())
    assert agenda.publish(event=changed(draft, is_online=True), by=make_user()).state == State.OPEN
    somewhere = changed(make_draft_event(commune=None), departement=make_departement())
    assert agenda.publish(event=somewhere, by=make_user()).place_words() == "Mayenne (53)"


def test_departement_follows_the_commune() -> None:
    other = make_departement("75", "Paris")
    event = make_draft_event(commune=make_commune(), departement=other)
    assert event.departement_id == "53"


def test_text_that_names_the_guest_too_early_is_refused() -> None:
    secret = {"guest": "Ève Montclair", "guest_public_from": timezone.localdate() + timedelta(days=5)}
    draft = make_draft_event(**secret, description="Nous recevons ÈVE  Montclair.")
    with pytest.raises(EventError, match="nomme l’invité"):
        agenda.publish(event=draft, by=make_user())
    told = make_draft_event(**secret | {"guest_public_from": timezone.localdate()}, description="Avec Ève Montclair.")
    assert agenda.publish(event=told, by=make_user()).guest_of_honour() == "Ève Montclair"
    with pytest.raises(EventError, match="nomme l’invité"):
        changed(make_event(**secret), summary="Une soirée avec Ève Montclair.")


@pytest.mark.parametrize("slug", ["avec-jean-dormesson", "avec-jean-d-ormesson"])
def test_address_that_names_the_guest_too_early_is_refused(slug: str) -> None:
    later = timezone.localdate() + timedelta(days=5)
    draft = make_draft_event(guest="Jean d’Ormesson", guest_public_from=later, slug=slug)
    with pytest.raises(EventError, match="nomme l’invité"):
        agenda.publish(event=draft, by=make_user())


@pytest.mark.parametrize("act", [agenda.postpone, agenda.cancel])
def test_reason_that_names_the_guest_too_early_is_refused(act: Any) -> None:
    event = make_event(guest="Ève Montclair", guest_public_from=timezone.localdate() + timedelta(days=5))
    with pytest.raises(EventError, match="La raison donnée nomme l’invité"):
        act(event=event, reason="Mme ève montclair est souffrante.", by=make_user())
    assert Event.objects.get(pk=event.pk).notice == ""
    assert act(event=event, reason="Notre invitée est souffrante.", by=make_user()).notice != ""


@pytest.mark.parametrize("where", ["venue", "address"])
def test_place_that_names_the_guest_too_early_is_refused(where: str) -> None:
    secret = {"guest": "Ève Montclair", "guest_public_from": timezone.localdate() + timedelta(days=5)}
    with pytest.raises(EventError, match="nomme l’invité"):
        agenda.publish(event=make_draft_event(**secret, **{where: "Chez Ève Montclair"}), by=make_user())
    with pytest.raises(EventError, match="nomme l’invité"):
        changed(make_event(**secret), **{where: "Chez Ève Montclair"})


def test_guest_named_in_the_reason_is_refused_afterwards() -> None:
    event = agenda.postpone(event=make_event(), reason="Ève Montclair est souffrante.", by=make_user())
    later = timezone.localdate() + timedelta(days=5)
    with pytest.raises(EventError, match="La raison donnée nomme"):
        changed(event, guest="Ève Montclair", guest_public_from=later)


def test_address_parts_words_at_apostrophes() -> None:
    assert agenda.free_slug("L’atelier d'été") == "l-atelier-d-ete"
    make_draft_event(slug="l-atelier-d-ete")
    assert agenda.free_slug("L’atelier d’été") == "l-atelier-d-ete-2"
    assert agenda.free_slug("Les vœux, au cœur de l’ŒUVRE") == "les-voeux-au-coeur-de-l-oeuvre"
    assert agenda.free_slug("2027") == "rencontre-2027"


@pytest.mark.parametrize(
    "fields",
    [
        {"ends_at": at(1)},
        {"slug": "2026"},
        {"audience": []},
        {"guest": "Ève Montclair", "guest_public_from": None},
        {"kind": Kind.CERCLE, "department": Department.PARTNERS},
        {"kind": Kind.PARTNERS, "department": Department.CERCLE},
    ],
)
def test_database_refuses_what_makes_no_sense(fields: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        make_draft_event(**fields)


def test_copy_is_a_draft_a_month_later_without_its_guest() -> None:
    closing = {"registration_closes_at": at(19), "releases_on": at(15).date()}
    event = make_event(guest="Ève Montclair", guest_public_from=timezone.localdate(), **closing)
    copy = agenda.duplicate(event=event, by=make_user())
    assert (copy.state, copy.guest, copy.guest_public_from, copy.sequence) == (State.DRAFT, "", None, 0)
    assert (copy.title, copy.venue, copy.audience) == (event.title, event.venue, event.audience)
    assert copy.uid != event.uid
    assert copy.slug != event.slug
    before, after = timezone.localtime(event.starts_at), timezone.localtime(copy.starts_at)
    assert (after.date(), after.time()) == (month_later(before.date()), before.time())
    assert timezone.localtime(copy.registration_closes_at).date() == after.date() - timedelta(days=1)
    assert copy.releases_on == after.date() - timedelta(days=5)


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ("2026-12-17", "2027-01-21"),
        ("2026-12-01", "2027-01-05"),
        ("2026-10-29", "2026-11-26"),
        ("2027-01-31", "2027-02-28"),
    ],
)
def test_month_later_is_the_same_weekday_of_the_month(day: str, wanted: str) -> None:
    assert month_later(date.fromisoformat(day)) == date.fromisoformat(wanted)


def test_next_of_a_series_comes_after_the_last_of_it_drafts_included() -> None:
    series, by = make_series(), make_user()
    event = make_event(series=series)
    make_event(days=800)  # of no series
    agenda.cancel(event=make_event(series=series, days=700), reason="La salle est fermée.", by=by)
    first, second = (agenda.duplicate(event=event, by=by) for _ in range(2))
    days = [timezone.localdate(one.starts_at) for one in (event, first, second)]
    assert days[1:] == [month_later(days[0]), month_later(days[1])]
    assert second.series == series


def test_typography_is_put_right() -> None:
    assert make_draft_event(title="L'atelier: combien ?").title == "L’atelier\u00a0: combien\u00a0?"


def test_guest_whose_name_has_no_letter_of_ours_is_in_no_text() -> None:
    later = timezone.localdate() + timedelta(days=5)
    assert agenda.publish(event=make_draft_event(guest="李娜", guest_public_from=later), by=make_user()).is_announced
