"""Whether Flash info comes to somebody, and what keeps it away: one answer for every page, the same as the freeze's.

What people decided themselves (they left, objected, pause) ends when they say so. What others decided about the
address (bounces, a complaint, the team) does not: an address that is proved by mail is used again, or staff lift it.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.utils import timezone

from club.core.audiences import Audience, audiences_of
from club.core.days import date_format
from members.models import User
from newsletters.models import Preference, Suppression
from newsletters.segments import USABLE_ADDRESS

MOST_LOCAL = 64  # characters before the @ (RFC 5321)


_GENTLY = {
    Suppression.Cause.UNKNOWN: "Le {day}, votre serveur de messagerie nous a répondu que votre adresse n’existe pas.",
    Suppression.Cause.BOUNCES: "Jusqu’au {day}, plusieurs de nos envois de suite n’ont pas pu vous être remis.",
    Suppression.Cause.COMPLAINT: "Le {day}, un de nos messages a été signalé comme indésirable depuis votre boîte.",
}
_WAY_BACK = (
    "Nous avons donc cessé de vous envoyer Flash info. Si votre boîte fonctionne et que vous le souhaitez, "
    "confirmez-la par un lien\u00a0: elle servira de nouveau."
)


class Obstacle(StrEnum):
    """Why nothing comes, the first that counts."""

    NONE = ""
    CLOSED = "closed"
    ADDRESS = "address"
    OBJECTED = "objected"
    BLOCKED = "blocked"
    LEFT = "left"
    PAUSED = "paused"
    NO_GROUND = "no_ground"


@dataclass(frozen=True)
class Reception:
    """``preference``, ``suppression``: the rows about the person, if any, as they were when it was asked."""

    person: User
    preference: Preference | None
    suppression: Suppression | None

    @cached_property
    def by_right(self) -> frozenset[Audience]:
        """Ambassadors and channel experts get Flash info without asking."""
        return audiences_of(self.person) & {Audience.AMBASSADOR, Audience.EXPERT}

    @property
    def subscribed(self) -> bool:
        return self.preference is not None and self.preference.subscribed_at is not None

    @property
    def left(self) -> bool:
        return self.preference is not None and self.preference.unsubscribed_at is not None

    @property
    def uninvited(self) -> bool:
        """No mailing invites the person to events any more."""
        return self.preference is not None and self.preference.uninvited_at is not None

    @property
    def objected(self) -> bool:
        return self.suppression is not None and self.suppression.is_objection()

    @property
    def stopped(self) -> bool:
        """By the person's own will: a button of theirs takes it back."""
        return self.left or self.objected

    @property
    def blocked(self) -> bool:
        """By others, whatever the person decides."""
        return self.suppression is not None and not self.suppression.is_objection()

    @property
    def provable(self) -> bool:
        """Blocked, and a link confirmed from this address lifts it."""
        held = self.suppression
        return held is not None and self.blocked and held.scope == Suppression.Scope.FLASH

    @property
    def paused_until(self) -> date | None:
        return self.preference.paused_until if self.preference and self.preference.is_paused() else None

    @cached_property
    def obstacle(self) -> Obstacle:
        if not self.person.is_active:
            return Obstacle.CLOSED
        if not is_usable(self.person.email):
            return Obstacle.ADDRESS
        if self.suppression is not None:
            return Obstacle.OBJECTED if self.objected else Obstacle.BLOCKED
        if self.left:
            return Obstacle.LEFT
        if not self.subscribed and not self.by_right:
            return Obstacle.NO_GROUND
        return Obstacle.PAUSED if self.paused_until else Obstacle.NONE

    @property
    def comes(self) -> bool:
        return self.obstacle == Obstacle.NONE

    @property
    def words(self) -> str:
        """The obstacle, said to the person; "" when there is none."""
        match self.obstacle:
            case Obstacle.CLOSED:
                return "Votre compte au Club est fermé\u00a0: écrivez-nous pour le rouvrir."
            case Obstacle.ADDRESS:
                return "Aucun message ne peut partir vers votre adresse\u00a0: elle contient un caractère inusable."
            case Obstacle.OBJECTED:
                return f"Vous vous êtes opposé à nos courriels le {self._held_since()}."
            case Obstacle.BLOCKED:
                return self._blocked_words()
            case Obstacle.LEFT:
                return "Vous vous êtes désabonné de Flash info."
            case Obstacle.PAUSED:
                return f"À votre demande, Flash info est en pause jusqu’au {date_format(self.paused_until, 'j F Y')}."
            case Obstacle.NO_GROUND:
                return "Flash info va aux ambassadeurs, aux experts et à ceux qui s’abonnent."
        return ""

    def _blocked_words(self) -> str:
        if self.suppression and self.suppression.cause in _GENTLY:
            return f"{_GENTLY[self.suppression.cause].format(day=self._held_since())} {_WAY_BACK}"
        cause = self.suppression.get_cause_display() if self.suppression else ""
        since = f"vers votre adresse depuis le {self._held_since()} ({cause})."
        if self.provable:
            return f"Flash info ne part plus {since} Confirmez-la par un lien et elle servira de nouveau."
        return f"Plus aucun courriel du Club ne part {since} Écrivez-nous pour en parler."

    def _held_since(self) -> str:
        if self.suppression is None:
            return ""
        return date_format(timezone.localtime(self.suppression.created_at), "j F Y")


def of(person: User) -> Reception:
    """As the rows say now."""
    preference = Preference.objects.filter(contact=person).first()
    suppression = Suppression.objects.filter(address_hash=person.address_hash).first()
    return Reception(person, preference, suppression)


def is_usable(address: str) -> bool:
    """What the freeze takes: all that a relay surely accepts."""
    return re.fullmatch(USABLE_ADDRESS[1:-1], address) is not None and len(address.split("@")[0]) <= MOST_LOCAL
