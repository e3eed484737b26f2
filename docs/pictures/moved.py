"""The demo with its clock moved: libfaketime shifts everything that it runs, databases included. See ``loop.py``."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARIS_WINTER = timedelta(hours=1)
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


class Demo:
    """The demo, stopped and started as its clock moves: faketime shifts everything that it runs."""

    def __init__(self, port: str) -> None:
        self.port, self.base, self.process, self.shift = port, f"http://localhost:{port}", None, 0
        self.maildir = ROOT / ".local" / "loop-maildir"
        for name in ("new", "cur", "tmp"):
            (self.maildir / name).mkdir(parents=True, exist_ok=True)

    def at(self, moment: datetime | None) -> None:
        """``moment``: of Paris, in winter; None: now."""
        self.stop()
        now = datetime.now(UTC).replace(tzinfo=None)
        self.shift = int((moment - PARIS_WINTER - now).total_seconds()) if moment else 0
        log = ROOT / ".local" / "loop.log"
        with log.open("w") as out:
            argv = [sys.executable, "run.py", "demo"]
            self.process = subprocess.Popen(argv, cwd=ROOT, env=self._moved(), stdout=out, stderr=out)  # noqa: S603
        while "Prêt en" not in log.read_text():
            if self.process.poll() is not None:
                sys.exit(log.read_text())
            time.sleep(1)
        print(f"— {moment or 'maintenant'}", flush=True)

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
            self.process = None

    def run(self, code: str) -> str:
        argv = [sys.executable, "run.py", "exec", "python", "manage.py", "shell", "--no-imports", "-c", code]
        done = subprocess.run(argv, cwd=ROOT, env=self._moved(), check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
        return done.stdout.strip()

    def knock(self, app: str, *names: str) -> None:
        """What the clock would do in its time."""
        calls = "; ".join(f"tasks.{name}()" for name in names)
        self.run(f"from {app} import tasks; {calls}")

    def _moved(self) -> dict[str, str]:
        own = {"PORT": self.port, "BOUNCES_MAILDIR": str(self.maildir)}
        return os.environ | own | {"LD_PRELOAD": str(FAKETIME), "FAKETIME": f"{self.shift:+d}"}

    def mails(self, like: str) -> list[tuple[str, str, bytes]]:
        """(sender of the envelope, recipient, source) of the mails whose source holds ``like``."""
        with sqlite3.connect(ROOT / ".local" / "demo" / "mails.sqlite3") as box:
            rows = "SELECT sender, recipients, body FROM mail JOIN source ON mail_id = id"
            return box.execute(f"{rows} WHERE instr(body, ?) ORDER BY id", [like.encode()]).fetchall()
