"""Is this installation well? Checks that stop traffic, signs that only warn, and gauges for the monitoring.

Apps register their gauges in ``AppConfig.ready``. A gauge reads PostgreSQL, so that it survives Redis.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import redis
import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

logger = structlog.get_logger(__name__)

# queue: after how many seconds without consumed work it is said to be late; the last two run long tasks
QUEUES = {"default": 300, "mail": 300, "slow": 1800, "flash": 1800}
_migrations_seen: list[bool] = []


@dataclass(frozen=True)
class Gauge:
    """``read`` gives a number now; above ``limit`` the installation is degraded."""

    name: str
    help: str
    read: Callable[[], float]
    limit: float | None = None


_gauges: dict[str, Gauge] = {}


def register_gauge(gauge: Gauge) -> None:
    _gauges[gauge.name] = gauge


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        logger.error("database_unreachable", error=type(error).__name__)
        return False
    return True


def migrations_applied() -> bool:
    """Asked once per process, then remembered: a deployment starts new processes."""
    if not _migrations_seen:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrations_seen.append(True)
    return True


def redis_answers(url: str) -> bool:
    try:
        with redis.from_url(url, socket_connect_timeout=0.2, socket_timeout=1) as client:
            return client.ping()
    except redis.RedisError:
        return False


def note_consumed(queue: str) -> None:
    """A worker of ``queue`` just did real work that travelled from beat through the broker."""
    cache.set(f"pulse:{queue}", time.time(), None)


def silences() -> dict[str, float | None]:
    """Seconds since each queue last consumed work; nothing when it is not known (Redis was emptied)."""
    seen = cache.get_many([f"pulse:{queue}" for queue in QUEUES])
    now = time.time()
    return {queue: round(now - seen[f"pulse:{queue}"], 1) if f"pulse:{queue}" in seen else None for queue in QUEUES}


def readiness() -> tuple[bool, dict[str, object]]:
    """Whether to send traffic here, and the report: each part ``ok``, ``degraded`` or ``down``.

    Without the database or its migrations nothing works. Without Redis pages are slower and mail waits for
    the sweeper: degraded, not dead.
    """
    if not database_answers():
        return False, {"database": "down"}
    report: dict[str, object] = {"database": "ok"}
    ready = migrations_applied()
    report["migrations"] = "ok" if ready else "down"
    report["cache"] = "ok" if redis_answers(settings.CACHE_URL) else "degraded"
    report["broker"] = "ok" if redis_answers(settings.REDIS_URL) else "degraded"
    if ready:
        report["queues"] = {
            queue: {"silent_seconds": seconds, "state": _state(seconds is None or seconds > QUEUES[queue])}
            for queue, seconds in silences().items()
        }
        report["gauges"] = {
            gauge.name: {"value": value, "state": _state(gauge.limit is not None and value > gauge.limit)}
            for gauge, value in _read_gauges()
        }
    return ready, report


def metrics() -> bytes:
    """Our gauges in the text format of Prometheus."""
    registry = CollectorRegistry()
    registry.register(_Gauges())
    return generate_latest(registry)


class _Gauges(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        for gauge, value in _read_gauges():
            yield GaugeMetricFamily(f"club_{gauge.name}", gauge.help, value=value)
        silent = GaugeMetricFamily(
            "club_queue_silent_seconds", "Seconds since a worker consumed work", labels=["queue"]
        )
        for queue, seconds in silences().items():
            if seconds is not None:
                silent.add_metric([queue], seconds)
        yield silent


def _read_gauges() -> list[tuple[Gauge, float]]:
    return [(gauge, gauge.read()) for gauge in _gauges.values()]


def _state(late: bool) -> str:
    return "degraded" if late else "ok"
