"""A small world for one fault case: a durable PostgreSQL, a fake mail server, senders to kill, and a beat."""

import multiprocessing
import os
import random
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from django.db import DatabaseError, InterfaceError, connection

from deploy.launcher import Postgres
from deploy.launcher.processes import Failure
from newsletters.actions import sweeping
from newsletters.models import Issue
from newsletters.sending.limits import Limits
from newsletters.sending.loop import Sender
from newsletters.sending.relay import Relay
from tests.newsletters.kit import guards
from tests.newsletters.kit.people import default_lane, make_frozen_issue
from tests.newsletters.kit.plan import Plan
from tests.newsletters.kit.running import RunningSink, running_sink
from tests.servers import pointed_at

LIMITS = Limits(
    lease=3,
    renewal=0.5,
    dot=4,
    handing=5,
    reply=4,
    connect=5,
    claims=5,
    sockets=8,
    stale_intent=1,
    lone_result=0.2,
    first_closure=0.2,
    longest_closure=1,
)


class Forked:
    """A sender in a process of its own that never stops by itself; it starts in milliseconds and may be killed."""

    def __init__(
        self,
        relay: Relay,
        lane: int,
        log: Path,
        *,
        guard_off: str = "",
        habit: Callable[[], None] = lambda: None,
        limits: Limits = LIMITS,
    ) -> None:
        connection.close()
        arguments = (relay, lane, log, guard_off, habit, limits)
        self.process = multiprocessing.get_context("fork").Process(target=_send_for_ever, args=arguments)
        self.process.start()

    def kill(self) -> None:
        self.process.kill()
        self.process.join()

    def pause(self) -> None:
        os.kill(self.process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.kill(self.process.pid, signal.SIGCONT)

    def is_paused(self) -> bool:
        state = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state == "T"


def _send_for_ever(
    relay: Relay, lane: int, log: Path, guard_off: str, habit: Callable[[], None], limits: Limits
) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    guards.quick_ladder()
    guards.OFF.get(guard_off, lambda: None)()
    habit()
    while True:
        try:
            Sender(lane, relay=relay, limits=limits).run()
        except Exception:
            traceback.print_exc()
            connection.close()
        time.sleep(0.02)


@dataclass
class World:
    """``random`` is seeded; ``forked`` are the senders under way, all killed at the end.

    ``unwanted``: addresses that got what they had declined. ``sleepers``: senders are stopped and go on.
    """

    postgres: Postgres
    sink: RunningSink
    random: random.Random
    guard_off: str = ""
    forked: list[Forked] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    sleepers: bool = False

    def issue(self, recipients: int) -> Issue:
        return make_frozen_issue(recipients)

    def start_sender(self, habit: Callable[[], None] = lambda: None) -> Forked:
        """``habit`` patches the sender in its own process."""
        log = self.sink.folder / "sender.log"
        sender = Forked(self.sink.relay, default_lane().pk, log, guard_off=self.guard_off, habit=habit)
        self.forked.append(sender)
        return sender

    def kill(self, sender: Forked) -> None:
        sender.kill()
        self.forked.remove(sender)

    def until_sent(self, issue: Issue, *, seconds: float, meanwhile: Callable[[], None] | None = None) -> bool:
        """Knocks like beat, faster, until the issue is sent; ``meanwhile`` is the fault, once each turn.

        A negative control ends as soon as its harm is done.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if meanwhile:
                meanwhile()
            with suppress(DatabaseError, InterfaceError):
                knock()
                if self._is_over(issue):
                    return True
            if self.guard_off and self.someone_got_it_twice():
                return True
            if connection.connection is not None and connection.connection.closed:
                connection.close()
            time.sleep(0.05)
        return False

    def _is_over(self, issue: Issue) -> bool:
        """Sent. Where senders sleep it must still be so a knock later: one that wakes up may give a row back, and the
        sweeper reopens the issue.
        """
        sent = Issue.objects.filter(pk=issue.pk, state=Issue.State.SENT)
        if not self.sleepers or not sent.exists():
            return sent.exists()
        time.sleep(1)
        knock()
        return sent.exists()

    def kill_postgres(self) -> None:
        """kill -9 of the server, then a start as soon as its orphans have gone."""
        self.postgres.kill()
        for _ in range(100):
            try:
                self.postgres.start()
                return
            except Failure:  # a backend still holds the shared memory
                time.sleep(0.1)
        raise AssertionError("PostgreSQL did not come back")

    def someone_got_it_twice(self) -> bool:
        return any(count > 1 for count in self.sink.accepted().values())

    def close(self) -> None:
        for sender in list(self.forked):
            with suppress(ProcessLookupError):
                sender.resume()
            self.kill(sender)


def knock() -> None:
    """What beat has done each minute, without the doorbell: our senders never sleep."""
    try:
        sweeping.sweep()
        sweeping.finish_sendings()
    except (DatabaseError, InterfaceError):
        connection.close()
        raise


@contextmanager
def new_world(postgres: Postgres, folder: Path, *, seed: int, plan: Plan, guard_off: str = "") -> Iterator[World]:
    """A fresh database, copied from the server's ``club``, and a fresh mail server."""
    name = f"world_{uuid4().hex[:10]}"
    folder.mkdir(parents=True, exist_ok=True)
    connection.close()
    postgres.query(f'CREATE DATABASE "{name}" TEMPLATE club')
    expired = sweeping._EXPIRED
    plan.seed = seed
    try:
        with pointed_at({"NAME": name}), running_sink(folder, plan) as sink:
            world = World(postgres, sink, random.Random(seed), guard_off)
            guards.SWEEPING_OFF.get(guard_off, lambda: None)()
            try:
                yield world
            finally:
                world.close()
    finally:
        sweeping._EXPIRED = expired
        connection.close()
        postgres.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
