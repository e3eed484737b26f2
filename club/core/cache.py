"""A Redis cache that never breaks a page: when Redis is away, reads miss and writes are dropped.

Keys of allauth (its rate limits, its used codes) must not be forgotten: they go to a table of PostgreSQL meanwhile.
After a failure Redis is left alone for a few seconds, so that a page waits for it once at most.
"""

from time import monotonic
from typing import Any, ClassVar

import structlog
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = structlog.get_logger(__name__)

KEPT_PREFIX = "allauth"
REST_SECONDS = 5


class KeptRedisClient(RedisCacheClient):
    """Django makes a client of redis-py at each call, which costs more than the call: one per pool does, it is
    safe between threads.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._clients: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        index = self._get_connection_pool_index(write)
        if index not in self._clients:
            self._clients[index] = super().get_client(key, write=write)
        return self._clients[index]


class TallyingRedisCache(RedisCache):
    """Counts many things under one key, so that they can be taken together."""

    def tally(self, key: str, name: str) -> None:
        client = self._cache.get_client(key, write=True)
        client.hincrby(self.make_key(key), name, 1)

    def take_tallies(self, key: str) -> dict[str, int]:
        pipeline = self._cache.get_client(key, write=True).pipeline(transaction=True)
        pipeline.hgetall(self.make_key(key))
        pipeline.delete(self.make_key(key))
        return {name.decode(): int(times) for name, times in pipeline.execute()[0].items()}


class ForgivingRedisCache(TallyingRedisCache):
    away_until: ClassVar[dict[str, float]] = {}  # by server: shared by the threads of the process

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptRedisClient

    def _forgive(self, operation: str, fallback: Any, key: Any, *args: Any, **kwargs: Any) -> Any:
        server = self._servers[0]
        if monotonic() >= self.away_until.get(server, 0):
            try:
                return getattr(super(), operation)(key, *args, **kwargs)
            except (RedisError, OSError) as error:
                logger.warning("cache_unreachable", error=type(error).__name__)
                self.away_until[server] = monotonic() + REST_SECONDS
        if isinstance(key, str) and key.startswith(KEPT_PREFIX):
            return getattr(caches["kept"], operation)(key, *args, **kwargs)
        return fallback

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._forgive("get", default, key, default, version)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        self._forgive("set", None, key, value, *args, **kwargs)

    def tally(self, key: str, name: str) -> None:
        """One more for ``name`` in the tallies kept under ``key``; lost while Redis is away."""
        self._forgive("tally", None, key, name)

    def take_tallies(self, key: str) -> dict[str, int]:
        """The tallies under ``key``, which begin again from nothing."""
        tallies: dict[str, int] = self._forgive("take_tallies", {}, key)
        return tallies

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        return self._forgive("add", True, key, value, *args, **kwargs)

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._forgive("delete", False, key, version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self._forgive("incr", delta, key, delta, version)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        return self._forgive("get_many", {}, list(keys), version)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[str]:
        return self._forgive("set_many", list(data), data, *args, **kwargs)

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._forgive("delete_many", None, list(keys), version)

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._forgive("has_key", False, key, version)

    def touch(self, key: str, *args: Any, **kwargs: Any) -> bool:
        return self._forgive("touch", False, key, *args, **kwargs)
