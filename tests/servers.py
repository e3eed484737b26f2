"""Databases and processes for tests that need the real thing: workers, kills, restarts.

``transactional_db`` truncates the communes and the roles; a test with a real worker works instead in a clone
of the migrated template, which other processes can reach and which is dropped afterwards.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg2
from celery import current_app
from django.db import connections
from django.test.utils import setup_databases

from club.core import roles
from club.demo.mailbox import Mailbox
from deploy.launcher import Postgres
from deploy.launcher.processes import ROOT, end, free_port, has_ended, is_free, kill, spawn

ALIAS = "default"
LOCK = 20_261_122  # of PostgreSQL, any number of ours
READY = b" ready."


def make_test_database(*, anew: bool) -> None:
    """Points Django at a fresh test database; migrates only when the template is not there yet.

    Workers of xdist come one after the other: the first migrates, the others clone.
    """
    connection, test_name = connections[ALIAS], connections[ALIAS].creation._get_test_db_name()
    with closing(psycopg2.connect(_url("postgres"))) as lock, lock.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if anew or not _exists(TEMPLATE):
            setup_databases(verbosity=0, interactive=False, aliases={ALIAS})
            roles.synchronise()  # as each release does; no test pays for it
            connections.close_all()
            for old in _query("SELECT datname FROM pg_database WHERE datname LIKE 'migrated_%'"):
                _admin(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            _admin(f'CREATE DATABASE "{TEMPLATE}" TEMPLATE "{test_name}"')
        else:
            _admin(f'DROP DATABASE IF EXISTS "{test_name}" WITH (FORCE)')
            _admin(f'CREATE DATABASE "{test_name}" TEMPLATE "{TEMPLATE}"')
            connection.close()
            connection.settings_dict["NAME"] = test_name


def drop_test_database() -> None:
    connections.close_all()
    _admin(f'DROP DATABASE IF EXISTS "{_name()}" WITH (FORCE)')


def _template_name() -> str:
    """Changes with any migration of ours, with the roles and with the libraries."""
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    digest.update(Path(roles.__file__).read_bytes())
    for path in sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("*/*/migrations/*.py")):
        digest.update(path.read_bytes())
    return f"migrated_{digest.hexdigest()[:16]}"


TEMPLATE = _template_name()


@contextmanager
def cloned_database() -> Iterator[str]:
    """Points this process at a fresh clone of the template; gives its address for other processes."""
    name = f"clone_{uuid4().hex[:12]}"
    _admin(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
    try:
        with pointed_at({"NAME": name}):
            yield database_url()
    finally:
        _admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def empty_database() -> Iterator[str]:
    """Points this process at a database without a single table."""
    name = f"empty_{uuid4().hex[:12]}"
    _admin(f'CREATE DATABASE "{name}"')
    try:
        with pointed_at({"NAME": name}):
            yield database_url()
    finally:
        _admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def own_postgres(folder: Path, **options: str) -> Iterator[Postgres]:
    """A durable server of one's own, to be killed and restarted, holding a copy of the template."""
    server = Postgres(folder, durable=True, **options)
    template = _url(TEMPLATE)
    try:
        target = server.start()
        dump = subprocess.Popen([server.binary("pg_dump"), template], stdout=subprocess.PIPE)
        restore = [server.binary("psql"), "-Xq", "-v", "ON_ERROR_STOP=1", target]
        subprocess.run(restore, stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)
        if dump.wait():
            raise RuntimeError("pg_dump of the template failed")
        with pointed_at({"NAME": "club", "USER": "club", "PASSWORD": "", "HOST": str(server.socket), "PORT": ""}):
            yield server
    finally:
        server.stop()


@contextmanager
def pointed_at(place: dict[str, str]) -> Iterator[None]:
    """Django's connection of this process, elsewhere for a while."""
    connection = connections[ALIAS]
    connection.close()
    before = {key: connection.settings_dict[key] for key in place}
    connection.settings_dict.update(place)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def database_url() -> str:
    """Where Django points now, as DATABASE_URL for another process."""
    return _url(_name())


@contextmanager
def ringing_at(broker_url: str) -> Iterator[None]:
    """The doorbell of this process, at another broker for a while; kept connections are forgotten."""
    before = current_app.conf.broker_url
    current_app.conf.broker_url = broker_url
    current_app._after_fork()
    try:
        yield
    finally:
        current_app.conf.broker_url = before
        current_app._after_fork()


class Worker:
    """A real Celery worker in a process group of its own; what it prints is in ``log``."""

    def __init__(
        self, *, folder: Path, queues: str, environment: dict[str, str], processes: int = 1, app: str = "club"
    ) -> None:
        self.log = folder / f"worker-{uuid4().hex[:6]}.log"
        name = f"{self.log.stem}@%h"
        options = [
            "-Q",
            queues,
            "-c",
            str(processes),
            "-n",
            name,
            "--without-mingle",
            "--without-gossip",
            "-l",
            "INFO",
        ]
        argv = [sys.executable, "-m", "celery", "-A", app, "worker", *options]
        self.process = spawn(argv, log=self.log, env=environment, cwd=ROOT)

    def wait_ready(self, seconds: float = 30) -> "Worker":
        wait_for(lambda: READY in self.log.read_bytes() or has_ended(self.process), seconds)
        if has_ended(self.process):
            raise RuntimeError(self.log.read_text())
        return self

    def children(self) -> list[int]:
        """The processes that run the tasks."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def kill(self) -> None:
        """kill -9 of the worker and its children."""
        kill(self.process)

    def pause(self) -> None:
        os.killpg(self.process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.killpg(self.process.pid, signal.SIGCONT)

    def stop(self) -> None:
        end(self.process, signal.SIGTERM, grace=10)


@contextmanager
def running_worker(
    folder: Path, *, queues: str = "default,mail,slow,flash", processes: int = 1, **environment: str
) -> Iterator[Worker]:
    """A worker on the database this process points at, ready to work; ``environment`` adds variables."""
    variables = {**os.environ, "DATABASE_URL": database_url(), "CLUB_MODE": "test", **environment}
    worker = Worker(folder=folder, queues=queues, environment=variables, processes=processes)
    try:
        yield worker.wait_ready()
    finally:
        worker.stop()


@dataclass(frozen=True)
class Sink:
    """The demo's mail server, which accepts everything; ``mailbox`` reads what arrived."""

    url: str
    mailbox: Mailbox
    process: "subprocess.Popen[bytes]"


@contextmanager
def running_sink(folder: Path) -> Iterator[Sink]:
    port, path = free_port(), folder / "mails.sqlite3"
    log = folder / "sink.log"
    process = spawn([sys.executable, "-m", "club.demo.sink", str(port), path], log=log, cwd=ROOT)
    try:
        wait_for(lambda: not is_free(port))
        yield Sink(f"smtp://127.0.0.1:{port}", Mailbox(path), process)
    finally:
        end(process)


def wait_for(condition: Callable[[], object], seconds: float = 20, *, every: float = 0.05) -> None:
    """Until ``condition`` holds; a test that waits in vain fails here."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"still not true after {seconds} s: {condition}")
        time.sleep(every)


def _name() -> str:
    return connections[ALIAS].settings_dict["NAME"]


def _url(name: str) -> str:
    place = connections[ALIAS].settings_dict
    password = f":{quote(place['PASSWORD'], safe='')}" if place["PASSWORD"] else ""
    where = f"{quote(place['USER'], safe='')}{password}@"
    if place["HOST"].startswith("/"):
        return f"postgresql://{where}/{name}?host={quote(place['HOST'])}"
    port = f":{place['PORT']}" if place["PORT"] else ""
    return f"postgresql://{where}{place['HOST']}{port}/{name}"


def _exists(name: str) -> bool:
    return name in _query("SELECT datname FROM pg_database")


def _query(statement: str) -> list[str]:
    with closing(psycopg2.connect(_url("postgres"))) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]


def _admin(statement: str) -> None:
    """A statement that no transaction may hold."""
    with closing(psycopg2.connect(_url("postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
