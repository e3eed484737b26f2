"""Trainings by suppliers: what ambassadors and experts ask for, by votes, and what suppliers propose."""

import pghistory
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from club.core.topics import Topic
from events.models.events import Event
from members.models import Organisation, User


class TopicWishQuerySet(models.QuerySet["TopicWish"]):
    def open(self) -> "TopicWishQuerySet":
        """Nobody has answered it yet, the most wanted first."""
        return self.filter(is_open=True).annotate(wanted=Count("votes")).order_by("-wanted", "asked_at", "pk")


@pghistory.track()
class TopicWish(models.Model):
    """Something that somebody would like to be taught; the others say « moi aussi »."""

    title = models.CharField("sujet souhaité", max_length=110)
    topic = models.CharField("domaine", max_length=14, choices=Topic.choices)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="demandé par")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    is_open = models.BooleanField("toujours souhaité", default=True)

    objects = TopicWishQuerySet.as_manager()

    class Meta:
        verbose_name = "sujet de formation souhaité"
        verbose_name_plural = "sujets de formation souhaités"
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class TopicVote(models.Model):
    """« Moi aussi »: one a person."""

    wish = models.ForeignKey(TopicWish, models.CASCADE, related_name="votes", verbose_name="sujet")
    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="personne")

    class Meta:
        verbose_name = "voix pour un sujet"
        verbose_name_plural = "voix pour un sujet"
        constraints = [models.UniqueConstraint(fields=["wish", "person"], name="topic_vote_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.wish}"


@pghistory.track()
class TrainingProposal(models.Model):
    """A training that a supplier offers to give; accepted, it becomes a draft of the agenda."""

    class Level(models.TextChoices):
        BEGINNER = "beginner", "pour découvrir"
        USUAL = "usual", "pour pratiquer"
        EXPERT = "expert", "pour approfondir"

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposée"
        ACCEPTED = "accepted", "acceptée"
        REFUSED = "refused", "refusée"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="fournisseur")
    title = models.CharField("titre", max_length=110)
    topic = models.CharField("domaine", max_length=14, choices=Topic.choices)
    level = models.CharField("niveau", max_length=8, choices=Level.choices, default=Level.BEGINNER)
    summary = models.CharField("ce que les participants sauront faire", max_length=300)
    is_online = models.BooleanField("en ligne", default=False)
    departement = models.ForeignKey(
        "core.Departement", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="territoire"
    )
    wished_dates = models.CharField("dates souhaitées", max_length=200)
    wish = models.ForeignKey(
        TopicWish, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="répond au sujet souhaité"
    )
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.PROPOSED)
    why_refused = models.CharField("pourquoi", max_length=300, blank=True)
    event = models.OneToOneField(
        Event, models.PROTECT, null=True, blank=True, related_name="proposal", verbose_name="rencontre"
    )
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="proposée par")
    made_at = models.DateTimeField("proposée le", default=timezone.now)

    class Meta:
        verbose_name = "formation proposée"
        verbose_name_plural = "formations proposées"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_online=True) | Q(departement__isnull=False),
                name="training_has_a_place",
                violation_error_message="Dites dans quel territoire, ou que la formation est en ligne.",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(why_refused=""), name="training_refused_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(event__isnull=False), name="training_accepted_is_an_event"
            ),
        ]
        indexes = [models.Index(fields=["state", "made_at"], name="training_state")]

    def __str__(self) -> str:
        return self.title

    def place_words(self) -> str:
        places = [str(self.departement)] if self.departement else []
        return " et ".join([*places, *(["en ligne"] if self.is_online else [])])
