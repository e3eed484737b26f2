"""What the measures of pages share: the two web servers, a client that keeps its connections, processor and memory.

Both servers are granian with two workers and the same options: ours through ``deploy/start.sh web``, as the demo and
production start it, and the plain project of ``bench._plain``.
"""

import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from urllib.error import URLError
from urllib.request import urlopen

from deploy.launcher.processes import ROOT, end, free_port, spawn

WORKERS, THREADS, CONNECTIONS = 2, 4, 4
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A web server of ours, started for the measure."""

    port: int
    master: int

    def workers(self) -> list[int]:
        text = Path(f"/proc/{self.master}/task/{self.master}/children").read_text()
        return [int(pid) for pid in text.split()]

    def processor_seconds(self) -> float:
        """User and system time of the workers so far."""
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split() for pid in self.workers()]
        return sum(int(f[11]) + int(f[12]) for f in fields) / TICK

    def memory(self) -> tuple[float, float]:
        """The largest worker: resident and proportional size, in MB."""
        sizes = []
        for pid in self.workers():
            lines = dict(
                line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
            )
            sizes.append(tuple(int(lines[name].split()[0]) / 1024 for name in ("Rss", "Pss")))
        return max(sizes)


@dataclass
class Answers:
    """What a page answered over all rounds: rates of the rounds, milliseconds of every request."""

    rates: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)  # milliseconds of the workers per request, by round
    size: int = 0

    def percentile(self, number: int) -> float:
        return quantiles(self.milliseconds, n=100, method="inclusive")[number - 1]


@dataclass(frozen=True)
class Ask:
    """A page of a server, as a browser asks for it."""

    server: Server
    path: str
    cookie: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    def bytes(self) -> bytes:
        lines = [f"GET {self.path} HTTP/1.1", f"Host: 127.0.0.1:{self.server.port}", "Accept-Encoding: gzip"]
        lines += [f"Cookie: sessionid={self.cookie}"] if self.cookie else []
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join([*lines, "", ""]).encode()


@contextmanager
def ours(log: Path) -> Iterator[Server]:
    environment = dict(os.environ) | {"STATIC_COLLECTED": "1", "WEB_HOST": "127.0.0.1", "LOG_FORMAT": "json"}
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"], env=environment, check=True)
    port = free_port()
    environment |= {"WEB_PORT": str(port), "WEB_PROCESSES": str(WORKERS), "WEB_THREADS": str(THREADS)}
    with _running([ROOT / "deploy" / "start.sh", "web"], port, environment, log, "/sante/") as server:
        yield server


@contextmanager
def unlocked(log: Path) -> Iterator[Server]:
    """Ours without row locks (``bench._unlocked``)."""
    with _granian("bench._unlocked:application", log, "/sante/") as server:
        yield server


@contextmanager
def plain(log: Path) -> Iterator[Server]:
    with _granian("bench._plain:application", log, "/accounts/") as server:
        yield server


def plain_session(rows: int) -> str:
    """Fills the plain project; its session."""
    argv = [sys.executable, "-m", "bench._plain", str(rows)]
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout


@contextmanager
def _granian(application: str, log: Path, probe: str) -> Iterator[Server]:
    port = free_port()
    argv = [Path(sys.executable).parent / "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    argv += ["--port", port, "--workers", WORKERS, "--blocking-threads", THREADS, "--respawn-failed-workers"]
    with _running([*map(str, argv), application], port, dict(os.environ), log, probe) as server:
        yield server


@contextmanager
def _running(
    argv: list[str | Path], port: int, environment: dict[str, str], log: Path, probe: str
) -> Iterator[Server]:
    process = spawn(argv, log=log, env=environment, cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while not _answers(port, probe):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{argv[0]} did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.1)
        yield Server(port, process.pid)
    finally:
        end(process)


def _answers(port: int, path: str) -> bool:
    try:
        urlopen(f"http://127.0.0.1:{port}{path}", timeout=5)
    except (URLError, OSError) as error:
        return getattr(error, "code", None) == 404
    return True


def one(ask: Ask) -> tuple[bytes, bytes]:
    """Head and body of one answer; it must be a page."""
    with socket.create_connection(("127.0.0.1", ask.server.port)) as connection:
        connection.sendall(ask.bytes())
        received = bytearray()
        while not (length := _length(received)) or len(received) < length:
            received += connection.recv(1 << 16)
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"{ask.path}: {head[:300]!r}")
    return head, body


def load(ask: Ask | Sequence[Ask], seconds: float, answers: Answers, *, connections: int = CONNECTIONS) -> None:
    """Adds what kept connections get, each asking again, the next question in turn, as soon as it is answered."""
    asks = [ask] if isinstance(ask, Ask) else list(ask)
    server, turn = asks[0].server, cycle([one.bytes() for one in asks])
    selector, left = selectors.DefaultSelector(), connections
    for _ in range(connections):
        connection = socket.create_connection(("127.0.0.1", server.port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(connection, selectors.EVENT_READ, [bytearray(), time.perf_counter()])
        connection.sendall(next(turn))
    spent, began, done = server.processor_seconds(), time.perf_counter(), 0
    while left:
        for key, _ in selector.select(5):
            received = key.data[0]
            received += key.fileobj.recv(1 << 18)
            length = _length(received)
            if not length or len(received) < length:
                continue
            now = time.perf_counter()
            if not received.startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"{asks[0].path}: {bytes(received[:300])!r}")
            answers.milliseconds.append((now - key.data[1]) * 1000)
            answers.size, done = len(received), done + 1
            if now - began > seconds:
                selector.unregister(key.fileobj)
                key.fileobj.close()
                left -= 1
                continue
            received.clear()
            key.data[1] = time.perf_counter()
            key.fileobj.sendall(next(turn))
    answers.rates.append(done / (time.perf_counter() - began))
    answers.processor.append((server.processor_seconds() - spent) * 1000 / done)


def _length(received: bytearray) -> int:
    """Bytes of head and body together; 0 while the head is not whole."""
    head = received.find(b"\r\n\r\n")
    if head < 0:
        return 0
    start = received[:head].lower().find(b"\r\ncontent-length:")
    stop = received.find(b"\r\n", start + 2)
    return head + 4 + int(received[start + 17 : stop])
