"""What stays of an event: minutes, slides, the replay. Files are private; a view opens them to their audience."""

from django.db import models
from django.utils import timezone

from club.core.storage import PrivateStorage
from events.models.events import Event
from members.models import User


class EventDocument(models.Model):
    class Kind(models.TextChoices):
        MINUTES = "minutes", "compte rendu"
        SLIDES = "slides", "diapositives"
        OTHER = "other", "document"

    class Reader(models.TextChoices):
        PARTICIPANTS = "participants", "les participants"
        MEMBERS = "members", "les membres et les participants"
        PUBLIC = "public", "tout le monde"

    event = models.ForeignKey(Event, models.PROTECT, related_name="documents", verbose_name="rencontre")
    kind = models.CharField("genre", max_length=7, choices=Kind.choices, default=Kind.MINUTES)
    title = models.CharField("titre", max_length=110)
    reader = models.CharField("lu par", max_length=12, choices=Reader.choices, default=Reader.PARTICIPANTS)
    file = models.FileField("fichier", upload_to="events/", storage=PrivateStorage())
    size = models.PositiveIntegerField("poids en octets")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ajouté par")
    added_at = models.DateTimeField("ajouté le", default=timezone.now)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "document"
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.title
