"""Keeps the demo's processes alive: one that dies is started again, one that cannot live ends the demo."""

import os
import signal
import subprocess
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from deploy.launcher.processes import Failure, has_ended, kill, say, spawn

DEATHS, WITHIN = 5, 60  # this many deaths within so many seconds: give up
LARGEST_LOG = 20_000_000
FINISHING = 35  # seconds a worker may take to finish what it has begun


class Server(Protocol):
    """PostgreSQL or Valkey: knows how to start itself, and is stopped by who started it first."""

    process: subprocess.Popen[bytes]

    def start(self) -> str: ...


@dataclass
class Service:
    name: str
    argv: list[str | Path]
    log: Path | None = None
    server: Server | None = None
    process: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=DEATHS))


class Supervisor:
    def __init__(self, *, environment: dict[str, str], folder: Path) -> None:
        self.environment, self.folder = environment, folder
        self.services: list[Service] = []

    def launch(self, service: Service) -> None:
        if service.log and service.log.exists() and service.log.stat().st_size > LARGEST_LOG:
            service.log.replace(service.log.with_suffix(".log.1"))
        if service.server:
            service.server.start()
            service.process = service.server.process
        else:
            options = {"log": service.log, "env": self.environment, "cwd": self.folder}
            service.process = spawn(service.argv, **options)
        if service not in self.services:
            self.services.append(service)

    def adopt(self, name: str, server: Server) -> None:
        """Watch over a server that runs already."""
        self.services.append(Service(name, [], server=server, process=server.process))

    def watch(self) -> None:
        """Returns never: ends by an exception (Ctrl-C, or a service that cannot live)."""
        while True:
            self.revive()
            time.sleep(0.2)

    def revive(self) -> None:
        for service in self.services:
            if not has_ended(service.process):
                continue
            kill(service.process)  # what is left of its group
            status = service.process.returncode
            service.deaths.append(time.monotonic())
            if len(service.deaths) == DEATHS and service.deaths[-1] - service.deaths[0] < WITHIN:
                raise Failure(f"« {service.name} » s’arrête sans cesse : tout s’arrête.\n{last_lines(service.log)}")
            say(f"« {service.name} » s’est arrêté ({_why(status)}) : relancé.")
            time.sleep(0.2 * (len(service.deaths) - 1))
            self.launch(service)

    def stop(self) -> None:
        """Ours first and all at once; a second Ctrl-C cuts short."""
        ours = [service for service in self.services if not service.server]
        try:
            for service in ours:
                if not has_ended(service.process):
                    os.kill(service.process.pid, signal.SIGTERM)
            deadline, told = time.monotonic() + FINISHING, False
            while (left := [one for one in ours if not has_ended(one.process)]) and time.monotonic() < deadline:
                if not told and time.monotonic() > deadline - FINISHING + 3:
                    busy = ", ".join(service.name for service in left)
                    say(f"On laisse finir : {busy} (Ctrl-C pour couper net).")
                    told = True
                time.sleep(0.05)
        except KeyboardInterrupt:
            say("Coupé net.")
        for service in ours:
            kill(service.process)


def last_lines(log: Path | None, lines: int = 15) -> str:
    if not log or not log.exists():
        return ""
    tail = log.read_text(errors="replace").splitlines()[-lines:]
    return "\n".join([f"Fin de {log} :", *(f"  {line}" for line in tail)])


def _why(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"code {status}"
