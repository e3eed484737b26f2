from typing import Any

from django.core.management.base import BaseCommand

from newsletters.actions.restoring import calm_restored_copy


class Command(BaseCommand):
    help = "After a restore: pause, unschedule and put in doubt whatever may have left since the backup was taken."

    def handle(self, *args: Any, **options: Any) -> None:
        for what, number in calm_restored_copy().items():
            self.stdout.write(f"{number} {what}")
