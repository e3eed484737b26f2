"""Everybody who may knock at an address, signed in once per module, and what the answer was, as a word."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from club.core.roles import Role, synchronise
from members.models import EntitlementKind, Organisation, User
from tests.factories import (
    make_affiliation,
    make_ambassador,
    make_expert_contact,
    make_organisation,
    make_staff,
    make_user,
    sign_in,
)
from tests.membership_factories import make_membership, make_version

METHODS = ("get", "post")
PLACES = {
    "account_login": "login",
    "admin:login": "login",
    "mfa_index": "enrolment",
    "account_reauthenticate": "proof",
    "mfa_reauthenticate": "proof",
}
REDIRECTIONS = (301, 302, 303)
STATUSES = {**dict.fromkeys((200, 400, 409), "open"), 403: "forbidden", 404: "not found", 405: "method"}
BARE = "staff_without_second_factor"
MEMBER, LAPSED = "Une organisation membre", "Une ancienne organisation membre"
MAKERS: dict[str, Callable[[], Any]] = {
    "anonymous": lambda: None,
    "person": make_user,
    "ambassador": lambda: make_ambassador().person,
    "expert": lambda: make_expert_contact().person,
    "representative": lambda: make_affiliation().person,
    "member": lambda: _acts_for(MEMBER, "administrator", "billing", "executive"),
    "colleague": lambda: _acts_for(MEMBER, "content"),
    "lapsed": lambda: _acts_for(LAPSED, "administrator", "billing", "executive"),
    BARE: lambda: make_staff(Role.DIRECTION, second_factor=False),
    **{role.value: lambda role=role: make_staff(role) for role in Role},
}
STAFF = [role.value for role in Role]
PEOPLE = [role for role in MAKERS if role not in (BARE, *STAFF)]
ROLES = list(MAKERS)


def member_organisation(name: str = MEMBER) -> Organisation:
    """The organisation of the visitors "member" and "colleague": its term covers today; that of "lapsed" ended."""
    found = Organisation.objects.filter(name=name).first()
    if found:
        return found
    year = timezone.localdate().year - (2 if name == LAPSED else 0)
    version = make_version(grants=dict.fromkeys(EntitlementKind, 2))
    organisation = make_organisation(name=name)
    make_membership(version, organisation=organisation, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
    return organisation


def _acts_for(name: str, *roles: str) -> User:
    return make_affiliation(organisation=member_organisation(name), roles=list(roles)).person


@dataclass(frozen=True)
class Visitor:
    """A role with its row (None: anonymous) and the cookies of its session."""

    role: str
    user: Any
    client: Client = field(default_factory=Client)

    def answer(self, method: str, path: str, data: dict[str, Any] | None = None) -> Any:
        """What the address answers; whatever it wrote is undone, the session included."""
        cookies = self.client.cookies.output()
        with undone():
            response = getattr(self.client, method)(path, data)
            if hasattr(response, "render") and not response.is_rendered:
                response.render()
        if self.client.cookies.output() != cookies:  # a session that ended or was renewed is gone with its row
            self.client.cookies.clear()
            self.client.cookies.load(cookies.replace("Set-Cookie: ", ""))
        return response


def make_visitors() -> dict[str, Visitor]:
    """One of each role, by its name. The groups are made equal to the roles of the code first."""
    synchronise()
    visitors = {role: Visitor(role, make()) for role, make in MAKERS.items()}
    for visitor in visitors.values():
        if visitor.user:
            sign_in(visitor.client, visitor.user)
    return visitors


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside goes with its end; savepoints nest."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def stopped(role: str) -> str:
    """What the console answers to whoever is not of the team with a second factor; nothing for the team."""
    return "" if role in STAFF else {"anonymous": "login", BARE: "enrolment"}.get(role, "not found")


def outcome(response: Any, places: dict[str, str] | None = None) -> str:
    """The answer as a word; a form refused (400) or in conflict (409) did answer, so the address is open.

    ``places``: names of pages → words, for redirections that mean more than « open ».
    """
    place = response.headers.get("Location", "").partition("?")[0]
    words = {reverse(name): word for name, word in (PLACES | (places or {})).items()}
    if response.status_code in REDIRECTIONS:
        return words.get(place, "open")
    return STATUSES.get(response.status_code, str(response.status_code))


def named_urls() -> Iterator[tuple[str, Any]]:
    """Every (full name, view) of the URLconf."""
    yield from _walk(get_resolver(), "")


def _walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback
        else:
            yield from _walk(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
