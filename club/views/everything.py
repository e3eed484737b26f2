"""Search over everything that everybody may read; accents, endings and typing errors are forgiven.

Each kind is found by its own access rule (``visible_to``, ``public``, ``archived``), in one statement, by the words
typed or the words of titles and names that are one slip away from them. Where the words may be read in two ways, one
statement first says which kinds a way finds.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from ambassadors import directory as advisers
from ambassadors.models import Ambassador
from channel import directory as firms
from channel.models import Expert
from club.core.directory import Asked
from club.core.excerpts import excerpt, marked
from club.core.lists import remembered
from club.core.needs import topic_of
from club.core.pages import public_page
from club.core.search import Joined, Unaccent, holds, plain, words_of
from club.core.spelling import meant
from club.core.topics import Topic
from club.editorial.models import Article, Level, Resource
from club.views import plan
from club.views.question import ADVISERS, meant_by
from events.models import Event
from newsletters.models import Block, Issue
from newsletters.rendering.markup import to_text

FIRST, MOST, LONGEST = 5, 40, 80
"""Results of a kind among others, and alone; characters read of a question."""
IN_THE_DIRECTORY = {"professionnels": {}, "conseillers": {"genre": ADVISERS}}


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """What was found, by kind; without a question, where to look."""
    text = " ".join(request.GET.get("q", "").split())[:LONGEST]
    kind = request.GET.get("genre", "") if request.GET.get("genre") in KINDS else ""
    choices = [("", "Tout"), *((name, found.label) for name, found in KINDS.items())]
    context = {
        "q": text,
        "kind": kind,
        "groups": find(text, kind),
        "tabs": [(label, f"?{urlencode({'q': text, 'genre': name})}", name == kind) for name, label in choices],
        "topic": topic_of(text) if text else None,
        "topics": Topic.choices,
    }
    return render(request, "public/search.html", context)


@dataclass(frozen=True)
class Hit:
    title: SafeString
    url: str
    about: str
    text: SafeString


@dataclass(frozen=True)
class Wanted:
    """``ways``: for each word typed, itself and the known words that are one slip away from it."""

    ways: list[list[str]]
    most: int

    def marks(self) -> list[str]:
        return [word for ways in self.ways for word in ways]

    def where(self, column: str) -> Q:
        return reduce(and_, holds(column, self.ways))

    def hit(self, title: str, url: str, about: str, text: str) -> Hit:
        return Hit(marked(title, self.marks()), url, about, excerpt(text, self.marks()))


@dataclass(frozen=True)
class Group:
    """The results of a kind: the first ones, or all of them when the kind was asked for. ``more_url``: the others."""

    kind: str
    label: str
    hits: list[Hit] = field(default_factory=list)
    has_more: bool = False
    more_url: str = ""


def find(text: str, kind: str = "") -> list[Group]:
    """Groups that hold something, in the order of ``KINDS``; ``kind`` alone when it is one of them."""
    words, most = words_of(text), MOST if kind in KINDS else FIRST
    kinds = [kind] if kind in KINDS else list(KINDS)
    readings = meant(words) if words else []
    for ways in readings:
        asked = Wanted(ways, most + 1)
        if groups := _groups(asked, _holding(asked, kinds) if len(readings) > 1 else kinds, kind, text):
            return groups
    return []


def _groups(asked: Wanted, kinds: list[str], kind: str, text: str) -> list[Group]:
    groups = []
    for name in kinds:
        if hits := KINDS[name].hits(asked):
            more = len(hits) == asked.most
            url = _more_url(name, kind, text) if more else ""
            groups.append(Group(name, KINDS[name].label, hits[: asked.most - 1], more, url))
    return groups


def _holding(asked: Wanted, kinds: list[str]) -> list[str]:
    """Those of ``kinds`` that hold something; one statement."""
    rows = {name: read(asked) for name in kinds if (read := KINDS[name].rows)}
    parts = [found.order_by().values("pk").query.sql_with_params() for found in rows.values()]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f'EXISTS ({sql})' for sql, _ in parts) or 'TRUE'}",
            [value for _, values in parts for value in values],
        )
        held = dict(zip(rows, cursor.fetchone(), strict=False))
    return [name for name in kinds if held.get(name, True)]


def _more_url(name: str, kind: str, text: str) -> str:
    """Where the others of a kind are read: page by page in the directory, else alone; empty when they are alone.

    The directory takes a speciality or a brand for what it is, and would answer with other people than those found.
    """
    if name in IN_THE_DIRECTORY and not any(meant_by(text)):
        return f"{reverse('public:directory:search')}?{urlencode({'besoin': text} | IN_THE_DIRECTORY[name])}"
    return "" if kind else f"?{urlencode({'q': text, 'genre': name})}"


def _query(asked: Wanted) -> Any:
    """The words in French, their endings forgiven."""
    return reduce(and_, (reduce(or_, (SearchQuery(word, config="fr") for word in ways)) for ways in asked.ways))


def _articles(asked: Wanted) -> QuerySet[Article]:
    """By what they say, or by part of a word of their title and summary."""
    return Article.objects.visible_to(None).filter(Q(search_vector=_query(asked)) | asked.where("search_text"))


def _article_hits(asked: Wanted) -> list[Hit]:
    """By the weight of the words."""
    rows = _articles(asked).annotate(rank=SearchRank(F("search_vector"), _query(asked)))
    return [
        asked.hit(row.title, row.get_absolute_url(), str(Level(row.level).label), f"{row.summary} {row.plain_text}")
        for row in rows.order_by("-rank", "-published_at", "-pk")[: asked.most]
    ]


def _resources(asked: Wanted) -> QuerySet[Resource]:
    return Resource.objects.visible_to(AnonymousUser()).filter(asked.where("search_text"))


def _resource_hits(asked: Wanted) -> list[Hit]:
    return [
        asked.hit(
            row.title, row.get_absolute_url(), f"{row.get_kind_display()} · {row.organisation.name}", row.summary
        )
        for row in _resources(asked).select_related("organisation").newest()[: asked.most]
    ]


def _firms(asked: Wanted) -> QuerySet[Expert]:
    return Expert.objects.public().filter(asked.where("search_text"))


def _firm_hits(asked: Wanted) -> list[Hit]:
    """In the order of the directory."""
    cards = [firms.card(row, Asked()) for row in firms.first(_firms(asked), asked.most)]
    return [asked.hit(card.title, card.url, card.badge, " · ".join(card.why)) for card in cards]


def _advisers(asked: Wanted) -> QuerySet[Ambassador]:
    """By the name they let everybody read."""
    return Ambassador.objects.public().filter(asked.where("sort_key"))


def _adviser_hits(asked: Wanted) -> list[Hit]:
    """In the order of the directory."""
    cards = [advisers.card(row, Asked()) for row in advisers.first(_advisers(asked), asked.most)]
    return [asked.hit(card.title, card.url, card.badge, " · ".join(card.why)) for card in cards]


def _letters(asked: Wanted) -> QuerySet[Block]:
    """Blocks of issues by what everybody may read of them."""
    said = Lower(Unaccent(Joined(F("issue__title"), F("title"), F("text"))))
    blocks = Block.objects.public().filter(issue__in=Issue.objects.archived())
    return blocks.annotate(said=said).filter(asked.where("said"))


def _letter_hits(asked: Wanted) -> list[Hit]:
    """The issues of the blocks, the newest first."""
    found: dict[int, Hit] = {}
    for block in _letters(asked).select_related("issue").order_by("-issue__number", "position"):
        issue, text = block.issue, f"{block.title}. {to_text(block.text)}"
        about = f"Flash info n°\u00a0{issue.number}"
        found.setdefault(issue.number, asked.hit(issue.title, f"/flash-info/{issue.number}/", about, text))
        if len(found) == asked.most:
            break
    return list(found.values())


def _events(asked: Wanted) -> QuerySet[Event]:
    """Events of the agenda by what is said of them and where they are held."""
    return Event.objects.announced().with_all_said().filter(asked.where("said"))


def _event_hits(asked: Wanted) -> list[Hit]:
    """What comes first, then the latest."""
    rows = _events(asked).with_place().nearest()
    return [asked.hit(row.title, row.get_absolute_url(), row.in_short(), row.summary) for row in rows[: asked.most]]


def _page_hits(asked: Wanted) -> list[Hit]:
    """Pages that are always there, specialities and départements of the directory, by their title."""
    found = []
    places = ("Annuaire par département", remembered("territories", plan.territories))
    for about, entries in (("Page du site", plan.fixed()), ("Annuaire", plan.specialities()), places):
        for label, path in entries:
            words = plain(label)
            if all(any(word in words for word in ways) for ways in asked.ways):
                found.append(asked.hit(label, path, about, ""))
    return found[: asked.most]


@dataclass(frozen=True)
class Kind:
    """``rows``: what a kind may find, for those that are in the base."""

    label: str
    hits: Callable[[Wanted], list[Hit]]
    rows: Callable[[Wanted], QuerySet[Any]] | None = None


KINDS: dict[str, Kind] = {
    "articles": Kind("Articles et pages du Club", _article_hits, _articles),
    "pages": Kind("Pages", _page_hits),
    "agenda": Kind("Rencontres", _event_hits, _events),
    "ressources": Kind("Ressources", _resource_hits, _resources),
    "professionnels": Kind("Professionnels", _firm_hits, _firms),
    "conseillers": Kind("Conseillers gratuits", _adviser_hits, _advisers),
    "flash-info": Kind("Flash info", _letter_hits, _letters),
}
