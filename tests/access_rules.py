"""Who may open each address: one line per named URL. A URL without a line fails the suite.

``who`` is one of
- ``public``: everybody, without an account;
- ``open``: the same, staff who still lack their second factor included;
- ``signed_in``: everybody with an account;
- ``staff``: the Club's team with a second factor; 404 for the others;
- ``staff:<permission>``: the same, 403 for those of the team without it;
- ``library``: a page of allauth whose own rule stands beside it in ``LIBRARY``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from club.demo.mailbox import Mailbox
from tests.factories import make_departement, make_import_run


@dataclass(frozen=True)
class Rule:
    """``arguments()`` builds the objects that the address names and gives its keyword arguments."""

    who: str
    arguments: Callable[[], dict[str, Any]] = field(default=dict)


PAGES = (
    "club",
    "join",
    "cercle",
    "partners",
    "ambassadors",
    "channel",
    "contact",
    "legal",
    "privacy",
    "accessibility",
)


def _demo_mail() -> dict[str, int]:
    """One mail in the demo's mailbox."""
    mailbox = Mailbox(Path(settings.DEMO_MAILBOX))
    mailbox.open()
    source = b"Subject: Bonjour\r\nContent-Type: text/html\r\n\r\n<p>Bonjour</p>\r\n"
    mail_id = mailbox.add(sender="club@club.example", recipients=["anne@tpe.example"], source=source)
    mailbox.close()
    return {"mail_id": mail_id}


def _import_run() -> dict[str, int]:
    """A file of ambassadors with one refused row, ready to be decided upon."""
    return {"pk": make_import_run("Courriel\nsans-arobase\n").pk}


RULES: dict[str, Rule] = {
    "public:home": Rule("public"),
    "public:place_search": Rule("public"),
    "public:place": Rule("public", lambda: {"code": make_departement().code}),
    **{f"public:{page}": Rule("public") for page in PAGES},
    "portal:home": Rule("signed_in"),
    **{f"health:{page}": Rule("open") for page in ("live", "ready", "metrics")},
    "demo:mailbox": Rule("open"),
    "demo:second_factor": Rule("open"),
    **{f"demo:{page}": Rule("open", _demo_mail) for page in ("mail", "mail_html", "mail_source")},
    "console:today": Rule("staff"),
    "console:search": Rule("staff"),
    **{f"console:{page}": Rule("staff:members.import_people") for page in ("imports", "import_new")},
    "console:import_model": Rule("staff:members.import_people", lambda: {"kind": "experts", "file_kind": "csv"}),
    "console:import": Rule("staff:members.import_people", _import_run),
    "console:import_confirm": Rule("staff:members.import_people", _import_run),
    "console:import_cancel": Rule("staff:members.import_people", _import_run),
    "console:import_refused": Rule("staff:members.import_people", lambda: {**_import_run(), "file_kind": "csv"}),
}
