"""Those whom a decision concerns are written to after it: each once, whatever breaks on the way."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from club.core import outbox
from club.core.models import OutboxMail
from events import emails
from events.actions import agenda, leaving, telling
from events.models import Admission, Event, EventNews
from tests.event_factories import at, make_event, make_registration
from tests.factories import make_user

pytestmark = pytest.mark.django_db
WHY = "La salle est fermée."


def make_seated(people: int, **overrides: Any) -> Event:
    event = make_event(**{"audience": [Admission.EVERYONE]} | overrides)
    for _ in range(people):
        make_registration(event)
    return event


def move(event: Event, days: int) -> Event:
    event.starts_at, event.ends_at = at(days), at(days, 20)
    return agenda.change(event=event, by=make_user())


def written(name: str = "moved") -> list[str]:
    mails = OutboxMail.objects.filter(template=f"events/emails/{name}")
    return sorted(mails.values_list("to_address", flat=True))


def people(event: Event) -> list[str]:
    return sorted(event.registrations.values_list("person__email", flat=True))


def test_decision_costs_the_same_however_many_hear_of_it() -> None:
    counts = []
    for event in (make_seated(1), make_seated(3)):
        by = make_user()
        event.venue = "Hôtel de ville"
        with CaptureQueriesContext(
            connection,
        ) as asked:
            agenda.change(event=event, by=by)
        counts.append(len(asked))
    assert (counts[0], written()) == (counts[1], [])
    assert telling.write() == len(written()) == 4


class Killed(Exception):
    """What ends a worker in the middle of its work."""


@pytest.mark.parametrize(
    ("counted", "keyed", "most"),
    [(True, True, 1), (False, True, 1), (True, False, 1), (False, False, 2)],  # the last: the negative control
)
def test_worker_that_dies_tells_everybody_once(
    monkeypatch: pytest.MonkeyPatch, counted: bool, keyed: bool, most: int
) -> None:
    """Two guards: people are counted with their mails, and a mail has a key. Either is enough."""
    event, step = make_seated(5), telling._tell_some
    post, moved, done = outbox.post, emails.moved, []
    move(event, 40)
    monkeypatch.setattr(telling, "BATCH", 3)
    if not counted:
        monkeypatch.setattr(telling, "_tell_some", step.__wrapped__)
    if not keyed:
        monkeypatch.setattr(outbox, "post", lambda key, **told: post(key=str(uuid4()), **told))

    def dies(row: Any, news: str) -> OutboxMail:
        done.append(row)
        if len(done) == 5:
            raise Killed
        return moved(row, news)

    monkeypatch.setattr(emails, "moved", dies)
    assert telling.write() == 3
    telling.write()
    assert set(written()) == set(people(event))
    assert max(written().count(address) for address in people(event)) == most
    assert telling.write() == 0


def test_one_that_breaks_keeps_no_other_event_from_being_told(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, other = make_seated(1), make_seated(1)
    moved = emails.moved

    def breaks(row: Any, news: str) -> OutboxMail:
        if row.event_id == broken.pk:
            raise Killed
        return moved(row, news)

    monkeypatch.setattr(emails, "moved", breaks)
    for event in (broken, other):
        move(event, 40)
    assert (telling.write(), written()) == (1, people(other))
    assert list(EventNews.objects.owed().values_list("event", flat=True)) == [broken.pk]


def test_mail_says_what_was_decided_whatever_was_decided_since() -> None:
    event = make_seated(1)
    first = event.when_words()
    event = move(event, 40)
    second = event.when_words()
    agenda.postpone(event=event, reason=WHY, by=make_user())
    telling.write()
    moved, off = OutboxMail.objects.exclude(template="events/emails/registered").order_by("pk")
    assert (f"c’était {first}." in moved.text, second[1:] in moved.text) == (True, True)
    assert ("METHOD:REQUEST" in moved.calendar, "METHOD:CANCEL" in off.calendar, WHY in off.text) == (True,) * 3


def test_who_left_meanwhile_hears_nothing_who_is_freed_by_it_does() -> None:
    event = make_seated(2, capacity=2)
    waits = make_registration(event)
    leaves, stays = event.registrations.exclude(pk=waits.pk).order_by("pk")
    move(event, 40)
    leaving.cancel(registration=waits)
    leaving.cancel(registration=leaves)
    telling.write()
    assert written() == [stays.person.email]
    waits = make_registration(event)
    again = make_registration(event)
    event.refresh_from_db()
    agenda.cancel(event=event, reason=WHY, by=make_user())
    telling.write()
    mails = OutboxMail.objects.filter(template="events/emails/called_off").order_by("pk")
    told = [(mail.to_address, "METHOD:CANCEL" in mail.calendar) for mail in mails]
    assert told == [(stays.person.email, True), (waits.person.email, True), (again.person.email, False)]
