"""Who an applicant might already be for the Club: likely organisations with the reasons, for staff alone."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet

from club.core.errors import ClubError
from club.core.search import plain
from members import numbers
from members.models import Affiliation, Application, Organisation

SHARED = {"gmail.com", "hotmail.com", "hotmail.fr", "icloud.com", "laposte.net", "live.fr", "orange.fr"}
SHARED |= {
    "outlook.com",
    "outlook.fr",
    "free.fr",
    "sfr.fr",
    "wanadoo.fr",
    "yahoo.com",
    "yahoo.fr",
    "bbox.fr",
    "proton.me",
}
"""Domains of mailboxes that everybody may have: they say nothing about an organisation."""
MOST = 8
RESEMBLING = 0.6
NUMBERS = [("siren", "même SIREN"), ("rna", "même numéro RNA"), ("foreign_vat", "même numéro de TVA")]


@dataclass
class Likeness:
    """An organisation that we know, why it may be the same, and how strongly the reasons weigh."""

    organisation: Organisation
    reasons: list[str] = field(default_factory=list)
    weight: int = 0


@dataclass(frozen=True)
class Candidate:
    """What is known of somebody before the Club has a file: empty where it is not."""

    name: str = ""
    siren: str = ""
    rna: str = ""
    foreign_vat: str = ""
    website: str = ""
    addresses: tuple[str, ...] = ()

    def mailboxes(self) -> set[str]:
        """Domains of the addresses that belong to one organisation."""
        return {domain_of(address) for address in self.addresses} - SHARED - {""}


def likely(candidate: Candidate) -> list[Likeness]:
    """The likeliest first, eight at most; two statements."""
    found = {row.pk: Likeness(row, *_weighed(candidate, row)) for row in _near(candidate)}
    for affiliation in _colleagues(candidate):
        likeness = found.setdefault(affiliation.organisation_id, Likeness(affiliation.organisation))
        reason = f"un représentant a une adresse en @{domain_of(affiliation.person.email)}"
        if reason not in likeness.reasons:
            likeness.reasons.append(reason)
            likeness.weight += 40
    alike = [likeness for likeness in found.values() if likeness.reasons]
    return sorted(alike, key=lambda likeness: (-likeness.weight, likeness.organisation.sort_key))[:MOST]


def _near(candidate: Candidate) -> QuerySet[Organisation]:
    """Organisations that one of the facts may point to; which of them do is weighed one by one."""
    wanted = Q(pk=None)
    for column, _ in NUMBERS:
        if value := getattr(candidate, column):
            wanted |= Q(**{column: value})
    for domain in {domain_of(candidate.website), *candidate.mailboxes()} - {""}:
        wanted |= Q(website__icontains=domain)
    if name := plain(candidate.name):
        wanted |= Q(search_text__trigram_similar=name)
    return Organisation.objects.filter(wanted)


def _weighed(candidate: Candidate, row: Organisation) -> tuple[list[str], int]:
    site, name = domain_of(row.website), plain(candidate.name)
    facts = [
        *((reason, 100, _same(candidate, row, column)) for column, reason in NUMBERS),
        ("même nom", 80, bool(name) and plain(row.name) == name),
        ("nom ressemblant", 20, bool(name) and plain(row.name) != name and _resembles(plain(row.name), name)),
        ("même site", 60, bool(site) and site == domain_of(candidate.website)),
        ("son site est le domaine d’une adresse donnée", 50, site in candidate.mailboxes()),
    ]
    held = [(reason, weight) for reason, weight, holds in facts if holds]
    return [reason for reason, _ in held], sum(weight for _, weight in held)


def _same(candidate: Candidate, row: Organisation, column: str) -> bool:
    return bool(getattr(candidate, column)) and getattr(row, column) == getattr(candidate, column)


def _resembles(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= RESEMBLING


def _colleagues(candidate: Candidate) -> QuerySet[Affiliation]:
    """People who act for an organisation from a mailbox of the same domain."""
    wanted = Q(pk=None)
    for domain in candidate.mailboxes():
        wanted |= Q(person__email__iendswith=f"@{domain}")
    return Affiliation.objects.current().filter(wanted).select_related("organisation", "person")[:50]


def of_application(application: Application) -> list[Likeness]:
    addresses = [application.contact_email, *(person.email for person in application.people.all())]
    facts = {name: getattr(application, name) for name in ("name", "siren", "rna", "foreign_vat", "website")}
    return likely(Candidate(addresses=tuple(addresses), **facts))


def sought(text: str) -> list[Organisation]:
    """What staff look for themselves, by number or by name: eight at most."""
    try:
        given = {name: value for name, value in numbers.read(text).fields().items() if value}
    except ClubError:
        return list(Organisation.objects.search(text).order_by("sort_key", "pk")[:MOST]) if len(text) > 1 else []
    return list(Organisation.objects.filter(**given)[:MOST])


def other_applications(application: Application) -> list[Application]:
    """Requests of the same organisation that are not given up, by number or by name; drafts stay private."""
    same = Q(name__iexact=application.name)
    for column, _ in NUMBERS:
        if value := getattr(application, column):
            same |= Q(**{column: value})
    rows = Application.objects.visible_to_staff().filter(same).exclude(pk=application.pk)
    return list(rows.exclude(state=Application.State.ABANDONED)[:MOST])


def domain_of(text: str) -> str:
    """The domain of a site or of an address, without www."""
    host = text.rpartition("@")[2] if "@" in text and "/" not in text else urlsplit(text).hostname or ""
    return host.lower().removeprefix("www.")
