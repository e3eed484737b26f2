"""What the two public directories, of firms and of advisers, share: the question, the order, the card.

The order is the same for everybody and nobody can buy a rank: the commune asked for first, then its département,
then whoever says to serve it; between equals the alphabet, which begins each day at other letters
(``club.core.ranking``).
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.urls import reverse

from club.core.days import date_format
from club.core.models import Departement
from club.core.places import Kind, Place
from club.core.topics import Topic

RANGE = 10_000
"""Listings, by their number, of one file of the map of the site; the indexes of their history know it.

https://www.sitemaps.org/protocol.html allows 50,000 addresses in a file, which hold a web worker for seconds.
"""


@dataclass(frozen=True)
class Asked:
    """``inside``: numbers of the départements the place lies in or is made of. ``brand`` and ``network``: rows of
    organisations. ``words``: part of a name.
    """

    topic: Topic | None = None
    place: Place | None = None
    inside: tuple[str, ...] = ()
    brand: int | None = None
    network: int | None = None
    words: str = ""

    @property
    def commune(self) -> str:
        """Code of the commune asked for; empty when the place is larger."""
        return self.place.code if self.place and self.place.kind == Kind.COMMUNE else ""


@dataclass(frozen=True)
class Card:
    """One listing on a page of results. ``why``: the reasons to see it here, in words."""

    side: str
    badge: str
    title: str
    url: str
    why: list[str]
    text: str = ""

    @property
    def reasons(self) -> str:
        """ "À Laval · site web · distribue Orange"."""
        words = " · ".join(self.why)
        return words[:1].upper() + words[1:]


@cache
def _root() -> str:
    return reverse("public:directory:search")


def page_url(kind: str, slug: str) -> str:
    """ "/annuaire/experts/laval-micro-12/", put together for there are many on a page."""
    return f"{_root()}{kind}/{slug}/"


def day(on: date) -> str:
    """ "3 novembre 2026"."""
    return date_format(on, "j F Y")


def at(commune: str) -> str:
    """ "à Laval", "au Mans", "aux Herbiers"."""
    for article, words in (("Les ", "aux"), ("Le ", "au")):
        if commune.startswith(article):
            return f"{words} {commune.removeprefix(article)}"
    return f"à {commune}"


def trail(there: Departement) -> list[tuple[str, str]]:
    """From the home page to a listing: the directory, the page of its département."""
    up, near = reverse("public:directory:search"), reverse("public:directory:departement", args=[there.code])
    return [("Annuaire", up), (there.name, near)]
