"""Redis away: pages go on, reads miss and writes are dropped; allauth's entries are kept in PostgreSQL."""

import socket

import pytest
from django.core.cache import caches
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
    assert absent.incr("count", 3) == 3


def test_plain_redis_cache_would_break_the_page(absent: ForgivingRedisCache) -> None:
    """Negative control: without forgiveness the same read raises."""
    with pytest.raises(RedisConnectionError):
        super(ForgivingRedisCache, absent).get("key")


@pytest.mark.django_db
def test_absent_cache_keeps_the_entries_of_allauth(absent: ForgivingRedisCache) -> None:
    absent.set("allauth:rl:login", [1.0], 60)
    assert absent.get("allauth:rl:login") == caches["kept"].get("allauth:rl:login") == [1.0]
    assert (absent.add("allauth.code", "y", 60), absent.add("allauth.code", "y", 60)) == (True, False)


def test_absent_redis_is_left_alone_for_a_while(absent: ForgivingRedisCache, monkeypatch: pytest.MonkeyPatch) -> None:
    absent.get("key")
    asked = []
    monkeypatch.setattr(ForgivingRedisCache.__bases__[0], "get", lambda *args: asked.append(args))
    absent.get("key")
    assert asked == []
    monkeypatch.setattr("club.core.cache.monotonic", lambda: 10**9)
    absent.get("key")
    assert len(asked) == 1
