"""A story as one feed told it, and the cluster of all who told the same."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Deferrable, Q

from club.core.search import matching, search_text

LONGEST_LINK, LONGEST_TITLE, LONGEST_EXCERPT = 1000, 300, 300


class Reason(models.TextChoices):
    """Why a story is of no use."""

    OFF_TOPIC = "off_topic", "sans intérêt pour les TPE"
    WRONG_PARTNER = "wrong_partner", "ne concerne pas ce partenaire"
    ADVERTISING = "advertising", "publicité"
    KNOWN = "known", "déjà traité"
    LATE = "late", "trop ancien"
    OTHER = "other", "autre raison"


class ClusterQuerySet(models.QuerySet["Cluster"]):
    def waiting(self) -> "ClusterQuerySet":
        return self.filter(state=Cluster.State.WAITING)

    def rejected(self) -> "ClusterQuerySet":
        return self.filter(state=Cluster.State.REJECTED)

    def of_partner(self, organisation_id: int) -> "ClusterQuerySet":
        told = Story.objects.filter(cluster=models.OuterRef("pk"), feed__organisation=organisation_id)
        return self.filter(models.Exists(told))

    def search(self, text: str) -> "ClusterQuerySet":
        return self.filter(pk__in=matching(Story.objects.all(), text).values("cluster"))

    def with_stories(self) -> "ClusterQuerySet":
        """Each with its stories, the first told in front, their feeds and partners: one statement more."""
        stories = Story.objects.select_related("feed__organisation").order_by("published_at", "pk")
        return self.prefetch_related(models.Prefetch("stories", queryset=stories.defer("search_text")))


class Cluster(models.Model):
    """One story, whoever tells it: what editors see, keep or reject once. One that waits and bears a decision was
    rejected, and came back with a partner that it did not speak of.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "à lire"
        KEPT = "kept", "retenu"
        REJECTED = "rejected", "écarté"

    state = models.CharField("état", max_length=8, choices=State.choices, default=State.WAITING)
    first_at = models.DateTimeField("première parution")
    reason = models.CharField("raison", max_length=13, choices=Reason.choices, blank=True)
    reason_words = models.CharField("précision", max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="décidé par"
    )
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)

    objects = ClusterQuerySet.as_manager()

    class Meta:
        verbose_name = "sujet de presse"
        verbose_name_plural = "sujets de presse"
        ordering = ["-first_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None, reason="")
                | Q(state="kept", decided_at__isnull=False, reason="")
                | Q(state__in=["waiting", "rejected"], decided_at__isnull=False) & ~Q(reason=""),
                name="cluster_decision_whole",
                violation_error_message="Un sujet écarté l’est pour une raison.",
            )
        ]
        indexes = [models.Index(fields=["state", "-first_at", "-id"], name="cluster_in_order")]

    def __str__(self) -> str:
        first = next(iter(self.stories.all()), None)
        return first.title if first else f"sujet {self.pk}"


class StoryQuerySet(models.QuerySet["Story"]):
    def told(self) -> "StoryQuerySet":
        """Those that still say something: the purged are but the memory that they came."""
        return self.filter(purged_at=None)


class Story(models.Model):
    """An entry of a feed: title, address, at most 300 characters; never the text.

    ``identity`` and ``link_key`` are digests (``club.press.identity``). A purged story keeps nothing
    else, so that it never comes back.
    """

    feed = models.ForeignKey("press.Feed", models.PROTECT, related_name="stories", verbose_name="flux")
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="stories", verbose_name="sujet"
    )
    identity = models.CharField("identité", max_length=32)
    link_key = models.CharField("empreinte de l’adresse", max_length=32, blank=True)
    title = models.CharField("titre", max_length=LONGEST_TITLE, blank=True)
    link = models.CharField("adresse", max_length=LONGEST_LINK, blank=True)
    excerpt = models.CharField("extrait", max_length=LONGEST_EXCERPT, blank=True)
    source = models.CharField("source", max_length=120, blank=True)
    published_at = models.DateTimeField("paru le")
    seen_at = models.DateTimeField("encore dans le flux le")
    purged_at = models.DateTimeField("effacé le", null=True, blank=True)
    search_text = search_text("title")

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = "article de presse"
        verbose_name_plural = "articles de presse"
        ordering = ["published_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["feed", "identity"], name="story_once_per_feed"),
            ExclusionConstraint(
                name="story_address_in_one_cluster",
                expressions=[("link_key", "="), ("cluster", "<>")],
                condition=~Q(link_key="") & Q(cluster__isnull=False),
                deferrable=Deferrable.DEFERRED,
                violation_error_message="Cette adresse est déjà celle d’un autre sujet.",
            ),
            models.CheckConstraint(
                condition=Q(purged_at=None, cluster__isnull=False)
                | Q(purged_at__isnull=False, cluster=None, title="", link="", excerpt="", source=""),
                name="story_purged_says_nothing",
            ),
        ]
        indexes = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="story_search"),
            models.Index(fields=["link_key"], condition=~Q(link_key=""), name="story_address"),
            models.Index(fields=["published_at"], condition=Q(purged_at=None), name="story_told"),
            models.Index(fields=["feed", "seen_at"], condition=Q(purged_at__isnull=False), name="story_forgettable"),
        ]

    def __str__(self) -> str:
        return self.title
