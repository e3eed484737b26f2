"""Ambassadors: advisers of the support networks, free members of the Forum."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from club.core.models import Commune, Departement
from club.core.topics import Topic, topic_words
from members.models import Organisation, User


class AmbassadorQuerySet(models.QuerySet["Ambassador"]):
    def active(self) -> "AmbassadorQuerySet":
        """Validated ambassadors whose account is open."""
        return self.filter(state=Ambassador.State.VALIDATED, person__is_active=True)

    def search(self, text: str) -> "AmbassadorQuerySet":
        return self.filter(person__in=User.objects.search(text))


@pghistory.track()
class Ambassador(models.Model):
    """An adviser of a support network: at home with the trade of running a business, free of charge."""

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

    objects = AmbassadorQuerySet.as_manager()

    class Meta:
        verbose_name = "ambassadeur"
        ordering = ["person__sort_key", "pk"]
        indexes = [
            GinIndex(fields=["topics"], name="ambassador_topics"),
            models.Index(fields=["departement", "state"], name="ambassador_place"),
            models.Index(fields=["commune"], name="ambassador_commune"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def state_label(self) -> str:
        return _STATES[self.state]

    def topic_words(self) -> str:
        return topic_words(self.topics)


_STATES = dict(Ambassador.State.choices)  # read for every row of a list
