"""The public directory at any size: what visitors search, what engines read, beside a plain Django list of 25 rows.

Real servers, as ``lists``. Every kind of search is asked in questions drawn from the rows, one in four with a slip;
no answer to a question is kept, so each is read and rendered anew. Searches are timed alone on one kept connection
(p95), then four connections at once give the ratio. Pages that are kept are measured cold (after an edit, with their
counts forgotten), then warm. It stops by itself.
"""

import argparse
import logging
import random
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import _listings as listings
from bench import _web as web
from bench.lists import REFERENCE
from bench.search import slip
from channel.directory import url_of
from channel.models import Expert
from club.core.models import Commune, Departement, Region
from club.core.topics import Topic
from club.editorial.models import Article
from events.models import Event
from members.models import Organisation

NEEDS = ["vendre en ligne", "un site internet", "facture électronique", "être visible sur Google", "sauvegarder"]
SMALL = ["48", "23", "90", "05", "15", "09", "2A", "46"]
MOST_STATEMENTS, SEARCH_MS, SHARE = 8, 50, 0.5

Query = dict[str, str]


class Visitors:
    """Draws what people ask; the same questions at each run over the same rows."""

    def __init__(self, seed: int = 8) -> None:
        self.random = random.Random(seed)
        self.communes = list(Commune.objects.order_by("-population").values_list("name", flat=True)[:4000])
        self.departements = list(Departement.objects.order_by("pk").values_list("name", flat=True))
        self.regions = list(Region.objects.order_by("pk").values_list("name", flat=True))
        rows = Organisation.objects.order_by("pk")
        kinds = {"brands": "Marque courante", "rare": "Marque rare", "networks": "Chambre"}
        found = {
            kind: rows.filter(name__startswith=name).values_list("pk", flat=True) for kind, name in kinds.items()
        }
        self.brands, self.rare, self.networks = ([str(pk) for pk in keys] for keys in found.values())
        first, last = Expert.objects.order_by("pk")[0].pk, Expert.objects.order_by("-pk")[0].pk
        drawn = [self.random.randint(first, last) for _ in range(400)]
        self.names = list(Expert.objects.filter(pk__in=drawn).order_by("pk").values_list("name", flat=True))

    def one(self, values: list[str]) -> str:
        return self.random.choice(values)

    def need(self) -> str:
        return self.one([*NEEDS, *Topic.labels])

    def name(self) -> str:
        words = self.one(self.names).split()
        return " ".join(words[: self.random.choice([1, 2, len(words)])])

    def slipped(self, values: list[str]) -> str:
        return slip(self.random, self.one([value for value in values if len(value) > 4]))


def kinds(ask: Visitors) -> dict[str, Callable[[], tuple[str, Query]]]:
    """Each kind of search: an address and its query, drawn anew at each call."""
    at = "/annuaire/"
    return {
        "need alone": lambda: (at, {"besoin": ask.need()}),
        "need and commune": lambda: (at, {"besoin": ask.need(), "lieu": ask.one(ask.communes)}),
        "need and département": lambda: (at, {"besoin": ask.need(), "lieu": ask.one(ask.departements)}),
        "need and région": lambda: (at, {"besoin": ask.need(), "lieu": ask.one(ask.regions)}),
        "commune alone, with a slip": lambda: (at, {"lieu": ask.slipped(ask.communes)}),
        "speciality, commune, resellers alone": lambda: (
            at,
            {"besoin": ask.one(Topic.labels), "lieu": ask.one(ask.communes), "genre": "revendeurs"},
        ),
        "brand and commune": lambda: (at, {"marque": ask.one(ask.brands), "lieu": ask.one(ask.communes)}),
        "brand alone": lambda: (at, {"marque": ask.one(ask.brands)}),
        "rare brand, small département": lambda: (at, {"marque": ask.one(ask.rare), "lieu": ask.one(SMALL)}),
        "rare brand, a need, région": lambda: (
            at,
            {"marque": ask.one(ask.rare), "besoin": ask.one(Topic.labels), "lieu": ask.one(ask.regions)},
        ),
        "brand, a need, small département": lambda: (
            at,
            {"marque": ask.one(ask.brands), "besoin": ask.one(Topic.labels), "lieu": ask.one(SMALL)},
        ),
        "name of a firm": lambda: (at, {"besoin": ask.name()}),
        "name of a firm, with a slip": lambda: (at, {"besoin": slip(ask.random, ask.name())}),
        "name of a firm and place": lambda: (at, {"besoin": ask.name(), "lieu": ask.one(ask.departements)}),
        "nothing is called so": lambda: (at, {"besoin": f"zyx{ask.random.randrange(10**6)}"}),
        "advisers, need and commune": lambda: (
            at,
            {"besoin": ask.need(), "lieu": ask.one(ask.communes), "genre": "conseillers"},
        ),
        "advisers of a network, département": lambda: (
            at,
            {"reseau": ask.one(ask.networks), "lieu": ask.one(ask.departements)},
        ),
        "everything of the site, a name": lambda: ("/recherche/", {"q": ask.name()}),
        "everything of the site, a need": lambda: ("/recherche/", {"q": ask.one(NEEDS)}),
    }


def pages() -> list[str]:
    """Pages that are kept; a listing of the middle."""
    rows = Expert.objects.public().order_by("pk")
    listing = rows.filter(pk__gt=rows[0].pk + rows.count() // 2)[0]
    numbers = [f"/sitemap-professionnels-{listing.pk // 10_000}.xml", "/sitemap-annuaire.xml", "/sitemap.xml"]
    read = [row.get_absolute_url() for row in (*Article.objects.order_by("pk"), *Event.objects.order_by("pk"))]
    return [
        "/",
        *read,
        "/agenda/",
        "/annuaire/",
        "/annuaire/departements/48/",
        "/annuaire/departements/59/",
        f"/annuaire/specialites/{Topic.WEBSITE.slug}/",
        url_of(listing),
        "/plan-du-site/",
        *reversed(numbers),
    ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, nargs="+", default=[6500, 1_000_000])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=1, help="of each kind, alone and under load, in each round")
    options.add_argument("--only", default="", help="kinds and pages whose name holds this")
    options.add_argument("--as-is", action="store_true", help="measure the base as the last run left it")
    given = options.parse_args()
    logging.disable(logging.INFO)
    for rows in given.rows:
        if not given.as_is:
            began = time.perf_counter()
            listings.fill(rows)
            print(f"{rows:,} firms and ambassadors, written in {time.perf_counter() - began:.0f} s", flush=True)
        session = web.plain_session(6500)
        with TemporaryDirectory() as folder:
            log = Path(folder)
            with web.ours(log / "ours.log") as ours, web.plain(log / "plain.log") as plain:
                searches(ours, web.Ask(plain, "/", session), given)
                kept(ours, web.Ask(plain, "/", session), given)


def searches(ours: web.Server, reference: web.Ask, given: argparse.Namespace) -> None:
    visitors = Visitors()
    asks = {name: drawn(ours, draw) for name, draw in kinds(visitors).items() if given.only in name}
    alone, together = measure({REFERENCE: [reference], **asks}, given)
    print(f"searches; {REFERENCE}: {figures(alone[REFERENCE], together[REFERENCE])}", flush=True)
    for name, of_kind in asks.items():
        most = max(statements(Client(), ask.path) for ask in of_kind[:12])
        share = ratio(together[name], together[REFERENCE])
        good = alone[name].percentile(95) <= SEARCH_MS and most <= MOST_STATEMENTS
        print(
            f"  {name}: {figures(alone[name], together[name])}, {share:.2f} of the reference, at most {most} "
            f"statements: p95 and statements {'reached' if good else 'MISSED'}, "
            f"ratio {SHARE} {'reached' if share >= SHARE else 'MISSED'}",
            flush=True,
        )


def drawn(ours: web.Server, draw: Callable[[], tuple[str, Query]], count: int = 150) -> list[web.Ask]:
    questions = [draw() for _ in range(count)]
    return [web.Ask(ours, f"{path}?{urlencode(query)}") for path, query in questions]


def kept(ours: web.Server, reference: web.Ask, given: argparse.Namespace) -> None:
    """Cold one by one, then warm beside the reference."""
    paths = [path for path in pages() if given.only in path]
    cold: dict[str, list[float]] = {path: [] for path in paths}
    for _ in range(given.rounds):
        for path in paths:
            cache.clear()
            began = time.perf_counter()
            web.one(web.Ask(ours, path))
            cold[path].append((time.perf_counter() - began) * 1000)
    asks = {path: [web.Ask(ours, path)] for path in paths}
    alone, together = measure({REFERENCE: [reference], **asks}, given)
    for path in paths:
        share, most = ratio(together[path], together[REFERENCE]), statements(Client(), path)
        print(
            f"  {path}: cold p50 {median(cold[path]):.0f} ms, worst {max(cold[path]):.0f}; warm "
            f"{figures(alone[path], together[path])}, {share:.2f} of the reference, {most} statements: "
            f"{'reached' if share >= 1 and most <= 2 else 'MISSED'}",
            flush=True,
        )


def measure(
    asks: dict[str, list[web.Ask]], given: argparse.Namespace
) -> tuple[dict[str, web.Answers], dict[str, web.Answers]]:
    """Interleaved rounds: one connection, then four. The first requests warm the server up."""
    alone = {name: web.Answers() for name in asks}
    together = {name: web.Answers() for name in asks}
    for of_kind in asks.values():
        web.load(of_kind, 0.3, web.Answers())
    for _ in range(given.rounds):
        for name, of_kind in asks.items():
            of_kind.append(of_kind.pop(0))
            web.load(of_kind, given.seconds, alone[name], connections=1)
            web.load(of_kind, given.seconds, together[name])
    return alone, together


def ratio(answers: web.Answers, reference: web.Answers) -> float:
    return median(a / b for a, b in zip(answers.rates, reference.rates, strict=True))


def figures(alone: web.Answers, together: web.Answers) -> str:
    return (
        f"p50 {alone.percentile(50):.1f} ms, p95 {alone.percentile(95):.1f} ms, worst {max(alone.milliseconds):.0f}; "
        f"four at once {median(together.rates):.0f} req/s, p95 {together.percentile(95):.0f} ms, "
        f"{median(together.processor):.1f} ms of processor"
    )


def statements(client: Client, path: str) -> int:
    """In this process, on the same database and cache; what every page keeps is warm."""
    client.get("/annuaire/?besoin=site")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    return len(queries)


if __name__ == "__main__":
    main()
