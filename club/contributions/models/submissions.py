"""What a supplier, or its agency, hands in for Flash info and the resources."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from club.contributions.models.placements import Placement
from club.core.storage import PrivateStorage
from club.core.topics import Topic
from newsletters.models import Block, Slot


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def to_read(self) -> "SubmissionQuerySet":
        """What waits for the Club, the oldest first."""
        return self.filter(state=Submission.State.SUBMITTED).order_by("submitted_at", "pk")

    def with_place(self) -> "SubmissionQuerySet":
        """Each with ``place``: the issue that sent it last, and where it stood there."""
        sent = Placement.objects.filter(submission=OuterRef("pk"), state=Placement.State.SENT).order_by(
            "-sent_on", "-pk"
        )
        told = JSONObject(number="issue__number", rank="rank", out_of="out_of")
        return self.annotate(place=Subquery(sent.values(told=told)[:1]))

    def answering(self, slot: Slot) -> "SubmissionQuerySet":
        """What the Club holds for that departure, and no issue has sent: its supplier need not be asked.

        Given in answer to its call, or for any departure, or for one until then that passed without it.
        """
        sent = Exists(Placement.objects.filter(submission=OuterRef("pk"), state=Placement.State.SENT))
        day = timezone.localdate(slot.due_at)
        return self.filter(
            Q(call__slot=slot) | Q(wished=None) | Q(wished__due_at__lte=slot.due_at),
            Q(expires_on=None) | Q(expires_on__gte=day),
            ~sent,
            state__in=[Submission.State.SUBMITTED, Submission.State.PROPOSED, Submission.State.ACCEPTED],
        )


@pghistory.track()
class Submission(models.Model):
    """Its columns hold what is being written; each handing over freezes them in a ``Version``."""

    class State(models.TextChoices):
        DRAFT = "draft", "brouillon"
        SUBMITTED = "submitted", "à lire par le Club"
        RETURNED = "returned", "à reprendre par le fournisseur"
        PROPOSED = "proposed", "retouché, attend l’accord du fournisseur"
        ACCEPTED = "accepted", "accepté"
        REFUSED = "refused", "refusé"
        WITHDRAWN = "withdrawn", "retiré par le fournisseur"

    class Kind(models.TextChoices):
        CORPORATE = "corporate", "institutionnel"
        PRODUCT = "product", "produit"
        TECHNICAL = "technical", "technique"
        MARKETING = "marketing", "marketing"
        COMMERCIAL = "commercial", "commercial"
        PRESS_RELEASE = "press_release", "communiqué de presse"
        WHITE_PAPER = "white_paper", "livre blanc"

    supplier = models.ForeignKey(
        "members.Organisation", models.PROTECT, related_name="submissions", verbose_name="fournisseur"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions", verbose_name="proposé par"
    )
    call = models.ForeignKey(
        "contributions.Call",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name="en réponse à",
    )
    wished = models.ForeignKey(
        "newsletters.Slot",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="départ souhaité",
    )
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.DRAFT)

    kind = models.CharField("genre", max_length=14, choices=Kind.choices, default=Kind.PRODUCT)
    title = models.CharField("titre", max_length=80, blank=True)
    text = models.CharField("texte", max_length=600, blank=True)
    image = models.ImageField("image", upload_to="flash/", blank=True)
    image_alt = models.CharField("ce que montre l’image", max_length=140, blank=True)
    link_url = models.URLField("lien", max_length=500, blank=True)
    link_label = models.CharField("mots du lien", max_length=60, blank=True)
    file = models.FileField(
        "document", upload_to="contributions/", storage=PrivateStorage(), max_length=120, blank=True
    )
    file_name = models.CharField("nom du document", max_length=120, blank=True)
    audience = models.CharField("à qui", max_length=12, choices=Block.Audience.choices, default=Block.Audience.BOTH)
    territories = ArrayField(models.CharField(max_length=3), default=list, blank=True, verbose_name="territoires")
    specialities = ArrayField(
        models.CharField(max_length=16, choices=Topic.choices), default=list, blank=True, verbose_name="spécialités"
    )
    expires_on = models.DateField("n’a plus cours après le", null=True, blank=True)

    remark = models.CharField("mot du Club", max_length=600, blank=True)
    resource = models.OneToOneField(
        "editorial.Resource",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="submission",
        verbose_name="ressource publiée",
    )
    started_at = models.DateTimeField("commencé le", db_default=models.functions.Now())
    saved_at = models.DateTimeField("enregistré le", auto_now=True)
    submitted_at = models.DateTimeField("remis le", null=True, blank=True)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="décidé par"
    )

    CONTENT = (
        "kind",
        "title",
        "text",
        "image",
        "image_alt",
        "link_url",
        "link_label",
        "file",
        "file_name",
        "audience",
        "territories",
        "specialities",
        "expires_on",
    )
    """Names of the columns that a version freezes."""

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "contribution"
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False) & ~Q(title=""),
                name="submission_handed_in_has_title",
                violation_error_message="Un contenu remis a un titre.",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(remark=""),
                name="submission_refused_with_reason",
                violation_error_message="Dites pourquoi ce contenu est refusé.",
            ),
            models.CheckConstraint(
                condition=Q(image="") | ~Q(image_alt="") | Q(state="draft"),
                name="submission_image_is_described",
                violation_error_message="Dites en une phrase ce que montre l’image.",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="submission_queue"),
            models.Index(fields=["supplier", "-saved_at"], name="submission_of_supplier"),
        ]
        triggers = [
            pgtrigger.FSM(
                name="states",
                field="state",
                transitions=[
                    ("draft", "submitted"),
                    ("draft", "withdrawn"),
                    ("submitted", "returned"),
                    ("submitted", "proposed"),
                    ("submitted", "accepted"),
                    ("submitted", "refused"),
                    ("submitted", "withdrawn"),
                    ("returned", "submitted"),
                    ("returned", "withdrawn"),
                    ("proposed", "accepted"),
                    ("proposed", "submitted"),
                    ("proposed", "withdrawn"),
                    ("accepted", "proposed"),
                    ("accepted", "returned"),
                    ("accepted", "withdrawn"),
                ],
            )
        ]

    def __str__(self) -> str:
        return self.title or "Contenu sans titre"

    def is_published(self) -> bool:
        return self.resource is not None and self.resource.withdrawn_at is None

    def specialities_words(self) -> str:
        return ", ".join(Topic(value).label for value in self.specialities)


@pghistory.track(pghistory.DeleteEvent())
class Version(models.Model):
    """What a submission said when it changed hands, whole; written once. ``content``: ``Submission.CONTENT``."""

    class Side(models.TextChoices):
        SUPPLIER = "supplier", "fournisseur"
        CLUB = "club", "Club"

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="versions", verbose_name="contribution")
    number = models.PositiveSmallIntegerField("numéro")
    content = models.JSONField("contenu")
    side = models.CharField("de quel côté", max_length=8, choices=Side.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="écrite par")
    at = models.DateTimeField("écrite le", db_default=models.functions.Now())
    note = models.CharField("ce qui change", max_length=300, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="accord de"
    )
    agreed_at = models.DateTimeField("accord donné le", null=True, blank=True)

    class Meta:
        verbose_name = "version"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="version_number_once")]
        triggers = [
            pgtrigger.Protect(
                name="words_written_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__content__df=pgtrigger.F("new__content"))
                | pgtrigger.Q(old__number__df=pgtrigger.F("new__number")),
            )
        ]

    def __str__(self) -> str:
        return f"version {self.number}"
