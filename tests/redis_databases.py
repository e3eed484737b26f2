"""Loaded by pytest before the settings: each xdist worker takes two Redis databases and files of its own."""

import os
from pathlib import Path

_NUMBER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))

if "REDIS_URL" in os.environ:
    _SERVER = os.environ["REDIS_URL"].rsplit("/", 1)[0]
    os.environ["REDIS_URL"] = f"{_SERVER}/{2 * _NUMBER}"
    os.environ["CACHE_URL"] = f"{_SERVER}/{2 * _NUMBER + 1}"
if "DEMO_MAILBOX" in os.environ:
    _MAILBOX = Path(os.environ["DEMO_MAILBOX"])
    os.environ["DEMO_MAILBOX"] = str(_MAILBOX.with_stem(f"mails-{_NUMBER}"))
