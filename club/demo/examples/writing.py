"""Writing the files: the same bytes each time, so that a change of the generator shows as a change of the file."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Font

from club.demo.examples.faults import Record

EMPTY_ROWS = 12
NUMBERS = {"postcode", "departement", "phone"}  # kept as numbers by whoever typed them
MOMENT = datetime(2026, 11, 2, 9, 0)  # noqa: DTZ001 - a fixed date of the file, of no zone
_DAY = re.compile(r"\d\d/\d\d/\d{4}\Z")


def csv_bytes(columns: dict[str, str], records: Iterable[Record]) -> bytes:
    """Windows-1252, semicolons, CRLF, and empty rows at the end: an old spreadsheet under Windows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns.values())
    writer.writerows([record[name] for name in columns] for record in records)
    writer.writerows([""] * len(columns) for _ in range(EMPTY_ROWS))
    return text.getvalue().encode("cp1252")


def xlsx_bytes(title: str, columns: dict[str, str], records: Iterable[Record]) -> bytes:
    """A title above the headings, a formula in each row, dates and numbers as their typist left them."""
    book = Workbook()
    book.properties.created = book.properties.modified = MOMENT
    sheet = book.active
    sheet.title = "Conseillers"
    sheet.append([title])
    sheet.append([])
    sheet.append(list(columns.values()))
    for cell in sheet[3]:
        cell.font = Font(bold=True)
    for number, record in enumerate(records, start=4):
        sheet.append([_cell(name, record[name]) for name in columns])
        sheet.cell(number, list(columns).index("full_name") + 1, f'=C{number}&" "&B{number}')
    for _ in range(EMPTY_ROWS):
        sheet.append([" "])
    return _stamped(book)


def _cell(name: str, text: str) -> str | int | datetime:
    bare = text.replace(" ", "")
    if name in NUMBERS and bare.isdigit() and (name != "phone" or not bare.startswith("0")):
        return int(bare)
    if name == "joined_on" and _DAY.match(text) and text[:2] <= "28":
        return datetime.strptime(text, "%d/%m/%Y")  # noqa: DTZ007 - a day, of no zone
    return text


def _stamped(book: Workbook) -> bytes:
    """The archive again with one fixed time in it: openpyxl writes the hour at which it worked."""
    raw, stamped = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with (
        zipfile.ZipFile(raw) as before,
        zipfile.ZipFile(stamped, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as after,
    ):
        for name in before.namelist():
            content = before.read(name)
            if name == "docProps/core.xml":
                stamp = MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            after.writestr(zipfile.ZipInfo(name, MOMENT.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return stamped.getvalue()
