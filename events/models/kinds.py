"""What is held, who may come, and the states of an event: closed lists that own their rules."""

from django.db import models


class Kind(models.TextChoices):
    """What is held, under the words of the agenda."""

    PARTNERS = "partners", "réunion du Club des Partenaires"
    CERCLE = "cercle", "réunion du Cercle"
    REGIONAL = "regional", "rencontre régionale"
    TRAINING = "training", "formation"
    OTHER = "other", "autre rendez-vous"

    @property
    def slug(self) -> str:
        """As addresses of the agenda write it."""
        return {
            Kind.PARTNERS: "club-des-partenaires",
            Kind.CERCLE: "cercle",
            Kind.REGIONAL: "rencontre-regionale",
            Kind.TRAINING: "formation",
            Kind.OTHER: "autre",
        }[self]


class Admission(models.TextChoices):
    """Who may come; said in words, with the way to become one of them."""

    EVERYONE = "everyone", "tout le monde"
    AMBASSADOR = "ambassador", "ambassadeurs"
    EXPERT = "expert", "experts du Channel"
    MEMBER = "member", "représentants des membres"
    EXECUTIVE = "executive", "dirigeants des membres officiels"

    @property
    def way_in(self) -> tuple[str, str] | None:
        """(what to do to be one of them, name of the address); nothing to do for everyone."""
        return {
            Admission.AMBASSADOR: ("Devenir ambassadeur, c’est gratuit", "public:ambassadors"),
            Admission.EXPERT: ("Se faire référencer au Channel Expert", "public:channel"),
            Admission.MEMBER: ("Adhérer au Club", "public:join"),
            Admission.EXECUTIVE: ("Comment on entre au Cercle", "public:cercle"),
        }.get(self)


class State(models.TextChoices):
    DRAFT = "draft", "en préparation"
    OPEN = "open", "annoncée"
    FULL = "full", "complète"
    CLOSED = "closed", "inscriptions closes"
    HELD = "held", "tenue"
    POSTPONED = "postponed", "reportée"
    CANCELLED = "cancelled", "annulée"

    @property
    def next_states(self) -> list["State"]:
        """What may follow; the database holds the same."""
        announced = [State.OPEN, State.FULL, State.CLOSED]
        if self in announced:
            after = [State.HELD, State.POSTPONED, State.CANCELLED]
            return [state for state in announced if state != self] + after
        return {State.DRAFT: [State.OPEN], State.POSTPONED: [State.OPEN, State.CANCELLED]}.get(self, [])

    @property
    def takes_place(self) -> bool:
        """Its day stands: people may keep it free."""
        return self not in (State.DRAFT, State.POSTPONED, State.CANCELLED)
