"""The mails of the demo: one SQLite file, written by the sink and read by the page.

Standard library only: the sink runs without Django.
"""

import sqlite3
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

KEPT = 20_000  # mails; older ones go, so that a demo left running never fills the disk
_SCHEMA = """
CREATE TABLE IF NOT EXISTS mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT, received REAL NOT NULL,
    sender TEXT NOT NULL, recipients TEXT NOT NULL, size INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS source (mail_id INTEGER PRIMARY KEY, body BLOB NOT NULL);
"""


@dataclass(frozen=True)
class Mail:
    """One accepted message with its SMTP envelope; ``source`` is whole only for a mail read by its id."""

    id: int
    received: float
    sender: str
    recipients: str
    size: int
    source: bytes


class Mailbox:
    def __init__(self, path: Path) -> None:
        self.path = path

    # --- the sink's side ---------------------------------------------------------------------------------
    def open(self) -> None:
        """Opens for writing. A kill of the sink loses nothing it accepted; a crash of the machine may."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(self.path, isolation_level=None)
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = OFF")
        self._file.executescript(_SCHEMA)
        self.prune()

    def add(self, *, sender: str, recipients: Iterable[str], source: bytes) -> int:
        """Keeps one message and gives its id."""
        self._file.execute("BEGIN")
        try:
            row = (time.time(), sender, ", ".join(recipients), len(source))
            added = self._file.execute(
                "INSERT INTO mail (received, sender, recipients, size) VALUES (?, ?, ?, ?)", row
            )
            self._file.execute("INSERT INTO source VALUES (?, ?)", (added.lastrowid, source))
            self._file.execute("COMMIT")
        except sqlite3.Error:
            if self._file.in_transaction:
                self._file.execute("ROLLBACK")
            raise
        if added.lastrowid % 1000 == 0:
            self.prune()
        return added.lastrowid

    def prune(self) -> None:
        oldest = "(SELECT max(id) FROM mail) - ?"
        self._file.execute(f"DELETE FROM source WHERE mail_id <= {oldest}", (KEPT,))  # noqa: S608
        self._file.execute(f"DELETE FROM mail WHERE id <= {oldest}", (KEPT,))  # noqa: S608

    def close(self) -> None:
        self._file.close()

    # --- the page's side ---------------------------------------------------------------------------------
    def count(self, search: str = "") -> int:
        rows = self._read("SELECT count(*) FROM mail WHERE recipients LIKE ? ESCAPE '!'", (_like(search),))
        return rows[0][0] if rows else 0

    def newest(self, *, search: str = "", offset: int = 0, limit: int = 50) -> list[Mail]:
        """Newest first, with the first 16 kB of each source: enough for the headers."""
        sql = """SELECT id, received, sender, recipients, size, substr(body, 1, 16384)
                 FROM mail JOIN source ON mail_id = id WHERE recipients LIKE ? ESCAPE '!'
                 ORDER BY id DESC LIMIT ? OFFSET ?"""
        return [Mail(*row) for row in self._read(sql, (_like(search), limit, offset))]

    def get(self, mail_id: int) -> Mail | None:
        sql = """SELECT id, received, sender, recipients, size, body
                 FROM mail JOIN source ON mail_id = id WHERE id = ?"""
        rows = self._read(sql, (mail_id,))
        return Mail(*rows[0]) if rows else None

    def _read(self, sql: str, values: Sequence[object]) -> list[tuple]:
        """Empty while no sink has ever run here."""
        if not self.path.exists():
            return []
        with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True, timeout=5)) as file:
            return file.execute(sql, values).fetchall()


def _like(search: str) -> str:
    escaped = search.strip().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"
