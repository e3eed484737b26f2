"""Builders of the public directory: advisers who agreed to be read, checks, messages, claims."""

from collections.abc import Sequence
from typing import Any

from ambassadors.actions import consents
from ambassadors.directory import listing_of, told
from ambassadors.models import Ambassador
from channel.actions import claims
from channel.models import Check, Claim
from members.actions import enquiries
from members.models import Enquiry, ListingReport
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


def make_claim(*, proved: bool = False, **overrides: Any) -> Claim:
    """``proved``: the address is at the domain of the firm's site."""
    fields = {"first_name": "Anne", "last_name": "Le Gall", "job_title": "Gérante", "words": "", **overrides}
    fields["expert"] = fields.get("expert") or make_expert(website="https://www.laval-micro.example/")
    fields.setdefault("email", "anne@laval-micro.example" if proved else "anne@gmail.com")
    return claims.claim(**fields)


def make_enquiry(**overrides: Any) -> Enquiry:
    """A message to an adviser, waiting for its writer's confirmation. ``to``: the listing."""
    to = overrides.pop("to", None) or listing_of(told().get(pk=make_adviser().pk))
    fields = {"name": "Jeanne Petit", "email": "jeanne@boulangerie.example", "phone": "", **overrides}
    fields.setdefault("message", "Je voudrais vendre en ligne avant Noël, par où commencer ?")
    return enquiries.ask(to=to, **fields)


def make_report(**overrides: Any) -> ListingReport:
    fields = {
        "about": "Laval Micro",
        "page": "/annuaire/experts/laval-micro-1/",
        "words": "Le numéro ne répond plus.",
    }
    return ListingReport.objects.create(**(fields | overrides))
