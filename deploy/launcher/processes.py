"""Children that never outlive us, ports, and locks on folders."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from deploy.launcher.warden import birth_of

ROOT = Path(__file__).resolve().parents[2]
LOCAL = Path(os.environ.get("CLUB_LOCAL", ROOT / ".local")).resolve()  # data of the demo, folders of the tests


class Failure(Exception):
    """A French sentence for the person at the terminal; the launcher prints it and ends."""


def say(sentence: str = "") -> None:
    print(sentence, file=sys.stderr, flush=True)


class Warden:
    """Our side of ``warden.py``: one watcher per process of ours, started with the first child."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def start(self, *, keep: tuple[int, ...] = ()) -> None:
        """``keep``: descriptors (locks) that stay held until the watcher has finished."""
        if self._process and self._owner == os.getpid():
            return
        self._owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__).with_name("warden.py"))],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
            pass_fds=keep,
        )

    def guard(self, process: subprocess.Popen[bytes], number: int) -> None:
        self._write(f"+{process.pid} {int(number)} {birth_of(process.pid)}\n")

    def release(self, process: subprocess.Popen[bytes]) -> None:
        self._write(f"-{process.pid}\n")

    def _write(self, line: str) -> None:
        self.start()
        pipe = self._process.stdin
        with suppress(BrokenPipeError):
            pipe.write(line)
            pipe.flush()


warden = Warden()


def spawn(
    argv: list[str | Path],
    *,
    log: Path | None = None,
    last_signal: int = signal.SIGTERM,
    own_session: bool = True,
    **options: object,
) -> "subprocess.Popen[bytes]":
    """Starts a child that receives ``last_signal`` should this process die, then is killed with its group."""
    output: IO[bytes] | None = log.open("ab") if log else None
    process = subprocess.Popen(
        [str(part) for part in argv],
        stdin=subprocess.DEVNULL if own_session else None,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=own_session,
        **options,
    )
    warden.guard(process, last_signal)
    if output:
        output.close()
    return process


def has_ended(process: "subprocess.Popen[bytes]") -> bool:
    """Whether a child is dead, *without* burying it: until then its number, and its group's, cannot be given anew."""
    if process.returncode is not None:
        return True
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def end(process: "subprocess.Popen[bytes] | None", number: int = signal.SIGTERM, grace: float = 10) -> None:
    """Asks a child to end, then kills whatever is left of its group. Harmless when it is dead already."""
    if process is None:
        return
    if not has_ended(process):
        os.kill(process.pid, number)
    deadline = time.monotonic() + grace
    while not has_ended(process) and time.monotonic() < deadline:
        time.sleep(0.02)
    kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """kill -9 of a child started by ``spawn`` and of its group, then its burial."""
    if process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
    warden.release(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


class FolderLock:
    """One launcher at a time on a folder of data; the kernel drops the lock with its last holder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "lock"
        self._file = self.path.open("a+")

    def take(self, *, patience: float = 0) -> bool:
        deadline = time.monotonic() + patience
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._file.truncate(0)
                self._file.write(str(os.getpid()))
                self._file.flush()
                return True
            if time.monotonic() >= deadline:
                self._file.close()
                return False
            time.sleep(0.1)

    def release(self) -> None:
        self._file.close()

    @property
    def descriptor(self) -> int:
        return self._file.fileno()

    def holder(self) -> int | None:
        """The launcher that took the lock, if it still runs: its warden may hold it a little longer."""
        with suppress(ValueError, ProcessLookupError, FileNotFoundError):
            pid = int(self.path.read_text())
            os.kill(pid, 0)
            return pid
        return None
