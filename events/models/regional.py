"""A regional meeting: the suppliers it looks for, what each of them brings, and the day on which it is decided."""

from datetime import date

import pghistory
import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from club.core.topics import Topic
from events.models.events import Event
from events.models.kinds import State
from members.models import Organisation, User


class Stage(models.TextChoices):
    SEEKING = "seeking", "cherche ses fournisseurs"
    GO = "go", "aura lieu"
    POSTPONED = "postponed", "reportée"
    CONFIRMED = "confirmed", "confirmée aux participants"
    HELD = "held", "tenue"

    @property
    def next_stages(self) -> list["Stage"]:
        """What may follow; the database holds the same. A postponed meeting seeks again for its new day."""
        return {
            Stage.SEEKING: [Stage.GO, Stage.POSTPONED],
            Stage.GO: [Stage.CONFIRMED, Stage.POSTPONED],
            Stage.POSTPONED: [Stage.SEEKING],
            Stage.CONFIRMED: [Stage.HELD, Stage.POSTPONED],
        }.get(self, [])


class RegionalMeetingQuerySet(models.QuerySet["RegionalMeeting"]):
    """The stage of a meeting says nothing once its event is cancelled: read it through these."""

    def seeking(self) -> "RegionalMeetingQuerySet":
        return self.filter(stage=Stage.SEEKING).exclude(event__state=State.CANCELLED)

    def sure(self) -> "RegionalMeetingQuerySet":
        """Those that will take place, or did and are not closed yet."""
        return self.filter(stage__in=[Stage.GO, Stage.CONFIRMED]).exclude(event__state=State.CANCELLED)


@pghistory.track()
class RegionalMeeting(models.Model):
    """Beside its event: quorum (*seuil de fournisseurs*), day of decision, and how seats of workshops are shared."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="regional", verbose_name="rencontre")
    stage = models.CharField("étape", max_length=9, choices=Stage.choices, default=Stage.SEEKING, editable=False)
    quorum = models.PositiveSmallIntegerField("seuil de fournisseurs", default=6, validators=[MinValueValidator(1)])
    workshops_wanted = models.PositiveSmallIntegerField("ateliers", default=8, validators=[MinValueValidator(1)])
    decides_on = models.DateField("on décide le")
    for_ambassadors = models.PositiveSmallIntegerField("places d’un atelier pour les ambassadeurs", default=13)
    for_experts = models.PositiveSmallIntegerField("places d’un atelier pour les experts", default=12)
    mix_released_on = models.DateField("places libres d’un côté ouvertes à l’autre le", null=True, blank=True)
    search = models.PositiveSmallIntegerField("numéro de la recherche", default=1, editable=False)
    places_told_at = models.DateTimeField("places d’atelier annoncées le", null=True, blank=True, editable=False)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = RegionalMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "rencontre régionale"
        verbose_name_plural = "rencontres régionales"
        constraints = [
            models.CheckConstraint(
                condition=Q(for_ambassadors__gt=0) | Q(for_experts__gt=0),
                name="regional_has_seats",
                violation_error_message="Un atelier a des places.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="stages",
                field="stage",
                transitions=[(before.value, after.value) for before in Stage for after in before.next_stages],
            )
        ]

    def __str__(self) -> str:
        return str(self.event)

    @property
    def is_called_off(self) -> bool:
        return self.event.state == State.CANCELLED

    @property
    def is_seeking(self) -> bool:
        return self.stage == Stage.SEEKING and not self.is_called_off

    @property
    def is_sure(self) -> bool:
        """It was decided that it takes place, and nothing has been decided since."""
        return self.stage in (Stage.GO, Stage.CONFIRMED) and not self.is_called_off

    @property
    def takes_pledges(self) -> bool:
        """After the decision too, for a workshop that is left without supplier."""
        return self.stage in (Stage.SEEKING, Stage.GO) and not self.is_called_off

    def stage_words(self) -> str:
        return str(State.CANCELLED.label if self.is_called_off else self.get_stage_display())

    def refusal_words(self) -> str:
        """« Cette rencontre est annulée », « Cette rencontre aura lieu »: what a refusal begins with."""
        is_verb = not self.is_called_off and self.stage in (Stage.SEEKING, Stage.GO)
        return f"Cette rencontre {'' if is_verb else 'est '}{self.stage_words()}"

    @property
    def seats_each(self) -> int:
        """Seats of one workshop in one time slot."""
        return self.for_ambassadors + self.for_experts

    def is_mixed(self, on: date | None = None) -> bool:
        """Each side has seats of its own on a day (today by default); later what is free is for whoever comes."""
        return self.mix_released_on is None or (on or timezone.localdate()) < self.mix_released_on


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def standing(self) -> "PledgeQuerySet":
        return self.filter(state=Pledge.State.STANDING)

    def counted(self) -> tuple[int, int]:
        """(suppliers, workshops) that stand; one statement."""
        found = self.standing().aggregate(suppliers=Count("organisation", distinct=True), workshops=Count("pk"))
        return found["suppliers"], found["workshops"]


@pghistory.track()
class Ask(models.Model):
    """One supplier asked for one regional meeting, and what it answered."""

    class Answer(models.TextChoices):
        NONE = "none", "sans réponse"
        PLEDGED = "pledged", "vient"
        DECLINED = "declined", "ne vient pas"

    meeting = models.ForeignKey(RegionalMeeting, models.PROTECT, related_name="asks", verbose_name="rencontre")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="fournisseur")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    answer = models.CharField("réponse", max_length=8, choices=Answer.choices, default=Answer.NONE)
    why_not = models.CharField("pourquoi pas", max_length=200, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "fournisseur sollicité"
        verbose_name_plural = "fournisseurs sollicités"
        ordering = ["organisation__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "organisation"], name="ask_once_a_meeting"),
            models.CheckConstraint(
                condition=Q(answer="none") | Q(answered_at__isnull=False), name="ask_answer_has_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.meeting}"


class AskMail(models.Model):
    """A mail of a search, planned on a day; settled once, with who got it, or nobody. Its link answers."""

    class Step(models.TextChoices):
        FIRST = "first", "demande"
        REMINDER = "reminder", "relance"
        LAST = "last", "dernière relance"

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="mails", verbose_name="fournisseur sollicité")
    search = models.PositiveSmallIntegerField("numéro de la recherche")
    step = models.CharField("étape", max_length=8, choices=Step.choices)
    due_on = models.DateField("prévu le")
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="envoyé à")
    settled_at = models.DateTimeField("réglé le", null=True)

    class Meta:
        verbose_name = "courriel à un fournisseur"
        verbose_name_plural = "courriels aux fournisseurs"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ask", "search", "step"], name="ask_mail_once_a_search"),
            models.CheckConstraint(
                condition=Q(person=None) | Q(settled_at__isnull=False), name="ask_mail_sent_at_a_moment"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(settled_at=None), name="ask_mail_due")]

    def __str__(self) -> str:
        return f"{self.ask} · {self.get_step_display()}"


@pghistory.track()
class Pledge(models.Model):
    """A supplier’s word to host one workshop: drawn from its rights, or sponsored."""

    class State(models.TextChoices):
        STANDING = "standing", "promis"
        WITHDRAWN = "withdrawn", "retiré par le fournisseur"
        RELEASED = "released", "rendu par le Club"

    meeting = models.ForeignKey(RegionalMeeting, models.PROTECT, related_name="pledges", verbose_name="rencontre")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="fournisseur")
    title = models.CharField("titre de l’atelier", max_length=110)
    topic = models.CharField("sujet", max_length=14, choices=Topic.choices)
    speaker = models.CharField("qui l’anime", max_length=120)
    brings = models.CharField("ce que les participants emportent", max_length=300, blank=True)
    is_sponsored = models.BooleanField(
        "parrainé",
        default=False,
        help_text="Hors des droits inclus, décidé par l’équipe\u00a0; dit aux participants.",
    )
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.STANDING)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="promis par")
    made_at = models.DateTimeField("promis le", default=timezone.now)
    changed_at = models.DateTimeField("changé le", default=timezone.now)
    version = models.PositiveIntegerField("version", default=1, editable=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = "atelier promis"
        verbose_name_plural = "ateliers promis"
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["meeting", "state"], name="pledge_meeting")]

    def __str__(self) -> str:
        return self.title

    @property
    def use_key(self) -> str:
        """The key of the right to a workshop that it is drawn from."""
        return f"event:{self.meeting.event_id}:workshop:{self.pk}"
