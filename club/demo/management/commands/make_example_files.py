"""Writes the example files of ``docs/examples`` again, from the base that ``seed_demo`` made."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from club.demo.accounts import STAFF
from club.demo.examples import ambassadors, experts, readme, writing
from members.models import User

TITLE = "Fichier des conseillers – extraction du 02/11/2026"


class Command(BaseCommand):
    help = "Écrit les fichiers d’exemple à importer (1 200 ambassadeurs, 5 150 experts) et leur description."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--into", type=Path, default=Path(settings.BASE_DIR) / "docs" / "examples")

    def handle(self, *args: Any, into: Path, **options: Any) -> None:
        if not User.objects.filter(email=STAFF[0].email).exists():
            raise CommandError("Ces fichiers se tirent de la base de la démonstration : lancez d’abord seed_demo.")
        into.mkdir(parents=True, exist_ok=True)
        advisers, firms = ambassadors.records(), experts.records()
        files = {
            "ambassadeurs.xlsx": writing.xlsx_bytes(TITLE, ambassadors.COLUMNS, advisers),
            "experts-channel.csv": writing.csv_bytes(experts.COLUMNS, firms),
            "README.md": readme.text().encode(),
        }
        for name, content in files.items():
            (into / name).write_bytes(content)
            self.stdout.write(f"{into / name}: {len(content):,} octets")
