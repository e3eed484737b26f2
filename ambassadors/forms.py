"""Filters of the list of ambassadors."""

from typing import Any

from django import forms

from ambassadors.models import Ambassador
from club.core.lists import Choices, ListFilter, choice, departements, remembered
from club.core.topics import Topic
from members.models import Organisation

MOST_NETWORKS = 300


def networks() -> Choices:
    rows = Organisation.objects.institutions().active().order_by("sort_key").values_list("pk", "name")
    return remembered("networks", lambda: [(str(pk), name) for pk, name in rows[:MOST_NETWORKS]])


class AmbassadorFilter(ListFilter):
    departement = choice("Département", departements, every="tous")
    network = choice("Réseau", networks, every="tous")
    topic = choice("Sujet", lambda: list(Topic.choices), every="tous")
    state = choice("État", lambda: [*Ambassador.State.choices, ("tous", "tous")])
    useful = {"state": Ambassador.State.VALIDATED}

    def narrow(self, rows: Any) -> Any:
        if self.chosen("departement"):
            rows = rows.filter(departement=self.chosen("departement"))
        if self.chosen("network"):
            rows = rows.filter(network=self.chosen("network"))
        if self.chosen("topic"):
            rows = rows.filter(topics__contains=[self.chosen("topic")])
        if self.chosen("state") not in ("", "tous"):
            rows = rows.filter(state=self.chosen("state"))
        return rows.search(self.chosen("q")) if self.chosen("q") else rows  # last: it asks for the rows at once


class PublicConsentForm(forms.Form):
    """The boxes of ``templates/ambassadors/portal/consent.html``: none ticked is a withdrawal."""

    shown = forms.MultipleChoiceField(
        label="Tout le monde peut lire dans l’annuaire public",
        choices=Ambassador.Field.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Sans la première case, rien n’est montré. Votre adresse et votre téléphone ne le sont jamais.",
    )
