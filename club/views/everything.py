"""Search over everything that everybody may read; accents, endings and typing errors are forgiven.

Each kind is found by its own access rule (``visible_to``, ``public``, ``archived``), in one statement, by the words
typed or the words of titles and names that are one slip away from them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q
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
    choices = [("", "Tout"), *((name, label) for name, (label, _) in KINDS.items())]
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
        return reduce(and_, (reduce(or_, (holds(column, word) for word in ways)) for ways in self.ways))

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
    words = words_of(text)
    found = (_find(ways, kind, text) for ways in (meant(words) if words else []))
    return next((groups for groups in found if groups), [])


def _find(ways: list[list[str]], kind: str, text: str) -> list[Group]:
    most = MOST if kind in KINDS else FIRST
    asked = Wanted(ways, most + 1)
    groups = []
    for name, (label, finder) in KINDS.items():
        if kind in ("", name) and (hits := finder(asked)):
            more = len(hits) > most
            groups.append(Group(name, label, hits[:most], more, _more_url(name, kind, text) if more else ""))
    return groups


def _more_url(name: str, kind: str, text: str) -> str:
    """Where the others of a kind are read: page by page in the directory, else alone; empty when they are alone.

    The directory takes a speciality or a brand for what it is, and would answer with other people than those found.
    """
    if name in IN_THE_DIRECTORY and not any(meant_by(text)):
        return f"{reverse('public:directory:search')}?{urlencode({'besoin': text} | IN_THE_DIRECTORY[name])}"
    return "" if kind else f"?{urlencode({'q': text, 'genre': name})}"


def _articles(asked: Wanted) -> list[Hit]:
    """By what they say (words in French, weighted), or by part of a word of their title and summary."""
    words = (reduce(or_, (SearchQuery(word, config="fr") for word in ways)) for ways in asked.ways)
    query: Any = reduce(and_, words)
    rows = Article.objects.visible_to(None).filter(Q(search_vector=query) | asked.where("search_text"))
    rows = rows.annotate(rank=SearchRank(F("search_vector"), query)).order_by("-rank", "-published_at", "-pk")
    return [
        asked.hit(row.title, row.get_absolute_url(), str(Level(row.level).label), f"{row.summary} {row.plain_text}")
        for row in rows[: asked.most]
    ]


def _resources(asked: Wanted) -> list[Hit]:
    rows = Resource.objects.visible_to(AnonymousUser()).filter(asked.where("search_text"))
    return [
        asked.hit(
            row.title, row.get_absolute_url(), f"{row.get_kind_display()} · {row.organisation.name}", row.summary
        )
        for row in rows.select_related("organisation").newest()[: asked.most]
    ]


def _firms(asked: Wanted) -> list[Hit]:
    """By name, in the order of the directory."""
    found = firms.first(Expert.objects.public().filter(asked.where("search_text")), asked.most)
    cards = [firms.card(row, Asked()) for row in found]
    return [asked.hit(card.title, card.url, card.badge, " · ".join(card.why)) for card in cards]


def _advisers(asked: Wanted) -> list[Hit]:
    """By the name they let everybody read, in the order of the directory."""
    found = advisers.first(Ambassador.objects.public().filter(asked.where("sort_key")), asked.most)
    cards = [advisers.card(row, Asked()) for row in found]
    return [asked.hit(card.title, card.url, card.badge, " · ".join(card.why)) for card in cards]


def _letters(asked: Wanted) -> list[Hit]:
    """Issues by what everybody may read of them, the newest first."""
    said = Lower(Unaccent(Joined(F("issue__title"), F("title"), F("text"))))
    blocks = Block.objects.public().filter(issue__in=Issue.objects.archived()).annotate(said=said)
    found: dict[int, Hit] = {}
    for block in blocks.filter(asked.where("said")).select_related("issue").order_by("-issue__number", "position"):
        issue, text = block.issue, f"{block.title}. {to_text(block.text)}"
        about = f"Flash info n°\u00a0{issue.number}"
        found.setdefault(issue.number, asked.hit(issue.title, f"/flash-info/{issue.number}/", about, text))
        if len(found) == asked.most:
            break
    return list(found.values())


def _events(asked: Wanted) -> list[Hit]:
    """Events of the agenda by what is said of them and where they are held: what comes first, then the latest."""
    rows = Event.objects.announced().with_all_said().filter(asked.where("said")).with_place().nearest()
    return [asked.hit(row.title, row.get_absolute_url(), row.in_short(), row.summary) for row in rows[: asked.most]]


def _pages(asked: Wanted) -> list[Hit]:
    """Pages that are always there, specialities and départements of the directory, by their title."""
    found = []
    places = ("Annuaire par département", plan.territories())
    for about, entries in (("Page du site", plan.fixed()), ("Annuaire", plan.specialities()), places):
        for label, path in entries:
            if all(any(word in plain(label) for word in ways) for ways in asked.ways):
                found.append(asked.hit(label, path, about, ""))
    return found[: asked.most]


KINDS: dict[str, tuple[str, Callable[[Wanted], list[Hit]]]] = {
    "articles": ("Articles et pages du Club", _articles),
    "pages": ("Pages", _pages),
    "agenda": ("Rencontres", _events),
    "ressources": ("Ressources", _resources),
    "professionnels": ("Professionnels", _firms),
    "conseillers": ("Conseillers gratuits", _advisers),
    "flash-info": ("Flash info", _letters),
}
