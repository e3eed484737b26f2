"""The example files: what is in them. ``test_seed`` makes them again, for it has the base they are drawn from."""

import csv
import io
import random
import re
from collections import Counter
from pathlib import Path

from django.conf import settings
from openpyxl import load_workbook

from club.core.sheets import headings
from club.demo.examples import ambassadors, experts, faults, readme

EXAMPLES = Path(settings.BASE_DIR) / "docs" / "examples"


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
