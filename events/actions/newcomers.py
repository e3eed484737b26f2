"""Writing down somebody whom the Club did not know, met at the door or invited."""

import uuid

from club.core.outbox import NOWHERE
from members.models import User


def write_down(
    *, last_name: str, email: str = "", first_name: str = "", civility: str = "", source_label: str
) -> User:
    """Their file. Without an address it is one that nothing is ever written to, and that opens no account."""
    return User.objects.create_user(
        email or f"{uuid.uuid4().hex}@{NOWHERE}",
        civility=civility,
        first_name=first_name.strip()[:80],
        last_name=last_name.strip()[:80],
        source=User.Source.STAFF,
        source_label=source_label[:120],
        is_active=bool(email),
    )
