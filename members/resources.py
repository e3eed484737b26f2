"""Files of organisations, and of the people who represent them."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef
from stdnum.fr import siren

from club.core.search import plain
from club.core.sheets.cells import Cell, Choice, Day, Digits, Listed, Phone, Postcode, Several, Website
from club.core.sheets.columns import Column, Row, SheetResource, Table
from club.core.sheets.places import Places, settle_place
from members.imports.organisations import Names
from members.imports.people import PeopleSheet, person_table
from members.models import Affiliation, Organisation, ProductFamily, User


class OrganisationSheet(SheetResource):
    slug = "organisations"
    label = "Organisations"
    view_permission = "members.view_organisation"
    model = Organisation
    tables = (
        Table(
            name="organisation",
            label="organisation",
            model=Organisation,
            key=(("sort_key", "organisation.sort_key"),),
            fields=(
                "name", "legal_name", "side", "kind", "siren", "rna", "foreign_vat", "parent_id", "website", "phone",
                "commune_id",
            ),
            many=("product_families",),
            needs=("name", "kind"),
            duplicate="cette organisation",
        ),
    )  # fmt: skip

    name = Column(
        "Nom",
        into="organisation.name",
        cell=Cell(max_length=120),
        also=("organisation", "nom de l'organisation", "marque", "enseigne", "institution", "dénomination"),
        required=True,
        path="name",
        example="CCI de la Mayenne",
    )
    legal_name = Column(
        "Raison sociale",
        into="organisation.legal_name",
        cell=Cell(max_length=160),
        also=("nom officiel", "nom légal", "dénomination sociale"),
        path="legal_name",
    )
    kind = Column(
        "Genre",
        into="organisation.kind",
        cell=Choice(
            "Genre",
            Organisation.Kind,
            {
                "éditeur": "publisher",
                "cci": "chamber",
                "cma": "chamber",
                "chambre": "chamber",
                "grossiste": "distributor",
            },
        ),
        also=("type", "catégorie", "nature", "type d'organisation"),
        path="kind",
        example="chambre consulaire",
    )
    siren = Column(
        "SIREN",
        into="organisation.siren",
        cell=Digits("SIREN", 9, siren.is_valid),
        also=("numéro siren",),
        path="siren",
        example="732 829 320",
    )
    rna = Column("Numéro RNA", into="organisation.rna", cell=Cell(max_length=10), also=("rna", "waldec"), path="rna")
    foreign_vat = Column(
        "TVA étrangère",
        into="organisation.foreign_vat",
        cell=Cell(max_length=20),
        also=("numéro de tva", "tva intracommunautaire"),
        path="foreign_vat",
    )
    parent = Column(
        "Tête de réseau ou groupe",
        cell=Cell(),
        also=("tête de réseau", "groupe", "maison mère", "rattachée à", "réseau"),
        path="parent__name",
    )
    families = Column(
        "Familles de produits",
        cell=Listed(),
        also=("famille de produits", "produits", "gammes"),
        path="family_names",
    )
    postcode = Column("Code postal", cell=Postcode(), also=("cp",), example="53000")
    commune = Column("Commune", cell=Cell(), also=("ville", "localité"), path="commune__name", example="Laval")
    website = Column(
        "Site", into="organisation.website", cell=Website(), also=("site web", "site internet", "url"), path="website"
    )
    phone = Column(
        "Téléphone", into="organisation.phone", cell=Phone(), also=("tél", "tel", "standard"), path="phone"
    )

    def load(self) -> None:
        self.places, self.known = Places(), Names(Organisation.objects.all())
        self.family_names = {plain(f.name): f for f in ProductFamily.objects.all()}
        rows = Organisation.objects.values_list("pk", "sort_key", "siren")
        self.identities = {pk: (key, number) for pk, key, number in rows}
        self.sirens_of_file: dict[str, str] = {}

    def complete(self, row: Row, told: dict[str, Any]) -> None:
        values = row.values["organisation"]
        try:
            values["sort_key"] = self._identity(values["name"], values.get("siren"))
            if "parent" in told:
                values["parent_id"] = self.known.need(told["parent"], "Tête de réseau inconnue")
        except ValueError as error:
            row.reasons.append(str(error))
        if "kind" in values:
            brand_kinds = Organisation.Kind.of_side("brand")
            values["side"] = "brand" if values["kind"] in brand_kinds else "institution"
        settle_place(self.places, row, told, "organisation")
        values.pop("departement_id", None)  # a postcode tells it, organisations do not keep it
        wanted = {text: self.family_names.get(plain(text)) for text in told.get("families", [])}
        row.notes += [f"famille inconnue « {text} », laissée de côté" for text, known in wanted.items() if not known]
        if found := sorted(family.pk for family in wanted.values() if family):
            values["product_families"] = found

    def _identity(self, name: str, number: str | None) -> str:
        """The sort key of the organisation meant, by SIREN first, else by name; ValueError when they disagree."""
        by_name, by_siren = self.known.find(name), self.known.find(number) if number else None
        if by_siren and by_name and by_siren != by_name:
            raise ValueError(
                f"Le SIREN {number} est celui de « {self.known.names[by_siren]} », pas de « {name} » : "
                "corrigez l’un ou l’autre."
            )
        found = by_siren or by_name
        if found and number and self.identities[found][1] not in (None, number):
            raise ValueError(f"« {name} » porte déjà un autre SIREN : {self.identities[found][1]}.")
        key = self.identities[found][0] if found else _sort_key(name)
        if number and self.sirens_of_file.setdefault(number, key) != key:
            raise ValueError(f"Doublon dans le fichier : le SIREN {number} y porte deux noms.")
        return key

    def headline(self, row: Row) -> str:
        return row.values.get("organisation", {}).get("name") or super().headline(row)

    def words(self, path: str, value: Any) -> str:
        match path:
            case "organisation.parent_id":
                return self.known.names.get(value, "")
            case "organisation.commune_id":
                return self.places.words(path, value)
            case "organisation.side":
                return str(Organisation.Side(value).label) if value else ""
            case "organisation.product_families":
                return ", ".join(f.name for f in self.family_names.values() if f.pk in value)
        return super().words(path, value)

    def exported(self, rows: Any) -> Any:
        named = ProductFamily.objects.filter(organisations=OuterRef("pk")).values("name")
        return rows.annotate(family_names=ArraySubquery(named))


class RepresentativeSheet(PeopleSheet):
    slug = "representants"
    label = "Représentants des organisations"
    view_permission = "members.view_affiliation"
    model = Affiliation
    tables = (
        person_table(),
        Table(
            name="affiliation",
            label="rattachement",
            model=Affiliation,
            key=(("person__email", "person.email"), ("organisation_id", "affiliation.organisation_id")),
            fields=("roles", "job_title", "starts_on"),
            parents={"person_id": "person"},
            where={"ends_on": None},
            created=lambda values, origin: {"source": origin.label},
            duplicate="cette personne pour cette organisation",
        ),
    )

    organisation = Column(
        "Organisation",
        cell=Cell(),
        also=("société", "entreprise", "structure", "membre", "adhérent", "organisme", "siren", "raison sociale"),
        required=True,
        path="organisation__name",
        example="CCI de la Mayenne",
    )
    roles = Column(
        "Rôles",
        into="affiliation.roles",
        cell=Several(
            "rôle", Affiliation.Role, {"dirigeante": "executive", "communication": "agency", "vente": "commercial"}
        ),
        also=("rôle",),
        path="roles",
        example="dirigeant, signataire",
    )
    job_title = Column(
        "Fonction",
        into="affiliation.job_title",
        cell=Cell(max_length=120),
        also=("poste", "qualité", "intitulé du poste"),
        path="job_title",
        example="Directrice commerciale",
    )
    starts_on = Column(
        "Depuis le",
        into="affiliation.starts_on",
        cell=Day(),
        also=("date de début", "début", "depuis", "en poste depuis"),
        path="starts_on",
        example="01/03/2026",
    )

    def load(self) -> None:
        self.known = Names(Organisation.objects.active())

    def complete(self, row: Row, told: dict[str, Any]) -> None:
        try:
            organisation = self.known.need(told["organisation"], "Organisation inconnue")
            row.values["affiliation"]["organisation_id"] = organisation
        except ValueError as error:
            row.reasons.append(str(error))

    def words(self, path: str, value: Any) -> str:
        return (
            self.known.names.get(value, "") if path == "affiliation.organisation_id" else super().words(path, value)
        )


class PersonSheet(PeopleSheet):
    """Export alone: people come in by what they are (ambassadors, contacts, representatives)."""

    slug = "personnes"
    label = "Personnes"
    model = User
    importable = False
    person_path = ""

    commune = Column("Commune", path="commune__name")
    source = Column("Source", cell=Choice("Source", User.Source), path="source")
    source_label = Column("Origine", path="source_label")
    collected_on = Column("Recueillie le", cell=Day(), path="collected_on")
    informed_at = Column("Informée le", cell=Day(), path="informed_at")


def _sort_key(name: str) -> str:
    """The key that the base would store for a new name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(public.f_unaccent(%s))", [name])
        return cursor.fetchone()[0]
