"""Builders of the catalogue and of memberships."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from members.actions import entitlements
from members.billing.models import Payer
from members.models import (
    Departure,
    GoverningText,
    Grant,
    Introduction,
    Invitation,
    LeaveNotice,
    Membership,
    MembershipLine,
    Option,
    OptionVersion,
    Organisation,
    OrganisationChange,
    StatusOverride,
)
from members.pricing import Choice, quote
from tests.factories import make_affiliation, make_organisation, make_staff, make_user

_numbers = count(1)


def make_option(
    *, grants: dict[str, int] | None = None, starts_on: date = date(2020, 1, 1), **overrides: Any
) -> Option:
    """An option with one version; ``grants``: kind of right → quantity a year. Fields of both models may be given."""
    number = next(_numbers)
    version = {"price": Decimal(6000), "vat": "S20", "opens": "acceptance", "account": "756200", "exemption": ""}
    version |= {name: overrides.pop(name) for name in list(version) if name in overrides}
    fields = {"code": f"option-{number}", "name": f"Option {number}", "sides": ["brand", "institution"]}
    option = Option.objects.create(**(fields | {"max_quantity": 50, "position": number} | overrides))
    made = OptionVersion.objects.create(option=option, starts_on=starts_on, **version)
    for kind, quantity in (grants or {}).items():
        Grant.objects.create(version=made, kind=kind, quantity=quantity)
    return option


def make_version(**overrides: Any) -> OptionVersion:
    return make_option(**overrides).versions.get()


def with_address(organisation: Organisation) -> Organisation:
    """The same, with a billing address, without which nothing is issued; the one it has stays."""
    fields = {"address": "3 place du Marché", "postcode": "53000", "city": "Laval"}
    Payer.objects.get_or_create(organisation=organisation, defaults=fields)
    return organisation


def make_membership(
    *versions: OptionVersion, starts_on: date = date(2026, 1, 1), ends_on: date = date(2026, 12, 31), **overrides: Any
) -> Membership:
    """A term with a line per version and its rights, accepted on its first day."""
    fields = {"accepted_on": starts_on, "planned_end": ends_on} | overrides
    organisation = with_address(fields.pop("organisation", None) or make_organisation())
    term = Membership.objects.create(organisation=organisation, starts_on=starts_on, ends_on=ends_on, **fields)
    for priced in quote([Choice(version) for version in versions], starts_on=starts_on, ends_on=ends_on).lines:
        line = MembershipLine.objects.create(
            membership=term,
            version=priced.choice.version,
            price=priced.choice.version.price,
            net=priced.net,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        entitlements.grant(line=line, on=starts_on)
    return term


def make_text(**overrides: Any) -> GoverningText:
    fields = {"kind": "statutes", "starts_on": date(2024, 1, 1), "body": "## Article 1. Objet\nRapprocher."}
    return GoverningText.objects.create(**(fields | overrides))


def make_texts() -> dict[str, GoverningText]:
    """One text of each kind in force, by kind."""
    return {kind: make_text(kind=kind) for kind in GoverningText.Kind.values}


def make_override(**overrides: Any) -> StatusOverride:
    fields = {"status": "active", "reason": "Accord du bureau", "until": date(2030, 1, 1)} | overrides
    fields["organisation"] = fields.get("organisation") or make_organisation()
    fields["noted_by"] = fields.get("noted_by") or make_staff()
    return StatusOverride.objects.create(**fields)


def make_departure(**overrides: Any) -> Departure:
    fields = {"kind": "resignation", "received_on": date(2026, 3, 1), "effective_on": date(2026, 6, 30)} | overrides
    fields |= {"reason": fields.get("reason", "Réorganisation")}
    fields["organisation"] = fields.get("organisation") or make_organisation()
    fields["noted_by"] = fields.get("noted_by") or make_staff()
    return Departure.objects.create(**fields)


def make_leave_notice(**overrides: Any) -> LeaveNotice:
    """A resignation given in the portal, that nobody has answered."""
    fields = {
        "reason": "Réorganisation",
        "effective_on": date(2027, 1, 1),
        "given_on": date(2026, 11, 2),
        **overrides,
    }
    fields["organisation"] = fields.get("organisation") or make_organisation()
    fields["given_by"] = fields.get("given_by") or make_user()
    return LeaveNotice.objects.create(**fields)


def make_invitation(**overrides: Any) -> Invitation:
    """An invitation without answer."""
    number = next(_numbers)
    fields = {"email": f"invitee{number}@exemple.example", "roles": ["billing"], **overrides}
    fields["organisation"] = fields.get("organisation") or make_organisation()
    fields["invited_by"] = fields.get("invited_by") or make_user()
    fields.setdefault("expires_at", timezone.now() + timedelta(days=14))
    return Invitation.objects.create(**fields)


def make_change(**overrides: Any) -> OrganisationChange:
    """A change of the legal name that waits to be read."""
    fields = {"field": "legal_name", "before": "", "after": "Exemple SAS", **overrides}
    fields["organisation"] = fields.get("organisation") or make_organisation()
    fields["asked_by"] = fields.get("asked_by") or make_user()
    return OrganisationChange.objects.create(**fields)


def make_introduction(**overrides: Any) -> Introduction:
    fields = {"message": "Nous cherchons un réseau de proximité.", **overrides}
    fields["asked_by"] = fields.get("asked_by") or make_affiliation()
    fields["to"] = fields.get("to") or make_organisation()
    return Introduction.objects.create(**fields)
