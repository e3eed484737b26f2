"""The fault cases of the protocol: what goes wrong, how often, and the guard whose absence does harm.

Each case starts senders, does its harm until the issue is sent, and leaves the verdict to ``checker``.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Thread

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from newsletters.models import Delivery, Issue, Preference, Suppression
from tests.newsletters.kit.checker import Verdict, check
from tests.newsletters.kit.harms import PATIENCE, Size, harms_at_random
from tests.newsletters.kit.motor import kill_a_child, kill_a_worker, lose_redis
from tests.newsletters.kit.plan import Fault, Plan
from tests.newsletters.kit.sleeping import sleep_before_the_dot, stop_past_the_lease
from tests.newsletters.kit.world import LIMITS, World, knock


@dataclass(frozen=True)
class Case:
    """``guards``: what to switch off, one at a time, for negative controls. ``doubts``: how many can be honest.

    ``harm``: what of the verdict a control must show. ``control`` and ``suite``: sizes of a negative control and of
    the case in the test suite.
    """

    name: str
    run: Callable[[World, Issue, Size], bool]
    guards: tuple[str, ...]
    plan: Callable[[], Plan] = Plan
    doubts: Callable[[Size], int] = lambda size: 0
    control: Size = field(default_factory=lambda: Size(400, 8))
    suite: Size = field(default_factory=Size)
    harm: str = "twice"

    def shows_harm(self, verdict: Verdict) -> bool:
        """A control proves something when people suffer in the way its guard prevents."""
        return bool(getattr(verdict, self.harm))


def run(case: Case, world: World, size: Size) -> Verdict:
    """Plays the case; what never ended is lost."""
    issue = world.issue(size.recipients)
    ended = case.run(world, issue, size)
    world.close()
    verdict = check(issue, world.sink)
    verdict.unwanted = world.unwanted
    verdict.stranded = not ended
    if verdict.doubts > case.doubts(size):
        verdict.lost.append(f"{verdict.doubts} doubts, {case.doubts(size)} at most could be honest")
    return verdict


def kill_a_sender(world: World, issue: Issue, size: Size) -> bool:
    """kill -9 in the middle of whatever it was doing; another starts at once."""
    world.start_sender()

    def harm() -> None:
        world.kill(world.forked[0])
        world.start_sender()

    return world.until_sent(issue, seconds=PATIENCE, meanwhile=harms_at_random(world, size, harm, gap=0.15))


def restart_postgres(world: World, issue: Issue, size: Size) -> bool:
    """Fast restart and kill -9 of the server in turn, while messages leave."""
    world.start_sender()
    world.start_sender()
    turns = iter(range(1_000))

    def harm() -> None:
        connection.close()
        if next(turns) % 2:
            world.kill_postgres()
        else:
            world.postgres.restart()

    return world.until_sent(issue, seconds=PATIENCE, meanwhile=harms_at_random(world, size, harm, gap=0.6))


def two_beats(world: World, issue: Issue, size: Size) -> bool:
    """Three senders at once, two beats that sweep, and leases so short that rows change hands all the time."""
    for _ in range(3):
        world.start_sender()
    beats = [Thread(target=_beat, args=(size,)) for _ in range(2)]
    for beat in beats:
        beat.start()
    ended = world.until_sent(issue, seconds=PATIENCE, meanwhile=_snatch(world, size))
    for beat in beats:
        beat.join()
    return ended


def _beat(size: Size) -> None:
    for _ in range(size.harms * 5):
        knock()
        time.sleep(0.02)
    connection.close()


def _snatch(world: World, size: Size) -> Callable[[], None]:
    """Leases of rows not yet handed end early: their owners must find out before the dot."""

    def harm() -> None:
        _shift(Delivery.State.LEASED)

    return harms_at_random(world, size, harm, gap=0.1)


def move_the_clock(world: World, issue: Issue, size: Size) -> bool:
    """The database's clock leaps an hour ahead, and back: leases end early or last too long."""
    world.start_sender()
    world.start_sender()

    def harm() -> None:
        _shift(Delivery.State.LEASED, Delivery.State.HANDING)

    return world.until_sent(issue, seconds=PATIENCE, meanwhile=harms_at_random(world, size, harm, gap=0.2))


def _shift(*states: str) -> None:
    """As if an hour had passed for rows in ``states``, but for those that a sender is writing this very moment."""
    held = Delivery.objects.filter(is_open=True, state__in=states).select_for_update(skip_locked=True).values("pk")
    with transaction.atomic():
        Delivery.objects.filter(pk__in=held).update(lease_until=F("lease_until") - timedelta(hours=1))


def change_their_minds(world: World, issue: Issue, size: Size) -> bool:
    """Unsubscriptions, pauses and suppressions between the freeze and the claim."""
    rows = list(Delivery.objects.of(issue).order_by("?")[: size.harms * 3])
    for number, row in enumerate(rows):
        if number % 3 == 0:
            Preference.objects.create(contact_id=row.contact_id, unsubscribed_at=timezone.now())
        elif number % 3 == 1:
            Suppression.objects.create(address_hash=row.address_hash, cause="complaint")
        else:
            Preference.objects.create(contact_id=row.contact_id, paused_until=timezone.localdate())
    world.start_sender()
    ended = world.until_sent(issue, seconds=PATIENCE)
    world.unwanted = sorted({row.address for row in rows} & set(world.sink.recipients()))
    skipped = Delivery.objects.of(issue).filter(state=Delivery.State.SKIPPED).count()
    return ended and skipped == len(rows)


def faulty_relay() -> Plan:
    """Everything a relay may do wrong, a little of each; refusals stay under the share that pauses an issue."""
    return Plan(
        delay=0.005,
        faults=[
            Fault("connect", "421 4.3.2 not now", 0.05),
            Fault("connect", "close", 0.03),
            Fault("ehlo", "close", 0.03),
            Fault("mail", "451 4.3.0 wait", 0.005),
            Fault("mail", "421 4.4.2 closing", 0.003),
            Fault("rcpt", "451 4.2.1 greylisted", 0.02),
            Fault("rcpt", "550 5.1.1 no such user", 0.02),
            Fault("rcpt", "421 4.7.0 enough", 0.003),
            Fault("rcpt", "close", 0.003),
            Fault("data", "451 4.3.0 later", 0.005),
            Fault("body", "close", 0.005),
            Fault("dot", "451 4.3.0 later", 0.01),
            Fault("dot", "552 5.2.2 full", 0.003),
            Fault("dot", "421 4.3.0 closing", 0.003),
            Fault("dot", "close", 0.005),
            Fault("dot", "silent", 0.002),
            Fault("accepted", "close", 0.01),
            Fault("accepted", "silent", 0.002),
        ],
    )


def meet_a_faulty_relay(world: World, issue: Issue, size: Size) -> bool:
    world.start_sender()
    world.start_sender()
    return world.until_sent(issue, seconds=PATIENCE)


def _sockets(size: Size) -> int:
    """One recipient in doubt at most for each connection that a harm breaks."""
    return size.harms * LIMITS.sockets


CASES = [
    Case(
        "kill -9 of a sender",
        kill_a_sender,
        ("mark after sending", "retry expired handings"),
        lambda: Plan(delay=0.01),
        _sockets,
    ),
    Case(
        "SIGSTOP past the lease",
        stop_past_the_lease,
        ("ignore fences",),
        lambda: Plan(delay=0.05),
        _sockets,
        control=Size(600, 4),
    ),
    Case(
        "SIGSTOP between intent and dot",
        sleep_before_the_dot,
        ("trust an old intent",),
        lambda: Plan(delay=0.05),
        _sockets,
        control=Size(400, 2),
        suite=Size(300, 1),
    ),
    Case(
        "PostgreSQL restarted",
        restart_postgres,
        ("trust a broken commit",),
        lambda: Plan(delay=0.05),
        lambda size: 2 * _sockets(size),
        control=Size(600, 6),
        suite=Size(300, 2),
    ),
    Case("two beats, three senders", two_beats, ("ignore fences",), lambda: Plan(delay=0.005)),
    Case(
        "clock moved",
        move_the_clock,
        ("ignore fences",),
        lambda: Plan(delay=0.02),
        lambda size: 2 * _sockets(size),
    ),
    Case(
        "kill -9 of Celery's child",
        kill_a_child,
        ("mark after sending",),
        lambda: Plan(delay=0.05),
        _sockets,
        suite=Size(200, 3),
    ),
    Case(
        "kill -9 of the whole worker",
        kill_a_worker,
        ("retry expired handings",),
        lambda: Plan(delay=0.05),
        lambda size: 2 * _sockets(size),
        suite=Size(200, 2),
    ),
    Case(
        "Redis flushed and absent",
        lose_redis,
        ("let Redis remember",),
        lambda: Plan(delay=0.05),
        control=Size(1500, 2),
        suite=Size(200, 2),
        harm="stranded",
    ),
    Case("minds changed after the freeze", change_their_minds, ("never skip",), harm="unwanted"),
    Case(
        "relay faulty at every stage",
        meet_a_faulty_relay,
        ("send again after dot",),
        faulty_relay,
        lambda size: size.recipients // 15,  # about three times what its plan makes
    ),
]
CONTROL_SEEDS = 4  # of a control, until one shows the harm
CONTROLS = [(case, guard) for case in CASES for guard in case.guards]
