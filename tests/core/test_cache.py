"""Redis away: pages go on, reads miss and writes are dropped."""

import socket

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from club.core.cache import ForgivingRedisCache


@pytest.fixture
def absent() -> ForgivingRedisCache:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    return ForgivingRedisCache(f"redis://127.0.0.1:{port}/0", {"OPTIONS": {"socket_connect_timeout": 0.2}})


def test_absent_cache_misses_and_forgets(absent: ForgivingRedisCache) -> None:
    absent.set("key", 1)
    assert (absent.get("key", "nothing"), absent.get_many(["key"]), absent.delete("key")) == ("nothing", {}, False)


def test_plain_redis_cache_would_break_the_page(absent: ForgivingRedisCache) -> None:
    """Negative control: without forgiveness the same read raises."""
    with pytest.raises(RedisConnectionError):
        super(ForgivingRedisCache, absent).get("key")
