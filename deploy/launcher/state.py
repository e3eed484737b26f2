"""What a running demo tells the other commands: its environment, in a file only its owner reads."""

import json
import os

from deploy.launcher.processes import LOCAL, FolderLock

DEMO = LOCAL / "demo"
_FILE = DEMO / "environment.json"
_SHARED = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "CLUB_MODE", "DEMO_MAILBOX")


def publish(environment: dict[str, str]) -> None:
    _FILE.unlink(missing_ok=True)
    descriptor = os.open(_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w") as file:
        json.dump({key: environment[key] for key in _SHARED if key in environment}, file)


def withdraw() -> None:
    _FILE.unlink(missing_ok=True)


def running_demo() -> dict[str, str] | None:
    """The environment of the demo that runs in this folder, if one does."""
    if not _FILE.exists():
        return None
    lock = FolderLock(DEMO)
    if lock.take():  # nobody holds it: the file was left by a killed launcher
        withdraw()
        lock.release()
        return None
    if lock.holder() is None:  # killed too, and its warden is still cleaning up
        return None
    return json.loads(_FILE.read_text())
