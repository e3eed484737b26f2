"""Ends our children when we are gone, even by kill -9.

The launcher holds the other end of standard input and writes ``+PID SIGNAL BIRTH`` or ``-PID`` lines. When it dies,
the pipe closes: each child left gets its signal, then its whole process group is killed. Numbers of processes are
given anew: a child is known by its number *and* its birth.
Run as a script, without any import of ours, so that it starts in a few milliseconds.
"""

import os
import signal
import sys
import time
from contextlib import suppress

GRACE = 10  # seconds


def birth_of(pid: int) -> str:
    """When a process was started, in ticks since the boot; empty when it is gone, and where there is no /proc."""
    return _look(pid)[1]


def _look(pid: int) -> tuple[str, str]:
    """State and birth; see proc(5)."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return "", ""
    return fields[0], fields[19]


def watch() -> dict[int, tuple[int, str]]:
    """Reads until the launcher is gone; returns who is left with the signal that ends it and its birth."""
    left: dict[int, tuple[int, str]] = {}
    for line in sys.stdin:
        pid, number, birth = [*line[1:].rstrip("\n").split(" "), "", ""][:3]
        if line.startswith("+"):
            left[int(pid)] = (int(number), birth)
        else:
            left.pop(int(pid), None)
    return left


def is_ours(pid: int, birth: str) -> bool:
    """The child itself, or what it left of its group: a number in use as a group is not given to a stranger."""
    now = birth_of(pid)
    return now == birth if birth and now else _has_group(pid)


def is_alive(pid: int, birth: str) -> bool:
    return is_ours(pid, birth) and _look(pid)[0] != "Z"  # dead, waiting to be buried by its new parent


def _has_group(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end(left: dict[int, tuple[int, str]]) -> None:
    for pid, (number, birth) in left.items():
        if birth_of(pid) == birth:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)
    deadline = time.monotonic() + GRACE
    while any(is_alive(pid, birth) for pid, (_, birth) in left.items()) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid, (_, birth) in left.items():
        if is_ours(pid, birth):
            for kill in (os.killpg, os.kill):
                with suppress(ProcessLookupError, PermissionError):
                    kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    end(watch())
