"""Filters of the list of experts."""

from typing import Any

from django.db.models import Q

from channel.models import Expert
from club.core.lists import ListFilter, choice, departements
from club.core.topics import Topic


class ExpertFilter(ListFilter):
    departement = choice("Département", departements, every="tous")
    kind = choice("Genre", lambda: list(Expert.Kind.choices), every="tous")
    speciality = choice("Spécialité", lambda: list(Topic.choices), every="toutes")
    state = choice("État", lambda: [*Expert.State.choices, ("tous", "tous")])
    useful = {"state": Expert.State.LISTED}

    def narrow(self, rows: Any) -> Any:
        if code := self.chosen("departement"):
            rows = rows.filter(Q(departement=code) | Q(area__contains=[code]))
        if self.chosen("kind"):
            rows = rows.filter(kind=self.chosen("kind"))
        if self.chosen("speciality"):
            rows = rows.filter(specialities__contains=[self.chosen("speciality")])
        if self.chosen("state") not in ("", "tous"):
            rows = rows.filter(state=self.chosen("state"))
        return rows.search(self.chosen("q")) if self.chosen("q") else rows  # last: it asks for the rows at once
