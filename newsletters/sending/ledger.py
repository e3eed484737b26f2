"""The sender's own connection to PostgreSQL: claims, intents and results, each a durable commit of its own.

A statement interrupted with the connection may or may not have been committed. All of them may be repeated: a
fence that moved on, or a state already left, changes nothing. Intents are the exception and see ``step``.

Rows are given in the order of their ids, in which a pause or a cancellation locks them too: of two that want the same
rows one waits. The results of a step come before its intents; who pauses never wants a row that has a result, but for
one that was still leased an instant before.
"""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import psycopg2
import structlog
from django.db import connection

from newsletters.rendering.skeleton import Skeleton
from newsletters.sending import statements
from newsletters.sending.limits import Limits, now
from newsletters.sending.outcomes import EXPIRY, deferral
from newsletters.sending.replies import Reply
from newsletters.sending.rows import Row

logger = structlog.get_logger(__name__)

PATIENCE = 540  # seconds without a database before the sender gives up
_AGAIN = {"40001", "40P01", "55P03"}  # serialisation, deadlock, lock timeout: nothing was done
Result = tuple[Row, Reply]


class LedgerLost(Exception):
    """The connection broke: nobody knows whether the statement was committed."""


class Ledger:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.on_reconnect: Callable[[], None] = lambda: None
        self._skeletons: dict[int, Skeleton] = {}
        self._connection: Any = None
        self._patience: float = PATIENCE
        self._connect()

    def _connect(self) -> None:
        """Waits for the server as long as patience lasts."""
        deadline, wait = now() + self._patience, 0.05
        while True:
            try:
                self._open()
                return
            except psycopg2.Error as error:
                if now() > deadline:
                    self._patience = 0
                    raise LedgerLost("no database") from error
                logger.warning("ledger_waits", error=type(error).__name__)
                time.sleep(wait)
                wait = min(wait * 2, 2)

    def _open(self) -> None:
        params = {**connection.get_connection_params(), "connect_timeout": 5, "application_name": "flash-sender"}
        if self._connection is not None:
            self._connection.close()
        self._connection = psycopg2.connect(**params)
        self._connection.autocommit = True
        with self._connection.cursor() as cursor:
            cursor.execute(statements.SESSION)
            for prepared in statements.PREPARED:
                cursor.execute(prepared)

    def close(self) -> None:
        self._connection.close()

    def run(self, sql: str, params: Any = None) -> list[tuple[Any, ...]]:
        """A statement that may be repeated; survives a restart of the server."""
        while True:
            try:
                return self._execute(sql, params)
            except LedgerLost:
                self._reconnect()

    def _reconnect(self) -> None:
        self._connect()
        self.on_reconnect()

    def _execute(self, sql: str, params: Any) -> list[tuple[Any, ...]]:
        while True:
            try:
                with self._connection.cursor() as cursor:
                    cursor.execute(sql, params)
                    return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]
            except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
                if error.pgcode in _AGAIN and not self._connection.closed:
                    continue
                logger.warning("ledger_lost", error=type(error).__name__, code=error.pgcode)
                raise LedgerLost from error

    # Claims and leases

    def claim(self, lane: int, size: int) -> list[Row]:
        """Trials first, then the issues being sent, the oldest first."""
        rows = self._claim(statements.CLAIM_TRIALS, lane=lane, size=size)
        for (issue,) in self.run(statements.SENDING_ISSUES):
            if len(rows) >= size:
                break
            rows += self._claim(statements.CLAIM_ISSUE, issue=issue, lane=lane, size=size - len(rows))
        return rows

    def _claim(self, sql: str, **params: Any) -> list[Row]:
        claimed = self.run(sql, {"lease": self.limits.lease, **params})
        return [Row(*values) for is_leased, *values in sorted(claimed, key=lambda r: r[1]) if is_leased]

    def renew(self, rows: Iterable[Row]) -> set[int]:
        """Extends leases; gives the ids still ours."""
        return {pk for (pk,) in self.run(statements.RENEW, {"lease": self.limits.lease, **_keys(rows)})}

    # Intents and results

    def step(self, results: Sequence[Result], intents: Sequence[Row]) -> set[int]:
        """One durable commit: results that came, intents of the messages about to leave.

        Gives the ids whose dot may leave. When the connection breaks nobody knows whether the intents were
        committed, so no dot leaves: they are withdrawn, and the results are written again.
        """
        try:
            return self._step(results, intents)
        except LedgerLost:
            self._reconnect()
        self.withdraw(intents, "base de données interrompue avant le point final")
        while results:
            try:
                self._step(results, [])
                break
            except LedgerLost:
                self._reconnect()
        return set()

    def _step(self, results: Sequence[Result], intents: Sequence[Row]) -> set[int]:
        results = sorted(results, key=lambda result: result[0].id)
        intents = _in_order(intents)
        replies = [reply for _, reply in results]
        rows = self._execute(
            statements.STEP,
            (
                [row.id for row, _ in results],
                [row.fence for row, _ in results],
                [reply.code for reply in replies],
                [reply.enhanced[:12] for reply in replies],
                [reply.text[:300] for reply in replies],
                [row.id for row in intents],
                [row.fence for row in intents],
                self.limits.handing,
            ),
        )
        written = {pk for is_result, pk in rows if is_result}
        for row, _ in results:
            if row.id not in written:  # claimed again or settled meanwhile by a person
                logger.error("result_without_row", delivery=row.id, fence=row.fence)
        return {pk for is_result, pk in rows if not is_result}

    def release(
        self, rows: Collection[Row], words: str = "", *, stage: str = "", drops: int = 0, wait: float = 0
    ) -> None:
        """Rows whose dot has not been allowed: ready again, nothing counts."""
        self._give_back(rows, ["leased"], words, stage, drops, wait)

    def withdraw(self, rows: Collection[Row], words: str, *, drops: int = 0, wait: float = 0) -> None:
        """Rows whose intent may be committed and whose dot has certainly not left: ready again."""
        self._give_back(rows, ["leased", "handing", "uncertain"], words, "body", drops, wait)

    def _give_back(
        self, rows: Collection[Row], held: list[str], words: str, stage: str, drops: int, wait: float
    ) -> None:
        if rows:
            about = {"held": held, "words": words[:300], "stage": stage, "drops": drops, "wait": wait}
            self.run(statements.RELEASE, {**_keys(rows), **about})

    def defer(self, row: Row, stage: str, reply: Reply | None, words: str = "") -> None:
        """Counted: the next rung of the ladder, or refused when 48 hours are over."""
        self.run(
            statements.DEFER, {**_told(row, stage, reply, words), "wait": deferral(row.attempts), "expiry": EXPIRY}
        )

    def settle(
        self, row: Row, state: str, stage: str, reply: Reply | None = None, words: str = "", cause: str = ""
    ) -> None:
        self.run(statements.SETTLE, {**_told(row, stage, reply, words), "state": state, "cause": cause})

    def suppress(self, row: Row, stage: str, reply: Reply) -> None:
        """The address does not exist: refused, and nothing goes there any more."""
        self.settle(row, "refused", stage, reply)
        self.run(statements.SUPPRESS, {"hash": row.address_hash, "issue": row.issue, "words": str(reply)[:300]})

    # What is sent

    def skeleton(self, rendition: int) -> Skeleton:
        if rendition not in self._skeletons:
            sql = "SELECT skeleton, slots FROM newsletters_rendition WHERE id = %s"
            ((body, slots),) = self.run(sql, [rendition])
            self._skeletons[rendition] = Skeleton.load(bytes(body), slots)
        return self._skeletons[rendition]


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.id)


def _keys(rows: Iterable[Row]) -> dict[str, list[int]]:
    rows = _in_order(rows)
    return {"ids": [row.id for row in rows], "fences": [row.fence for row in rows]}


def _told(row: Row, stage: str, reply: Reply | None, words: str) -> dict[str, Any]:
    return {
        "id": row.id,
        "fence": row.fence,
        "stage": stage,
        "code": reply.code if reply else None,
        "enhanced": reply.enhanced[:12] if reply else "",
        "words": (reply.text if reply else words)[:300],
    }
