"""Channel experts: the firms that sell and install IT for very small businesses, and their people."""

from collections.abc import Iterator

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from stdnum.fr import siret

from club.core.directory import RANGE
from club.core.models import Commune, Departement
from club.core.naming import numbered
from club.core.search import matching, search_text, sort_key, spelt
from club.core.topics import Topic, topic_words
from members.fields import AddressField
from members.models import Organisation, User


def validate_siret(value: str) -> None:
    if not siret.is_valid(value):
        raise ValidationError("Ce numéro SIRET n’est pas valide : quatorze chiffres, dont une clé de contrôle.")


def is_siret(text: str) -> bool:
    """Whether it begins a SIRET, rather than a name."""
    return text.isdigit() and len(text) >= 4


_PUBLIC = Q(state="listed", shown=True)


class ExpertQuerySet(models.QuerySet["Expert"]):
    def active(self) -> "ExpertQuerySet":
        return self.filter(state=Expert.State.LISTED)

    def public(self) -> "ExpertQuerySet":
        """Listed, and nobody asked to be left out of the public directory."""
        return self.active().filter(shown=True)

    def search(self, text: str) -> "ExpertQuerySet":
        """By name, accents and typing errors forgiven, or by the first digits of the SIRET."""
        number = text.replace(" ", "")
        return self.filter(siret__startswith=number) if is_siret(number) else matching(self, text)

    def spelt(self, text: str) -> Iterator["ExpertQuerySet"]:
        """The same: those found as it was typed, then those found when a slip is forgiven."""
        number = text.replace(" ", "")
        yield from [self.filter(siret__startswith=number)] if is_siret(number) else spelt(self, text)


_CHANGES = [
    models.Index(fields=["departement", "pgh_created_at"], name="expert_changed_there"),
    models.Index(fields=["pgh_created_at"], name="expert_changed"),
    models.Index(F("pgh_obj") / RANGE, "pgh_created_at", name="expert_changed_range"),
]


_CARRIED = """
    NEW.carried = ARRAY(SELECT organisation_id FROM channel_expert_brands WHERE expert_id = NEW.id ORDER BY 1);
    RETURN NEW;
"""


@pghistory.track(exclude=["search_text", "sort_key", "carried"], meta={"indexes": _CHANGES})
class Expert(models.Model):
    """An establishment (SIRET) of a firm of the channel: reseller or web agency."""

    class Kind(models.TextChoices):
        RESELLER = "reseller", "revendeur"
        WEB_AGENCY = "web_agency", "agence web"

    class State(models.TextChoices):
        CANDIDATE = "candidate", "à vérifier"
        LISTED = "listed", "référencé"
        LEFT = "left", "sorti"

    class NafVersion(models.TextChoices):
        """Which edition of the French nomenclature of activities a code is written in (Insee)."""

        REV2 = "rev2", "NAF rév. 2 (2008)"
        NAF2025 = "naf2025", "NAF 2025"

    name = models.CharField("nom", max_length=160)
    kind = models.CharField("genre", max_length=10, choices=Kind.choices)
    siret = models.CharField("SIRET", max_length=14, unique=True, validators=[validate_siret])
    naf_code = models.CharField("code NAF", max_length=6, blank=True)
    naf_version = models.CharField("nomenclature", max_length=8, choices=NafVersion.choices, default=NafVersion.REV2)
    specialities = ArrayField(
        models.CharField(max_length=16, choices=Topic.choices),
        default=list,
        blank=True,
        verbose_name="spécialités",
    )
    brands = models.ManyToManyField(
        Organisation, blank=True, related_name="experts", verbose_name="marques distribuées"
    )
    departement = models.ForeignKey(
        Departement,
        models.PROTECT,
        db_index=False,
        related_name="experts",
        verbose_name="département (territoire)",
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, db_index=False, verbose_name="commune"
    )
    area = ArrayField(models.CharField(max_length=3), default=list, blank=True, verbose_name="départements desservis")
    website = models.URLField("site", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    presentation = models.TextField("présentation", max_length=800, blank=True, default="", db_default="")
    shown = models.BooleanField("montrée dans l’annuaire public", default=True, db_default=True)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.LISTED)
    joined_on = models.DateField("inscrit le", default=timezone.localdate)
    search_text = search_text("name")
    sort_key = sort_key("name")
    carried = ArrayField(models.BigIntegerField(), default=list, db_default=[], editable=False)
    """Numbers of ``brands``, which the base copies here whatever writes them: an index of firms then holds them, so
    that no search reads all the carriers of a brand one by one.
    """

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = "expert"
        ordering = ["sort_key", "pk"]
        indexes = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="expert_search"),
            GinIndex(fields=["specialities", "area"], name="expert_needs"),
            models.Index(fields=["departement", "kind", "state"], name="expert_place"),
            models.Index(fields=["commune"], name="expert_commune"),
            models.Index(fields=["sort_key", "id"], name="expert_sort"),
            models.Index(fields=["departement", "sort_key", "id"], condition=_PUBLIC, name="expert_public_place"),
            models.Index(fields=["commune", "sort_key", "id"], condition=_PUBLIC, name="expert_public_commune"),
            GinIndex(fields=["carried"], name="expert_carried"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="copy_brands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("carried"),
                func=_CARRIED,
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        """Of its public page: the number finds it, the name may change."""
        return numbered(self.name, self.pk)

    @property
    def state_label(self) -> str:
        return _STATES[self.state]

    @property
    def kind_label(self) -> str:
        return _KINDS[self.kind]

    def speciality_words(self) -> str:
        return topic_words(self.specialities)


_STATES, _KINDS = dict(Expert.State.choices), dict(Expert.Kind.choices)  # read for every row of a list


class ExpertContactQuerySet(models.QuerySet["ExpertContact"]):
    def active(self) -> "ExpertContactQuerySet":
        """People of listed firms whose account is open."""
        return self.filter(expert__state=Expert.State.LISTED, person__is_active=True)


@pghistory.track()
class ExpertContact(models.Model):
    """A person of an expert firm."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="contacts", verbose_name="expert")
    person = models.ForeignKey(User, models.PROTECT, related_name="expert_contacts", verbose_name="personne")
    job_title = models.CharField("fonction", max_length=120, blank=True)
    is_main = models.BooleanField("contact principal", default=True)

    objects = ExpertContactQuerySet.as_manager()

    class Meta:
        verbose_name = "contact d’expert"
        verbose_name_plural = "contacts d’experts"
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "person"],
                name="expert_contact_once",
                violation_error_message="Cette personne est déjà un contact de cet expert.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.expert}"


@pghistory.track()
class Check(models.Model):
    """Something about a firm that somebody of the Club checked on a day; the public directory tells the last one."""

    class Kind(models.TextChoices):
        SIRET = "siret", "SIRET"
        WEBSITE = "website", "site"
        PHONE = "phone", "téléphone"

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="checks", verbose_name="expert")
    kind = models.CharField("quoi", max_length=7, choices=Kind.choices)
    on = models.DateField("le", default=timezone.localdate)
    passed = models.BooleanField("confirmé", default=True)
    note = models.CharField("remarque interne", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="par")

    class Meta:
        verbose_name = "vérification"
        ordering = ["expert", "kind", "-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "kind", "on"],
                name="check_once_a_day",
                violation_error_message="Cette vérification est déjà notée ce jour-là.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.on:%d/%m/%Y}"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def waiting(self) -> "ClaimQuerySet":
        return self.filter(state=Claim.State.ASKED)


@pghistory.track()
class Claim(models.Model):
    """Somebody says that a listing is theirs (*réclamer la fiche*). A link mailed to the firm's own domain, or to a
    contact known for it, proves it; the team judges the others.
    """

    class State(models.TextChoices):
        ASKED = "asked", "à examiner"
        ACCEPTED = "accepted", "acceptée"
        REFUSED = "refused", "refusée"

    class Proof(models.TextChoices):
        NONE = "", "aucune : à vérifier par l’équipe"
        DOMAIN = "domain", "l’adresse est au domaine du site"
        CONTACT = "contact", "l’adresse est celle d’un contact connu"

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="claims", verbose_name="expert")
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    job_title = models.CharField("fonction", max_length=120, blank=True)
    email = AddressField("adresse électronique", max_length=254)
    words = models.TextField("comment vérifier", max_length=600, blank=True)
    proof = models.CharField("preuve possible", max_length=7, choices=Proof.choices, blank=True)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.ASKED)
    reason = models.CharField("motif", max_length=300, blank=True)
    asked_at = models.DateTimeField("demandée le", db_default=Now())
    settled_at = models.DateTimeField("réglée le", null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche réclamée"
        verbose_name_plural = "fiches réclamées"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "email"],
                condition=Q(state="asked"),
                name="claim_waits_once",
                violation_error_message="Cette demande est déjà en attente.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert} · {self.first_name} {self.last_name}"
