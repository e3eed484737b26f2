"""Reads one table in a process of its own and prints its rows as JSON lines.

Run as a script, isolated (``python -I``): no setting, no secret, no database; its memory and processor time are
capped, so that a hostile file can only end this process. First line: an object that describes the table; then
lists of ``[number, [cells]]``, one per row that holds something (number as a spreadsheet shows it); last line
``{"rows": n}``, or ``{"error": sentence}``.
"""

import csv
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

DELIMITERS = ";,\t|"
SAMPLE = 64 * 1024
BATCH = 100  # rows per line: few enough that the widest rows stay small


class Unreadable(Exception):
    """The file cannot be read as a table; the sentence is for people."""


def cap(*, memory_mb: int, seconds: int) -> None:
    memory = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def encoding_of(path: str) -> str:
    """UTF-8 or UTF-16 by their mark, UTF-8 when every byte agrees, else Windows-1252."""
    with open(path, "rb") as file:
        start = file.read(4)
        if start.startswith(b"\xef\xbb\xbf"):
            return "utf-8-sig"
        if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
    try:
        with open(path, encoding="utf-8") as text:
            while text.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def delimiter_of(sample: str) -> str:
    """The separator that cuts the first lines into the most columns, the same number on most lines."""
    first = sample.splitlines()[0].strip().lower() if sample.strip() else ""
    if first.startswith("sep=") and len(first) == 5:
        return first[4]

    def score(delimiter: str) -> tuple[int, int]:
        rows = [row for row in csv.reader(sample.splitlines()[:40], delimiter=delimiter) if any(row)]
        widths = [len(row) for row in rows]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(DELIMITERS, key=score)


def csv_rows(path: str) -> tuple[dict[str, Any], Iterator[list[Any]]]:
    encoding = encoding_of(path)
    with open(path, encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(SAMPLE)
    delimiter = delimiter_of(sample)
    csv.field_size_limit(SAMPLE)

    def rows() -> Iterator[list[Any]]:
        with open(path, encoding=encoding, errors="replace", newline="") as file:
            lines = (line.replace("\0", "") if "\0" in line else line for line in file)
            reader = csv.reader(lines, delimiter=delimiter)
            try:
                yield from reader
            except csv.Error as error:
                raise Unreadable(
                    f"La ligne {reader.line_num} ne se lit pas : un guillemet ouvert n’est sans doute pas refermé."
                ) from error

    about = {"format": "csv", "encoding": encoding, "delimiter": delimiter, "rows": lines_of(path)}
    return about, rows()


def lines_of(path: str) -> int:
    """About how many rows: enough for a progress bar."""
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def xlsx_rows(path: str) -> tuple[dict[str, Any], Iterator[list[Any]]]:
    """The first visible sheet that holds something."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(path)
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        for name in names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                others = [other for other in names if other != name]
                about = {"format": "xlsx", "sheet": name, "others": others, "rows": sheet.height}
                return about, iter(sheet.iter_rows())
    except CalamineError as error:
        raise Unreadable("Ce classeur ne se lit pas : il est abîmé ou protégé par un mot de passe.") from error
    raise Unreadable("Ce classeur ne contient aucune feuille remplie.")


def as_text(value: Any) -> str:
    """What a cell shows, with whole numbers in full and dates as year-month-day; nothing but blanks is nothing."""
    if isinstance(value, str):
        if value.isspace():
            return ""
        return value.replace("\0", "") if "\0" in value else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if not isinstance(value, timedelta) else str(value.total_seconds())


def main(path: str, kind: str, limits: dict[str, int]) -> None:
    write = sys.stdout.write
    about, rows = csv_rows(path) if kind == "csv" else xlsx_rows(path)
    write(json.dumps(about) + "\n")
    count = 0
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
    batch: list[Any] = []
    for number, row in enumerate(rows, 1):
        cells = [as_text(cell) for cell in row[: limits["columns"] + 1]]
        if not any(cells):
            continue
        if len(cells) > limits["columns"] and any(cells[limits["columns"] :]):
            raise Unreadable(f"La ligne {number} compte plus de {limits['columns']} colonnes.")
        if max(map(len, cells)) > limits["cell"]:
            raise Unreadable(f"La ligne {number} contient une cellule de plus de {limits['cell']} caractères.")
        count += 1
        if count > limits["rows"]:
            raise Unreadable(f"Le fichier compte plus de {limits['rows']} lignes : coupez-le en plusieurs fichiers.")
        batch.append([number, cells])
        if len(batch) == BATCH:
            write(encode(batch) + "\n")
            batch.clear()
    if batch:
        write(encode(batch) + "\n")
    write(json.dumps({"rows": count}) + "\n")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    options = json.loads(sys.argv[3])
    cap(memory_mb=options["memory_mb"], seconds=options["seconds"])
    try:
        main(sys.argv[1], sys.argv[2], options)
    except Unreadable as unreadable:
        print(json.dumps({"error": str(unreadable)}))
    except MemoryError:
        print(json.dumps({"error": "Ce fichier demande trop de mémoire : coupez-le en plusieurs fichiers."}))
    except BrokenPipeError:
        sys.stderr.close()  # the reader has had enough
