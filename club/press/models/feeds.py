"""A feed of a partner: where it is, when it is asked next, how it fares."""

from datetime import datetime

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

LONGEST_ADDRESS = 500
MOST_CLAIMS = 3
"""A reading that ended the process so often without a word waits for a person."""


class Problem(models.TextChoices):
    """Why a feed gave nothing the last time; the label is the beginning of a sentence for staff."""

    SILENT = "silent", "n’a pas répondu à temps"
    UNKNOWN = "unknown", "ce nom de domaine n’existe pas"
    FORBIDDEN = "forbidden", "cette adresse ne peut pas être appelée"
    HEAVY = "heavy", "la réponse dépasse 5 Mo"
    GONE = "gone", "cette page n’existe pas ou plus"
    GUARDED = "guarded", "le serveur refuse l’accès"
    BUSY = "busy", "le serveur demande d’attendre"
    FAULTY = "faulty", "le serveur est en erreur"
    UNREADABLE = "unreadable", "ce n’est pas un flux Atom ou RSS lisible"
    CRASH = "crash", "sa lecture s’est interrompue trois fois"


class FeedQuerySet(models.QuerySet["Feed"]):
    def due(self, at: datetime | None = None) -> "FeedQuerySet":
        """To ask now, and nobody is asking it."""
        at = at or timezone.now()
        free = Q(lease_until=None) | Q(lease_until__lt=at)
        return self.filter(free, state=Feed.State.FOLLOWED, next_at__lte=at, claims__lt=MOST_CLAIMS)

    def lost(self, at: datetime) -> "FeedQuerySet":
        """Its last reading, too, ended the process."""
        return self.filter(state=Feed.State.FOLLOWED, lease_until__lt=at, claims__gte=MOST_CLAIMS)

    def broken(self) -> "FeedQuerySet":
        return self.filter(state=Feed.State.FOLLOWED).exclude(problem="")


@pghistory.track(fields=["organisation", "url", "state"], model_name="FeedEvent")
class Feed(models.Model):
    """An Atom or RSS address that speaks of one partner. Rows are the truth: ``next_at`` says when it is due."""

    class State(models.TextChoices):
        FOLLOWED = "followed", "suivi"
        PAUSED = "paused", "en pause"

    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="press_feeds", verbose_name="partenaire"
    )
    url = models.CharField("adresse", max_length=LONGEST_ADDRESS)
    title = models.CharField("titre", max_length=200, blank=True)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.FOLLOWED)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ajouté par"
    )
    created_at = models.DateTimeField("ajouté le", db_default=models.functions.Now())

    etag = models.CharField("etag", max_length=300, blank=True)
    last_modified = models.CharField("date de version", max_length=100, blank=True)
    body_hash = models.CharField("empreinte du contenu", max_length=32, blank=True)
    next_at = models.DateTimeField("prochain passage", db_default=models.functions.Now())
    lease_until = models.DateTimeField("pris jusqu’à", null=True, blank=True)
    fence = models.PositiveIntegerField("rang du passage", default=0)
    claims = models.PositiveSmallIntegerField("passages sans issue", default=0)
    asked_at = models.DateTimeField("dernier passage", null=True, blank=True)
    answered_at = models.DateTimeField("dernière réponse", null=True, blank=True)
    read_at = models.DateTimeField("dernier contenu lu", null=True, blank=True)
    failures = models.PositiveSmallIntegerField("échecs de suite", default=0)
    problem = models.CharField("panne", max_length=10, choices=Problem.choices, blank=True)
    detail = models.CharField("précision", max_length=200, blank=True)
    broken_since = models.DateTimeField("en panne depuis", null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = "flux"
        verbose_name_plural = "flux"
        ordering = ["organisation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "url"],
                name="feed_once_per_partner",
                violation_error_message="Ce flux suit déjà ce partenaire.",
            ),
            models.CheckConstraint(
                condition=Q(problem="", broken_since=None) | Q(broken_since__isnull=False) & ~Q(problem=""),
                name="feed_problem_since",
            ),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="followed"), name="feed_due")]

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def is_broken(self) -> bool:
        return bool(self.problem) and self.state == Feed.State.FOLLOWED

    def next_try(self) -> datetime | None:
        """None for one that waits for a person."""
        return self.next_at if self.state == Feed.State.FOLLOWED and self.claims < MOST_CLAIMS else None

    def problem_words(self) -> str:
        """Why it is broken, as a sentence; "" when it is not."""
        if not self.problem:
            return ""
        sentence = str(Problem(self.problem).label)
        return f"{sentence[0].upper()}{sentence[1:]}" + (f" ({self.detail})." if self.detail else ".")
