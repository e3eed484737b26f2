"""Who gets an issue and what became of it: one row per recipient, in a named state."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from newsletters.models.issues import Issue
from newsletters.models.lanes import Lane
from newsletters.models.renditions import Rendition, TestSend


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def of(self, issue: Issue) -> "DeliveryQuerySet":
        """The recipients of an issue; trials are not recipients."""
        return self.filter(issue=issue, test=None)

    def pending(self) -> "DeliveryQuerySet":
        return self.filter(is_open=True, state__in=Delivery.State.pending())

    def uncertain(self) -> "DeliveryQuerySet":
        return self.filter(is_open=True, state=Delivery.State.UNCERTAIN)

    def in_doubt(self) -> "DeliveryQuerySet":
        """Never confirmed, and still to settle: what every page and gauge counts. Trials are counted nowhere."""
        return self.filter(is_doubt=True, test=None)

    def tally(self) -> list[tuple[int, str, int]]:
        """(lane, state, number), in one reading of the rows."""
        return list(self.values_list("lane", "state").annotate(n=models.Count("pk")).order_by())

    def count_by_state(self) -> dict[str, int]:
        """Every state, zero included: what the screens show are counts of rows, never kept counters."""
        found = dict(self.values_list("state").annotate(n=models.Count("pk")).order_by())
        return {state.value: found.get(state.value, 0) for state in Delivery.State}


class Delivery(models.Model):
    """One recipient of one issue.

    ``fence`` grows at each claim: whoever holds an older one can no longer write here. Indexes bear ``is_open`` and
    ``is_doubt``, not ``state``, so that a claim and an intent rewrite no index entry (PostgreSQL's HOT updates; the
    table keeps half of each page free for them). Foreign keys bear no database constraint (a million rows cost nine
    seconds at COMMIT with them); a test checks them instead.
    """

    class State(models.TextChoices):
        READY = "ready", "à envoyer"
        LEASED = "leased", "prise en charge"
        HANDING = "handing", "remise en cours"
        SENT = "sent", "remise"
        DEFERRED = "deferred", "différée"
        REFUSED = "refused", "refusée"
        UNCERTAIN = "uncertain", "remise non confirmée"
        SKIPPED = "skipped", "écartée au départ"
        CANCELLED = "cancelled", "annulée"

        @classmethod
        def pending(cls) -> list["Delivery.State"]:
            """The issue is not over while one row is in these states."""
            return [cls.READY, cls.LEASED, cls.HANDING, cls.DEFERRED]

    class Segment(models.TextChoices):
        AMBASSADORS = "ambassadors", "ambassadeurs"
        CHANNEL = "channel", "experts du Channel"
        SUBSCRIBERS = "subscribers", "abonnés"
        MEMBERS = "members", "représentants des membres"
        EXECUTIVES = "executives", "dirigeants du Cercle"
        TEST = "test", "essai"

    class Cause(models.TextChoices):
        """Why a row was skipped or refused without (or beyond) the server's own words."""

        NONE = "", "—"
        UNSUBSCRIBED = "unsubscribed", "désabonnée depuis"
        SUPPRESSED = "suppressed", "adresse neutralisée depuis"
        PAUSED = "paused", "en pause à sa demande depuis"
        CLOSED = "closed", "compte fermé depuis"
        EXPIRED = "expired", "différée pendant 48 h"
        LEFT = "left", "laissée en l’état par l’équipe"
        UNRENDERABLE = "unrenderable", "message impossible à former"

    class Stage(models.TextChoices):
        """How far the dialogue had gone when the last word about this row was written."""

        NONE = "", "—"
        CONNECT = "connect", "connexion"
        MAIL = "mail", "expéditeur (MAIL)"
        RCPT = "rcpt", "destinataire (RCPT)"
        DATA = "data", "message annoncé (DATA)"
        BODY = "body", "message en cours de transmission"
        DOT = "dot", "message transmis, réponse attendue"

    issue = models.ForeignKey(
        Issue,
        models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="deliveries",
        verbose_name="Flash info",
    )
    test = models.ForeignKey(
        TestSend,
        models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="deliveries",
        verbose_name="essai",
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="deliveries",
        verbose_name="contact",
    )
    rendition = models.ForeignKey(
        Rendition,
        models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="version",
    )
    lane = models.ForeignKey(
        Lane,
        models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name="file",
    )
    address = models.CharField("adresse figée", max_length=254, blank=True)
    address_hash = models.CharField("empreinte de l’adresse", max_length=64)
    segment = models.CharField("segment", max_length=12, choices=Segment.choices)
    departement = models.CharField("territoire", max_length=3, blank=True)
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.READY)
    is_open = models.GeneratedField(
        expression=Q(state__in=["ready", "leased", "handing", "deferred", "uncertain"]),
        output_field=models.BooleanField(),
        db_persist=True,
        verbose_name="en attente d’une issue",
    )
    is_doubt = models.GeneratedField(
        expression=Q(state="uncertain") & ~Q(cause="left"),
        output_field=models.BooleanField(),
        db_persist=True,
        verbose_name="attend une décision",
    )
    cause = models.CharField("cause", max_length=12, choices=Cause.choices, blank=True)
    stage = models.CharField("étape", max_length=7, choices=Stage.choices, blank=True)
    fence = models.PositiveIntegerField("jeton", default=0)
    attempts = models.PositiveSmallIntegerField("essais comptés", default=0)
    drops = models.PositiveSmallIntegerField("connexions perdues sur cette ligne", default=0)
    reply_code = models.PositiveSmallIntegerField("code", null=True, blank=True)
    enhanced_code = models.CharField("code étendu", max_length=12, blank=True)
    reply_text = models.CharField("réponse", max_length=300, blank=True)
    next_at = models.DateTimeField("prochain essai", db_default=Now())
    lease_until = models.DateTimeField("bail", null=True, blank=True)
    first_try_at = models.DateTimeField("premier essai", null=True, blank=True)
    handed_at = models.DateTimeField("remise commencée", null=True, blank=True)
    settled_at = models.DateTimeField("réglée le", null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "remise"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "issue"], condition=Q(test=None), name="delivery_contact_once"
            ),
            models.UniqueConstraint(
                fields=["issue", "address_hash"], condition=Q(test=None), name="delivery_address_once"
            ),
            models.UniqueConstraint(
                fields=["test", "address_hash"], condition=Q(test__isnull=False), name="delivery_test_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["leased", "handing"]) | Q(lease_until__isnull=False),
                name="delivery_held_under_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["issue", "lane", "next_at", "id"], condition=Q(is_open=True), name="delivery_open"),
            models.Index(fields=["issue"], condition=Q(is_doubt=True), name="delivery_doubt"),
            models.Index(
                fields=["lane", "next_at"],
                condition=Q(test__isnull=False, is_open=True),
                name="delivery_test_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address or self.address_hash[:8]} [{self.get_state_display()}]"
