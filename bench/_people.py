"""What the measures about people share: territories, networks, a base of any size, files, interleaved rounds."""

import os
import random
import statistics
from collections.abc import Iterator
from io import StringIO
from itertools import accumulate

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "club.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from club.core.models import Commune, Departement  # noqa: E402
from club.core.topics import Topic  # noqa: E402
from club.demo.data.names import FAMILIES, MEN, WOMEN  # noqa: E402
from members.addresses import address_hash  # noqa: E402
from members.models import Organisation  # noqa: E402

NETWORKS = 70


def prepare() -> None:
    """An empty database with its schema, the territories and the networks."""
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    call_command("sync_roles", verbosity=0)
    call_command("load_places", verbosity=0)
    Organisation.objects.bulk_create(
        Organisation(name=f"Chambre de métiers n° {n}", side="institution", kind="chamber") for n in range(NETWORKS)
    )


class Crowd:
    """Invented people, the same at each run: about 350 first names and as many family names as the demo knows."""

    def __init__(self, seed: int = 2026) -> None:
        self.random = random.Random(seed)
        self.first_names, self.last_names = [*WOMEN, *MEN], list(FAMILIES)
        communes = Commune.objects.exclude(postcodes=[]).order_by("code")
        self.communes = list(communes.values_list("code", "name", "postcodes__0", "departement_id"))
        populations = Commune.objects.exclude(postcodes=[]).order_by("code").values_list("population", flat=True)
        self.weights = list(accumulate(population + 1 for population in populations))
        self.topics = [topic.value for topic in Topic]

    def people(self, count: int) -> Iterator[dict[str, str]]:
        for number in range(count):
            (commune, town, postcode, departement), *_ = self.random.choices(self.communes, cum_weights=self.weights)
            first, last = self.random.choice(self.first_names), self.random.choice(self.last_names)
            yield {
                "first": first,
                "last": last,
                "email": f"contact{number}@reseau{number % 97}.example",
                "phone": f"01 99 {number // 10000 % 100:02d} {number // 100 % 100:02d} {number % 100:02d}",
                "commune": commune,
                "town": town,
                "postcode": postcode,
                "departement": departement,
                "topics": "{" + ",".join(sorted(self.random.sample(self.topics, 2), key=self.topics.index)) + "}",
            }


def copy(table: str, columns: str, lines: Iterator[str]) -> None:
    """COPY text lines, a hundred thousand at a time."""
    buffer, held = StringIO(), 0
    with connection.cursor() as cursor:
        for line in lines:
            buffer.write(line + "\n")
            held += 1
            if held == 100_000:
                _flush(cursor, table, columns, buffer)
                held = 0
        _flush(cursor, table, columns, buffer)


def _flush(cursor: object, table: str, columns: str, buffer: StringIO) -> None:
    buffer.seek(0)
    cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", buffer)
    buffer.seek(0)
    buffer.truncate()


def seed_ambassadors(count: int) -> None:
    """People and their ambassador rows, without history: the base before the measure."""
    first_network = Organisation.objects.order_by("pk").first().pk
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    crowd = list(Crowd().people(count)) if count <= 200_000 else None
    people = crowd or Crowd().people(count)
    columns = (
        "id, password, is_superuser, email, address_hash, civility, first_name, last_name, phone, is_staff, "
        "is_active, source, source_label, collected_on"
    )
    copy("members_user", columns, (_person(1000 + n, p) for n, p in enumerate(people)))
    people = crowd or Crowd().people(count)
    columns = (
        "person_id, network_id, job_title, departement_id, commune_id, topics, state, joined_on, shown, listed_name"
    )
    copy("ambassadors_ambassador", columns, (_ambassador(1000 + n, p, first_network) for n, p in enumerate(people)))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('members_user', 'id'), (SELECT max(id) FROM members_user))"
        )
        cursor.execute("VACUUM ANALYZE members_user")
        cursor.execute("VACUUM ANALYZE ambassadors_ambassador")


def _person(pk: int, p: dict[str, str]) -> str:
    return "\t".join(
        [str(pk), "!", "f", p["email"], address_hash(p["email"]), "", p["first"], p["last"], p["phone"], "f", "t",
         "imported", "fichier", "2026-11-01"]
    )  # fmt: skip


def _ambassador(person: int, p: dict[str, str], first_network: int) -> str:
    network = first_network + person % NETWORKS
    agreed = person % 5 < 2  # two in five are in the public directory
    return "\t".join(
        [
            str(person),
            str(network),
            "Conseiller",
            p["departement"],
            p["commune"],
            p["topics"],
            "validated",
            "2026-03-01",
            "{name,job,commune,topics,contact}" if agreed else "{}",
            f"{p['last']} {p['first']}" if agreed else "",
        ]
    )


def seed_experts(count: int) -> None:
    """Firms of the channel with invented numbers, without history."""
    rng = random.Random(7)
    codes = departements()
    trades = "Informatique Services Réseaux Conseil Solutions Digital Web Systèmes Bureautique Numérique Média"
    words = trades.split()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")

    def lines() -> Iterator[str]:
        for n, p in enumerate(Crowd(3).people(count)):
            name = f"{p['last']} {rng.choice(words)} {p['town'] if n % 3 else p['first']}"[:150].replace("\\", "")
            kind = "reseller" if n % 2 else "web_agency"
            yield "\t".join(
                [name, kind, f"{n:014d}", "62.01Z", "rev2", p["topics"], p["departement"], p["commune"],
                 "{" + ",".join({p["departement"], rng.choice(codes)}) + "}", "", p["phone"], "listed", "2026-03-01"]
            )  # fmt: skip

    columns = (
        "name, kind, siret, naf_code, naf_version, specialities, departement_id, commune_id, area, website, phone, "
        "state, joined_on"
    )
    copy("channel_expert", columns, lines())
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE channel_expert")


def median(values: list[float]) -> float:
    return statistics.median(values)


def departements() -> list[str]:
    return list(Departement.objects.order_by("-population").values_list("pk", flat=True))
