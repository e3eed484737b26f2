"""Builders of applications admitted and of proposals at each of their stages."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from club.core.roles import Role
from members.billing.actions import drafts, proposals
from members.billing.models import Proposal
from members.models import Application, ApplicationLine, ApplicationPerson, GoverningText, OptionVersion, Organisation
from members.pricing import Choice
from tests.factories import make_organisation, make_staff
from tests.membership_factories import make_version, with_address

PDF = b"%PDF-1.7\nbon de commande\n%%EOF\n"


def make_admitted(*versions: OptionVersion, people: int = 1, **overrides: Any) -> Application:
    """An application that a body admitted, for one base option at 6,000 € unless versions are given."""
    now = timezone.now()
    organisation = overrides.pop("organisation", None) or make_organisation()
    text, _ = GoverningText.objects.get_or_create(kind="statutes", starts_on=date(2020, 1, 1), body="Statuts")
    fields = {
        "state": "admitted",
        "name": organisation.name,
        "legal_name": f"{organisation.name} SAS",
        "side": organisation.side,
        "kind": organisation.kind,
        "address": "3 place du Marché",
        "postcode": "53000",
        "city": "Laval",
        "statutes": text,
        "starts_on": timezone.localdate(),
        "accepted_at": now,
        "submitted_at": now,
        "decided_on": timezone.localdate(),
        "decided_by_body": "bureau",
    }
    application = Application.objects.create(organisation=organisation, **(fields | overrides))
    for version in versions or [make_version(is_base=True)]:
        ApplicationLine.objects.create(application=application, version=version)
    roles = [["administrator", "signatory"], ["billing"], ["content"]]
    for number in range(people):
        ApplicationPerson.objects.create(
            application=application,
            first_name="Anne",
            last_name=f"Le Goff {number}",
            email=f"anne{number}.{application.pk}@exemple.example",
            job_title="Directrice",
            roles=roles[number % 3],
        )
    return application


def make_proposal(*versions: OptionVersion, **overrides: Any) -> Proposal:
    """A draft made from an admitted application."""
    by = overrides.pop("by", None) or make_staff(Role.NETWORK)
    return proposals.propose(application=make_admitted(*versions, **overrides), by=by)


def make_offer(*versions: OptionVersion, organisation: Organisation | None = None, **overrides: Any) -> Proposal:
    """A draft without an application: for an organisation that was a member already."""
    today = timezone.localdate()
    fields = {"starts_on": today, "ends_on": today + timedelta(days=364), "kind": Proposal.Kind.RENEWAL, "by": None}
    choices = [Choice(version) for version in versions or [make_version(is_base=True)]]
    return drafts.new(
        organisation=with_address(organisation or make_organisation()), choices=choices, **(fields | overrides)
    )


def make_sent(*versions: OptionVersion, **overrides: Any) -> Proposal:
    return proposals.send(proposal=make_proposal(*versions, **overrides), by=make_staff(Role.NETWORK))


def accepted(proposal: Proposal, **overrides: Any) -> Proposal:
    """The same, sent when it was not, accepted by the link."""
    if proposal.state == Proposal.State.DRAFT:
        proposal = proposals.send(proposal=proposal, by=None, to="anne@exemple.example")
    fields = {"name": "Anne Le Goff", "title": "directrice", "email": proposal.sent_to, "means": "link"} | overrides
    return proposals.accept(proposal=proposal, **fields)


def make_accepted(*versions: OptionVersion, **overrides: Any) -> Proposal:
    return accepted(make_proposal(*versions, **overrides))


def with_discount(proposal: Proposal, percent: int | Decimal, by: Any) -> Proposal:
    """The draft with a discount that waits for the direction."""
    terms = replace(proposals.terms_of(proposal), discount=Decimal(percent), discount_reason="Réseau partenaire")
    return proposals.prepare(proposal=proposal, terms=terms, by=by)
