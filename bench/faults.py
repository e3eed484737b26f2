"""All fault cases of the sending protocol, large: ``python3 run.py bench faults --seeds 20``.

Prints one line per case with what was accepted, twice, lost and in doubt over all seeds, then each negative control.
Ends with an error when an invariant broke, or when a control saw no harm.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import _flash as flash
from deploy.launcher import Postgres
from tests.newsletters.kit.cases import CASES, CONTROL_SEEDS, CONTROLS, Case, Size, run
from tests.newsletters.kit.checker import Verdict
from tests.newsletters.kit.world import new_world
from tests.servers import pointed_at


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, default=20)
    options.add_argument("--first-seed", type=int, default=1)
    options.add_argument("--recipients", type=int, default=1000, help="of each case")
    options.add_argument("--harms", type=int, default=6, help="kills, restarts or stops of each seed")
    options.add_argument("--kills", type=int, default=40, help="of the long run")
    options.add_argument("--long", type=int, default=8000, help="recipients of the long run, 0 for none")
    options.add_argument("--case", default="", help="part of a case's name")
    given = options.parse_args()
    with TemporaryDirectory(prefix="flash-faults-") as folder:
        server = Postgres(Path(folder) / "postgres", durable=True, log=Path(folder) / "postgres.log")
        server.start()
        place = {"NAME": "club", "USER": "club", "PASSWORD": "", "HOST": str(server.socket), "PORT": ""}
        try:
            with pointed_at(place):
                flash.prepare(connections=20)
                sys.exit(play(server, Path(folder), given))
        finally:
            server.stop()


def play(server: Postgres, folder: Path, given: argparse.Namespace) -> int:
    broken = 0
    for case in CASES:
        if given.case not in case.name:
            continue
        size = Size(given.recipients, given.harms)
        seeds = range(given.first_seed, given.first_seed + given.seeds)
        broken += sum_up(case.name, [one(server, folder, case, seed, size) for seed in seeds])
    for case, guard in CONTROLS:
        if given.case in case.name:
            broken += not control(server, folder, case, guard)
    if given.long and given.case in CASES[0].name:
        size = Size(given.long, given.kills)
        broken += sum_up(f"{given.long} recipients, {given.kills} kills", [one(server, folder, CASES[0], 1, size)])
    return 1 if broken else 0


def control(server: Postgres, folder: Path, case: Case, guard: str) -> bool:
    """Whether one of a few seeds showed the harm that the guard prevents."""
    for seed in range(1, CONTROL_SEEDS + 1):
        verdict = one(server, folder, case, seed, case.control, guard)
        seen = "harm seen" if case.shows_harm(verdict) else "nothing seen"
        print(f"control, {case.name}, «{guard}» off, seed {seed}: {seen}: {verdict}", flush=True)
        if case.shows_harm(verdict):
            return True
    return False


def one(server: Postgres, folder: Path, case: Case, seed: int, size: Size, guard: str = "") -> Verdict:
    place = folder / f"{case.run.__name__}-{seed}-{guard.replace(' ', '-')}-{time.monotonic_ns()}"
    with new_world(server, place, seed=seed, plan=case.plan(), guard_off=guard) as world:
        verdict = run(case, world, size)
    if not guard and not verdict.holds:
        print(
            f"  seed {seed} BROKEN: {verdict} {verdict.twice[:3]} {verdict.lost[:3]} {verdict.untold[:3]}", flush=True
        )
    return verdict


def sum_up(name: str, verdicts: list[Verdict]) -> int:
    total: Counter[str] = Counter()
    for verdict in verdicts:
        total.update(
            accepted=verdict.accepted,
            twice=len(verdict.twice),
            lost=len(verdict.lost),
            untold=len(verdict.untold),
            unwanted=len(verdict.unwanted),
            doubts=verdict.doubts,
        )
    broken = sum(not verdict.holds for verdict in verdicts)
    figures = ", ".join(
        f"{key} {total[key]}" for key in ("accepted", "twice", "lost", "untold", "unwanted", "doubts")
    )
    print(f"{name}: {len(verdicts)} seeds, {broken} broken; {figures}", flush=True)
    return broken


if __name__ == "__main__":
    main()
