"""Files of channel experts: one row per firm, or per contact of a firm."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import HttpRequest
from stdnum.fr import siret

from channel.forms import ExpertFilter
from channel.models import Expert, ExpertContact
from club.core.sheets.cells import Cell, Choice, Day, Digits, Listed, Naf, Phone, Postcode, Several, Website, YesNo
from club.core.sheets.columns import Column, Row, SheetResource, Table
from club.core.sheets.places import Places, settle_place
from club.core.topics import Topic
from members.imports.organisations import brands, linked
from members.imports.people import PeopleSheet, address_column, person_table
from members.models import Organisation


def refuse_expert(existing: Mapping[str, Any]) -> str:
    if existing["state"] != Expert.State.LEFT:
        return ""
    return "Cette entreprise est notée sortie du Channel : changez d’abord l’état de sa fiche."


class FirmColumns(SheetResource):
    """The columns of the establishment; those of its contact follow."""

    name = Column(
        "Entreprise",
        into="expert.name",
        cell=Cell(max_length=160),
        also=("raison sociale", "société", "nom de l'entreprise", "nom de la société", "enseigne", "dénomination"),
        path="name",
        example="Laval Informatique",
    )
    siret = Column(
        "SIRET",
        into="expert.siret",
        cell=Digits("SIRET", 14, siret.is_valid),
        also=("numéro siret", "siret établissement", "identifiant siret"),
        required=True,
        path="siret",
        example="732 829 320 00074",
    )
    kind = Column(
        "Genre",
        into="expert.kind",
        cell=Choice(
            "Genre",
            Expert.Kind,
            {
                "revendeur informatique": "reseller", "revendeurs": "reseller", "distributeur": "reseller",
                "intégrateur": "reseller", "agence internet": "web_agency", "web agency": "web_agency",
                "agence digitale": "web_agency", "agence de communication web": "web_agency",
                "agences web": "web_agency",
            },
        ),
        also=("type", "catégorie", "activité", "profil", "type d'entreprise"),
        path="kind",
        example="revendeur",
    )  # fmt: skip
    naf_code = Column(
        "Code NAF",
        into="expert.naf_code",
        cell=Naf(),
        also=("naf", "ape", "code ape"),
        path="naf_code",
        example="47.41Z",
    )
    naf_version = Column(
        "Nomenclature",
        into="expert.naf_version",
        cell=Choice("Nomenclature", Expert.NafVersion, {"2008": "rev2", "2025": "naf2025", "rév. 2": "rev2"}),
        also=("version naf", "nomenclature naf"),
        path="naf_version",
        example="NAF rév. 2 (2008)",
    )
    specialities = Column(
        "Spécialités",
        into="expert.specialities",
        cell=Several("spécialité", Topic),
        also=("spécialité", "compétences", "domaines", "métiers", "sujets"),
        path="specialities",
        example="équipement informatique, réseau et Internet",
    )
    brands = Column(
        "Marques distribuées",
        cell=Listed(),
        also=("marques", "marque", "constructeurs", "éditeurs", "marques représentées"),
        path="brand_names",
    )
    departement = Column(
        "Département",
        cell=Cell(),
        also=("dept", "dpt", "dép", "territoire", "numéro de département", "code département"),
        path="departement_id",
        example="53",
    )
    postcode = Column("Code postal", cell=Postcode(), also=("cp", "postal"), example="53000")
    commune = Column("Commune", cell=Cell(), also=("ville", "localité"), path="commune__name", example="Laval")
    area = Column(
        "Départements desservis",
        cell=Listed(),
        also=("zone", "zone d'intervention", "secteur", "zone desservie", "rayon d'action"),
        path="area",
        example="53, 72",
    )
    website = Column(
        "Site",
        into="expert.website",
        cell=Website(),
        also=("site web", "site internet", "url", "www"),
        path="website",
    )
    firm_phone = Column(
        "Téléphone",
        into="expert.phone",
        cell=Phone(),
        also=("tél", "tel", "téléphone fixe", "standard", "téléphone entreprise", "téléphone société"),
        path="phone",
        example="02 99 00 12 34",
    )
    joined_on = Column(
        "Inscrit le",
        into="expert.joined_on",
        cell=Day(),
        also=("date d'inscription", "inscription"),
        path="joined_on",
    )


class ExpertSheet(FirmColumns, PeopleSheet):
    slug = "experts"
    label = "Experts du Channel et leurs contacts"
    view_permission = "channel.view_expert"
    model = Expert
    person_path = "contacts__person__"
    tables = (
        Table(
            name="expert",
            label="entreprise",
            model=Expert,
            key=(("siret", "expert.siret"),),
            fields=(
                "name", "kind", "naf_code", "naf_version", "specialities", "departement_id", "commune_id", "area",
                "website", "phone", "joined_on",
            ),
            many=("brands",),
            needs=("name", "kind", "departement_id"),
            watch=("state",),
            refuse=refuse_expert,
        ),
        person_table(),
        Table(
            name="contact",
            label="contact",
            model=ExpertContact,
            key=(("expert__siret", "expert.siret"), ("person__email", "person.email")),
            fields=("job_title", "is_main"),
            parents={"expert_id": "expert", "person_id": "person"},
            duplicate="ce contact de cette entreprise",
        ),
    )  # fmt: skip

    email = address_column(required=False)
    phone = Column(
        "Téléphone du contact",
        into="person.phone",
        cell=Phone(),
        also=("portable", "mobile", "tél. contact", "ligne directe", "portable du contact", "gsm"),
        path="person__phone",
    )
    job_title = Column(
        "Fonction",
        into="contact.job_title",
        cell=Cell(max_length=120),
        also=("poste", "qualité", "fonction du contact"),
        path="contacts__job_title",
        example="Gérante",
    )
    is_main = Column(
        "Contact principal", into="contact.is_main", cell=YesNo(), also=("principal",), path="contacts__is_main"
    )

    def selection(self, request: HttpRequest) -> tuple[Any, list[str]]:
        chosen = ExpertFilter(request)
        return chosen.narrow(Expert.objects.order_by("sort_key", "pk")), chosen.words()

    def load(self) -> None:
        self.places, self.brand_names = Places(), brands()

    def complete(self, row: Row, told: dict[str, Any]) -> None:
        settle_place(self.places, row, told, "expert")
        firm, person = row.values["expert"], row.values["person"]
        if found := linked(self.brand_names, told.get("brands", []), "marque inconnue", row.notes):
            firm["brands"] = found
        areas = set()
        for text in told.get("area", []):
            try:
                areas.add(self.places.departement(text, row.notes))
            except ValueError as error:
                row.notes.append(str(error))
        if areas:
            firm["area"] = sorted(areas)
        if person and "email" not in person:
            row.notes.append("contact sans adresse électronique : seule l’entreprise est lue")

    def headline(self, row: Row) -> str:
        firm = row.values.get("expert", {})
        person = super().headline(row) if row.values.get("person", {}).get("email") else ""
        return " · ".join(filter(None, [firm.get("name") or firm.get("siret"), person])) or super().headline(row)

    def words(self, path: str, value: Any) -> str:
        match path:
            case "expert.brands":
                return ", ".join(self.brand_names.names.get(pk, "") for pk in value)
            case "expert.departement_id" | "expert.commune_id":
                return self.places.words(path, value)
            case "expert.area":
                return ", ".join(value)
        return super().words(path, value)

    def exported(self, rows: Any) -> Any:
        named = Organisation.objects.filter(experts=OuterRef("pk")).order_by("sort_key").values("name")
        return rows.annotate(brand_names=ArraySubquery(named))
