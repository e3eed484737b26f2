"""People whom the Club invites: guests, public officials, journalists. They answer by a link, without account."""

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from events.models.events import Event
from events.models.registrations import Registration
from members.models import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def with_seats(self) -> "InvitationQuerySet":
        """``is_seated``: the person comes; a seat that was accepted may have been given back by its own link."""
        seat = Registration.objects.coming().filter(event=OuterRef("event"), person=OuterRef("person"))
        return self.annotate(is_seated=Exists(seat))


@pghistory.track()
class Invitation(models.Model):
    """``events.actions.inviting`` alone writes it. ``rank`` orders guests by protocol, the smallest first."""

    class Kind(models.TextChoices):
        GUEST = "guest", "invité"
        OFFICIAL = "official", "responsable public"
        JOURNALIST = "journalist", "journaliste"

    class Category(models.TextChoices):
        """Public officials in the sense of article 18-2 of law 2013-907; the register of contacts asks for it."""

        GOVERNMENT = "government", "membre du Gouvernement ou de son cabinet"
        PARLIAMENT = "parliament", "député ou sénateur, ou collaborateur"
        PRESIDENCY = "presidency", "collaborateur du Président de la République"
        AUTHORITY = "authority", "autorité administrative indépendante"
        SENIOR = "senior", "emploi à la décision du Gouvernement"
        LOCAL = "local", "élu ou cabinet d’une collectivité"
        CIVIL = "civil", "agent public visé par la loi"

    class State(models.TextChoices):
        TO_SEND = "to_send", "à envoyer"
        SENT = "sent", "envoyée"
        ACCEPTED = "accepted", "acceptée"
        DECLINED = "declined", "déclinée"

    event = models.ForeignKey(Event, models.PROTECT, related_name="invitations", verbose_name="rencontre")
    person = models.ForeignKey(User, models.PROTECT, related_name="event_invitations", verbose_name="personne")
    kind = models.CharField("invité comme", max_length=10, choices=Kind.choices, default=Kind.GUEST)
    category = models.CharField("catégorie", max_length=10, choices=Category.choices, blank=True)
    title = models.CharField("fonction", max_length=160, blank=True)
    rank = models.PositiveSmallIntegerField("rang protocolaire", default=100)
    cabinet = models.CharField("cabinet qui répond", max_length=120, blank=True)
    cabinet_email = models.EmailField("courriel du cabinet", blank=True)
    represented_by = models.CharField("représenté par", max_length=160, blank=True)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.TO_SEND)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="invité par")
    made_at = models.DateTimeField("préparée le", default=timezone.now)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    is_seated: bool
    """Read ``with_seats()``."""

    class Meta:
        verbose_name = "invitation"
        ordering = ["rank", "person__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                name="invitation_once_a_person",
                violation_error_message="Cette personne est déjà invitée à cette rencontre.",
            ),
            models.CheckConstraint(
                condition=Q(kind="official") & ~Q(category="") | ~Q(kind="official") & Q(category=""),
                name="invitation_official_has_a_category",
                violation_error_message="Un responsable public, et lui seul, a une catégorie.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.event}"

    @property
    def writes_to(self) -> str:
        """Whose mailbox the invitation goes to."""
        return self.cabinet_email or self.person.email

    @property
    def is_accepted(self) -> bool:
        """The last word: yes, and the seat is still held."""
        return self.state == self.State.ACCEPTED and self.is_seated

    def answer_words(self) -> str:
        """« acceptée », « acceptée, puis annulée »."""
        left = self.state == self.State.ACCEPTED and not self.is_seated
        return f"{self.get_state_display()}, puis annulée" if left else str(self.get_state_display())

    def named(self) -> str:
        """« Mme Claire Dupont, députée » as badges and letters say it."""
        name = f"{self.person.get_civility_display()} {self.person}".strip()
        return f"{name}, {self.title}" if self.title else name
