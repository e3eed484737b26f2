"""``experts-channel.csv``: 5,150 firms of the channel and their contacts, exported by an old spreadsheet."""

from typing import Any

from channel.models import Expert
from club.demo.actions.experts import JOBS, NAF, NUMBERS, SPECIALITIES
from club.demo.data.drawing import SEED
from club.demo.data.invented import firm_name, phone, siret, slug
from club.demo.examples import faults
from club.demo.examples.drawing import Sheet, invented_person, of_person, of_place, topics
from club.demo.examples.faults import Fault, Record, sow
from members.models import Organisation

COLUMNS = {
    "code": "Code client",
    "name": "RAISON SOCIALE",
    "last_name": "Nom du contact",
    "first_name": "Prénom du contact",
    "civility": "Civilité",
    "job_title": "Qualité",
    "email": "E-mail",
    "phone": "Portable",
    "firm_phone": "Tél.",
    "fax": "Fax",
    "kind": "Type",
    "siret": "N° SIRET",
    "naf": "Code APE",
    "postcode": "CP",
    "town": "VILLE",
    "departement": "Dépt",
    "website": "Site internet",
    "brands": "Marques",
    "specialities": "Compétences",
    "area": "Zone d’intervention",
    "joined_on": "Date d’inscription",
    "remarks": "Commentaire",
}
KNOWN, CHANGED, SECOND_CONTACTS, REPEATED, TOTAL = 3100, 560, 14, 12, 5150
FAULTS = [
    Fault("SIRET en notation scientifique", 24, faults.scientific("siret"), refused=True),
    Fault("SIRET dont la clé est fausse", 18, faults.wrong_key("siret"), refused=True),
    Fault("SIRET absent", 6, faults.put("siret", "", "en cours"), refused=True),
    Fault("adresse électronique mal écrite", 26, faults.bad_address("email"), refused=True),
    Fault("type d’entreprise inconnu", 8, faults.put("kind", "Prestataire", "?", "SARL"), refused=True),
    Fault("code postal faux", 9, faults.put("postcode", "3500O", "F-", "75"), refused=True),
    Fault("date impossible", 10, faults.put("joined_on", "31/02/2026", "été 2025", "00/00/0000"), refused=True),
    Fault("SIRET et portable sans leur zéro", 1900, faults.robbed("siret", "phone")),
    Fault("téléphone de l’entreprise sans son zéro", 1500, faults.robbed("firm_phone")),
    Fault("code postal et département sans leur zéro", 5150, faults.robbed("postcode", "departement")),
    Fault("nom du contact tout en capitales", 1400, faults.shouted("last_name")),
    Fault("ville tout en capitales", 2600, faults.shouted("town")),
    Fault("blancs au début ou à la fin", 120, faults.blanks("name", "email", "siret")),
    Fault("saut de ligne dans le commentaire", 20, faults.put("remarks", "Rappeler mardi\nDemander le gérant")),
    Fault("cellule qui ressemble à une formule", 3, faults.put("remarks", "=SOMME(A1:A9)", "@voir", "-")),
    Fault("code NAF illisible", 15, faults.put("naf", "6201", "NC", "informatique")),
    Fault("marque inconnue de la base", 25, faults.put("brands", "Marque du coin, Ordivance")),
]


def records() -> list[Record]:
    sheet = Sheet(SEED + 12)
    found = [*_known(sheet), *_new(sheet, TOTAL - KNOWN - SECOND_CONTACTS - REPEATED)]
    sheet.rng.shuffle(found)
    sound = sow(sheet.rng, found, FAULTS)
    found += [_second_contact(sheet, record) for record in sheet.rng.sample(sound, SECOND_CONTACTS)]
    found += [dict(record) for record in sheet.rng.sample(sound, REPEATED)]
    for number, record in enumerate(found, start=1041):
        record["code"] = f"C{number:05d}"
    return found


def _known(sheet: Sheet) -> list[Record]:
    rows = (
        Expert.objects.active()
        .order_by("pk")
        .select_related("commune")
        .prefetch_related("brands", "contacts__person")
    )
    drawn = sheet.rng.sample([row for row in rows if row.contacts.all()[0].person.email.isascii()], KNOWN)
    kept = [_record(sheet, expert, expert.contacts.all()[0]) for expert in drawn]
    for record in kept[:CHANGED]:
        _change(sheet, record)
    return kept


def _record(sheet: Sheet, expert: Expert, contact: Any) -> Record:
    return {
        "code": "",
        "name": expert.name,
        **of_person(contact.person),
        "job_title": contact.job_title,
        "firm_phone": expert.phone,
        "fax": "",
        "kind": _kind(sheet, expert.kind),
        "siret": expert.siret,
        "naf": expert.naf_code,
        **of_place(sheet, expert.departement_id, expert.commune),
        "website": expert.website,
        "brands": ", ".join(brand.name for brand in expert.brands.all()),
        "specialities": topics(expert.specialities),
        "area": ", ".join(expert.area),
        "joined_on": "",
        "remarks": "",
    }


def _kind(sheet: Sheet, kind: str) -> str:
    words = ["Revendeur", "revendeur", "Revendeur informatique"]
    return sheet.rng.choice(words if kind == Expert.Kind.RESELLER else ["Agence web", "agence web", "Agence Web"])


def _change(sheet: Sheet, record: Record) -> None:
    """A new telephone, new skills, an enlarged territory, another contact."""
    what = sheet.rng.choice(["firm_phone", "specialities", "area", "contact"])
    if what == "firm_phone":
        record["firm_phone"] = phone(sheet.rng, record["departement"])
    elif what == "specialities":
        both = {topic for values in SPECIALITIES.values() for topic in values}
        record["specialities"] = topics(sheet.rng.sample(sorted(both), 3))
    elif what == "area":
        more = sheet.drawing.territories.neighbours(sheet.rng, record["departement"], 3)
        record["area"] = ", ".join(sorted({record["departement"], *more}))
    else:
        record |= invented_person(sheet, record["departement"], record["email"].partition("@")[2])


def _second_contact(sheet: Sheet, record: Record) -> Record:
    """The same firm on another row, with a colleague: two contacts, one firm."""
    domain = record["email"].strip().partition("@")[2]
    return {**record, **invented_person(sheet, record["departement"].zfill(2), domain), "job_title": "Technicien"}


def _new(sheet: Sheet, total: int) -> list[Record]:
    taken = {word for name in Expert.objects.values_list("name", flat=True) for word in name.split()}
    words = iter([word for word in sheet.drawing.words if word not in taken])
    brands = sorted(Organisation.objects.brands().values_list("name", flat=True))
    kinds = sheet.rng.choices(list(NUMBERS), list(NUMBERS.values()), k=total)
    codes = sheet.territories(total)
    return [_firm(sheet, next(words), kind, code, brands) for kind, code in zip(kinds, codes, strict=True)]


def _firm(sheet: Sheet, stem: str, kind: Expert.Kind, departement: str, brands: list[str]) -> Record:
    rng, domain = sheet.rng, f"{slug(stem)}.example"
    person = invented_person(sheet, departement, domain)
    number = rng.randint(2, 4) if kind == Expert.Kind.RESELLER else 0
    return {
        "code": "",
        "name": firm_name(rng, stem, web_agency=kind == Expert.Kind.WEB_AGENCY),
        **person,
        "job_title": rng.choice(JOBS)[person["civility"] == "Mme"],
        "firm_phone": phone(rng, departement),
        "fax": "",
        "kind": _kind(sheet, kind),
        "siret": siret(rng),
        "naf": rng.choice(NAF[kind][Expert.NafVersion.REV2]).replace(".", rng.choice(["", "."])),
        **of_place(sheet, departement),
        "website": rng.choice(["https://www.{}/", "www.{}", "http://www.{}", ""]).format(domain),
        "brands": ", ".join(rng.sample(brands, number)),
        "specialities": topics(rng.sample(SPECIALITIES[kind], 2)),
        "area": "",
        "joined_on": faults.day_in_words(rng, sheet.day()),
        "remarks": rng.choice(["", "", "", "", "vu au salon", "ne pas appeler le lundi", "ancien client"]),
    }
