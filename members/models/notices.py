"""What people from files are told of it by a mail of its own (GDPR art. 14), when no Flash info told them."""

from datetime import date

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from club.core.days import date_format
from members.models.users import User


class Notice(models.Model):
    """The information mail of one person, or why none could go; who was told otherwise needs none.

    One row per person for ever, kept longer than the mail: there is never a second mail. ``failure`` says why the
    person could not be told; while it is empty and ``posted_at`` is set, the mail is on its way or in doubt.
    """

    person = models.OneToOneField(User, models.CASCADE, related_name="notice", verbose_name="personne")
    mail = models.ForeignKey(
        "core.OutboxMail", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="courriel"
    )
    posted_at = models.DateTimeField("écrit le", null=True, blank=True)
    failure = models.CharField("n’a pas pu être informée", max_length=300, blank=True)
    noted_at = models.DateTimeField("noté le", db_default=Now())

    class Meta:
        verbose_name = "courriel d’information"
        verbose_name_plural = "courriels d’information"
        ordering = ["-noted_at", "-pk"]
        indexes = [models.Index(fields=["person"], condition=~models.Q(failure=""), name="notice_failed")]

    def __str__(self) -> str:
        return f"Information de la personne {self.person_id}"


def notice_words(person: User, on: date | None = None) -> str:
    """How far the information of a person is, as the console says it."""
    if person.informed_at:
        return f"informée le {_day(timezone.localtime(person.informed_at).date())}"
    due = person.notice_due_on()
    if due is None:
        return "sans objet"
    notice = getattr(person, "notice", None)
    if notice and notice.failure:
        return f"n’a pas pu être informée\u00a0: {notice.failure}"
    if notice and notice.posted_at:
        return f"courriel d’information écrit le {_day(timezone.localtime(notice.posted_at).date())}, remise attendue"
    late = due < (on or timezone.localdate())
    return f"en retard\u00a0: à informer depuis le {_day(due)}" if late else f"à informer avant le {_day(due)}"


def _day(day: date) -> str:
    return date_format(day, "j F Y")
