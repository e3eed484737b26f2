"""Whether a regional meeting has the suppliers it needs, and what is proposed: pure, in words."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Proposal(StrEnum):
    GO = "go"
    POSTPONE = "postpone"
    WAIT = "wait"


@dataclass(frozen=True)
class Quorum:
    """What is promised, (suppliers, workshops), and what is needed: so many suppliers, and each workshop hosted."""

    suppliers: int
    workshops: int
    suppliers_needed: int
    workshops_needed: int

    @property
    def is_reached(self) -> bool:
        return not (self.suppliers_missing or self.workshops_missing)

    @property
    def suppliers_missing(self) -> int:
        return max(self.suppliers_needed - self.suppliers, 0)

    @property
    def workshops_missing(self) -> int:
        return max(self.workshops_needed - self.workshops, 0)

    @property
    def has_room(self) -> bool:
        """One more workshop may be promised."""
        return self.workshops < self.workshops_needed

    def proposes(self, decides_on: date, on: date) -> Proposal:
        """Go as soon as everything is there; otherwise wait for the day of decision, then postpone."""
        if self.is_reached:
            return Proposal.GO
        return Proposal.WAIT if on < decides_on else Proposal.POSTPONE

    def words(self) -> str:
        """« 4 fournisseurs sur 6, 5 ateliers sur 8 : il manque 2 fournisseurs et 3 ateliers. »"""
        counted = (
            f"{_number(self.suppliers, 'fournisseur')} sur {self.suppliers_needed},"
            f" {_number(self.workshops, 'atelier')} sur {self.workshops_needed}"
        )
        missing = [(self.suppliers_missing, "fournisseur"), (self.workshops_missing, "atelier")]
        named = " et ".join(_number(number, noun) for number, noun in missing if number)
        return f"{counted}\u00a0: il manque {named}." if named else f"{counted}\u00a0: le compte y est."


def _number(number: int, noun: str) -> str:
    return f"{number}\u00a0{noun}{'s' if number > 1 else ''}"
