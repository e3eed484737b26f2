"""What an issue brought: who it reached, which inserts were opened, and what readers agreed to have measured.

Pages read ``Reach`` and ``Click`` alone, a few thousand small rows an issue, never the deliveries.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from newsletters.models.issues import Block, Issue
from newsletters.models.people import Preference


class TrackingConsent(models.Model):
    """The ledger of what a reader decided about being measured: the words shown, when, from where. Append-only.

    The last row of a contact is what ``Preference.tracking`` says; a withdrawal is one too (GDPR art. 7).
    """

    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tracking_consents", verbose_name="contact"
    )
    tracking = models.CharField("mesure choisie", max_length=10, choices=Preference.Tracking.choices)
    words = models.TextField("texte montré")
    source = models.CharField("origine", max_length=120)
    at = models.DateTimeField("décidé le", db_default=Now())

    class Meta:
        verbose_name = "choix de mesure"
        verbose_name_plural = "choix de mesure"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["contact", "-at"], name="consent_of_contact")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.contact_id} · {self.get_tracking_display()}"


class Hit(models.Model):
    """A link of an insert asked for, until it is judged: some minutes later it is a number of ``Click``, and gone.

    ``client`` tells two askers apart for these minutes: a keyed hash of address and program, with the hour in it.
    """

    block = models.ForeignKey(Block, models.CASCADE, db_index=False, related_name="+", verbose_name="encart")
    link = models.PositiveSmallIntegerField("lien de l’encart")
    client = models.CharField("demandeur, chiffré", max_length=64)
    robot = models.BooleanField("robot à coup sûr", default=False)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="lecteur qui l’accepte",
    )
    at = models.DateTimeField("quand", db_default=Now(), db_index=True)

    class Meta:
        verbose_name = "clic à juger"
        verbose_name_plural = "clics à juger"

    def __str__(self) -> str:
        return f"Clic {self.pk} à juger"


class Click(models.Model):
    """How often the links of an insert were followed in a day, by people and by machines."""

    block = models.ForeignKey(Block, models.CASCADE, db_index=False, related_name="clicks", verbose_name="encart")
    day = models.DateField("jour")
    people = models.PositiveIntegerField("clics", default=0)
    robots = models.PositiveIntegerField("clics de machines", default=0)

    class Meta:
        verbose_name = "clics d’un jour"
        verbose_name_plural = "clics par jour"
        constraints = [models.UniqueConstraint(fields=["block", "day"], name="click_once_a_day")]

    def __str__(self) -> str:
        return f"{self.block_id}, {self.day}"


class OpenedInsert(models.Model):
    """An insert that a reader opened: kept only for whoever agreed to it, gone when they change their mind."""

    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="opened_inserts", verbose_name="contact"
    )
    block = models.ForeignKey(Block, models.CASCADE, related_name="+", verbose_name="encart")
    at = models.DateTimeField("quand", db_default=Now())

    class Meta:
        verbose_name = "encart ouvert"
        verbose_name_plural = "encarts ouverts"
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["contact", "block"], name="opened_once")]

    def __str__(self) -> str:
        return f"{self.contact_id} · {self.block_id}"


class Reach(models.Model):
    """Whom an issue, or one of its inserts, reached: counted from the deliveries, told by dimension.

    ``accepted`` by their servers, of which ``bounced`` came back; ``measured``: of those who stay, those whose links
    are counted. The row "total" of the whole issue says in ``counted_at`` when all of them were counted.
    """

    class Dimension(models.TextChoices):
        TOTAL = "total", "tous"
        AUDIENCE = "audience", "public"
        DEPARTEMENT = "departement", "département"
        SPECIALITY = "speciality", "spécialité"

    issue = models.ForeignKey(Issue, models.CASCADE, db_index=False, related_name="reach", verbose_name="Flash info")
    block = models.ForeignKey(
        Block, models.CASCADE, null=True, blank=True, related_name="reach", verbose_name="encart"
    )
    dimension = models.CharField("dimension", max_length=11, choices=Dimension.choices)
    key = models.CharField("valeur", max_length=16, blank=True)
    accepted = models.PositiveIntegerField("remis")
    bounced = models.PositiveIntegerField("revenus")
    measured = models.PositiveIntegerField("dont les clics sont comptés")
    counted_at = models.DateTimeField("compté le", db_default=Now())

    class Meta:
        verbose_name = "portée"
        verbose_name_plural = "portées"
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "block", "dimension", "key"], nulls_distinct=False, name="reach_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    bounced__lte=models.F("accepted"), measured__lte=models.F("accepted") - models.F("bounced")
                ),
                name="reach_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} · {self.get_dimension_display()} {self.key}"

    @property
    def reached(self) -> int:
        return self.accepted - self.bounced
