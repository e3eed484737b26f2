"""Service mails of the press watch, by the kernel's outbox."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from club.core import outbox
from club.core.models import OutboxMail
from members.models import User

LIFE = timedelta(hours=12)
"""Tomorrow's digest says it better."""


def digest(*, person: User, day: date, count: int, lines: Sequence[dict[str, Any]], broken: int) -> OutboxMail:
    """What waits to be read, once per person and working day. ``lines``: the newest (``club.press.telling``)."""
    return outbox.post(
        key=digest_key(person, day),
        template="press/emails/digest",
        to=person.email,
        person=person,
        context={
            "count": count,
            "lines": lines,
            "broken": broken,
            "url": f"{settings.SITE_URL}{reverse('console:press:queue')}",
            "feeds_url": f"{settings.SITE_URL}{reverse('console:press:feeds')}?etat=en-panne",
        },
        expires=LIFE,
    )


def digest_key(person: User, day: date) -> str:
    return f"press-digest:{person.pk}:{day:%Y%m%d}"
