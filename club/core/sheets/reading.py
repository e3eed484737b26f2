"""Rows of a file sent by somebody, read by a disposable process with caps of memory and time."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any

from club.core.sheets import guard

MEMORY_MB = 768
SECONDS = 60
WALL_SECONDS = 200
_CHILD = Path(__file__).with_name("child.py")


@dataclass
class Table:
    """An open table: ``about`` (format, encoding, sheet …) and, iterated once, its rows as (number, cells)."""

    about: dict[str, Any]
    lines: Iterator[str] = field(repr=False)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        decode = json.loads
        for line in self.lines:
            if line[0] == "[":
                yield from decode(line)
            else:
                last = decode(line)
                if "error" in last:
                    raise guard.FileRefused(last["error"])
                return
        raise guard.FileRefused(
            "La lecture du fichier a été interrompue : il demande trop de mémoire ou de temps. "
            "Coupez-le en plusieurs fichiers."
        )


@contextmanager
def open_table(path: str | Path, kind: str) -> Iterator[Table]:
    """Read ``path`` (``csv`` or ``xlsx``) in a child process, which is gone when the block ends."""
    limits = {
        "rows": guard.MAX_ROWS + 20,  # title lines and headings are not counted by people
        "columns": guard.MAX_COLUMNS,
        "cell": guard.MAX_CELL,
        "memory_mb": MEMORY_MB,
        "seconds": SECONDS,
    }
    command = [sys.executable, "-I", str(_CHILD), str(path), kind, json.dumps(limits)]
    process = subprocess.Popen(  # noqa: S603 (our own script, a path of ours)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, encoding="utf-8"
    )
    timer = Timer(WALL_SECONDS, process.kill)
    timer.start()
    try:
        lines = iter(process.stdout)  # type: ignore[arg-type]
        first = json.loads(next(lines, "{}") or "{}")
        if "error" in first or not first:
            raise guard.FileRefused(first.get("error", "Ce fichier ne se lit pas comme un tableau."))
        yield Table(first, lines)
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
