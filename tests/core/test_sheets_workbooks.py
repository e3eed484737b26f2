"""Workbooks as people send them: what calamine gives back after the reader child has spoken."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from club.core.sheets import guard
from club.core.sheets.cells import Day, Digits, Phone, Postcode
from club.core.sheets.reading import Table, open_table


def workbook(tmp_path: Path, *sheets: tuple[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row, 1):
                sheet.cell(number, place, value)
        if name in hidden:
            sheet.sheet_state = "hidden"
    path = tmp_path / "classeur.xlsx"
    book.save(path)
    return path


def read(path: Path, kind: str = "xlsx") -> tuple[Table, list[tuple[int, list[str]]]]:
    with open_table(path, kind) as table:
        return table, [(number, cells) for number, cells in table]


def test_dates_come_as_serials_and_as_text(tmp_path):
    days = [date(2026, 3, 1), datetime(2026, 3, 1, 14, 30), "1/3/2026", "1er mars 2026", "01-03-26"]
    _, rows = read(workbook(tmp_path, ("Dates", [["Inscrit le", *days]])))
    cells = rows[0][1][1:]
    assert cells == ["2026-03-01", "2026-03-01 14:30:00", "1/3/2026", "1er mars 2026", "01-03-26"]
    assert {Day().clean(cell) for cell in cells} == {"2026-03-01"}


def test_dates_of_the_other_calendar_are_right_too(tmp_path):
    """Workbooks born on a Macintosh count from 1904."""
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append([date(2026, 3, 1)])
    book.save(tmp_path / "mac.xlsx")
    assert read(tmp_path / "mac.xlsx")[1] == [(1, ["2026-03-01"])]


def test_numbers_robbed_of_their_zeros_are_repaired(tmp_path):
    _, rows = read(workbook(tmp_path, ("Nombres", [[1000, 199001234, 12345600014, 33612345678, 53000.0]])))
    cells = rows[0][1]
    assert cells == ["1000", "199001234", "12345600014", "33612345678", "53000"]
    number = Digits("SIRET", 14, lambda digits: True)
    assert [Postcode().clean(cells[0]), Phone().clean(cells[1]), number.clean(cells[2]), Phone().clean(cells[3])] == [
        "01000",
        "01 99 00 12 34",
        "00012345600014",
        "06 12 34 56 78",
    ]


def test_a_long_number_is_read_in_full_and_a_broken_one_refused(tmp_path):
    _, rows = read(workbook(tmp_path, ("Nombres", [[73282932000074, "7,32829E+13"]])))
    assert rows[0][1] == ["73282932000074", "7,32829E+13"]
    with pytest.raises(ValueError, match="les derniers chiffres sont perdus"):
        Digits("SIRET", 14, lambda digits: True).clean(rows[0][1][1])


def test_formulas_give_the_value_kept_and_compute_nothing(tmp_path):
    """Without a kept value there is nothing: the formula itself is never read nor run."""
    path = workbook(tmp_path, ("Formules", [["Martin", "=1+1", '=HYPERLINK("http://ailleurs.example")']]))
    assert read(path)[1] == [(1, ["Martin"])]


def test_booleans_errors_and_blanks_are_texts(tmp_path):
    _, rows = read(workbook(tmp_path, ("Cellules", [[True, False, None, "  ", "#N/A", 1.5]])))
    assert rows == [(1, ["oui", "non", "", "", "", "1.5"])]


def test_empty_lines_are_skipped_and_numbers_stay_those_of_the_sheet(tmp_path):
    _, rows = read(workbook(tmp_path, ("Lignes", [["Nom"], [], [None, None], ["Martin"], [""], ["Durand"], []])))
    assert rows == [(1, ["Nom"]), (4, ["Martin"]), (6, ["Durand"])]


def test_first_filled_visible_sheet_is_read_and_the_others_are_named(tmp_path):
    path = workbook(
        tmp_path,
        ("Cachée", [["secret"]]),
        ("Vide", []),
        ("Contacts", [["Nom"], ["Martin"]]),
        ("Notes", [["autre chose"]]),
        hidden=("Cachée",),
    )
    table, rows = read(path)
    assert rows == [(1, ["Nom"]), (2, ["Martin"])]
    assert (table.about["sheet"], table.about["others"]) == ("Contacts", ["Vide", "Notes"])


def test_workbook_without_rows_and_broken_one_are_refused(tmp_path):
    with pytest.raises(guard.FileRefused, match="aucune feuille remplie"):
        read(workbook(tmp_path, ("Vide", [])))
    broken = BytesIO(workbook(tmp_path, ("Contacts", [["Nom"]])).read_bytes()[:-200])
    path = tmp_path / "abime.xlsx"
    path.write_bytes(broken.getvalue())
    with pytest.raises(guard.FileRefused, match="abîmé"):
        read(path)


def test_too_wide_too_long_and_too_many(tmp_path):
    for row, sentence in (
        ([str(n) for n in range(guard.MAX_COLUMNS + 1)], "La ligne 1 compte plus de 100 colonnes."),
        (["x" * (guard.MAX_CELL + 1)], "La ligne 1 contient une cellule de plus de 5000 caractères."),
    ):
        with pytest.raises(guard.FileRefused) as refused:
            read(workbook(tmp_path, ("Contacts", [row])))
        assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter"),
    [
        ("Prénom;Ville\r\nZoé;Évron\r\n", "utf-8", ";"),
        ("Prénom,Ville\nZoé,Évron\n", "utf-8-sig", ","),
        ("Prénom\tVille\nZoé\tÉvron\n", "cp1252", "\t"),
        ("sep=|\nPrénom|Ville\nZoé|Évron\n", "utf-16", "|"),
    ],
)
def test_texts_are_read_whatever_their_encoding_and_separator(tmp_path, content, encoding, delimiter):
    path = tmp_path / "contacts.csv"
    path.write_bytes(content.encode(encoding))
    table, rows = read(path, "csv")
    assert [cells for _, cells in rows][-2:] == [["Prénom", "Ville"], ["Zoé", "Évron"]]
    assert (table.about["encoding"], table.about["delimiter"]) == (encoding, delimiter)


def test_quote_left_open_is_said_with_its_line(tmp_path):
    path = tmp_path / "contacts.csv"
    path.write_text('Nom;Ville\n"Martin;Laval\n' + "Durand;Laval\n" * 8000)
    with pytest.raises(guard.FileRefused, match="un guillemet ouvert"):
        read(path, "csv")
