"""The territories are loaded once, again without change, and follow a newer edition without losing what is used."""

import csv
import gzip
from pathlib import Path

import pytest

from club.core import territories
from club.core.models import Commune, Departement, Region
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def edition(path: Path, change: dict[str, list[str] | None]) -> Path:
    """The file ``path`` with rows (by code) replaced, or dropped when None."""
    target = path.with_name("newer.csv.gz")
    with gzip.open(path, "rt", newline="") as source, gzip.open(target, "wt", newline="") as newer:
        rows = [change.get(row[1], row) for row in csv.reader(source)]
        csv.writer(newer).writerows(row for row in rows if row)
    return target


def test_whole_france_is_loaded_and_again_without_change() -> None:
    first = territories.load()
    assert first.written == (24, 107, 34_963)
    assert territories.load().words() == "rien à changer"
    assert (Region.objects.count(), Departement.objects.count(), Commune.objects.count()) == first.written
    assert Departement.objects.get(code="53").population > 300_000
    laval = Commune.objects.get(code="53130")
    assert (laval.name, laval.postcodes, laval.departement_id) == ("Laval", ["53000"], "53")


def test_newer_edition_changes_what_differs(places_file: Path) -> None:
    territories.load(places_file)
    changed = ["c", "53130", "Laval-sur-Mayenne", "53", "50001", "53000 53010", "Laval"]
    loaded = territories.load(edition(places_file, {"53130": changed}))
    assert (loaded.written, loaded.deleted) == ((0, 0, 1), 0)
    assert Commune.objects.get(code="53130").postcodes_text == " 53000 53010"


def test_commune_of_a_person_outlives_its_edition(places_file: Path) -> None:
    territories.load(places_file)
    make_user(commune_id="53130")
    loaded = territories.load(edition(places_file, {"53130": None, "53147": None}))
    assert loaded.deleted == 1
    assert list(Commune.objects.filter(code__in=["53130", "53147"]).values_list("code", flat=True)) == ["53130"]


def test_source_is_named() -> None:
    assert "Licence Ouverte" in territories.CREDIT
