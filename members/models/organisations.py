"""Organisations on both sides of the Club, and the people who act for them."""

from datetime import date
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from stdnum.fr import siren

from club.core.search import matching, search_text, sort_key
from members.models.users import User


def validate_siren(value: str) -> None:
    if not siren.is_valid(value):
        raise ValidationError("Ce numéro SIREN n’est pas valide : neuf chiffres, dont une clé de contrôle.")


class ProductFamily(models.Model):
    """A family of products: two suppliers of one family are rivals, their blocks should not touch."""

    name = models.CharField("nom", max_length=60, unique=True)

    class Meta:
        verbose_name = "famille de produits"
        verbose_name_plural = "familles de produits"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def search(self, text: str) -> "OrganisationQuerySet":
        return matching(self, text)

    def brands(self) -> "OrganisationQuerySet":
        return self.filter(side=Organisation.Side.BRAND)

    def institutions(self) -> "OrganisationQuerySet":
        return self.filter(side=Organisation.Side.INSTITUTION)

    def active(self) -> "OrganisationQuerySet":
        return self.filter(is_active=True)


@pghistory.track(exclude=["search_text", "sort_key"])
class Organisation(models.Model):
    """A brand (supplier of IT) or an institution (support network of very small businesses)."""

    class Side(models.TextChoices):
        BRAND = "brand", "marque"
        INSTITUTION = "institution", "institution"

    class Kind(models.TextChoices):
        MANUFACTURER = "manufacturer", "constructeur"
        PUBLISHER = "publisher", "éditeur de logiciels"
        INTEGRATOR = "integrator", "intégrateur"
        OPERATOR = "operator", "opérateur"
        DISTRIBUTOR = "distributor", "distributeur"
        CHAMBER = "chamber", "chambre consulaire"
        FEDERATION = "federation", "fédération professionnelle"
        REGULATED = "regulated", "réseau réglementé"
        ASSOCIATION = "association", "association"
        PUBLIC_SPACES = "public_spaces", "réseau d’espaces publics numériques"
        AGENCY = "agency", "agence régionale"
        PUBLIC = "public", "établissement public"
        UNION = "union", "syndicat professionnel"

        @classmethod
        def of_side(cls, side: str) -> list["Organisation.Kind"]:
            brands = [cls.MANUFACTURER, cls.PUBLISHER, cls.INTEGRATOR, cls.OPERATOR, cls.DISTRIBUTOR]
            return brands if side == "brand" else [kind for kind in cls if kind not in brands]

    name = models.CharField("nom", max_length=120)
    legal_name = models.CharField("raison sociale", max_length=160, blank=True)
    side = models.CharField("côté", max_length=12, choices=Side.choices)
    kind = models.CharField("genre", max_length=16, choices=Kind.choices)
    siren = models.CharField("SIREN", max_length=9, null=True, blank=True, unique=True, validators=[validate_siren])
    rna = models.CharField("numéro RNA", max_length=10, blank=True)
    foreign_vat = models.CharField("TVA étrangère", max_length=20, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
        verbose_name="tête de réseau ou groupe",
    )
    website = models.URLField("site", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    commune = models.ForeignKey("core.Commune", models.PROTECT, null=True, blank=True, verbose_name="commune")
    product_families = models.ManyToManyField(
        ProductFamily, blank=True, related_name="organisations", verbose_name="familles de produits"
    )
    is_active = models.BooleanField("suivie", default=True)
    created_at = models.DateTimeField("créée le", db_default=models.functions.Now())
    search_text = search_text("name", "legal_name")
    sort_key = sort_key("name")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                "sort_key", name="organisation_name_once", violation_error_message="Ce nom existe déjà."
            ),
            models.CheckConstraint(
                condition=Q(
                    side="brand",
                    kind__in=["manufacturer", "publisher", "integrator", "operator", "distributor"],
                )
                | (
                    Q(side="institution")
                    & ~Q(kind__in=["manufacturer", "publisher", "integrator", "operator", "distributor"])
                ),
                name="organisation_kind_of_side",
                violation_error_message="Ce genre n’est pas de ce côté du Club (marque ou institution).",
            ),
        ]
        indexes = [GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="organisation_search")]

    def __str__(self) -> str:
        return self.name


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def current(self, on: date | None = None) -> "AffiliationQuerySet":
        on = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def search(self, text: str) -> "AffiliationQuerySet":
        """By the person or the organisation."""
        people, organisations = User.objects.search(text), Organisation.objects.search(text)
        return self.filter(Q(person__in=people) | Q(organisation__in=organisations))


@pghistory.track()
class Affiliation(models.Model):
    """A person acts for an organisation, in roles, from a day to a day. Rights are computed from these rows."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", "administrateur"
        EXECUTIVE = "executive", "dirigeant"
        SIGNATORY = "signatory", "signataire"
        BILLING = "billing", "facturation"
        CONTENT = "content", "contenus"
        MARKETING = "marketing", "marketing"
        COMMERCIAL = "commercial", "commercial"
        AGENCY = "agency", "agence de communication"

    person = models.ForeignKey(User, models.PROTECT, related_name="affiliations", verbose_name="personne")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="affiliations", verbose_name="organisation"
    )
    roles = ArrayField(
        models.CharField(max_length=14, choices=Role.choices), default=list, blank=True, verbose_name="rôles"
    )
    job_title = models.CharField("fonction", max_length=120, blank=True)
    starts_on = models.DateField("depuis le", default=timezone.localdate)
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    source = models.CharField("origine de l’information", max_length=120, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = "rattachement"
        ordering = ["organisation", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(ends_on=None),
                name="affiliation_open_once",
                violation_error_message="Cette personne représente déjà cette organisation.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="affiliation_ends_after_start",
                violation_error_message="La date de fin précède la date de début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"

    def is_current(self, on: date | None = None) -> bool:
        on = on or timezone.localdate()
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)

    def role_labels(self) -> list[Any]:
        return [Affiliation.Role(role).label for role in self.roles]
