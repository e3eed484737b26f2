"""0 twice, 0 lost, whatever fails; with its guard off each case does harm. ``bench/faults.py`` plays them large."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.launcher import Postgres
from tests import servers
from tests.newsletters.kit.cases import CASES, CONTROL_SEEDS, CONTROLS, Case, run
from tests.newsletters.kit.world import new_world

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def postgres(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Postgres]:
    """One durable server for the module: fsync and synchronous_commit on."""
    with django_db_blocker.unblock(), servers.own_postgres(tmp_path_factory.mktemp("faults") / "pg") as server:
        yield server


@pytest.mark.parametrize("seed", [1])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_holds(postgres: Postgres, tmp_path: Path, case: Case, seed: int) -> None:
    with new_world(postgres, tmp_path, seed=seed, plan=case.plan()) as world:
        verdict = run(case, world, case.suite)

    assert verdict.holds, str(verdict)


@pytest.mark.parametrize(("case", "guard"), CONTROLS, ids=lambda part: getattr(part, "name", part))
def test_case_does_harm_without_its_guard(postgres: Postgres, tmp_path: Path, case: Case, guard: str) -> None:
    """Harm is a matter of moments: a seed in which none came is followed by another one."""
    for seed in range(1, CONTROL_SEEDS + 1):
        with new_world(postgres, tmp_path / str(seed), seed=seed, plan=case.plan(), guard_off=guard) as world:
            verdict = run(case, world, case.control)
        if case.shows_harm(verdict):
            return
    raise AssertionError(f"the negative control saw nothing: {verdict}")
