"""Sharing people over the territories of France as its inhabitants are."""

import random
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from club.core.models import Commune, Departement

COLLECTIVITIES = ["975", "977", "978", "984", "986", "987", "988", "989"]  # overseas, but no départements


def shares(total: int, weights: Mapping[str, int], *, least: int = 1) -> dict[str, int]:
    """``total`` shared in proportion of ``weights`` by the largest remainder, ``least`` to each at the least."""
    spare = total - least * len(weights)
    if spare < 0:
        raise ValueError(f"{total} cannot give {least} to each of {len(weights)}.")
    mass = sum(weights.values()) or 1
    exact = {code: spare * weight / mass for code, weight in weights.items()}
    given = {code: int(part) for code, part in exact.items()}
    rest = sorted(exact, key=lambda code: (given[code] - exact[code], code))[: spare - sum(given.values())]
    return {code: least + given[code] + (code in rest) for code in weights}


@dataclass
class _Communes:
    rows: list[tuple[str, str, str]] = field(default_factory=list)
    inhabitants: list[int] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """A commune as a spreadsheet knows it."""

    code: str
    name: str
    postcode: str


class Territories:
    """Départements with their inhabitants, and a commune of each, the large ones more often."""

    def __init__(self) -> None:
        kept_codes = Departement.objects.exclude(code__in=COLLECTIVITIES).order_by("code")
        rows = kept_codes.values_list("code", "region_id", "population")
        self.region = {code: region for code, region, _ in rows}
        self.population = {code: population for code, _, population in rows}
        self._communes: dict[str, _Communes] = {}
        columns = ("departement_id", "code", "name", "postcodes", "population")
        for code, commune, name, postcodes, population in Commune.objects.order_by("code").values_list(*columns):
            if postcodes and code in self.region:
                kept = self._communes.setdefault(code, _Communes())
                kept.rows.append((commune, name, postcodes[0]))
                kept.inhabitants.append(population + 1)
        for kept in self._communes.values():
            kept.steps = list(accumulate(kept.inhabitants))

    def __bool__(self) -> bool:
        return bool(self._communes)

    def share(self, total: int) -> dict[str, int]:
        return shares(total, self.population)

    def commune(self, rng: random.Random, departement: str) -> Place | None:
        kept = self._communes.get(departement)
        return Place(*kept.rows[bisect(kept.steps, rng.randrange(kept.steps[-1]))]) if kept else None

    def neighbours(self, rng: random.Random, departement: str, number: int) -> list[str]:
        """Some other territories of the same region."""
        others = sorted(c for c, region in self.region.items() if region == self.region[departement])
        others.remove(departement)
        return rng.sample(others, min(number, len(others)))
