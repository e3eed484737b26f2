"""Brings a demo up to date in one process: migrations, roles, static files, example data."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from club.core.sheets.pausing import no_collection
from club.demo import welcome

SOURCES = ["jquery.js", "select2.full.js", "xregexp.js"]  # of the minified files that Django's admin asks for


class Command(BaseCommand):
    help = "Migrate, synchronise roles, collect static files, seed when empty; write the closing words."
    requires_system_checks = []  # migrate runs them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--words", type=Path, required=True, help="file for the addresses and the accounts")

    def handle(self, *args: Any, words: Path, **options: Any) -> None:
        with ThreadPoolExecutor(1) as aside:
            collected = aside.submit(collect_static)  # compressing takes the other processor
            with no_collection():
                call_command("migrate", verbosity=0)
                call_command("sync_roles", verbosity=0, stdout=self.stderr)
                call_command("seed_demo", stdout=self.stderr)
            collected.result()
        words.write_text(welcome.words())


def collect_static() -> None:
    """Collects, hashes and compresses; skipped when no file changed since the last time."""
    if not settings.STATIC_COLLECTED:
        return
    stamp = settings.STATIC_ROOT / "stamp.txt"
    wanted = _fingerprint()
    if not stamp.exists() or stamp.read_text() != wanted:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=SOURCES)
        stamp.write_text(wanted)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            digest.update(f"{path}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
