"""Fill an empty base with the Club of the demonstration: the same people each time, dates counted from today."""

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from club.core.models import Commune
from club.demo.actions.club import ClubExists, found_club


class Command(BaseCommand):
    help = "Crée les données de la démonstration (70 organisations, 6 500 personnes, trois Flash info)."

    def handle(self, *args: Any, **options: Any) -> None:
        start = time.monotonic()
        if not Commune.objects.exists():
            call_command("load_places", stdout=self.stdout)
        try:
            counts = found_club()
        except ClubExists as present:
            self.stdout.write(str(present))
            return
        for label, number in counts.items():
            self.stdout.write(f"{number:>6} {label}")
        self.stdout.write(f"Données de démonstration créées en {time.monotonic() - start:.1f} s.")
