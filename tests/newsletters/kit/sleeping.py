"""Senders that are stopped for longer than their leases, at any moment or at the worst one."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from newsletters.actions.delivering import settle
from newsletters.models import Delivery, Issue
from newsletters.sending.ledger import Ledger, Result
from newsletters.sending.rows import Row
from tests.factories import make_user
from tests.newsletters.kit.harms import PATIENCE, Size, harms_at_random
from tests.newsletters.kit.world import World, knock

State = Delivery.State


def stop_past_the_lease(world: World, issue: Issue, size: Size) -> bool:
    """SIGSTOP until the leases are over and another sender has sent those rows, then SIGCONT."""
    world.sleepers = True
    world.start_sender()
    world.start_sender()

    def harm() -> None:
        sleeper = world.random.choice(world.forked)
        sleeper.pause()
        rows = Delivery.objects.of(issue).filter(is_open=True)
        held = list(rows.filter(state=State.LEASED).values_list("pk", flat=True))
        waiting = rows.filter(pk__in=held, state__in=[State.LEASED, State.READY])
        _knock_until(lambda: not waiting.exists())
        sleeper.resume()

    return world.until_sent(issue, seconds=PATIENCE, meanwhile=harms_at_random(world, size, harm, gap=0.5))


def sleep_before_the_dot(world: World, issue: Issue, size: Size) -> bool:
    """SIGSTOP between the commit of intents and their dots; meanwhile a person has these messages sent again, or
    lets the issue end without them.
    """
    world.sleepers = True
    person = make_user(is_staff=True)
    note = world.sink.folder / "asleep"
    world.start_sender()

    def harm() -> None:
        sleeper = world.start_sender(doze(world.random.randint(2, 6), note))
        if _knock_until(sleeper.is_paused, seconds=5):
            rows = Delivery.objects.of(issue).filter(pk__in=note.read_text().split())
            _knock_until(lambda: not rows.filter(state=State.HANDING).exists())
            for row in rows.filter(state=State.UNCERTAIN) if world.random.random() < 0.7 else ():
                settle(delivery=row, by=person, choice="resend")
            _knock_until(lambda: not rows.filter(state__in=State.pending()).exists())
            sleeper.resume()
        else:  # the rows were over before it dozed off; asleep for ever it would keep its seats of the lane
            world.kill(sleeper)

    return world.until_sent(issue, seconds=PATIENCE, meanwhile=harms_at_random(world, size, harm, gap=0.1))


def doze(turns: int, note: Path) -> Callable[[], None]:
    """Patches a sender: it stops itself once, after the ``turns``-th commit that allowed dots, and notes whose."""

    def habit() -> None:
        left, step = [turns], Ledger.step

        def dozing(self: Ledger, results: Sequence[Result], intents: Sequence[Row]) -> set[int]:
            allowed = step(self, results, intents)
            left[0] -= bool(allowed)
            if allowed and left[0] == 0:
                note.write_text(" ".join(map(str, allowed)))
                os.kill(os.getpid(), signal.SIGSTOP)
            return allowed

        Ledger.step = dozing

    return habit


def _knock_until(holds: Callable[[], bool], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            return False
        knock()
        time.sleep(0.1)
    return True
