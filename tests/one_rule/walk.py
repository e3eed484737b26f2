"""Everything is made once, then asked for by everybody; what was read is kept by visitor and address.

A stranger asks for every address; the others for those that answer by person. The rest is rendered for a
stranger whoever asks (``core.pages``).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import Ambassador
from channel.models import Expert
from club.contributions import links
from club.core import spelling
from club.core.roles import Role
from club.editorial.models import Level
from tests.access_rules import RULES
from tests.factories import (
    make_affiliation,
    make_ambassador,
    make_departement,
    make_expert_contact,
    make_staff,
    make_user,
    sign_in,
)
from tests.membership_factories import make_membership
from tests.one_rule.agenda import EVENT_WAYS, make_events
from tests.one_rule.articles import ARTICLE_WAYS, DOSSIER_WAYS, PAGE_WAYS, make_articles, make_hub
from tests.one_rule.documents import (
    FIGURE_WAYS,
    LETTER_WAYS,
    RESOURCE_WAYS,
    make_figures,
    make_letters,
    make_resources,
)
from tests.one_rule.people import ADVISER_WAYS, FIRM_WAYS, MEMBER_WAYS, make_advisers, make_firms, make_members
from tests.one_rule.things import Thing, Way, canaries

INSIDERS = ("anonymous", "ambassador", "expert", "representative")
OTHER_KINDS = re.compile("resource (white|technical|marketing|commercial)")
PERSONAL = re.compile(r"^/espace/|\.pdf$|^/$")
PUBLIC = ("public:", "portal:", "media:", "health:")
WAYS: dict[str, dict[str, Way]] = {
    **{level.value: ARTICLE_WAYS for level in (Level.TIP, Level.NEWS)},
    Level.DOSSIER.value: DOSSIER_WAYS,
    Level.PAGE.value: PAGE_WAYS,
    "resource": RESOURCE_WAYS,
    "figure": FIGURE_WAYS,
    "block": LETTER_WAYS,
    "event": EVENT_WAYS,
    "adviser": ADVISER_WAYS,
    "firm": FIRM_WAYS,
    "member": MEMBER_WAYS,
}


@dataclass(frozen=True)
class Answer:
    status: int
    words: frozenset[str]
    cache: str
    cookies: bool
    etag: str


@dataclass
class World:
    """``extra``: addresses that are nobody's own."""

    things: list[Thing]
    people: dict[str, Client]
    extra: list[str]

    def addresses(self, visitor: str = "anonymous") -> list[str]:
        """All of them for a stranger; what answers by person for the others, of every kind for insiders."""
        things = [thing for thing in self.things if visitor in INSIDERS or OTHER_KINDS.search(str(thing)) is None]
        own = [address for thing in things for address in thing.ways.values()]
        every = dict.fromkeys([*self.extra, *own] if visitor in ("anonymous", "representative") else own)
        return [address for address in every if visitor == "anonymous" or PERSONAL.search(address)]

    def of(self, *kinds: str) -> list[Thing]:
        return [thing for thing in self.things if thing.kind in kinds]


Told = dict[str, dict[str, Answer]]
"""Visitor → address → what was answered."""


def make_world() -> World:
    caches["default"].clear()
    make_departement()
    writer, reviewer = make_staff(Role.EDITORS), make_staff(Role.EDITORS)
    things = [thing for level in Level for thing in make_articles(level, writer, reviewer)]
    hub = make_hub(writer)
    things += [*make_resources(), *make_figures(), *make_letters(writer), *make_events(writer)]
    things += [*make_advisers(), *make_firms(), *make_members()]
    spelling.rebuild()
    return World(
        things, {name: sign_in(Client(), who) if who else Client() for name, who in _people()}, [hub, *_rules()]
    )


def _people() -> Iterator[tuple[str, Any]]:
    """(visitor, account); None has no account."""
    today = timezone.localdate()
    left, gone = make_ambassador(), make_expert_contact()
    Ambassador.objects.filter(pk=left.pk).update(state=Ambassador.State.LEFT)
    Expert.objects.filter(pk=gone.expert_id).update(state=Expert.State.LEFT)
    yield "anonymous", None
    yield "person", make_user()
    yield "ambassador", make_ambassador().person
    yield "former_ambassador", left.person
    yield "expert", make_expert_contact().person
    yield "former_expert", gone.person
    for name, days in (("representative", 20), ("lapsed", 800)):
        first = today - timedelta(days=days)
        term = make_membership(starts_on=first, ends_on=first + timedelta(days=364))
        yield name, make_affiliation(organisation=term.organisation).person
    yield "staff", make_staff()
    yield "editor", make_staff(Role.EDITORS)


def _rules() -> list[str]:
    """Every address of the site, of the portal and of machines that the access matrix knows: new ones come along."""
    named = {name: rule for name, rule in RULES.items() if name.startswith(PUBLIC) and "get" in rule.methods}
    return [reverse(name, kwargs=rule.arguments()) for name, rule in named.items()]


def ask(client: Client, address: str, **sent: str) -> Answer:
    """What was read there, headers included, without the words that stand in the address itself. ``sent``: headers
    as WSGI names them.
    """
    path, _, query = address.partition("?")
    response = client.handler(client._base_environ(PATH_INFO=path, QUERY_STRING=query, **sent))  # no context: quick
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(str(value) for value in response.headers.values())
    words = canaries(f"{body.decode(errors='ignore')} {headers}") - canaries(address)
    kept = response.headers.get("Cache-Control", ""), bool(response.cookies), response.headers.get("ETag", "")
    return Answer(response.status_code, words, *kept)


def walk(world: World, visitors: Iterable[str], addresses: Iterable[str] | None = None) -> Told:
    asked = {name: list(addresses or world.addresses(name)) for name in visitors}
    return {name: {address: ask(world.people[name], address) for address in asked[name]} for name in visitors}


def allowed(world: World, visitor: str) -> frozenset[str]:
    """Every word that the tables let a visitor read somewhere."""
    return frozenset(
        thing.word(name) for thing in world.things for name, readers in thing.open.items() if visitor in readers
    )


def leaks(world: World, told: Told) -> list[str]:
    """Words read by whoever should not, wherever it was."""
    found = []
    for visitor, answers in told.items():
        may = allowed(world, visitor)
        for address, answer in answers.items():
            told_here = answer.words - may - told_by_link(world, address)
            found += [f"{visitor} reads {word} at {address}" for word in sorted(told_here)]
    return found


def told_by_link(world: World, address: str) -> frozenset[str]:
    """A call for contents says what the issue is about, to whoever was mailed its link."""
    is_call = address.startswith(links.CALL_PATH)
    return frozenset(thing.word("numero") for thing in world.things if is_call and thing.kind == "block")


def differences(thing: Thing, told: Told) -> list[str]:
    """Where a thing does not tell exactly what the tables say."""
    wrong = []
    for visitor in sorted(told):
        for name, way in WAYS[thing.kind].items():
            address = thing.ways.get(name, "")
            if address not in told[visitor]:
                continue
            got = {word for word in told[visitor][address].words if word.startswith(thing.word(""))}
            wanted = thing.expected(way, visitor) - canaries(address)
            if way.signed and visitor == "anonymous" and address.startswith("/espace/"):
                wanted = frozenset()
            least = wanted & {thing.word("titre")} if way.some else wanted
            if not least <= got <= wanted:
                more, less = sorted(got - wanted), sorted(wanted - got)
                wrong.append(f"{visitor} at {name} {address}: too much {more}, missing {less}")
    return wrong
