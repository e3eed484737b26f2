"""Which rows a file holds: people already known, some of them changed, and new ones of another drawing.

Days are fixed and the base is the one of ``seed_demo``, so that the same files come out each time.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from club.core.topics import Topic
from club.demo.data.drawing import SEED, Drawing
from club.demo.data.invented import identity, phone
from club.demo.data.territories import Territories
from members.models import User

NEW_PEOPLE = SEED + 1  # another drawing than the base's
DAY = date(2026, 11, 2)


@dataclass
class Sheet:
    """The chance of one file; new people get addresses that the base does not have."""

    seed: int
    drawing: Drawing = field(init=False)
    rng: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.drawing = Drawing(Territories(), DAY, seed=self.seed)
        self.drawing.addresses.taken = set(User.objects.values_list("email", flat=True))
        self.rng = self.drawing.rng

    def territories(self, total: int) -> Iterator[str]:
        """The territory of each new person, in proportion of inhabitants, least populated ones left aside."""
        population = self.drawing.territories.population
        return iter(self.rng.choices(list(population), list(population.values()), k=total))

    def day(self) -> str:
        return f"{DAY - timedelta(days=self.rng.randint(5, 400)):%d/%m/%Y}"


def topics(values: list[str]) -> str:
    return ", ".join(Topic(value).label for value in values)


def of_person(person: Any) -> dict[str, str]:
    """The cells of a person, as the base holds them."""
    return {
        "civility": person.get_civility_display(),
        "last_name": person.last_name,
        "first_name": person.first_name,
        "email": person.email,
        "phone": person.phone,
    }


def invented_person(sheet: Sheet, departement: str, domain: str) -> dict[str, str]:
    who = identity(sheet.rng)
    return {
        "civility": "Mme" if who.civility == "mme" else "M.",
        "last_name": who.last_name,
        "first_name": who.first_name,
        "email": sheet.drawing.addresses.of(who, domain),
        "phone": phone(sheet.rng, departement, mobile=sheet.rng.random() < 0.3),
    }


def of_place(sheet: Sheet, departement: str, commune: Any = None) -> dict[str, str]:
    """Territory, postcode and town: those of ``commune``, else of one drawn in the territory."""
    if commune is not None:
        return {"departement": departement, "postcode": commune.postcodes[0], "town": typed(commune.name)}
    place = sheet.drawing.territories.commune(sheet.rng, departement)
    if place is None:
        return {"departement": departement, "postcode": "", "town": ""}
    return {"departement": departement, "postcode": place.postcode, "town": typed(place.name)}


def typed(name: str) -> str:
    """With the apostrophe of a keyboard."""
    return name.replace("’", "'")
