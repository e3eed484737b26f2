"""Real Celery workers on a Redis of their own, for the cases that kill either."""

import os
import signal
import time
from contextlib import closing, suppress

import redis
from celery import current_app
from kombu.exceptions import OperationalError

from deploy.launcher import Valkey
from newsletters.models import Issue
from tests.newsletters.kit import sabotaged
from tests.newsletters.kit.harms import PATIENCE, Size, harms_at_random
from tests.newsletters.kit.people import default_lane
from tests.newsletters.kit.sabotaged import GUARD
from tests.newsletters.kit.world import World
from tests.servers import Worker, database_url, wait_for

TIMES = {
    "SENDER_LEASE": "4",
    "SENDER_RENEWAL": "1",
    "SENDER_DOT": "5",
    "SENDER_HANDING": "7",
    "SENDER_STALE_INTENT": "2",
    "SENDER_CLAIMS": "5",
    "SENDER_SOCKETS": "8",
    "SENDER_FIRST_CLOSURE": "1",
}


class Motor:
    """Valkey and workers of one case; ``knock`` is what beat does each minute."""

    def __init__(self, world: World, **times: str) -> None:
        self.folder, self.guard_off = world.sink.folder, world.guard_off
        self.valkey = Valkey()
        self.valkey.start()
        self.workers: list[Worker] = []
        self.environment = {
            **os.environ,
            **TIMES,
            **times,
            GUARD: world.guard_off,
            "CLUB_MODE": "test",
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.valkey.url(),
            "CACHE_URL": self.valkey.url(1),
            "EMAIL_URL": world.sink.url,
        }

    def start_worker(self, processes: int = 2) -> Worker:
        app = sabotaged.__name__ if self.guard_off else "club"
        worker = Worker(
            folder=self.folder, queues="default,flash", environment=self.environment, processes=processes, app=app
        )
        self.workers.append(worker.wait_ready())
        return worker

    def kill_worker(self, worker: Worker) -> None:
        worker.kill()
        self.workers.remove(worker)

    def knock(self) -> None:
        """Through Redis, which may be away."""
        self.ring("newsletters.pump", "default")

    def ring(self, task: str, queue: str, *ids: int) -> None:
        with suppress(OperationalError, OSError), current_app.connection_for_write(self.valkey.url()) as connection:
            current_app.send_task(task, ids, connection=connection, retry=False, queue=queue)

    def flush(self) -> None:
        with suppress(redis.ConnectionError):
            redis.Redis.from_url(self.valkey.url()).flushall()

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()
        self.valkey.stop()


def kill_a_child(world: World, issue: Issue, size: Size) -> bool:
    """kill -9 of the process that runs the task, under a real Celery worker: the task is delivered again."""
    with closing(Motor(world)) as motor:
        worker = motor.start_worker()

        def harm() -> None:
            wait_for(worker.children)
            with suppress(ProcessLookupError, IndexError):  # it may have died by itself meanwhile
                os.kill(world.random.choice(worker.children()), signal.SIGKILL)

        harms = harms_at_random(world, size, harm, gap=0.7)
        return world.until_sent(issue, seconds=PATIENCE, meanwhile=lambda: (motor.knock(), harms()))


def kill_a_worker(world: World, issue: Issue, size: Size) -> bool:
    """kill -9 of the whole worker; another one starts, and pumps at once."""
    with closing(Motor(world)) as motor:
        motor.start_worker()

        def harm() -> None:
            motor.kill_worker(motor.workers[0])
            motor.start_worker()

        harms = harms_at_random(world, size, harm, gap=0.5)
        return world.until_sent(issue, seconds=PATIENCE, meanwhile=lambda: (motor.knock(), harms()))


def lose_redis(world: World, issue: Issue, size: Size) -> bool:
    """Redis flushed, then away for longer than a task claims rows, in turn: the ring for the next task is lost."""
    with closing(Motor(world, SENDER_CLAIMS="2")) as motor:
        motor.start_worker()
        motor.ring("newsletters.send_lane", "flash", default_lane().pk)
        turns = iter(range(1_000))

        def harm() -> None:
            if next(turns) % 2:
                motor.valkey.kill()
                time.sleep(world.random.uniform(2, 3))
                motor.valkey.start()
            else:
                motor.flush()

        harms = harms_at_random(world, size, harm, gap=0.7)
        patience = 20 if world.guard_off else PATIENCE
        return world.until_sent(issue, seconds=patience, meanwhile=lambda: (motor.knock(), harms()))
