"""``ambassadeurs.xlsx``: 1,200 advisers, as the secretary of a head of network would send them."""

from ambassadors.models import Ambassador
from club.core.topics import Topic
from club.demo.actions.organisations import domain_of
from club.demo.data.drawing import SEED
from club.demo.data.organisations import INSTITUTIONS, job
from club.demo.examples import faults
from club.demo.examples.drawing import Sheet, invented_person, of_person, of_place, topics
from club.demo.examples.faults import Fault, Record, sow
from members.models import Organisation

COLUMNS = {
    "civility": "Civ.",
    "last_name": "NOM",
    "first_name": "Prénom",
    "network": "Réseau d’appartenance",
    "job_title": "Fonction",
    "town": "Ville",
    "postcode": "CP",
    "departement": "Dépt",
    "phone": "Tél.",
    "email": "Adresse mél",
    "topics": "Thématiques",
    "joined_on": "Inscription",
    "visited": "Dernière visite",
    "full_name": "Étiquette",
    "remarks": "Observations",
}
KNOWN, CHANGED, TOTAL = 740, 160, 1200
REPEATED = 6
FAULTS = [
    Fault("adresse électronique mal écrite", 10, faults.bad_address("email"), refused=True),
    Fault("adresse électronique absente", 4, faults.put("email", ""), refused=True),
    Fault(
        "réseau inconnu, faute de frappe",
        6,
        faults.put("network", "Rézo Métier et Atelliers", "Orde des conseils contables", "Gestalline", "CCI"),
        refused=True,
    ),
    Fault("département inconnu", 3, faults.put("departement", "Seine et Loire", "99", "IDF"), refused=True),
    Fault("date impossible", 3, faults.put("joined_on", "31/02/2026", "bientôt", "2026"), refused=True),
    Fault("code postal incomplet", 2, faults.put("postcode", "75", "F-"), refused=True),
    Fault("nom tout en capitales", 310, faults.shouted("last_name")),
    Fault("blancs au début ou à la fin", 45, faults.blanks("last_name", "network", "email")),
    Fault("saut de ligne dans la cellule des sujets", 9, faults.put("topics", "site web\nsécurité et sauvegarde")),
    Fault("sujet qui n’est pas dans la liste", 7, faults.put("topics", "site web, poterie")),
    Fault("cellule qui ressemble à une formule", 2, faults.put("remarks", "=1+1", "+33 (voir fiche)")),
    Fault("ville écrite à la façon de la Poste", 40, faults.put("town", "{} CEDEX")),
    Fault("adresse précédée de « mailto: »", 5, faults.put("email", "mailto:{}")),
]


def records() -> list[Record]:
    """Known people first changed or not, new ones, faults; in an order of no meaning, as files are."""
    sheet = Sheet(SEED + 11)
    found = [*_known(sheet), *_new(sheet, TOTAL - KNOWN - REPEATED)]
    sheet.rng.shuffle(found)
    sound = sow(sheet.rng, found, FAULTS)
    return found + [dict(record) for record in sheet.rng.sample(sound, REPEATED)]


def _known(sheet: Sheet) -> list[Record]:
    rows = Ambassador.objects.active().order_by("pk").select_related("person", "network", "commune")
    drawn = sheet.rng.sample([row for row in rows if row.person.email.isascii()], KNOWN)
    kept = [
        {
            **of_person(row.person),
            "network": row.network.name,
            "job_title": row.job_title,
            **of_place(sheet, row.departement_id, row.commune),
            "topics": topics(row.topics),
            "joined_on": "",
            "visited": "",
            "full_name": "",
            "remarks": "",
        }
        for row in drawn
    ]
    for record in kept[:CHANGED]:
        _change(sheet, record)
    return kept


def _change(sheet: Sheet, record: Record) -> None:
    """Somebody moved, took other duties, or has another telephone."""
    what = sheet.rng.choice(["phone", "job_title", "topics", "town"])
    if what == "town":
        record |= of_place(sheet, record["departement"])
    elif what == "phone":
        record["phone"] = invented_person(sheet, record["departement"], "x.example")["phone"]
    elif what == "topics":
        record["topics"] = topics(sheet.rng.sample(Topic.values, 2))
    else:
        record["job_title"] = (
            f"{record['job_title']}, {sheet.rng.choice(['secteur nord', 'secteur sud', 'référent'])}"
        )


def _new(sheet: Sheet, total: int) -> list[Record]:
    domains = {row.name: domain_of(row) for row in Organisation.objects.institutions()}
    found = []
    for departement in sheet.territories(total):
        present = [row for row in INSTITUTIONS if row.departement in ("", departement)]
        network = sheet.rng.choices(present, [row.weight for row in present])[0]
        person = invented_person(sheet, departement, domains[network.name])
        found.append(
            {
                **person,
                "network": network.name,
                "job_title": job(sheet.rng, network, feminine=person["civility"] == "Mme"),
                **of_place(sheet, departement),
                "topics": topics(sheet.rng.sample(Topic.values, sheet.rng.randint(0, 3))),
                "joined_on": faults.day_in_words(sheet.rng, sheet.day()),
                "visited": "",
                "full_name": "",
                "remarks": sheet.rng.choice(["", "", "", "à rappeler", "vu au salon", "remplace sa collègue"]),
            }
        )
    return found
