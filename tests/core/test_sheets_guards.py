"""Hostile files: refused before they are opened, else they end a capped process and nothing more.

Each guard has its control: without it the same file goes further, within bounds that the test sets.
"""

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from club.core.sheets import child, guard, reading

SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row></sheetData></worksheet>'
)


def bomb(megabytes: int) -> BytesIO:
    """A workbook whose only cell unfolds to so much: a few kilobytes on the way in."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in _parts():
            archive.writestr(path, content)
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format("A" * (megabytes << 20)))
    out.seek(0)
    return out


def _parts() -> list[tuple[str, str]]:
    from club.core.sheets.writing import _PARTS

    return list(_PARTS.items())


def test_zip_bomb_is_refused_unopened():
    file = bomb(30)
    assert len(file.getvalue()) < 100_000
    with pytest.raises(guard.FileRefused, match="volume anormal"):
        guard.preflight(file)


def test_ratio_guard_off_lets_the_bomb_in(monkeypatch):
    """Control: the same file passes once the ratio is not looked at."""
    monkeypatch.setattr(guard, "ZIP_MAX_RATIO", 10**9)
    assert guard.preflight(bomb(30)) == "xlsx"


def test_total_size_and_number_of_entries_are_bounded(monkeypatch):
    monkeypatch.setattr(guard, "ZIP_MAX_RATIO", 10**9)
    monkeypatch.setattr(guard, "ZIP_MAX_BYTES", 1 << 20)
    with pytest.raises(guard.FileRefused, match="volume anormal"):
        guard.preflight(bomb(2))
    monkeypatch.setattr(guard, "ZIP_MAX_BYTES", 1 << 30)
    monkeypatch.setattr(guard, "ZIP_MAX_ENTRIES", 3)
    with pytest.raises(guard.FileRefused, match="volume anormal"):
        guard.preflight(bomb(2))


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """150 MB in one cell, which the reader holds at least twice."""
    path = tmp_path_factory.mktemp("lourd") / "lourd.xlsx"
    path.write_bytes(bomb(150).getvalue())
    return path


def read_with(path: Path, *, memory_mb: int) -> subprocess.CompletedProcess[str]:
    limits = {"rows": 10, "columns": 10, "cell": 5000, "memory_mb": memory_mb, "seconds": 20}
    command = [sys.executable, "-I", str(Path(child.__file__)), str(path), "xlsx", json.dumps(limits)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)


def test_memory_cap_ends_the_reader_and_not_us(heavy, monkeypatch):
    monkeypatch.setattr(reading, "MEMORY_MB", 200)
    with pytest.raises(guard.FileRefused), reading.open_table(heavy, "xlsx") as table:
        list(table)


def test_memory_cap_off_lets_the_file_through(heavy):
    """Control: with room enough the same bytes are read to their end, and only the length of the cell stops them."""
    assert read_with(heavy, memory_mb=200).returncode != 0
    loose = read_with(heavy, memory_mb=2048)
    assert loose.returncode == 0
    assert json.loads(loose.stdout.splitlines()[-1]) == {
        "error": "La ligne 1 contient une cellule de plus de 5000 caractères."
    }


def test_processor_time_is_capped(tmp_path, monkeypatch):
    path = tmp_path / "long.csv"
    path.write_text("a;b\n" + "x;y\n" * 3_000_000)
    monkeypatch.setattr(reading, "SECONDS", 1)
    monkeypatch.setattr(guard, "MAX_ROWS", 10**9)
    with (
        pytest.raises(guard.FileRefused, match="trop de mémoire ou de temps"),
        reading.open_table(path, "csv") as table,
    ):
        for _ in table:
            pass


def test_reader_knows_no_setting_and_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret-of-ours")
    seen = {}
    real = subprocess.Popen

    def spy(command, **options):
        seen.update(options, command=command)
        return real(command, **options)

    monkeypatch.setattr(reading.subprocess, "Popen", spy)
    path = tmp_path / "a.csv"
    path.write_text("a;b\n1;2\n")
    with reading.open_table(path, "csv") as table:
        assert list(table) == [[1, ["a", "b"]], [2, ["1", "2"]]]
    assert (seen["env"], seen["command"][1]) == ({}, "-I")


def test_rows_beyond_the_cap_stop_the_reading(tmp_path, monkeypatch):
    monkeypatch.setattr(guard, "MAX_ROWS", 10)
    path = tmp_path / "a.csv"
    path.write_text("a;b\n" * 40)
    with pytest.raises(guard.FileRefused, match="plus de 30 lignes"), reading.open_table(path, "csv") as table:
        list(table)
