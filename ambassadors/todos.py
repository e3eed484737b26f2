"""What the portal asks of an ambassador."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from ambassadors.models import Ambassador
from club.core.todos import Todo


def of_ambassador(user: Any) -> Iterator[Todo]:
    """To answer once about the public directory, whatever the answer."""
    if Ambassador.objects.active().filter(person=user, consents=None).exists():
        yield Todo(
            "Dites ce que l’annuaire public montre de vous",
            "On y cherche un conseiller de votre département\u00a0: sans votre accord, rien n’est montré.",
            reverse("portal:ambassadors:consent"),
            "Choisir",
            rank=50,
        )
