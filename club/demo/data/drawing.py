"""What every part of the drawing shares: chance, territories, the day, and addresses already given."""

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils import timezone

from club.core.topics import Topic
from club.demo.data.invented import Addresses, Identity, identity, phone, stems
from club.demo.data.territories import Territories
from members.models import User

SEED = 2026


@dataclass
class Drawing:
    """The same ``seed`` and the same day give the same people; dates are counted back from ``today``."""

    territories: Territories
    today: date
    seed: int = SEED
    rng: random.Random = field(init=False)
    addresses: Addresses = field(default_factory=Addresses)
    words: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)  # noqa: S311 -- repeatable on purpose, nothing secret is drawn
        self.words = stems(self.rng)

    def ago(self, least: int, most: int) -> date:
        return self.today - timedelta(days=self.rng.randint(least, most))

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """An hour of the Club's own clock, in Paris."""
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))

    def informed(self, collected: date) -> datetime:
        """When a person of a file was told so: within the month that the law gives, and in the past."""
        return self.moment(collected + timedelta(days=self.rng.randint(2, 25)), 11)

    def topics(self, among: Sequence[str], number: int) -> list[str]:
        """Some of ``among``, in the order of the list that people see."""
        return sorted(self.rng.sample(among, number), key=Topic.values.index)

    def person(self, departement: str, address: str = "", domain: str = "", **fields: object) -> User:
        """Somebody not saved yet, without a usable password."""
        who: Identity = fields.pop("who", None) or identity(self.rng)
        place = self.territories.commune(self.rng, departement)
        return User(
            email=address or self.addresses.of(who, domain),
            civility=who.civility,
            first_name=who.first_name,
            last_name=who.last_name,
            phone=phone(self.rng, departement, mobile=self.rng.random() < 0.3),
            commune_id=place and place.code,
            password=f"{UNUSABLE_PASSWORD_PREFIX}{secrets.token_hex(20)}",
            **fields,
        )
