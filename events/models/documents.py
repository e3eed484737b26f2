"""What stays of an event: minutes, slides, the replay. A view opens files and links to their audience."""

from urllib.parse import urlsplit

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from club.core.storage import PrivateStorage
from events.models.events import Event
from members.models import User


class EventDocument(models.Model):
    class Kind(models.TextChoices):
        MINUTES = "minutes", "compte rendu"
        SLIDES = "slides", "diapositives"
        REPLAY = "replay", "rediffusion"
        OTHER = "other", "document"

    class Reader(models.TextChoices):
        PARTICIPANTS = "participants", "les participants"
        MEMBERS = "members", "les membres et les participants"
        PUBLIC = "public", "tout le monde"

    event = models.ForeignKey(Event, models.PROTECT, related_name="documents", verbose_name="rencontre")
    kind = models.CharField("genre", max_length=7, choices=Kind.choices, default=Kind.MINUTES)
    title = models.CharField("titre", max_length=110)
    reader = models.CharField("lu par", max_length=12, choices=Reader.choices, default=Reader.PARTICIPANTS)
    file = models.FileField("fichier", upload_to="events/", storage=PrivateStorage(), blank=True)
    size = models.PositiveIntegerField("poids en octets", default=0)
    link = models.URLField("adresse de la vidéo", max_length=400, blank=True, validators=[URLValidator(["https"])])
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ajouté par")
    added_at = models.DateTimeField("ajouté le", default=timezone.now)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    class Meta:
        verbose_name = "document"
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="replay", file="", link__startswith="https://")
                | (~Q(kind="replay") & ~Q(file="") & Q(link="")),
                name="document_is_a_file_or_a_replay",
                violation_error_message="Une rediffusion est une adresse en https, tout autre document un fichier.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def site(self) -> str:
        """Where a replay is seen: « video.example »."""
        return urlsplit(self.link).netloc
