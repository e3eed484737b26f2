"""The fake mail server of a test, on a database that its senders reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsletters.kit.running import RunningSink, running_sink


@pytest.fixture
def sink(tmp_path: Path, real_database: str) -> Iterator[RunningSink]:
    with running_sink(tmp_path) as running:
        yield running
