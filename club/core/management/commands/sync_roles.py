from typing import Any

from django.core.management.base import BaseCommand

from club.core import roles


class Command(BaseCommand):
    help = "Make Django's groups equal to the staff roles written in club.core.roles."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in roles.synchronise():
            self.stdout.write(line)
