"""The directory of members, as members read it: organisations of the day, and of people only what each agreed to."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from members.models import Affiliation, DirectoryConsent, Membership, Organisation

Field = DirectoryConsent.Field


@dataclass(frozen=True)
class Reader:
    """What one person shows; empty is what they keep for themselves."""

    name: str
    job: str
    email: str
    phone: str


@dataclass(frozen=True)
class OrganisationCard:
    organisation: Organisation
    presentation: str
    people: list[Reader]


def listed(on: date | None = None) -> QuerySet[Organisation]:
    """Organisations whose membership runs that day (today by default), by name."""
    running = Membership.objects.running(on)
    return Organisation.objects.filter(pk__in=running.values("organisation")).order_by("sort_key", "pk")


def narrowed(*, text: str = "", side: str = "", on: date | None = None) -> QuerySet[Organisation]:
    """The directory, narrowed by a text and a side, each with who agreed to be read; two statements."""
    rows = listed(on)
    if text.strip():
        rows = rows.search(text)  # type: ignore[attr-defined]
    if side in Organisation.Side.values:
        rows = rows.filter(side=side)
    agreed = (
        Affiliation.objects.current(on=on)
        .filter(consent__shown__contains=[Field.NAME], person__is_active=True)
        .select_related("person", "consent")
        .order_by("person__sort_key")
    )
    return rows.select_related("page").prefetch_related(Prefetch("affiliations", agreed, "agreed"))


def card(row: Organisation) -> OrganisationCard:
    """One of ``narrowed``."""
    return OrganisationCard(row, _presentation(row), [reader_of(a) for a in row.agreed])  # type: ignore[attr-defined]


def reader_of(affiliation: Affiliation) -> Reader:
    """Nobody is named who did not agree to it."""
    shown, person = affiliation.consent.shown, affiliation.person
    if Field.NAME not in shown:
        return Reader("", "", "", "")
    return Reader(
        name=str(person),
        job=affiliation.job_title if Field.JOB in shown else "",
        email=person.email if Field.EMAIL in shown else "",
        phone=person.phone if Field.PHONE in shown else "",
    )


def _presentation(organisation: Organisation) -> str:
    return organisation.page.presentation if hasattr(organisation, "page") else ""
