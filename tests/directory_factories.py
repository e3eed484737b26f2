"""Builders of the public directory: advisers who agreed to be read, checks, messages, claims."""

from collections.abc import Sequence
from typing import Any

from ambassadors.actions import consents
from ambassadors.models import Ambassador
from channel.models import Check
from tests.factories import make_ambassador, make_expert, make_user

EVERYTHING = Ambassador.Field.values


def make_adviser(shown: Sequence[str] = EVERYTHING, **overrides: Any) -> Ambassador:
    """An ambassador who agreed to show these fields. ``first_name``, ``last_name``: of the person."""
    names = {name: overrides.pop(name) for name in ("first_name", "last_name") if name in overrides}
    overrides["person"] = overrides.get("person") or make_user(**names)
    ambassador = make_ambassador(**overrides)
    consents.publish(ambassador=ambassador, shown=shown)
    ambassador.refresh_from_db()
    return ambassador


def make_check(**overrides: Any) -> Check:
    fields = {"kind": "siret", **overrides}
    fields["expert"] = fields.get("expert") or make_expert()
    return Check.objects.create(**fields)
