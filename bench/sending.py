"""Flash info: messages a second, rows and durable commits included, against a raw pipelined socket.

``--delay 0.05`` puts 50 ms before each group of replies.
"""

import argparse
import cProfile
import multiprocessing
import os
import pstats
import time
from pathlib import Path

from django.db import connection

from bench import _flash as flash
from newsletters.actions.freezing import freeze
from newsletters.models import Delivery, Lane
from newsletters.sending.limits import Limits
from newsletters.sending.loop import Sender
from newsletters.sending.relay import Relay
from tests.newsletters.kit.people import make_people, schedule
from tests.newsletters.kit.plan import Plan
from tests.newsletters.kit.running import RunningSink


def send(port: int, lane: int, sockets: int) -> None:
    relay = Relay(host="127.0.0.1", port=port, name="club.example")
    Sender(lane, relay=relay, limits=Limits(sockets=sockets)).run()


def through_the_sender(sink: RunningSink, given: argparse.Namespace, workers: int) -> float:
    issue = freeze(issue_id=schedule(flash.make_heavy_issue(given.blocks)).pk)
    lane = Lane.objects.get(is_default=True).pk
    connection.close()
    started = time.perf_counter()
    if workers == 1:
        send(sink.port, lane, given.sockets)
    else:
        arguments = (sink.port, lane, given.sockets)
        children = [multiprocessing.Process(target=send, args=arguments) for _ in range(workers)]
        for child in children:
            child.start()
        for child in children:
            child.join()
    seconds = time.perf_counter() - started
    states = Delivery.objects.of(issue).count_by_state()
    assert states["sent"] == given.messages, states
    return given.messages / seconds


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=4000)
    options.add_argument("--raw", type=int, help="messages of one raw socket, when a delay makes it slow")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--sockets", type=int, default=Limits().sockets)
    options.add_argument("--blocks", type=int, default=2, help="2 give a message of 25 KB")
    options.add_argument("--delay", type=float, default=0, help="seconds before each group of replies")
    options.add_argument("--profile", action="store_true")
    given = options.parse_args()
    flash.prepare()
    make_people(given.messages)
    with flash.sink(Plan(delay=given.delay)) as sink:
        issue = freeze(issue_id=schedule(flash.make_heavy_issue(given.blocks)).pk)
        message = flash.ready_message(issue)
        Delivery.objects.update(state="cancelled")
        print(f"{given.messages} messages of {len(message) / 1024:.1f} KB, {given.sockets} connections")
        print(f"one durable write of a page: {durable_write(sink.folder / 'page') * 1000:.2f} ms")
        if given.profile:
            profile(sink, given)
            return
        found = flash.median_of(
            given.rounds,
            {
                "raw": lambda: flash.raw(sink, message, given.raw or given.messages, 1),
                f"raw × {given.sockets}": lambda: flash.raw(sink, message, given.messages, given.sockets),
                "1 process": lambda: through_the_sender(sink, given, 1),
                "2 processes": lambda: through_the_sender(sink, given, 2),
            },
        )
    best = max(rate for name, rate in found.items() if name.startswith("raw"))
    for name, rate in found.items():
        print(f"{name}: {rate:.0f} msg/s, {rate / best:.2f} of the raw sockets")


def durable_write(path: Path, times: int = 200) -> float:
    """Seconds of one fdatasync: what a commit waits for at least."""
    with path.open("wb", buffering=0) as file:
        started = time.perf_counter()
        for number in range(times):
            os.pwrite(file.fileno(), b"x" * 8192, number % 16 * 8192)
            os.fdatasync(file.fileno())
        return (time.perf_counter() - started) / times


def profile(sink: RunningSink, given: argparse.Namespace) -> None:
    profiler = cProfile.Profile()
    profiler.enable()
    rate = through_the_sender(sink, given, 1)
    profiler.disable()
    print(f"{rate:.0f} msg/s under the profiler")
    pstats.Stats(profiler).sort_stats("tottime").print_stats(35)


if __name__ == "__main__":
    main()
