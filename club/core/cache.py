"""A Redis cache that never breaks a page: when Redis is away, reads miss and writes are dropped."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = structlog.get_logger(__name__)


class ForgivingRedisCache(RedisCache):
    def _forgive(self, operation: Callable[..., Any], fallback: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return operation(*args, **kwargs)
        except (RedisError, OSError) as error:
            logger.warning("cache_unreachable", error=type(error).__name__)
            return fallback

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._forgive(super().get, default, key, default, version)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        self._forgive(super().set, None, key, value, *args, **kwargs)

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        return self._forgive(super().add, True, key, value, *args, **kwargs)

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._forgive(super().delete, False, key, version)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        return self._forgive(super().get_many, {}, keys, version)

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[str]:
        return self._forgive(super().set_many, list(data), data, *args, **kwargs)

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._forgive(super().has_key, False, key, version)

    def touch(self, key: str, *args: Any, **kwargs: Any) -> bool:
        return self._forgive(super().touch, False, key, *args, **kwargs)
