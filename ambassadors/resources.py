"""Files of ambassadors: one row per adviser of a support network."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from ambassadors.forms import AmbassadorFilter
from ambassadors.models import Ambassador
from club.core.sheets.cells import Cell, Day, Postcode, Several
from club.core.sheets.columns import Column, Row, Table
from club.core.sheets.places import Places, settle_place
from club.core.topics import Topic
from members.imports.organisations import institutions
from members.imports.people import PeopleSheet, person_table


def refuse_ambassador(existing: Mapping[str, Any]) -> str:
    if existing["state"] != Ambassador.State.LEFT:
        return ""
    return "Cet ambassadeur est noté parti : si la personne est revenue, changez d’abord l’état de sa fiche."


class AmbassadorSheet(PeopleSheet):
    slug = "ambassadeurs"
    label = "Ambassadeurs"
    view_permission = "ambassadors.view_ambassador"
    model = Ambassador
    tables = (
        person_table(duplicate="cette adresse"),
        Table(
            name="ambassador",
            label="ambassadeur",
            model=Ambassador,
            key=(("person__email", "person.email"),),
            fields=("network_id", "job_title", "departement_id", "commune_id", "topics", "joined_on"),
            parents={"person_id": "person"},
            needs=("network_id", "departement_id"),
            watch=("state",),
            refuse=refuse_ambassador,
        ),
    )

    network = Column(
        "Réseau",
        cell=Cell(max_length=160),
        also=("organisme", "organisation", "structure", "tête de réseau", "réseau d'appartenance", "employeur"),
        path="network__name",
        example="CCI de la Mayenne",
    )
    job_title = Column(
        "Fonction",
        into="ambassador.job_title",
        cell=Cell(max_length=120),
        also=("poste", "métier", "intitulé du poste", "qualité"),
        path="job_title",
        example="Conseillère numérique",
    )
    departement = Column(
        "Département",
        cell=Cell(),
        also=("dept", "dpt", "dép", "territoire", "numéro de département", "code département"),
        path="departement_id",
        example="53",
    )
    postcode = Column("Code postal", cell=Postcode(), also=("cp", "code postal ville", "postal"), example="53000")
    commune = Column(
        "Commune",
        cell=Cell(),
        also=("ville", "localité", "bureau distributeur"),
        path="commune__name",
        example="Laval",
    )
    topics = Column(
        "Sujets",
        into="ambassador.topics",
        cell=Several("sujet", Topic),
        also=("thèmes", "thématiques", "domaines", "spécialités", "compétences", "sujet"),
        path="topics",
        example="site web, vente en ligne",
    )
    joined_on = Column(
        "Inscrit le",
        into="ambassador.joined_on",
        cell=Day(),
        also=("date d'inscription", "inscription", "ambassadeur depuis", "date d'entrée", "depuis le"),
        path="joined_on",
        example="01/03/2026",
    )

    def selection(self, request: HttpRequest) -> tuple[Any, list[str]]:
        chosen = AmbassadorFilter(request)
        return chosen.narrow(Ambassador.objects.order_by("person__sort_key", "pk")), chosen.words()

    def load(self) -> None:
        self.places, self.networks = Places(), institutions()

    def complete(self, row: Row, told: dict[str, Any]) -> None:
        if "network" in told:
            try:
                row.values["ambassador"]["network_id"] = self.networks.need(told["network"], "Réseau inconnu")
            except ValueError as error:
                row.reasons.append(str(error))
        settle_place(self.places, row, told, "ambassador")

    def words(self, path: str, value: Any) -> str:
        match path:
            case "ambassador.network_id":
                return self.networks.names.get(value, "")
            case "ambassador.departement_id" | "ambassador.commune_id":
                return self.places.words(path, value)
        return super().words(path, value)
