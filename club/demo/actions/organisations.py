"""The seventy organisations and their hundred and fifty representatives."""

from dataclasses import dataclass

from club.demo.data.drawing import Drawing
from club.demo.data.invented import phone, siren, slug
from club.demo.data.organisations import BRANDS, INSTITUTIONS, Brand, Institution
from members.models import Affiliation, Organisation, ProductFamily, User

Role = Affiliation.Role
AGENCY_DOMAIN = "agence-plumetis.example"
HEADS = ["Directrice générale", "Directeur général", "Présidente", "Président", "Gérante", "Gérant"]


@dataclass(frozen=True)
class Seat:
    """A place in an organisation to be filled by a person; without a title it is the head's."""

    organisation: Organisation
    domain: str
    roles: list[str]
    job_title: str


def domain_of(organisation: Organisation) -> str:
    return organisation.website.removeprefix("https://www.").rstrip("/")


def add_organisations(*, drawing: Drawing) -> dict[str, Organisation]:
    """Institutions and brands by name, with their families of products and their heads of network."""
    institutions = {row.name: _institution(drawing, row) for row in INSTITUTIONS}
    brands = {row.name: _brand(drawing, row) for row in BRANDS}
    Organisation.objects.bulk_create([*institutions.values(), *brands.values()])
    branches = [row for row in INSTITUTIONS if row.parent]
    for row in branches:
        institutions[row.name].parent = institutions[row.parent]
    Organisation.objects.bulk_update([institutions[row.name] for row in branches], ["parent"])
    _add_families(brands)
    return institutions | brands


def add_representatives(*, drawing: Drawing, organisations: dict[str, Organisation]) -> list[User]:
    """One head and one colleague each, a third person in four brands, six people of agencies for several."""
    seats = [seat for organisation in organisations.values() for seat in _seats(drawing, organisation)]
    brands = [organisations[row.name] for row in BRANDS]
    seats += [Seat(brand, domain_of(brand), [Role.BILLING], "Comptable fournisseurs") for brand in brands[:4]]
    people = [_representative(drawing, seat) for seat in seats]
    agents = [_agent(drawing) for _ in range(6)]
    User.objects.bulk_create([*people, *agents])
    pairs = list(zip(people, seats, strict=True))
    for index, agent in enumerate(agents):
        clients = brands[6 + 3 * index : 9 + 3 * index]
        roles = [Role.AGENCY, Role.CONTENT]
        pairs += [(agent, Seat(brand, AGENCY_DOMAIN, roles, "Chargé de relations presse")) for brand in clients]
    Affiliation.objects.bulk_create(
        Affiliation(
            person=person,
            organisation=seat.organisation,
            roles=seat.roles,
            job_title=seat.job_title or _head_title(drawing, person),
            starts_on=drawing.ago(60, 260),
            source="Bulletin d’adhésion",
        )
        for person, seat in pairs
    )
    return [*people, *agents]


def _institution(drawing: Drawing, row: Institution) -> Organisation:
    return _organisation(
        drawing, row.name, row.kind, row.departement or "75", row.short, Organisation.Side.INSTITUTION
    )


def _brand(drawing: Drawing, row: Brand) -> Organisation:
    return _organisation(drawing, row.name, row.kind, row.departement, slug(row.name), Organisation.Side.BRAND)


def _organisation(drawing: Drawing, name: str, kind: str, departement: str, short: str, side: str) -> Organisation:
    place = drawing.territories.commune(drawing.rng, departement)
    return Organisation(
        name=name,
        legal_name=f"{name} SAS" if side == Organisation.Side.BRAND else "",
        side=side,
        kind=kind,
        siren=siren(drawing.rng),
        website=f"https://www.{short}.example/",
        phone=phone(drawing.rng, departement),
        commune_id=place and place.code,
        created_at=drawing.moment(drawing.ago(120, 400), 10),
    )


def _add_families(brands: dict[str, Organisation]) -> None:
    names = sorted({family for row in BRANDS for family in row.families})
    families = {family.name: family for family in ProductFamily.objects.bulk_create(map(_family, names))}
    through = Organisation.product_families.through
    through.objects.bulk_create(
        through(organisation=brands[row.name], productfamily=families[family])
        for row in BRANDS
        for family in row.families
    )


def _family(name: str) -> ProductFamily:
    return ProductFamily(name=name)


def _seats(drawing: Drawing, organisation: Organisation) -> list[Seat]:
    domain = domain_of(organisation)
    head = Seat(organisation, domain, [Role.ADMINISTRATOR, Role.EXECUTIVE, Role.SIGNATORY], "")
    if organisation.side == Organisation.Side.INSTITUTION:
        title = drawing.rng.choice(["Responsable du développement numérique", "Responsable de la communication"])
        return [head, Seat(organisation, domain, [Role.CONTENT], title)]
    roles, title = drawing.rng.choice(
        [
            ([Role.MARKETING, Role.CONTENT], "Responsable marketing"),
            ([Role.COMMERCIAL, Role.CONTENT], "Responsable du réseau de distribution"),
            ([Role.COMMERCIAL], "Responsable commercial TPE"),
        ]
    )
    return [head, Seat(organisation, domain, roles, title)]


def _representative(drawing: Drawing, seat: Seat) -> User:
    return drawing.person(
        seat.organisation.commune.departement_id if seat.organisation.commune_id else "75",
        domain=seat.domain,
        source=User.Source.STAFF,
        source_label="Bulletin d’adhésion",
        collected_on=drawing.ago(60, 260),
    )


def _head_title(drawing: Drawing, head: User) -> str:
    """Titles come in pairs, feminine then masculine."""
    return drawing.rng.choice(HEADS[0 if head.civility == User.Civility.MADAM else 1 :: 2])


def _agent(drawing: Drawing) -> User:
    return drawing.person("75", domain=AGENCY_DOMAIN, source=User.Source.COLLEAGUE, collected_on=drawing.ago(60, 200))
