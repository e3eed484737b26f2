"""Who may be spoken to: a closed list of audiences, each provided by exactly one app.

``register`` is called in ``AppConfig.ready``; ``audiences_of(user)`` is computed once per request.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models


class Audience(models.TextChoices):
    PUBLIC = "public", "tout le monde"
    SUBSCRIBER = "subscriber", "abonnés à Flash info"
    AMBASSADOR = "ambassador", "ambassadeurs"
    EXPERT = "expert", "experts du Channel"
    REPRESENTATIVE = "representative", "représentants des membres"


@dataclass(frozen=True)
class Provider:
    """``holds(user)`` answers for one person."""

    audience: Audience
    holds: Callable[[Any], bool]


_providers: dict[Audience, Provider] = {}


def register(audience: Audience, *, holds: Callable[[Any], bool]) -> None:
    if audience in _providers:
        raise RuntimeError(f"The audience {audience} already has a provider.")
    _providers[audience] = Provider(audience, holds)


def providers() -> dict[Audience, Provider]:
    return dict(_providers)


def audiences_of(user: Any) -> frozenset[Audience]:
    """The audiences a person belongs to; a visitor is the public alone. Remembered on the user object."""
    if not user.is_authenticated:
        return frozenset({Audience.PUBLIC})
    known = user.__dict__.get("_audiences")
    if known is None:
        known = frozenset(audience for audience, provider in _providers.items() if provider.holds(user))
        user.__dict__["_audiences"] = known
    return known
