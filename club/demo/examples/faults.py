"""What goes wrong in spreadsheets that people send: each fault is drawn on a known number of rows, and counted."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from club.demo.data.names import words

Record = dict[str, str]
Spoil = Callable[[random.Random, Record], None]
MONTHS = words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")


@dataclass(frozen=True)
class Fault:
    """``refused``: the import must refuse the row; otherwise it repairs it, or leaves a cell aside and says so."""

    says: str
    number: int
    spoil: Spoil
    refused: bool = False


def sow(rng: random.Random, records: Sequence[Record], faults: Sequence[Fault]) -> list[Record]:
    """Refusals fall on rows of their own; repairs fall anywhere, a row may have several. Gives the sound rows."""
    refusals = [fault for fault in faults if fault.refused]
    drawn = rng.sample(range(len(records)), sum(fault.number for fault in refusals))
    places = iter(drawn)
    for fault in refusals:
        for _ in range(fault.number):
            fault.spoil(rng, records[next(places)])
    for fault in faults:
        if not fault.refused:
            for record in rng.sample(records, min(fault.number, len(records))):
                fault.spoil(rng, record)
    return [record for place, record in enumerate(records) if place not in set(drawn)]


def put(column: str, *values: str) -> Spoil:
    """One of ``values`` in ``column``; ``{}`` stands for what the cell held."""

    def spoil(rng: random.Random, record: Record) -> None:
        record[column] = rng.choice(values).replace("{}", record[column])

    return spoil


def bad_address(column: str) -> Spoil:
    """Six ways in which an address gets lost between a telephone and a keyboard."""
    ways: list[Callable[[str], str]] = [
        lambda text: text.replace("@", ""),
        lambda text: text.replace("@", " chez "),
        lambda text: text.replace(".example", ""),
        lambda text: text.replace(".example", "..example"),
        lambda text: f"{text} ; direction@{text.partition('@')[2]}",
        lambda text: text.replace("e", "é", 1) if "e" in text.partition("@")[0] else f"é{text}",
    ]

    def spoil(rng: random.Random, record: Record) -> None:
        record[column] = rng.choice(ways)(record[column])

    return spoil


def robbed(*columns: str) -> Spoil:
    """The leading zero that a spreadsheet takes from whatever looks like a number."""

    def spoil(rng: random.Random, record: Record) -> None:
        for column in columns:
            bare = record[column].replace(" ", "")
            if bare.startswith("0"):
                record[column] = bare.lstrip("0")

    return spoil


def shouted(*columns: str) -> Spoil:
    def spoil(rng: random.Random, record: Record) -> None:
        for column in columns:
            record[column] = record[column].upper()

    return spoil


def blanks(*columns: str) -> Spoil:
    """Blanks nobody sees: at the end, at the start, the no-break one of a web page."""

    def spoil(rng: random.Random, record: Record) -> None:
        for column in columns:
            record[column] = rng.choice(["{}  ", " {}", "{}\u00a0"]).replace("{}", record[column])

    return spoil


def scientific(column: str) -> Spoil:
    """``1,23457E+12``: what a spreadsheet makes of fourteen digits; the last ones are lost."""

    def spoil(rng: random.Random, record: Record) -> None:
        digits = record[column].replace(" ", "").lstrip("0")
        record[column] = f"{digits[0]},{digits[1:6]}E+{len(digits) - 1}"

    return spoil


def wrong_key(column: str) -> Spoil:
    """Two neighbouring digits the wrong way round, or a digit mistyped: the check digit tells."""

    def spoil(rng: random.Random, record: Record) -> None:
        digits = record[column].replace(" ", "").zfill(14)
        record[column] = digits[:-1] + str((int(digits[-1]) + rng.randint(1, 9)) % 10)

    return spoil


def day_in_words(rng: random.Random, text: str) -> str:
    """``07/03/2026`` as five people write it."""
    day, month, year = text.split("/")
    return rng.choice(
        [
            text,
            f"{int(day)}/{int(month)}/{year}",
            f"{day}-{month}-{year[2:]}",
            f"{'1er' if day == '01' else int(day)} {MONTHS[int(month) - 1]} {year}",
            f"{year}-{month}-{day}",
        ]
    )
