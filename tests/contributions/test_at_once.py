"""Two clocks knock at once, or a supplier answers while a reminder is about to leave; and the same without locks."""

from collections.abc import Callable
from datetime import date
from threading import Event
from typing import Any

import pytest

from club.contributions.actions import calling, reminding
from club.contributions.models import Call
from tests.at_once import all_wait_before, at_once, unlock
from tests.contributions.clock import at, slot_of, supplier
from tests.factories import make_affiliation

MORNING = at(date(2026, 11, 13))
Race = Callable[[pytest.MonkeyPatch], bool]


def open_together(patch: pytest.MonkeyPatch) -> bool:
    """Whether a clock failed: each had seen that there was no call yet."""
    slot, broken = slot_of(), []
    supplier()
    patch.setattr(calling.logger, "exception", lambda *args, **facts: broken.append(facts))
    all_wait_before(patch, calling, "_open")
    at_once(lambda n: calling.open_calls(slot=slot, today=MORNING.date()))
    return bool(broken)


def send_together(patch: pytest.MonkeyPatch) -> bool:
    """Whether a mail was written more than once."""
    called()
    written, send = [], reminding._send
    patch.setattr(reminding, "_send", lambda *args: (written.append(args), send(*args)))
    all_wait_before(patch, reminding, "_send")
    at_once(lambda n: reminding.send_due(now=MORNING))
    return len(written) != 1


def answer_meanwhile(patch: pytest.MonkeyPatch) -> bool:
    """Whether a mail left after the supplier had said « rien cette fois »."""
    call, said, about_to = called(), Event(), Event()
    by = call.supplier.affiliations.get().person
    order, send = [], reminding._send

    def wait_and_send(*args: Any) -> None:
        about_to.set()
        said.wait(1)
        send(*args)
        order.append("sent")

    def answer() -> None:
        about_to.wait(5)
        calling.decline(call=call, by=by)
        order.append("said")
        said.set()

    patch.setattr(reminding, "_send", wait_and_send)
    at_once(lambda n: [answer, lambda: reminding.send_due(now=MORNING)][n % 2]() if n < 2 else None)
    return order == ["said", "sent"]


def called() -> Call:
    slot_of()
    make_affiliation(organisation=supplier(), roles=["content"])
    calling.open_due(now=MORNING)
    return Call.objects.get()


RACES = pytest.mark.parametrize("race", [open_together, send_together, answer_meanwhile])


@RACES
def test_clocks_and_answers_do_not_cross(race: Race, real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not race(monkeypatch)


@RACES
def test_without_locks_they_would(race: Race, real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    unlock(monkeypatch)
    assert race(monkeypatch)
