"""No personal data in the logs: whatever is written, by us or by a library, and in tracebacks."""

import json
import logging
from typing import Any

import pytest
import structlog
from structlog.stdlib import ProcessorFormatter

from club.core import logs

ADDRESS = "anne.durand@tpe-du-coin.example"


def line(style: str = "json", *, name: str = "club.x", exception: bool = False, **values: Any) -> str:
    """What one event of a library becomes on the disk."""
    formatter: ProcessorFormatter = _formatter(style)
    error = None
    if exception:
        error = (ValueError, ValueError(f"Key (email)=({ADDRESS}) already exists."), None)
    message = values.pop("message", "evenement")
    record = logging.LogRecord(name, logging.WARNING, "x.py", 1, message, None, error)
    return formatter.format(record)


def event(**values: Any) -> dict[str, Any]:
    """What one event of ours becomes, as JSON."""
    record = logging.LogRecord("club.x", logging.INFO, "x.py", 1, {"event": "evenement", **values}, None, None)
    record._logger, record._name = structlog.get_logger("club.x"), "info"
    return json.loads(_formatter("json").format(record))


def _formatter(style: str) -> ProcessorFormatter:
    options = dict(logs.logging_config(level="INFO", style=style)["formatters"]["line"])
    return options.pop("()")(**options)


def test_json_line_has_time_level_and_name() -> None:
    written = json.loads(line())
    assert {key: written[key] for key in ("event", "level", "logger")} == {
        "event": "evenement",
        "level": "warning",
        "logger": "club.x",
    }
    assert written["timestamp"].endswith("Z")


@pytest.mark.parametrize("style", ["json", "text"])
def test_address_in_a_library_s_message_is_masked(style: str) -> None:
    written = line(style, message=f"550 unknown user <{ADDRESS}>")
    assert ADDRESS not in written
    assert logs.MASK in written


@pytest.mark.parametrize("style", ["json", "text"])
def test_address_in_a_traceback_is_masked(style: str) -> None:
    written = line(style, exception=True)
    assert "already exists" in written
    assert ADDRESS not in written


def test_address_is_seen_without_the_mask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the guard off, the address comes through."""
    monkeypatch.setattr(logs, "masked", lambda render: render)
    assert ADDRESS in line(exception=True)


@pytest.mark.parametrize(
    "typed", [ADDRESS, "ANNE%40tpe.example", "d'or+flash@club.example", "françoise@société.example"]
)
def test_every_form_of_address_is_masked(typed: str) -> None:
    assert typed not in line(message=f"voir {typed}, merci")


@pytest.mark.parametrize("text", ["12:30 @ Paris", "worker-mail@vm ready."])
def test_what_is_no_address_stays(text: str) -> None:
    assert text in line(message=text)


def test_ids_stay_and_personal_values_go() -> None:
    written = event(user_id=12, outbox=7, user_agent="Mozilla", ip="192.0.2.1", last_name="Durand")
    assert (written["user_id"], written["outbox"]) == (12, 7)
    assert {written[key] for key in ("user_agent", "ip", "last_name")} == {logs.MASK}
    assert event(recipients=6350)["recipients"] == 6350


def test_query_strings_and_signed_links_are_cut() -> None:
    token = "eyJhIjoxfQ:1t0abc:0123456789abcdefghij"
    assert event(request=f"GET /desabonnement/{token}/?q=Durand")["request"] == (f"GET /desabonnement/{logs.MASK}/")
