"""Resources of suppliers: press releases, white papers and the like, in editions, each for its audience."""

from datetime import date
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from club.core import search
from club.core.audiences import Audience, audiences_of
from club.core.storage import PrivateStorage
from club.core.topics import Topic

OPEN_TO = [Audience.PUBLIC, Audience.AMBASSADOR, Audience.EXPERT, Audience.REPRESENTATIVE]


class ResourceQuerySet(models.QuerySet["Resource"]):
    def published(self, on: date | None = None) -> "ResourceQuerySet":
        """On the site or in the portal today, whoever may open it."""
        day = on or timezone.localdate()
        alive = Q(expires_on=None) | Q(expires_on__gte=day)
        return self.filter(alive, published_on__lte=day, withdrawn_at=None)

    def visible_to(self, user: Any, on: date | None = None) -> "ResourceQuerySet":
        """The one rule: whoever is not in the audience reads neither summary nor file, by any way."""
        return self.published(on).filter(audience__overlap=[str(audience) for audience in audiences_of(user)])

    def listed_to(self, user: Any, on: date | None = None) -> "ResourceQuerySet":
        """Titles, with ``is_open``: whether this person may open it; else the lock says how to get in."""
        mine = [str(audience) for audience in audiences_of(user)]
        return self.published(on).annotate(
            is_open=models.Case(
                models.When(audience__overlap=mine, then=models.Value(True)), default=models.Value(False)
            )
        )

    def newest(self) -> "ResourceQuerySet":
        return self.order_by("-published_on", "-pk")


@pghistory.track(exclude=["search_text", "title_text"])
class Resource(models.Model):
    class Kind(models.TextChoices):
        PRESS_RELEASE = "press_release", "communiqué"
        WHITE_PAPER = "white_paper", "livre blanc"
        TECHNICAL = "technical", "technique"
        MARKETING = "marketing", "marketing"
        COMMERCIAL = "commercial", "commercial"

    class Language(models.TextChoices):
        FRENCH = "fr", "français"
        ENGLISH = "en", "anglais"

    organisation = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="resources", verbose_name="fournisseur"
    )
    kind = models.CharField("genre", max_length=14, choices=Kind.choices)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    title = models.CharField("titre", max_length=120)
    summary = models.CharField("résumé", max_length=600, blank=True)
    language = models.CharField("langue", max_length=2, choices=Language.choices, default=Language.FRENCH)
    audience = ArrayField(
        models.CharField(max_length=14, choices=[(a.value, a.label) for a in OPEN_TO]),
        verbose_name="qui peut l’ouvrir",
    )
    themes = ArrayField(
        models.CharField(max_length=16, choices=Topic.choices), default=list, blank=True, verbose_name="thèmes"
    )
    published_on = models.DateField("publié le", null=True, blank=True)
    expires_on = models.DateField("n’a plus cours après le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    search_text = search.search_text("title", "summary")
    title_text = search.search_text("title")

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = "ressource"
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(audience=[]),
                name="resource_has_an_audience",
                violation_error_message="Dites qui peut ouvrir cette ressource.",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(published_on=None) | Q(expires_on__gte=models.F("published_on")),
                name="resource_ends_after_it_begins",
                violation_error_message="Une ressource ne peut pas expirer avant d’être publiée.",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_on", "-id"], name="resource_newest"),
            GinIndex(fields=["audience"], name="resource_audience"),
            GinIndex(fields=["themes"], name="resource_themes"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="resource_search"),
            GinIndex(fields=["title_text"], opclasses=["gin_trgm_ops"], name="resource_titles"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("public:articles:resource", args=[self.slug])

    @property
    def is_for_everyone(self) -> bool:
        return Audience.PUBLIC in self.audience

    def audience_words(self) -> str:
        """« ambassadeurs et experts du Channel »; « tout le monde »."""
        if self.is_for_everyone:
            return "tout le monde"
        return " et ".join(Audience(value).label for value in self.audience)


@pghistory.track(pghistory.DeleteEvent())
class Edition(models.Model):
    """A file of a resource, never replaced: a newer edition follows it and says what changed."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="editions", verbose_name="ressource")
    number = models.PositiveSmallIntegerField("édition")
    file = models.FileField("fichier", upload_to="resources/", storage=PrivateStorage())
    name = models.CharField("nom du fichier", max_length=120)
    media_type = models.CharField("format", max_length=80)
    size = models.PositiveIntegerField("poids en octets")
    sha256 = models.CharField("empreinte", max_length=64)
    changes = models.CharField("ce qui change", max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ajoutée par"
    )
    added_at = models.DateTimeField("ajoutée le", db_default=models.functions.Now())

    class Meta:
        verbose_name = "édition"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["resource", "number"], name="edition_number_once")]
        triggers = [pgtrigger.Protect(name="written_once", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"édition {self.number}"
