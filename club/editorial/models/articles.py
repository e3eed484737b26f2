"""Articles at three levels and the Club's own pages: what the public reads, and the revisions it comes from.

An article is public when it has a ``live`` revision and is not archived. Its columns hold what that revision says, so
that lists and search need nothing else; what is being written is the latest revision, which nobody outside sees.
"""

from datetime import date, datetime
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, GeneratedField, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from club.core.links import Outcome
from club.core.search import search_text
from club.core.topics import Topic
from club.editorial.models.links import LinkCheck


class Level(models.TextChoices):
    """Three levels of information, and the pages about the Club."""

    TIP = "tip", "Réduire ses coûts"
    NEWS = "news", "Actualités TPE"
    DOSSIER = "dossier", "Dossiers"
    PAGE = "page", "Pages du Club"

    @property
    def has_parts(self) -> bool:
        return self is Level.DOSSIER

    @classmethod
    def of_information(cls) -> list["Level"]:
        return [cls.TIP, cls.NEWS, cls.DOSSIER]


OWN_ADDRESSES = {
    "cercle": "public:cercle",
    "club-des-partenaires": "public:partners",
    "forum-des-ambassadeurs": "public:ambassadors",
    "channel-expert": "public:channel",
    "qui-paie-quoi": "public:who_pays",
    "membres": "public:members_by_kind",
}
"""Pages of the Club that show more than the editors' text: its departments, its members, who pays what."""


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: Any) -> "ArticleQuerySet":
        """What everybody may read: articles have one audience, the public. ``user`` is named as for resources."""
        return self.filter(live__isnull=False, archived_at=None)

    def of_information(self) -> "ArticleQuerySet":
        return self.exclude(level=Level.PAGE)

    def newest(self) -> "ArticleQuerySet":
        return self.order_by("-published_at", "-pk")

    def due(self, at: datetime | None = None) -> "ArticleQuerySet":
        """Scheduled, and the hour has come."""
        return self.filter(stage=Article.Stage.SCHEDULED, publish_at__lte=at or timezone.now())

    def to_refresh(self, on: date | None = None) -> "ArticleQuerySet":
        """Public, and past the day somebody was to read it again."""
        return self.visible_to(None).filter(review_by__lte=on or timezone.localdate())

    def to_mend(self, on: date | None = None) -> "ArticleQuerySet":
        """Public, and to refresh or with a link that leads nowhere any more."""
        dead = LinkCheck.objects.filter(article=OuterRef("pk"), outcome=Outcome.DEAD)
        late = Q(review_by__lte=on or timezone.localdate())
        return self.visible_to(None).filter(late | Exists(dead))


@pghistory.track(exclude=["search_text", "search_vector", "plain_text", "locked_by", "locked_at", "links_checked_at"])
class Article(models.Model):
    class Stage(models.TextChoices):
        """Where the writing stands; whether it is public is another question (``is_public``)."""

        DRAFT = "draft", "en rédaction"
        REVIEW = "review", "en relecture"
        SCHEDULED = "scheduled", "programmé"
        PUBLISHED = "published", "publié"
        ARCHIVED = "archived", "archivé"

    level = models.CharField("niveau", max_length=8, choices=Level.choices)
    slug = models.SlugField("adresse", max_length=80)
    title = models.CharField("titre", max_length=90)
    summary = models.CharField("chapeau", max_length=300, blank=True)
    saving = models.CharField("ce qu’on y gagne", max_length=100, blank=True)
    effort = models.CharField("ce que cela demande", max_length=80, blank=True)
    body = models.TextField("texte", blank=True)
    parts = models.JSONField("parties", default=list, blank=True)
    sources = models.JSONField("sources", default=list, blank=True)
    themes = ArrayField(
        models.CharField(max_length=16, choices=Topic.choices), default=list, blank=True, verbose_name="thèmes"
    )
    byline = models.CharField("signature", max_length=120, blank=True)
    sponsor = models.ForeignKey(
        "members.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name="membre pour qui c’est publié",
    )
    picture = models.ForeignKey(
        "editorial.Picture", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="image"
    )
    related = models.ManyToManyField("self", symmetrical=False, blank=True, verbose_name="à lire aussi")
    plain_text = models.TextField(blank=True, editable=False)

    stage = models.CharField("étape", max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    live = models.ForeignKey(
        "editorial.Revision", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="version publiée"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="articles_written", verbose_name="auteur"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="relu par"
    )
    publish_at = models.DateTimeField("à publier le", null=True, blank=True)
    published_at = models.DateTimeField("publié le", null=True, blank=True)
    updated_at = models.DateTimeField("mis à jour le", null=True, blank=True)
    archived_at = models.DateTimeField("archivé le", null=True, blank=True)
    review_by = models.DateField("à relire avant le", null=True, blank=True)
    remark = models.CharField("à reprendre", max_length=500, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="ouvert par"
    )
    locked_at = models.DateTimeField("ouvert le", null=True, blank=True)
    links_checked_at = models.DateTimeField("liens vérifiés le", null=True, blank=True)
    created_at = models.DateTimeField("créé le", db_default=models.functions.Now())
    search_text = search_text("title", "summary")
    search_vector = GeneratedField(
        expression=SearchVector(F("title"), weight="A", config="fr")
        + SearchVector(F("summary"), weight="B", config="fr")
        + SearchVector(F("plain_text"), weight="C", config="fr"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "article"
        ordering = ["-published_at", "-pk"]
        permissions = [("publish_article", "Peut publier, archiver et relire le contenu d’un membre")]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "slug"],
                name="article_address_once",
                violation_error_message="Un autre article de ce niveau a déjà cette adresse.",
            ),
            models.CheckConstraint(
                condition=Q(live=None)
                | Q(published_at__isnull=False, updated_at__isnull=False, review_by__isnull=False),
                name="article_public_is_dated",
                violation_error_message="Un article publié dit quand il l’a été et quand il sera relu.",
            ),
            models.CheckConstraint(
                condition=Q(live=None) | Q(sponsor=None) | Q(approved_by__isnull=False) & ~Q(approved_by=F("author")),
                name="article_sponsored_read_by_another",
                violation_error_message="Un contenu publié pour un membre est relu par une autre personne.",
            ),
            models.CheckConstraint(
                condition=~Q(stage="scheduled") | Q(publish_at__isnull=False),
                name="article_scheduled_has_date",
                violation_error_message="Une publication programmée a une date.",
            ),
            models.CheckConstraint(
                condition=Q(stage="archived", archived_at__isnull=False) | ~Q(stage="archived") & Q(archived_at=None),
                name="article_archived_has_date",
            ),
        ]
        indexes = [
            models.Index(fields=["level", "-published_at"], name="article_level_newest"),
            GinIndex(fields=["themes"], name="article_themes"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="article_search"),
            GinIndex(fields=["search_vector"], name="article_words"),
        ]
        triggers = [
            pgtrigger.FSM(
                name="stages",
                field="stage",
                transitions=[
                    ("draft", "review"),
                    ("draft", "scheduled"),
                    ("draft", "published"),
                    ("draft", "archived"),
                    ("review", "draft"),
                    ("review", "scheduled"),
                    ("review", "published"),
                    ("review", "archived"),
                    ("scheduled", "draft"),
                    ("scheduled", "published"),
                    ("scheduled", "archived"),
                    ("published", "draft"),
                    ("published", "archived"),
                    ("archived", "draft"),
                ],
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        if self.level == Level.PAGE and self.slug in OWN_ADDRESSES:
            return reverse(OWN_ADDRESSES[self.slug])
        return reverse(f"public:articles:{self.level}_article", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.live_id is not None and self.archived_at is None

    def is_to_refresh(self, on: date | None = None) -> bool:
        return self.is_public and self.review_by is not None and self.review_by <= (on or timezone.localdate())

    def stage_words(self, on: date | None = None) -> str:
        """The stage, and what the public sees meanwhile: « publié, correction en cours »."""
        if self.stage == self.Stage.PUBLISHED:
            return "à rafraîchir" if self.is_to_refresh(on) else "publié"
        label = str(self.get_stage_display())
        return f"publié, correction {label}" if self.is_public else label


@pghistory.track(pghistory.DeleteEvent())
class Revision(models.Model):
    """What an article said at one moment, whole; written once (``content``: see ``club.editorial.content``)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions", verbose_name="article")
    number = models.PositiveIntegerField("numéro")
    content = models.JSONField("contenu")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="écrite par")
    at = models.DateTimeField("écrite le", db_default=models.functions.Now())
    note = models.CharField("ce qui change", max_length=160, blank=True)

    class Meta:
        verbose_name = "version"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"],
                name="revision_number_once",
                violation_error_message="Quelqu’un vient d’enregistrer cet article.",
            )
        ]
        triggers = [pgtrigger.Protect(name="written_once", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"version {self.number}"


class FormerAddress(models.Model):
    """Where an article was before: visitors and search engines are led to where it is."""

    level = models.CharField("niveau", max_length=8, choices=Level.choices)
    slug = models.SlugField("ancienne adresse", max_length=80)
    article = models.ForeignKey(Article, models.CASCADE, related_name="former_addresses", verbose_name="article")

    class Meta:
        verbose_name = "ancienne adresse"
        verbose_name_plural = "anciennes adresses"
        constraints = [models.UniqueConstraint(fields=["level", "slug"], name="former_address_once")]

    def __str__(self) -> str:
        return self.slug
