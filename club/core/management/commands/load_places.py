from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from club.core import territories


class Command(BaseCommand):
    help = "Load régions, départements and communes from the open data file. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=territories.FILE)

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = territories.load(options["file"])
        self.stdout.write(f"Territoires, édition {loaded.edition} : {loaded.words()}.")
