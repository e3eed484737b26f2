"""Contacts with public officials that an event brought about, prepared for the register (law 2013-907)."""

from django.db import models
from django.utils import timezone

from events.models.events import Event
from events.models.guests import Invitation
from events.models.registrations import Registration


class OfficialContactDraft(models.Model):
    """A member's person and a public official were at the same event; whether they spoke, and of what, is not known.

    ``category`` is the official's on that day. ``subject`` stays empty here: the register asks the member.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="official_contacts", verbose_name="rencontre")
    official = models.ForeignKey(
        Invitation, models.PROTECT, related_name="official_contacts", verbose_name="responsable public"
    )
    category = models.CharField("catégorie", max_length=10, choices=Invitation.Category.choices)
    member = models.ForeignKey(
        Registration, models.PROTECT, related_name="official_contacts", verbose_name="représentant d’un membre"
    )
    met_on = models.DateField("jour")
    subject = models.CharField("sujet", max_length=300, blank=True)
    noted_at = models.DateTimeField("préparé le", default=timezone.now)

    class Meta:
        verbose_name = "contact à vérifier avec un responsable public"
        verbose_name_plural = "contacts à vérifier avec des responsables publics"
        ordering = ["event", "official__rank", "member__person__sort_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["official", "member"], name="official_contact_once")]

    def __str__(self) -> str:
        return f"{self.official.person} · {self.member.person}"
