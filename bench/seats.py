"""Five hundred people at once on eight times 25 seats, over HTTP, while staff add people and the clock knocks.

Runs alternate between the eight workshops of a time slot, 13 seats for ambassadors and 12 for experts each, and eight
events of 25 seats. 500 people ask for one of them at the same moment (one in ten of them five times), staff add
twenty more and give seats back, and the waiting lists are settled all the while. Then everything is counted.
``--runs 100`` is what the product promises; ``--unlocked`` plays the same without row locks, and must oversell.
"""

import argparse
import asyncio
import logging
import random
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Protocol

from django.db import connection
from django.test import Client
from django.utils import timezone

from bench import _people as people
from bench import _web as web
from club.core.errors import ClubError
from events.actions import agenda, leaving, places, registering, waiting
from events.actions.registering import Favour
from events.admittance import Seat
from events.models import Event, Offer, Place, Registration, Session, Side
from members.models import User
from tests.event_factories import make_draft_event
from tests.factories import make_staff, make_user
from tests.workshop_factories import make_regional

PEOPLE, EIGHT, SEATS, ADDED, TIMES = 500, 8, 25, 20, 5
SIDES = (13, 12)
TARGET = 1500
"""Registrations a minute, waiting lists included."""
CSRF = "a" * 32


@dataclass
class Found:
    """What all runs saw. ``astray``: answers other than the way back to the page. ``idle``: seats that nobody holds
    while somebody waits for them.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    astray: int = 0
    milliseconds: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    oversold: int = 0
    twice: int = 0
    idle: int = 0
    waited: int = 0
    refused: int = 0

    def weigh(self, taken: int, seats: int, waiting: int) -> None:
        self.oversold += max(taken - seats, 0)
        self.idle += max(seats - taken, 0) if waiting else 0

    def broken(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 500)


class Scene(Protocol):
    """Eight things with 25 seats each."""

    def form(self, draw: random.Random) -> tuple[str, str]:
        """(path, fields) of the form that asks for one of them."""

    def staff(self, draw: random.Random, by: User) -> None:
        """Staff add somebody somewhere, and give back a seat that somebody holds."""

    def clock(self) -> None:
        """The task of the waiting list."""

    def count(self, found: Found) -> None:
        """Once nothing moves any more."""


class Events:
    """Eight events, no two at the same hour: nobody is refused for a clash."""

    def __init__(self, number: int, by: User) -> None:
        first = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=30 + number)
        self.events = [self._event(first + timedelta(hours=n), f"{number}-{n}", by) for n in range(EIGHT)]

    def _event(self, starts: datetime, name: str, by: User) -> Event:
        hours = {"starts_at": starts, "ends_at": starts + timedelta(minutes=50)}
        event = make_draft_event(title=f"Rencontre {name}", is_online=True, capacity=SEATS, **hours)
        return agenda.publish(event=event, by=by)

    def form(self, draw: random.Random) -> tuple[str, str]:
        return f"/espace/rencontres/{draw.choice(self.events).slug}/", "geste=inscrire&diet=&access_needs="

    def staff(self, draw: random.Random, by: User) -> None:
        event, favour = draw.choice(self.events), Favour(by=by, seat=Seat(Side.GUEST, "Invité du Club"))
        registering.register(event=event, person=make_user(), way=Registration.Way.STAFF, favour=favour)
        if holder := Registration.objects.coming().filter(event=event).order_by("?").first():
            leaving.cancel(registration=holder, because="ne peut pas venir", by=by)

    def clock(self) -> None:
        """Every offer is overdue for it."""
        waiting.expire(timezone.now() + timedelta(days=20))

    def count(self, found: Found) -> None:
        for event in self.events:
            rows = Registration.objects.filter(event=event)
            found.weigh(rows.holding_seats().count(), SEATS, rows.waiting().count())
            found.twice += rows.count() - rows.values("person").distinct().count()
            found.waited += Offer.objects.filter(event=event).count()


class Workshops:
    """The eight workshops of one time slot, places given out already: first come. Every second time the seats of
    one side are released to the other, so that the clock gives seats too.
    """

    def __init__(self, number: int, by: User) -> None:
        self.is_mixed = bool(number % 4)
        released_on = None if self.is_mixed else timezone.localdate()
        self.meeting = make_regional(workshops_wanted=EIGHT, seats=SIDES, told=True, mix_released_on=released_on)
        event = self.meeting.event
        event.starts_at += timedelta(days=200 + number)
        event.ends_at += timedelta(days=200 + number)
        self.event = agenda.change(event=event, by=by)
        hours, sides = (event.starts_at, event.ends_at), cycle([Side.AMBASSADOR, Side.EXPERT])
        coming = [
            Registration(event=event, person=person, side=side, state="confirmed", way="staff", during=hours)
            for person, side in zip(_people(), sides)  # noqa: B905  # one is without end
        ]
        self.rows = Registration.objects.bulk_create(coming)
        self.sessions = list(Session.objects.filter(slot__meeting=self.meeting))

    def form(self, draw: random.Random) -> tuple[str, str]:
        act = draw.choice(["prendre", "attendre"])
        return f"/espace/rencontres/{self.event.slug}/ateliers/", f"geste={act}:{draw.choice(self.sessions).pk}"

    def staff(self, draw: random.Random, by: User) -> None:
        row, session = draw.choice(self.rows), draw.choice(self.sessions)
        if holder := Place.objects.held().filter(session=session).order_by("?").first():
            places.leave(registration=holder.registration, session=session)
        places.take(registration=row, session=session, by=by)

    def clock(self) -> None:
        places.follow_released()

    def count(self, found: Found) -> None:
        rows = Place.objects.filter(slot__meeting=self.meeting)
        held, waiting = rows.held(), rows.waiting()
        sides = zip((Side.AMBASSADOR, Side.EXPERT), SIDES, strict=True)
        parts = [({"side": side}, seats) for side, seats in sides] if self.is_mixed else [({}, sum(SIDES))]
        for session in self.sessions:
            for part, seats in parts:
                inside = {"session": session, **part}
                found.weigh(held.filter(**inside).count(), seats, waiting.filter(**inside).count())
        found.twice += held.count() - held.values("registration").distinct().count()
        found.waited += waiting.count()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=6)
    options.add_argument("--unlocked", action="store_true", help="the negative control")
    given = options.parse_args()
    logging.disable(logging.WARNING)
    people.prepare()
    people.seed_ambassadors(PEOPLE)
    staff = make_staff(superuser=True)
    sessions = [_signed_in(person) for person in _people()]
    before, found = _deadlocks(), Found()
    with (
        TemporaryDirectory() as folder,
        (web.unlocked if given.unlocked else web.ours)(Path(folder) / "log") as server,
    ):
        for number in range(given.runs):
            scene = (Workshops, Events)[number % 2](number, staff)
            play(server, sessions, scene, staff, found)
            scene.count(found)
            kind = type(scene).__name__.lower()
            print(f"run {number + 1}, {kind}: {found.rates[-1]:.0f} a minute, {found.oversold} oversold", flush=True)
    tell(found, _deadlocks() - before, given)


def play(server: web.Server, sessions: list[str], scene: Scene, staff: User, found: Found) -> None:
    draw = random.Random(len(found.rates))
    asked = [(session, *scene.form(draw)) for session in sessions]
    posts = [one for number, one in enumerate(asked) for _ in range(TIMES if number % 10 == 0 else 1)]
    draw.shuffle(posts)
    over = threading.Event()
    with ThreadPoolExecutor(2) as beside:
        running = [beside.submit(_staff, scene, staff, found), beside.submit(_clock, scene, over)]
        try:
            began = time.perf_counter()
            asyncio.run(_ask_all(server, posts, found))
            found.rates.append(len(asked) / (time.perf_counter() - began) * 60)
        finally:
            over.set()
        for one in running:
            one.result()
    scene.clock()


def _people() -> list[User]:
    return list(User.objects.filter(ambassador__isnull=False).order_by("pk")[:PEOPLE])


def _signed_in(person: User) -> str:
    client = Client()
    client.force_login(person, backend="members.backends.RolesBackend")
    return client.cookies["sessionid"].value


async def _ask_all(server: web.Server, posts: list[tuple[str, str, str]], found: Found) -> None:
    start = asyncio.Event()
    asking = [asyncio.create_task(_ask(server, *post, start, found)) for post in posts]
    await asyncio.sleep(0.1)
    start.set()
    await asyncio.gather(*asking)


async def _ask(server: web.Server, session: str, path: str, fields: str, start: asyncio.Event, found: Found) -> None:
    """A form sent from the page, as a browser does; the answer is a redirect, or the page with a sentence."""
    body = f"csrfmiddlewaretoken={CSRF}&cle_formulaire={uuid.uuid4()}&{fields}"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n"
        f"Origin: http://127.0.0.1:{server.port}\r\nCookie: sessionid={session}; csrftoken={CSRF}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    await start.wait()
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write((head + body).encode())
    answer = await reader.read()
    writer.close()
    found.milliseconds.append((time.perf_counter() - began) * 1000)
    found.statuses[int(answer.split(b" ", 2)[1])] += 1
    found.astray += f"\r\nlocation: {path}\r\n".encode() not in answer.replace(b"Location:", b"location:")


def _staff(scene: Scene, staff: User, found: Found) -> None:
    draw = random.Random(len(found.rates))
    for _ in range(ADDED):
        try:
            scene.staff(draw, staff)
        except ClubError:
            found.refused += 1
    connection.close()


def _clock(scene: Scene, over: threading.Event) -> None:
    """It knocks four times a second; the product’s, once a minute."""
    while not over.is_set():
        scene.clock()
        time.sleep(0.25)
    connection.close()


def _deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def tell(found: Found, deadlocked: int, given: argparse.Namespace) -> None:
    p95 = quantiles(found.milliseconds, n=20, method="inclusive")[-1]
    print(
        f"{given.runs} runs of {PEOPLE} people on {EIGHT} × {SEATS} seats: {found.oversold} oversold, {found.twice} "
        f"twice, {found.idle} idle though somebody waited, {deadlocked} deadlocks, {found.broken()} errors 5xx, "
        f"{found.astray} answers astray, {found.waited} waited or were offered a seat, staff were refused "
        f"{found.refused} times; answers {dict(found.statuses)}"
    )
    rate = people.median(found.rates)
    print(f"{rate:.0f} registrations a minute (target {TARGET}), p95 {p95:.0f} ms from the first moment on")
    if given.unlocked:
        raise SystemExit(0 if found.oversold else "The control sold no seat too many: it proves nothing.")
    wrong = found.oversold or found.twice or found.idle or found.astray or deadlocked or found.broken()
    raise SystemExit(1 if wrong or rate < TARGET else 0)


if __name__ == "__main__":
    main()
