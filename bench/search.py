"""Search at a million rows: the directory of experts, the console's one search, the suggestions of places.

The same questions go to ours (accents and a slip forgiven, the count and the page of the list included) and to ILIKE
(right spelling only, the page alone), in turn. Words are drawn from the rows; one in four bears a slip.
"""

import argparse
import logging
import random
import time
from collections.abc import Callable
from statistics import quantiles
from types import SimpleNamespace

from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from bench import _people as people
from bench import _scale as scale
from channel.forms import ExpertFilter
from channel.models import Expert
from channel.views.console import SHOWN, line
from club.core.lists import list_context
from club.core.models import Commune, Departement, Region
from club.core.places import suggest
from club.core.topics import Topic
from club.views.console import KINDS, look_up
from club.views.directory import search
from members.models import Organisation, User

Question = dict[str, str]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, nargs="+", default=[6500, 1_000_000])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--questions", type=int, default=40, help="of each kind in each round")
    options.add_argument("--references", type=int, default=4, help="questions to ILIKE in each round: each reads all")
    options.add_argument("--as-is", action="store_true", help="measure the base as the last run left it")
    given = options.parse_args()
    logging.disable(logging.INFO)
    for rows in given.rows:
        if not given.as_is:
            scale.fill(rows)
        print(f"{rows:,} rows of each kind", flush=True)
        measure(given)


def measure(given: argparse.Namespace) -> None:
    rng = random.Random(4)
    staff = scale.direction()
    measures: dict[str, tuple[Callable[[Question], object], bool]] = {
        "directory": (directory, False),
        "directory, ILIKE": (directory_ilike, False),
        "directory, place and speciality": (directory, True),
        "directory, place and speciality, ILIKE": (directory_ilike, True),
        "console search, four kinds": (lambda asked: [look_up(kind, staff, asked["q"]) for kind in KINDS], False),
        "console search, people by ILIKE": (people_ilike, False),
        "public directory, need and place": (lambda asked: public(asked, "besoin", "lieu"), False),
        "public directory, brand and place": (lambda asked: public(asked, "marque", "lieu"), False),
        "public directory, name of a firm": (lambda asked: public(asked, "nom"), False),
        "public directory, advisers": (lambda asked: public(asked, "besoin", "lieu", genre="conseillers"), False),
        "places while one types": (lambda asked: suggest(asked["place"]), False),
        "places, ILIKE": (places_ilike, False),
    }
    found: dict[str, list[float]] = {name: [] for name in measures}
    most = dict.fromkeys(measures, 0)
    for number in range(given.rounds + 1):
        asked = questions(rng, given.questions)
        for name, (ask, narrow) in measures.items():
            for question in asked[: given.references] if "ILIKE" in name else asked:
                began = time.perf_counter()
                ask(question | {"narrow": "yes" if narrow else ""})
                if number:  # the first round warms up
                    found[name].append((time.perf_counter() - began) * 1000)
    for name, (ask, narrow) in measures.items():
        question = questions(rng, 1)[0] | {"narrow": "yes" if narrow else ""}
        with CaptureQueriesContext(connection) as queries:
            ask(question)
        most[name] = len(queries)
        tell(name, found[name], most[name])


def tell(name: str, milliseconds: list[float], statements: int) -> None:
    cuts = quantiles(milliseconds, n=100, method="inclusive")
    verdict = "" if "ILIKE" in name else (" (target 50): reached" if cuts[94] <= 50 else " (target 50): MISSED")
    print(
        f"  {name}: p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms{verdict}, worst {max(milliseconds):.0f} ms, "
        f"{statements} statements",
        flush=True,
    )


def questions(rng: random.Random, count: int) -> list[Question]:
    """What people type: a family name, a name and a trade, a name and a town; accents left out, a slip in four."""
    departements = people.departements()[:60]
    numbers = rng.sample(range(Expert.objects.count()), count)
    first = Expert.objects.order_by("pk").values_list("pk", flat=True)[0]
    names = list(Expert.objects.filter(pk__in=[first + n for n in numbers]).values_list("name", flat=True))
    communes = list(Commune.objects.filter(population__gt=2000).order_by("code").values_list("name", flat=True))
    territories = [
        *Departement.objects.values_list("name", flat=True),
        *Region.objects.values_list("name", flat=True),
    ]
    carried = Organisation.objects.brands().filter(experts__isnull=False)
    brands = [str(pk) for pk in carried.order_by("pk").values_list("pk", flat=True).distinct()[:40]]
    asked = []
    for number, name in enumerate(names):
        words = name.split()
        text = " ".join(words[: rng.choice([1, 2, len(words)])])
        town = rng.choice(communes)
        asked.append(
            {
                "q": slip(rng, text) if number % 4 == 0 else text,
                "departement": rng.choice(departements),
                "speciality": rng.choice(Topic.values),
                "place": slip(rng, town) if number % 4 == 0 else town[: rng.randint(2, len(town))],
                "town": somewhere(rng, number, town, territories),
                "brand": rng.choice(brands),
            }
        )
    return asked


def somewhere(rng: random.Random, number: int, town: str, territories: list[str]) -> str:
    """A commune three times in five, with a slip one time in four; else a département or a région."""
    if number % 5 > 2:
        return rng.choice(territories)
    return slip(rng, town) if number % 4 == 0 else town


def slip(rng: random.Random, text: str) -> str:
    """Two neighbouring letters exchanged, beyond the first."""
    if len(text) < 5:
        return text
    at = rng.randrange(1, 4)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def directory(asked: Question) -> object:
    """Everything the page of the list reads; each question is new, so its count is read too."""
    query = QueryDict(mutable=True)
    names = ("q", "departement", "speciality") if asked["narrow"] else ("q",)
    query.update({name: asked[name] for name in names})
    form = ExpertFilter(SimpleNamespace(GET=query))
    return list_context(
        SimpleNamespace(GET=query), form, Expert.objects.all(), key="sort_key", shown=SHOWN, tell=line
    )


def directory_ilike(asked: Question) -> object:
    rows = Expert.objects.filter(state="listed")
    for word in asked["q"].split():
        rows = rows.filter(name__icontains=word)
    if asked["narrow"]:
        rows = rows.filter(departement=asked["departement"], specialities__contains=[asked["speciality"]])
    return list(rows.order_by("sort_key", "pk").values_list("name", "siret")[:26])


def public(asked: Question, *names: str, **more: str) -> object:
    """The whole page that a visitor gets, rendered and packed."""
    answers = {
        "besoin": Topic(asked["speciality"]).label,
        "lieu": asked["town"],
        "marque": asked["brand"],
        "nom": asked["q"],
    }
    query = {"besoin" if name == "nom" else name: answers[name] for name in names} | more
    return search(RequestFactory().get("/annuaire/", query, headers={"accept-encoding": "gzip"}))


def people_ilike(asked: Question) -> object:
    rows = User.objects.all()
    for word in asked["q"].split():
        rows = rows.filter(last_name__icontains=word)
    return list(rows.order_by("sort_key", "pk").values_list("last_name", "email")[:9])


def places_ilike(asked: Question) -> object:
    rows = Commune.objects.filter(name__icontains=asked["place"])
    return list(rows.order_by("-population").values_list("name", "departement")[:8])


if __name__ == "__main__":
    main()
