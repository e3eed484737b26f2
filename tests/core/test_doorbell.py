"""The doorbell: rung after commit only, by name, and never a reason to fail."""

import socket
import time

import pytest
from celery import current_app
from django.db import transaction

from club.core import doorbell
from tests.servers import ringing_at


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[int, ...]]]:
    heard: list[tuple[str, tuple[int, ...]]] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **options: heard.append((name, args)))
    return heard


@pytest.mark.usefixtures("real_database")
def test_ring_waits_for_the_commit(rung: list) -> None:
    with transaction.atomic():
        doorbell.ring("app.task", 7)
        assert rung == []
    assert rung == [("app.task", (7,))]


@pytest.mark.usefixtures("real_database")
def test_ring_is_not_heard_after_a_rollback(rung: list) -> None:
    with transaction.atomic():
        doorbell.ring("app.task", 7)
        transaction.set_rollback(True)
    assert rung == []


@pytest.mark.usefixtures("real_database")
def test_ring_without_broker_is_quick_and_silent() -> None:
    with socket.socket() as closed:  # a port nobody listens on
        closed.bind(("127.0.0.1", 0))
        with ringing_at(f"redis://127.0.0.1:{closed.getsockname()[1]}/0"):
            doorbell.ring("app.task", 7)  # the first call also loads the transport
            started = time.monotonic()
            doorbell.ring("app.task", 7)
            assert time.monotonic() - started < 1
