from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from members.accounts import forget_second_factor
from members.models import User


class Command(BaseCommand):
    help = "For somebody who lost it, after checking who asks: the next sign-in leads to the enrolment page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = User.objects.filter(email=email).first()
        if person is None:
            raise CommandError("Personne n’a cette adresse.")
        self.stdout.write(f"{forget_second_factor(person)} facteurs oubliés.")
