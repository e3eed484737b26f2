"""Builders of applications, prospects and of the catalogue of the demonstration."""

from datetime import date
from decimal import Decimal
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from club.demo.actions.memberships import add_catalogue
from members.models import Application, ApplicationLine, ApplicationPerson, OptionVersion, Prospect
from tests.factories import make_organisation, make_siren, make_staff
from tests.membership_factories import make_version

_numbers = count(1)


def make_application(*versions: OptionVersion, people: bool = True, **overrides: Any) -> Application:
    """A draft of a brand, complete unless told otherwise: one base option, one administrator and signatory.

    A state beyond the draft brings the dates and the body that the database asks for.
    """
    number = next(_numbers)
    fields = {"name": f"Candidate {number}", "side": "brand", "kind": "publisher", "siren": make_siren()}
    fields |= {"address": "1 rue de la Paix", "postcode": "75002", "city": "Paris", "starts_on": timezone.localdate()}
    fields |= {"contact_email": f"candidate{number}@exemple.example"}
    if overrides.get("state", "draft") not in ("draft", "abandoned"):
        fields |= {"submitted_at": timezone.now(), "accepted_at": timezone.now()}
    if overrides.get("state") in ("admitted", "completed", "refused"):
        fields |= {"decided_on": timezone.localdate(), "decided_by_body": "Bureau"}
    application = Application.objects.create(**(fields | overrides))
    for version in versions or [make_version(is_base=True)]:
        ApplicationLine.objects.create(application=application, version=version)
    if people:
        make_applicant(application=application)
    return application


def make_applicant(*, application: Application, **overrides: Any) -> ApplicationPerson:
    number = next(_numbers)
    fields = {"first_name": "Sami", "last_name": f"Roux {number}", "email": f"sami{number}@exemple.example"}
    fields |= {"roles": ["administrator", "signatory"]}
    return ApplicationPerson.objects.create(application=application, **(fields | overrides))


def make_demo_catalogue(today: date = date(2026, 11, 22)) -> dict[str, OptionVersion]:
    """The options of the demonstration: a base of 6,000 €, an official partner of 45,000 €. By code."""
    return add_catalogue(drawing=SimpleNamespace(today=today))


def make_prospect(**overrides: Any) -> Prospect:
    fields = {"expected": Decimal(6000)} | overrides
    fields["organisation"] = fields.get("organisation") or make_organisation()
    fields["owner"] = fields.get("owner") or make_staff()
    return Prospect.objects.create(**fields)
