"""Starting the fake mail server, and reading what it logged."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from deploy.launcher.processes import ROOT, free_port, has_ended, is_free, kill, spawn
from newsletters.sending.relay import Relay
from tests.newsletters.kit.plan import Plan
from tests.servers import wait_for


@dataclass
class RunningSink:
    """``accepted()`` counts by Message-ID; ``violations()`` are commands sent out of turn."""

    port: int
    log: Path
    folder: Path
    process: object = None

    @property
    def relay(self) -> Relay:
        return Relay(host="127.0.0.1", port=self.port, name="club.example")

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self, plan: Plan) -> None:
        path = self.folder / f"plan-{uuid4().hex[:6]}.json"
        path.write_text(plan.dump())
        argv = [sys.executable, "-m", "tests.newsletters.kit.sink", str(self.port), self.log, path]
        self.process = spawn(argv, log=self.folder / "sink.out", cwd=ROOT)
        wait_for(lambda: not is_free(self.port) or has_ended(self.process))
        if has_ended(self.process):
            raise RuntimeError((self.folder / "sink.out").read_text())

    def restart(self, plan: Plan) -> None:
        """The same port and log, another behaviour."""
        self.stop()
        self.start(plan)

    def stop(self) -> None:
        if self.process:
            kill(self.process)
            self.process = None

    def accepted(self) -> Counter[str]:
        return Counter(line.split()[1] for line in self._lines("accepted"))

    def recipients(self) -> Counter[str]:
        return Counter(line.split()[2] for line in self._lines("accepted"))

    def violations(self) -> list[str]:
        return self._lines("violation")

    def messages(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.glob("message-*.eml"))]

    def _lines(self, word: str) -> list[str]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line for line in lines if line.startswith(word)]


@contextmanager
def running_sink(folder: Path, plan: Plan | None = None) -> Iterator[RunningSink]:
    """Without ``plan`` it does not run yet: ``restart`` gives it one."""
    sink = RunningSink(free_port(), folder / "accepted.log", folder)
    if plan:
        sink.start(plan)
    try:
        yield sink
    finally:
        sink.stop()
