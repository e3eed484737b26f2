"""The lanes messages leave by, and the due times of recurring jobs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class LaneQuerySet(models.QuerySet["Lane"]):
    def for_address(self, address: str) -> "Lane":
        """The lane of the address's domain, else the one that takes all others."""
        domain = address.rpartition("@")[2]
        return self.filter(domains__contains=[domain]).first() or self.get(is_default=True)


class Lane(models.Model):
    """A group of recipient domains with its limits. Exactly one lane takes all other domains.

    ``speed`` is how many connections it may use now: halved when the relay asks to slow down, one more after
    each hundred messages accepted, up to ``connections``.
    """

    code = models.SlugField("code", max_length=40, unique=True)
    label = models.CharField("nom", max_length=80)
    domains = ArrayField(
        models.CharField(max_length=253), default=list, blank=True, verbose_name="domaines des destinataires"
    )
    is_default = models.BooleanField("prend les autres domaines", default=False)
    connections = models.PositiveSmallIntegerField("connexions au plus", default=20)
    speed = models.PositiveSmallIntegerField("connexions permises maintenant", default=20)
    per_minute = models.PositiveIntegerField("messages par minute au plus", null=True, blank=True)
    allowance = models.FloatField("messages permis maintenant", default=0)
    allowance_at = models.DateTimeField("compté le", db_default=Now())
    failures = models.PositiveSmallIntegerField("échecs de suite", default=0)
    closed_since = models.DateTimeField("fermée depuis", null=True, blank=True)
    closed_until = models.DateTimeField("fermée jusqu’à", null=True, blank=True)
    last_error = models.CharField("dernière erreur", max_length=300, blank=True)
    alerted_at = models.DateTimeField("équipe prévenue le", null=True, blank=True)

    objects = LaneQuerySet.as_manager()

    class Meta:
        verbose_name = "file d’envoi"
        verbose_name_plural = "files d’envoi"
        ordering = ["-is_default", "code"]
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="lane_one_default"),
            models.CheckConstraint(condition=Q(connections__gte=1, speed__gte=1), name="lane_keeps_a_connection"),
        ]

    def __str__(self) -> str:
        return self.label


class Slot(models.Model):
    """A due time of a recurring job (the fortnight). Unique: beat may knock twice, the slot exists once."""

    job = models.SlugField("travail", max_length=40)
    due_at = models.DateTimeField("échéance")
    issue = models.ForeignKey(
        "newsletters.Issue",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="slots",
        verbose_name="Flash info",
    )
    note = models.CharField("remarque", max_length=200, blank=True)
    created_at = models.DateTimeField("créée le", db_default=Now())

    class Meta:
        verbose_name = "échéance"
        ordering = ["due_at"]
        constraints = [models.UniqueConstraint(fields=["job", "due_at"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.job} {self.due_at:%Y-%m-%d %H:%M}"
