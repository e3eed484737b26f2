"""The real servers behind a command: PostgreSQL and Valkey of our own, or those the environment names."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.launcher.postgres import Postgres
from deploy.launcher.processes import LOCAL, Failure, FolderLock, say, warden
from deploy.launcher.valkey import Valkey

THROWAWAY_FOLDERS = 16


@dataclass
class Servers:
    """Those we started, and the environment of the processes that use them."""

    folder: Path
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    postgres: Postgres | None = None
    valkey: Valkey | None = None


@contextmanager
def servers(folder: Path, *, durable: bool) -> Iterator[Servers]:
    """DATABASE_URL and REDIS_URL, when set, replace the private servers."""
    started = Servers(folder)
    environment = started.environment
    with ExitStack() as stack:
        if not environment.get("DATABASE_URL"):
            started.postgres = Postgres(folder / "postgres", durable=durable)
            stack.callback(started.postgres.stop)
            environment["DATABASE_URL"] = started.postgres.start()
            environment["PATH"] = f"{started.postgres.home / 'bin'}{os.pathsep}{environment['PATH']}"
        if not environment.get("REDIS_URL"):
            started.valkey = Valkey()
            stack.callback(started.valkey.stop)
            environment["REDIS_URL"] = started.valkey.start()
        yield started


@contextmanager
def throwaway_servers(*, durable: bool) -> Iterator[Servers]:
    """Servers for tests and benchmarks: never the demo's data, and as many side by side as wanted."""
    folder = _free_folder(LOCAL / ("durable" if durable else "fast"))
    try:
        with servers(folder, durable=durable) as started:
            yield started
    except Failure as failure:
        if durable or "PostgreSQL" not in str(failure):
            raise
        # without fsync, a crash of the machine may have spoiled it
        shutil.rmtree(folder / "postgres", ignore_errors=True)
        say("La base des tests était abîmée : elle vient d’être effacée. Relancez la commande.")
        raise


def _free_folder(parent: Path) -> Path:
    for number in range(1, THROWAWAY_FOLDERS + 1):
        lock = FolderLock(parent / str(number))
        if lock.take():
            warden.start(keep=(lock.descriptor,))
            return lock.path.parent
    raise Failure(f"Plus de {THROWAWAY_FOLDERS} commandes tournent déjà dans ce dossier.")
