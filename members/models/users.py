"""People: everyone who has a name here is one row, whatever they do for the Club."""

from datetime import date, timedelta
from typing import Any

import pghistory
import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils import timezone

from club.core.search import matching, search_text, sort_key
from members.fields import AddressField, AddressHashField

NOTICE_DELAY = timedelta(days=30)
NOTICE_MAIL_AFTER = timedelta(days=25)  # then a mail of its own goes: days are left for a server that is away


def overdue(on: date | None = None) -> Q:
    """The month to inform somebody is over on a day (today by default)."""
    return Q(collected_on__lt=(on or timezone.localdate()) - NOTICE_DELAY)


class UserQuerySet(models.QuerySet["User"]):
    def search(self, text: str) -> "UserQuerySet":
        """By name or address; accents and typing errors forgiven."""
        return matching(self, text)

    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def staff(self) -> "UserQuerySet":
        return self.filter(is_staff=True, is_active=True)

    def representatives(self, on: Any = None) -> "UserQuerySet":
        """People who act for an organisation on a day (today by default)."""
        from members.models.organisations import Affiliation

        return self.filter(pk__in=Affiliation.objects.current(on=on).values("person"))

    def to_inform(self) -> "UserQuerySet":
        """Imported from somebody else's file and not yet told so (GDPR art. 14)."""
        return self.filter(source=User.Source.IMPORTED, informed_at=None, is_active=True)

    def informable(self) -> "UserQuerySet":
        """To inform, and nothing known stands against it."""
        return self.to_inform().filter(Q(notice=None) | Q(notice__failure=""))

    def not_informable(self) -> "UserQuerySet":
        """To inform, but no mail could reach them: ``notice.failure`` says why."""
        return self.to_inform().exclude(Q(notice=None) | Q(notice__failure=""))

    def overdue(self, on: date | None = None) -> "UserQuerySet":
        """Informable, and the month is over."""
        return self.informable().filter(overdue(on))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = False

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person; without ``password`` no login by password until one is chosen by a mailed link."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email)


@pghistory.track(exclude=["password", "last_login", "search_text", "sort_key", "address_hash"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person. E-mail is the login and is unique without case; rights are computed, never stored here."""

    class Civility(models.TextChoices):
        MADAM = "mme", "Mme"
        SIR = "m", "M."

    class Source(models.TextChoices):
        """Where the address came from; only an import obliges us to inform (GDPR art. 14)."""

        IMPORTED = "imported", "fichier reçu"
        SELF = "self", "la personne elle-même"
        STAFF = "staff", "saisie par l’équipe"
        COLLEAGUE = "colleague", "un collègue"

    email = AddressField("adresse électronique", max_length=254, unique=True)
    address_hash = AddressHashField("empreinte de l’adresse", of="email")
    civility = models.CharField("civilité", max_length=3, choices=Civility.choices, blank=True)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    commune = models.ForeignKey(
        "core.Commune", models.PROTECT, null=True, blank=True, db_index=False, verbose_name="commune"
    )
    is_staff = models.BooleanField("équipe du Club", default=False)
    is_active = models.BooleanField("compte ouvert", default=True)
    source = models.CharField("source de l’adresse", max_length=10, choices=Source.choices, default=Source.SELF)
    source_label = models.CharField("fichier ou personne à l’origine", max_length=120, blank=True)
    collected_on = models.DateField("recueillie le", default=timezone.localdate)
    informed_at = models.DateTimeField("informée le (art. 14)", null=True, blank=True)
    date_joined = models.DateTimeField("créée le", db_default=Now())
    search_text = search_text("first_name", "last_name", "email")
    sort_key = sort_key("last_name", "first_name")

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    class Meta:
        verbose_name = "personne"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message="L’adresse électronique s’écrit en minuscules.",
            ),
        ]
        indexes = [
            models.Index(fields=["address_hash"], name="user_address_hash"),
            models.Index(fields=["commune"], name="user_commune"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="user_search"),
            models.Index(fields=["sort_key", "id"], name="user_sort"),
            models.Index(
                fields=["collected_on"],
                condition=Q(source="imported", informed_at=None),
                name="user_to_inform",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="one_address",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("email"),
                condition=pgtrigger.Q(old__email__df=pgtrigger.F("new__email")),
                func="DELETE FROM account_emailaddress WHERE user_id = NEW.id AND email <> NEW.email; RETURN NULL;",
            ),
        ]
        permissions = [
            ("import_people", "Peut importer des personnes et des organisations"),
            ("export_people", "Peut exporter des personnes et des organisations"),
            ("assign_roles", "Peut ouvrir la console à une personne et lui donner des rôles"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.email

    @property
    def listed_name(self) -> str:
        """As lists order people: the family name first."""
        return f"{self.last_name} {self.first_name}".strip() or self.email

    def notice_due_on(self) -> date | None:
        """The last day to tell a person that we hold data received from somebody else (GDPR art. 14: one month)."""
        if self.source != User.Source.IMPORTED or self.informed_at:
            return None
        return self.collected_on + NOTICE_DELAY

    def natural_key(self) -> tuple[str]:
        return (self.email,)
