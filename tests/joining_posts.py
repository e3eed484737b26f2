"""What an applicant’s browser posts at each step of an application."""

import uuid

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.idempotency import FIELD
from members import applying, links
from members.applying import Part
from members.models import Application
from tests.factories import make_siren
from tests.membership_factories import make_texts


def organisation(**overrides: str) -> dict[str, str]:
    fields = {"number": make_siren(), "name": "Belvédère", "kind": "publisher", "country": "FR"}
    fields |= {"address": "1 rue de la Paix", "postcode": "75002", "city": "Paris"}
    return fields | {"contact_email": "anne@belvedere.example", FIELD: str(uuid.uuid4())} | overrides


def url(application: Application, step: str = "status") -> str:
    return reverse(f"public:joining:{step}", args=[links.application_token(application.pk)])


def post(client: Client, application: Application, step: str, **fields):
    part = {"organisation": Part.ORGANISATION, "options": Part.OPTIONS, "people": Part.PEOPLE}.get(step)
    seal = {"seal": applying.seal(application, part)} if part else {}
    return client.post(url(application, step), seal | fields)


def options(**overrides: str) -> dict[str, str]:
    fields = {"formule": "base-marque", "starts_on": f"{timezone.localdate()}", "year": "calendar", "years": "1"}
    return fields | overrides


def person(index: int = 0, *roles: str, **overrides: str) -> dict[str, object]:
    fields = {"first_name": "Anne", "last_name": "Roux", "email": f"anne{index}@belvedere.example"} | overrides
    held = list(roles) or ["administrator", "signatory"]
    return {f"personne-{index}-{name}": value for name, value in (fields | {"roles": held}).items()}


def people(number: int, **fields) -> dict[str, object]:
    return {"personne-TOTAL_FORMS": number, "personne-INITIAL_FORMS": 0} | fields


def sending(**overrides: str) -> dict[str, object]:
    texts = make_texts()
    fields: dict[str, object] = {f"shown_{kind}": text.pk for kind, text in texts.items()}
    return fields | {f"accepts_{kind}": "on" for kind in texts} | {FIELD: str(uuid.uuid4())} | overrides
