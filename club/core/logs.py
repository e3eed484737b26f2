"""Structured logs without personal data: events carry ids, never addresses or names.

One line per event on standard output: JSON in production, readable elsewhere. Whatever a library writes goes
the same way, tracebacks included, and every finished line is masked, so that an address inside a database
error does not reach a disk either.
"""

import logging.config
import re
from collections.abc import Callable
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

MASK = "[masqué]"
# Values under these names speak of a person, or identify one: they never leave, whatever they hold.
PERSONAL = frozenset(
    {"address", "email", "first_name", "full_name", "ip", "last_name", "name", "person_name", "phone"}
    | {"recipient", "recipients", "remote_addr", "sender", "subject", "to", "to_address", "user_agent", "username"}
)
_ADDRESS = re.compile(r"[\w.!#$%&'*+=?^`{|}~-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63})+")
_TOKEN = re.compile(r"(?<=/)[\w:.=-]{24,}")  # a signed link is a key

Renderer = Callable[[WrappedLogger, str, EventDict], str]


def logging_config(*, level: str, style: str) -> dict[str, Any]:
    """Django's LOGGING: every line goes to standard output through structlog; ``style`` is json or text."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _common(),
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    drop_personal,
                    structlog.processors.format_exc_info,
                    masked(_json() if style == "json" else _text()),
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.server": {"handlers": [], "propagate": True},
            "django.request": {"level": "ERROR"},  # a 404 is no event of ours
        },
    }


def configure(config: dict[str, Any]) -> None:
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[
            one_line_per_request,
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            *_common(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def one_line_per_request(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """The end of a request, with its outcome, says all; its beginning would be a second line."""
    if event.get("event") == "request_started":
        raise structlog.DropEvent
    return event


def drop_personal(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Empties what speaks of a person (numbers, which are counts, stay); cuts query strings and signed links."""
    for key in PERSONAL.intersection(event):
        if not isinstance(event[key], int | float | None):
            event[key] = MASK
    if isinstance(event.get("request"), str):
        event["request"] = _TOKEN.sub(MASK, event["request"].partition("?")[0])
    return event


def masked(render: Renderer) -> Renderer:
    """The renderer, with every e-mail address of the finished line replaced."""

    def line(logger: WrappedLogger, method: str, event: EventDict) -> str:
        return _ADDRESS.sub(MASK, render(logger, method, event))

    return line


def _common() -> list[Any]:
    return [
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
    ]


def _json() -> Renderer:
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _text() -> Renderer:
    return structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
