"""Ends our children when we are gone, even by kill -9.

The launcher holds the other end of standard input and writes ``+PID SIGNAL`` or ``-PID`` lines. When it
dies, the pipe closes: each child left gets its signal, then its whole process group is killed.
Run as a script, without any import of ours, so that it starts in a few milliseconds.
"""

import os
import signal
import sys
import time
from contextlib import suppress

GRACE = 10  # seconds


def watch() -> dict[int, int]:
    """Reads until the launcher is gone; returns who is left with the signal that ends it."""
    left: dict[int, int] = {}
    for line in sys.stdin:
        with suppress(ValueError):
            pid, _, number = line[1:].partition(" ")
            if line.startswith("+"):
                left[int(pid)] = int(number)
            else:
                left.pop(int(pid), None)
    return left


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end(left: dict[int, int]) -> None:
    for pid, number in left.items():
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)
    deadline = time.monotonic() + GRACE
    while any(map(alive, left)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in left:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    end(watch())
