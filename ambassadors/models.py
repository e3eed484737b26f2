"""Ambassadors: advisers of the support networks, free members of the Forum."""

from collections.abc import Iterator

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from club.core.directory import RANGE
from club.core.models import Commune, Departement
from club.core.naming import numbered
from club.core.search import sort_key, spelt
from club.core.topics import Topic, topic_words
from members.models import Organisation, User

_PUBLIC = Q(state="validated") & ~Q(listed_name="")


class AmbassadorQuerySet(models.QuerySet["Ambassador"]):
    def validated(self) -> "AmbassadorQuerySet":
        return self.filter(state=Ambassador.State.VALIDATED)

    def active(self) -> "AmbassadorQuerySet":
        """Validated ambassadors whose account is open."""
        return self.validated().filter(person__is_active=True)

    def named(self) -> "AmbassadorQuerySet":
        """Validated, and they agreed to be named in the public directory; an index holds them."""
        return self.validated().exclude(listed_name="")

    def public(self) -> "AmbassadorQuerySet":
        """Those of them whose account is open."""
        return self.named().filter(person__is_active=True)

    def of_topic(self, topic: str) -> "AmbassadorQuerySet":
        """Who lets the public read that they advise on ``topic``."""
        return self.filter(topics__contains=[topic], shown__contains=[Ambassador.Field.TOPICS])

    def spelt(self, text: str) -> Iterator["AmbassadorQuerySet"]:
        """By the name that the person lets everybody read, never by an address: as it was typed, then with a slip."""
        yield from spelt(self, text, column="sort_key")

    def search(self, text: str) -> "AmbassadorQuerySet":
        return self.filter(person__in=User.objects.search(text))


_CHANGES = [
    models.Index(fields=["departement", "pgh_created_at"], name="ambassador_changed_there"),
    models.Index(F("pgh_obj") / RANGE, "pgh_created_at", name="ambassador_changed_range"),
]


@pghistory.track(exclude=["sort_key"], meta={"indexes": _CHANGES})
class Ambassador(models.Model):
    """An adviser of a support network: at home with the trade of running a business, free of charge.

    ``shown`` and ``listed_name`` are written by ``actions.consents`` alone: what the person lets the public read.
    """

    class Field(models.TextChoices):
        """What an ambassador may let everybody read in the public directory; nothing without the name."""

        NAME = "name", "mon nom, mon réseau et mon département"
        JOB = "job", "ma fonction"
        COMMUNE = "commune", "ma commune"
        TOPICS = "topics", "mes sujets"
        CONTACT = "contact", "un formulaire pour m’écrire, sans montrer mon adresse"

    class State(models.TextChoices):
        CANDIDATE = "candidate", "à valider"
        VALIDATED = "validated", "validé"
        LEFT = "left", "parti"

    person = models.OneToOneField(User, models.PROTECT, related_name="ambassador", verbose_name="personne")
    network = models.ForeignKey(Organisation, models.PROTECT, related_name="ambassadors", verbose_name="réseau")
    job_title = models.CharField("fonction", max_length=120, blank=True)
    departement = models.ForeignKey(
        Departement,
        models.PROTECT,
        db_index=False,
        related_name="ambassadors",
        verbose_name="département (territoire)",
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, db_index=False, verbose_name="commune"
    )
    topics = ArrayField(
        models.CharField(max_length=16, choices=Topic.choices),
        default=list,
        blank=True,
        verbose_name="sujets",
    )
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.VALIDATED)
    reconfirmed_on = models.DateField("reconfirmé le", null=True, blank=True)
    joined_on = models.DateField("inscrit le", default=timezone.localdate)
    shown = ArrayField(
        models.CharField(max_length=7, choices=Field.choices),
        default=list,
        db_default=[],
        blank=True,
        editable=False,
        verbose_name="ce qui est public",
    )
    listed_name = models.CharField(
        "nom public, famille d’abord", max_length=170, default="", db_default="", blank=True, editable=False
    )
    sort_key = sort_key("listed_name")

    objects = AmbassadorQuerySet.as_manager()

    class Meta:
        verbose_name = "ambassadeur"
        ordering = ["person__sort_key", "pk"]
        indexes = [
            GinIndex(fields=["topics"], name="ambassador_topics"),
            models.Index(fields=["departement", "state"], name="ambassador_place"),
            models.Index(fields=["commune"], name="ambassador_commune"),
            models.Index(fields=["departement", "sort_key", "id"], condition=_PUBLIC, name="ambassador_public_place"),
            models.Index(fields=["sort_key", "id"], condition=_PUBLIC, name="ambassador_public_sort"),
            models.Index(fields=["network"], condition=_PUBLIC, name="ambassador_public_network"),
            GinIndex(
                fields=["sort_key"], opclasses=["gin_trgm_ops"], condition=_PUBLIC, name="ambassador_public_search"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(listed_name="") | Q(shown__contains=["name"]), name="ambassador_named_by_consent"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def state_label(self) -> str:
        return _STATES[self.state]

    def topic_words(self) -> str:
        return topic_words(self.topics)

    def shows(self, field: str) -> bool:
        """Whether the public may read ``field``; nothing without the name."""
        return Ambassador.Field.NAME in self.shown and field in self.shown

    @property
    def slug(self) -> str:
        """Of the public page of somebody who agreed to be named."""
        return numbered(self.person.get_full_name(), self.pk)


_STATES = dict(Ambassador.State.choices)  # read for every row of a list


class PublicConsent(models.Model):
    """Each answer of an ambassador about the public directory, in order: the proof of what was agreed and when."""

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="consents")
    shown = ArrayField(
        models.CharField(max_length=7, choices=Ambassador.Field.choices),
        default=list,
        blank=True,
        verbose_name="montré",
    )
    wording = models.CharField("texte accepté", max_length=10)
    given_at = models.DateTimeField("le", db_default=Now())

    class Meta:
        verbose_name = "accord public"
        verbose_name_plural = "accords publics"
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.ambassador_id} · {', '.join(self.shown) or 'rien'}"

    def words(self) -> str:
        """ "mon nom, mon réseau et mon département ; mes sujets", or « retiré »."""
        return "\u00a0; ".join(str(Ambassador.Field(field).label) for field in self.shown) or "rien, tout est retiré"
