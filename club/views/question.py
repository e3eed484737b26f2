"""What a visitor of the directory asks for, read from the address."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from ambassadors.models import Ambassador
from channel.models import Expert
from club.core.directory import Asked
from club.core.lists import ListFilter, choice, remembered
from club.core.needs import topic_of
from club.core.places import Place, resolve
from club.core.search import plain
from club.core.topics import Topic
from members.models import Organisation

ADVISERS = "conseillers"
FIRMS = {"revendeurs": Expert.Kind.RESELLER, "agences": Expert.Kind.WEB_AGENCY}
KINDS = [(ADVISERS, "conseillers gratuits"), ("revendeurs", "revendeurs"), ("agences", "agences web")]
LONGEST = 80


def brands() -> list[tuple[str, str]]:
    return _brands()[0]


def _brands() -> tuple[list[tuple[str, str]], dict[str, str]]:
    """The brands that a listing bears, and their numbers by name; of two of one name, that of the first."""

    def read() -> tuple[list[tuple[str, str]], dict[str, str]]:
        borne = _borne(Organisation.objects.brands().active(), Expert.objects.public().filter(brands=OuterRef("pk")))
        return borne, {plain(name): pk for pk, name in reversed(borne)}

    return remembered("directory-brands", read)


def networks() -> list[tuple[str, str]]:
    def read() -> list[tuple[str, str]]:
        return _borne(Organisation.objects.institutions(), Ambassador.objects.public().filter(network=OuterRef("pk")))

    return remembered("directory-networks", read)


def _borne(rows: QuerySet[Organisation], by: QuerySet[Any]) -> list[tuple[str, str]]:
    """Those of ``rows`` that a listing bears. The first of each is looked for; EXISTS would read every listing."""
    borne = rows.annotate(first=Subquery(by.order_by().values("pk")[:1])).filter(first__isnull=False)
    return [(str(pk), name) for pk, name in borne.order_by("sort_key").values_list("pk", "name")]


class Finer(ListFilter):
    """What narrows a search beyond the need and the place. A brand is a firm's, a network an adviser's."""

    q = None
    genre = choice("Qui", lambda: KINDS, every="tous")
    marque = choice("Marque distribuée", brands, every="toutes")
    reseau = choice("Réseau du conseiller", networks, every="tous")


@dataclass
class Question:
    """``places``: what the place typed may mean; the question has an answer when there is one, or none was typed."""

    need: str
    place: str
    finer: Finer
    asked: Asked
    places: list[Place] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.need or self.place or self.finer.is_narrowed)

    @property
    def is_answerable(self) -> bool:
        return not self.is_empty and (not self.place or self.asked.place is not None)

    @property
    def kind(self) -> str:
        """``conseillers``, ``revendeurs``, ``agences``, or empty; a brand or a network names the kind by itself."""
        chosen = self.finer.chosen("genre")
        return chosen or (ADVISERS if self.asked.network and not self.asked.brand else "")

    @property
    def wants_advisers(self) -> bool:
        return self.kind == ADVISERS or (not self.kind and not self.asked.brand and not self.asked.words)

    @property
    def wants_firms(self) -> bool:
        return self.kind != ADVISERS

    @property
    def firm_kind(self) -> str:
        return FIRMS[self.kind].value if self.kind in FIRMS else ""

    @property
    def topic_label(self) -> str:
        return Topic(self.asked.topic).label if self.asked.topic else ""


def meant_by(need: str) -> tuple[Topic | None, str]:
    """The topic it speaks of, or the number of the brand whose name it is; neither is words to look for in names."""
    topic = topic_of(need) if need else None
    return (topic, "") if topic or not need else (None, _brands()[1].get(plain(need), ""))


def read(request: HttpRequest) -> Question:
    """The need is a topic, or the name of a brand, or part of a name."""
    need, typed = (request.GET.get(name, "").strip()[:LONGEST] for name in ("besoin", "lieu"))
    finer = Finer(request)
    places = resolve(typed) if typed else []
    place = places[0] if len(places) == 1 else None
    topic, named = meant_by(need)
    chosen = finer.chosen("marque")
    asked = Asked(
        topic=topic,
        place=place,
        inside=tuple(place.departements()) if place else (),
        brand=_number(chosen or named),
        network=_number(finer.chosen("reseau")),
        words="" if topic or (named and not chosen) else need,
    )
    return Question(need, typed, finer, asked, places)


def _number(text: Any) -> int | None:
    return int(text) if text else None
