"""The example files: what is in them, and that they come out the same as those of ``docs/examples``."""

import csv
import io
import random
import re
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from openpyxl import load_workbook

from ambassadors.resources import AmbassadorSheet
from channel.resources import ExpertSheet
from club.core.models import Commune
from club.core.sheets import headings
from club.core.sheets.columns import SheetResource
from club.core.sheets.comparing import compare
from club.core.sheets.reading import open_table
from club.core.sheets.rows import RowReader
from club.demo.actions.club import found_club
from club.demo.examples import ambassadors, experts, faults, readme
from members.imports.check import outcome_of

EXAMPLES = Path(settings.BASE_DIR) / "docs" / "examples"
FILES = {"ambassadeurs.xlsx": AmbassadorSheet, "experts-channel.csv": ExpertSheet}
LABELS = {"created": "créations", "updated": "modifications", "unchanged": "sans changement", "refused": "refus"}


def test_description_says_what_the_generator_does() -> None:
    assert (EXAMPLES / "README.md").read_text() == readme.text()


def test_files_are_small_and_of_the_size_told() -> None:
    assert sum(path.stat().st_size for path in EXAMPLES.iterdir()) < 2_000_000
    text = (EXAMPLES / "experts-channel.csv").read_bytes().decode("cp1252")
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=";") if any(row)]
    assert (rows[0], len(rows) - 1) == (list(experts.COLUMNS.values()), experts.TOTAL)
    sheet = load_workbook(EXAMPLES / "ambassadeurs.xlsx").active
    filled = [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]]
    assert [cell.value for cell in sheet[3]] == list(ambassadors.COLUMNS.values())
    assert len(filled) == ambassadors.TOTAL


def test_no_address_of_the_files_can_reach_anybody() -> None:
    text = (EXAMPLES / "experts-channel.csv").read_bytes().decode("cp1252")
    found = re.findall(r"@([\w.-]+)", text)
    assert {domain for domain in found if "." in domain and not domain.endswith(".example")} == set()


def test_refusals_fall_on_rows_of_their_own() -> None:
    records = [{"a": "x", "b": "y"} for _ in range(40)]
    sown = [
        faults.Fault("one", 10, faults.put("a", "?"), refused=True),
        faults.Fault("two", 5, faults.put("b", "?"), refused=True),
        faults.Fault("all", 40, faults.shouted("a")),
    ]
    sound = faults.sow(random.Random(1), records, sown)
    assert Counter((r["a"], r["b"]) for r in records) == {("?", "y"): 10, ("X", "?"): 5, ("X", "y"): 25}
    assert all(record in records and "?" not in record.values() for record in sound)


def test_days_are_written_in_several_ways() -> None:
    rng = random.Random(3)
    found = {faults.day_in_words(rng, "01/03/2026") for _ in range(60)}
    assert found == {"01/03/2026", "1/3/2026", "01-03-26", "1er mars 2026", "2026-03-01"}


def test_columns_that_are_not_ours_are_left_aside_without_a_remark() -> None:
    found = headings.match(["Fax", "Courriel", "Étiquette", "E-mail"], {"email": ("courriel", "e-mail")})
    assert [(heading.column, bool(heading.remark)) for heading in found] == [
        (None, False),
        ("email", False),
        (None, False),
        (None, True),
    ]


@pytest.mark.slow
@pytest.mark.django_db
def test_files_come_out_the_same_and_import_as_described(tmp_path: Path) -> None:
    if Commune.objects.count() < 30_000:
        call_command("load_places", verbosity=0)
    found_club()
    made = tmp_path / "examples"
    call_command("make_example_files", into=made, verbosity=0)
    assert [path.name for path in made.iterdir() if path.read_bytes() != (EXAMPLES / path.name).read_bytes()] == []
    assert {name: _import(EXAMPLES / name, resource()) for name, resource in FILES.items()} == readme.EXPECTED


def _import(path: Path, resource: SheetResource) -> dict[str, int]:
    with open_table(path, path.suffix[1:]) as table:
        rows = iter(table)
        found, ahead = headings.find(rows, resource.known_titles())
        reader = RowReader(resource, found)
        resource.load()
        read = [reader.read(number, cells) for number, cells in chain(ahead, rows)]
    compare(read, resource)
    return dict(Counter(LABELS[outcome_of(row).value] for row in read))
