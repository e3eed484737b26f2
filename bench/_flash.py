"""What the measures of Flash info share: a database, an issue, a mail server, a raw socket, interleaved rounds."""

import os
import selectors
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "club.settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from newsletters.models import Issue, Lane, Rendition  # noqa: E402
from newsletters.rendering.message import values  # noqa: E402
from newsletters.rendering.skeleton import Skeleton, stuffed  # noqa: E402
from tests.newsletters.kit.people import make_block, make_issue  # noqa: E402
from tests.newsletters.kit.plan import Plan  # noqa: E402
from tests.newsletters.kit.running import RunningSink, running_sink  # noqa: E402

WORDS = "Les commerces de proximité gagnent du temps avec un outil simple, bien expliqué et suivi par un conseiller. "
ENVELOPE = b"MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n"


def prepare(connections: int = 40) -> None:
    """An empty database with its schema and one wide lane."""
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    Lane.objects.create(code="autres", label="Autres", is_default=True, connections=connections, speed=connections)


def make_heavy_issue(blocks: int) -> Issue:
    issue = make_issue()
    for _ in range(blocks):
        make_block(issue, text=(WORDS * 6)[:600].strip())
    return issue


def ready_message(issue: Issue) -> bytes:
    """The message of one recipient, up to its dot, as the sender forms it."""
    rendition = Rendition.objects.filter(issue=issue).get()
    person = values(
        delivery_id=1,
        address="a@reseau.example",
        name="Zoé Façon",
        first_name="Zoé",
        message_id="<raw@club.example>",
        timestamp=time.time(),
    )
    return stuffed(Skeleton.load(bytes(rendition.skeleton), rendition.slots).splice(person))


@contextmanager
def sink(plan: Plan) -> Iterator[RunningSink]:
    with TemporaryDirectory() as folder, running_sink(Path(folder), plan) as running:
        yield running


def raw(sink: RunningSink, message: bytes, count: int, sockets: int) -> float:
    """Messages a second through plain pipelined sockets: ready bytes, no database, nothing formed."""
    selector = selectors.DefaultSelector()
    for _ in range(sockets):
        connection = socket.create_connection(("127.0.0.1", sink.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for command in (b"", b"EHLO bench\r\n"):
            connection.sendall(command)
            connection.recv(1000)
        selector.register(connection, selectors.EVENT_READ, bytearray())
    started = time.perf_counter()
    offered = done = 0
    for key in selector.get_map().values():
        key.fileobj.sendall(ENVELOPE)
        offered += 1
    while done < count:
        for key, _ in selector.select():
            received = key.data
            received += key.fileobj.recv(65536)
            done += received.count(b"taken\r\n")
            del received[: received.rfind(b"taken\r\n") + 1]
            if received.endswith(b"354 go on\r\n"):
                received.clear()
                key.fileobj.sendall(message + ENVELOPE if offered < count else message)
                offered += 1
    rate = count / (time.perf_counter() - started)
    for key in list(selector.get_map().values()):
        key.fileobj.close()
    return rate


def median_of(rounds: int, measures: dict[str, Callable[[], float]]) -> dict[str, float]:
    """Interleaved rounds, so that a slow minute of the machine falls on all of them."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            found[name].append(measure())
        print("  " + ", ".join(f"{name} {rates[-1]:.0f}" for name, rates in found.items()), flush=True)
    return {name: statistics.median(rates) for name, rates in found.items()}
