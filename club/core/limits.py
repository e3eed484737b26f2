"""How often something may be done. The count is a row of PostgreSQL: it holds without Redis and through a flush.

One statement each. Keys are stored as keyed hashes, so that no address or IP number stays behind.
"""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from club.core.models import RateLimit

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

_COUNT = """
INSERT INTO core_ratelimit AS r (key, hits, ends_at) VALUES (%(key)s, 1, %(ends)s)
ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN r.ends_at <= %(now)s THEN 1 ELSE r.hits + 1 END,
    ends_at = CASE WHEN r.ends_at <= %(now)s THEN %(ends)s ELSE r.ends_at END
RETURNING hits
"""


def allow(key: str, *, limit: int, per: timedelta) -> bool:
    """Count one more ``key``; False once there were more than ``limit`` in a window of ``per``.

    Call it outside a transaction: the row stays locked until the commit.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _hashed(key), "now": now, "ends": now + per})
        return cursor.fetchone()[0] <= limit


def left(key: str, *, limit: int) -> bool:
    """Whether ``key`` may be counted once more; counts nothing."""
    return not RateLimit.objects.filter(key=_hashed(key), hits__gte=limit, ends_at__gt=timezone.now()).exists()


def clear(key: str) -> None:
    RateLimit.objects.filter(key=_hashed(key)).delete()


def forget_ended() -> int:
    """Delete the windows that are over; gives their number."""
    return RateLimit.objects.filter(ends_at__lte=timezone.now()).delete()[0]


def _hashed(key: str) -> str:
    return salted_hmac("club.core.limits", key, algorithm="sha256").hexdigest()
