"""List pages and public pages beside a plain Django list of 25 rows, and the watch of a huge Flash info.

Real servers: granian with two workers for each, started in the same run, asked in turn by four kept connections.
``--rows 6500 1000000`` chooses the sizes, ``--only watch`` a part of the pages.
"""

import argparse
import logging
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import _people as people
from bench import _scale as scale
from bench import _web as web

REFERENCE = "plain Django list"
LISTS = {  # page: the share of the reference it must reach, the most statements
    "/console/ambassadeurs/": (0.5, 8),
    "/console/ambassadeurs/?departement=59&topic=website": (0.5, 8),
    "/console/experts/": (0.5, 8),
    "/console/experts/?departement=59&speciality=website": (0.5, 8),
    "/console/members/user/": (0.5, 12),
    "/console/members/organisation/": (0.5, 12),
}
PUBLIC = ["/", "/flash-info/", "/flash-info/41/", "/annuaire/departements/53/"]
WATCH = "/console/flash-info/42/suivi/"
FRAGMENT = (("HX-Request", "true"),)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, nargs="+", default=[6500, 1_000_000])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=2, help="of each page in each round")
    options.add_argument("--refreshes", type=int, default=20, help="of the watch, two seconds apart")
    options.add_argument("--only", choices=["lists", "public", "watch"], default="")
    options.add_argument("--as-is", action="store_true", help="measure the base as the last run left it")
    given = options.parse_args()
    logging.disable(logging.INFO)  # of this process; the servers log as everywhere
    for rows in given.rows:
        if not given.as_is:
            began = time.perf_counter()
            scale.fill(rows)
            scale.issue_half_sent()
            print(f"{rows:,} rows of each kind, written in {time.perf_counter() - began:.0f} s", flush=True)
        session = web.plain_session(6500)
        with TemporaryDirectory() as folder:
            log = Path(folder)
            with web.ours(log / "ours.log") as ours, web.plain(log / "plain.log") as plain:
                measure(ours, web.Ask(plain, "/", session), given)


def measure(ours: web.Server, reference: web.Ask, given: argparse.Namespace) -> None:
    client = Client()
    client.force_login(scale.direction())
    cookie = client.cookies["sessionid"].value
    if given.only in ("", "lists"):
        asks = {path: web.Ask(ours, path, cookie) for path in LISTS}
        found = rounds({REFERENCE: reference, **asks}, given)
        for path, (share, most) in LISTS.items():
            tell(path, found, share, statements(client, path), most)
    if given.only in ("", "public"):
        counts = {path: statements(Client(), path) for path in PUBLIC}  # warms the common cache, too
        asks = {path: web.Ask(ours, path) for path in PUBLIC}
        found = rounds({REFERENCE: reference, **asks}, given)
        for path in PUBLIC:
            tell(path, found, 1.0, counts[path], 2)
            assert b"set-cookie" not in web.one(asks[path])[0].lower(), path
    if given.only in ("", "watch"):
        watch(web.Ask(ours, WATCH, cookie), web.Ask(ours, WATCH, cookie, FRAGMENT), client, given)
    for name, server in (("ours", ours), (REFERENCE, reference.server)):
        resident, proportional = server.memory()
        print(f"memory of the largest worker, {name}: {resident:.0f} MB resident, {proportional:.0f} MB proportional")


def rounds(asks: dict[str, web.Ask], given: argparse.Namespace) -> dict[str, web.Answers]:
    """Interleaved rounds, so that a slow minute of the machine falls on all of them; the first is a warm-up."""
    found = {name: web.Answers() for name in asks}
    for ask in asks.values():
        web.load(ask, 0.5, web.Answers())
    for _ in range(given.rounds):
        for name, ask in asks.items():
            web.load(ask, given.seconds, found[name])
    reference = found[REFERENCE]
    print(f"{REFERENCE}: {_figures(reference)}", flush=True)
    return found


def tell(path: str, found: dict[str, web.Answers], share: float, count: int, most: int) -> None:
    answers, reference = found[path], found[REFERENCE]
    ratio = people.median([a / b for a, b in zip(answers.rates, reference.rates, strict=True)])
    effort = people.median([b / a for a, b in zip(answers.processor, reference.processor, strict=True)])
    verdict = "reached" if ratio >= share and count <= most else "MISSED"
    print(
        f"{path}: {ratio:.2f} of the reference (target {share}), {effort:.2f} by processor time, "
        f"{_figures(answers)}, {count} statements (at most {most}): {verdict}",
        flush=True,
    )


def _figures(answers: web.Answers) -> str:
    return (
        f"{people.median(answers.rates):.0f} req/s, p50 {answers.percentile(50):.1f} ms, "
        f"p95 {answers.percentile(95):.1f} ms, {people.median(answers.processor):.1f} ms of processor per request, "
        f"{answers.size / 1024:.0f} KB"
    )


def statements(client: Client, path: str) -> int:
    """Of a warm page, in this process, on the same database and cache as the servers."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    return len(queries)


def watch(page: web.Ask, fragment: web.Ask, client: Client, given: argparse.Namespace) -> None:
    """As somebody watches: the page once, then its living part every two seconds; and under load."""
    for name, ask in (("page", page), ("living part", fragment)):
        milliseconds = []
        for _ in range(given.refreshes):
            began = time.perf_counter()
            web.one(ask)
            milliseconds.append((time.perf_counter() - began) * 1000)
            time.sleep(2)
        watched = web.Answers(milliseconds=milliseconds)
        loaded = web.Answers()
        web.load(ask, given.seconds * given.rounds, loaded)
        verdict = "reached" if watched.percentile(95) <= 100 else "MISSED"
        print(
            f"watch, {name}: every 2 s p50 {watched.percentile(50):.0f} ms, p95 {watched.percentile(95):.0f} ms "
            f"(target 100), worst {max(milliseconds):.0f} ms: {verdict}; under load {loaded.rates[0]:.0f} req/s, "
            f"p95 {loaded.percentile(95):.0f} ms, worst {max(loaded.milliseconds):.0f} ms; "
            f"{statements(client, ask.path)} statements",
            flush=True,
        )


if __name__ == "__main__":
    main()
