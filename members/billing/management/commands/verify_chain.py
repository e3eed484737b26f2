"""Read every issued document again, and say the first that is not what was issued."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members.billing.actions.verifying import verify_chain


class Command(BaseCommand):
    help = "Checks numbers, chain and PDF of every issued document; ends with an error at the first fault."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify_chain()
        if not verdict.holds:
            raise CommandError(f"{verdict.number}: {verdict.why} ({verdict.checked} documents before it hold).")
        self.stdout.write(f"{verdict.checked} documents, all as they were issued.")
