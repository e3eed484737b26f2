"""What a file must be before anything opens it: size, kind by its bytes, and a zip that does not explode."""

import zipfile
from typing import BinaryIO

from club.core.errors import ClubError

MEGABYTE = 1024 * 1024
MAX_BYTES = 25 * MEGABYTE
MAX_ROWS = 200_000
MAX_COLUMNS = 100
MAX_CELL = 5_000
ZIP_MAX_ENTRIES = 500
ZIP_MAX_BYTES = 400 * MEGABYTE
ZIP_MAX_RATIO = 200
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class FileRefused(ClubError):
    """A file that is not read; the sentence says why and what to do."""


def preflight(file: BinaryIO) -> str:
    """``csv`` or ``xlsx``, told from the bytes and not from the name; raises ``FileRefused``."""
    size = file.seek(0, 2)
    file.seek(0)
    start = file.read(8192)
    file.seek(0)
    if not start.strip():
        raise FileRefused("Ce fichier est vide.")
    if size > MAX_BYTES:
        raise FileRefused(f"Ce fichier pèse plus de {MAX_BYTES // MEGABYTE} Mo : coupez-le en plusieurs fichiers.")
    if start.startswith(_ZIP):
        _check_zip(file)
        file.seek(0)
        return "xlsx"
    if start.startswith(_OLE):
        raise FileRefused(
            "C’est un classeur Excel ancien (.xls) ou protégé par un mot de passe : "
            "enregistrez-le au format .xlsx, sans mot de passe."
        )
    if b"\0" in start and not start.startswith(_UTF16):
        raise FileRefused("Ce fichier n’est ni un texte CSV ni un classeur Excel (.xlsx).")
    if start.startswith((b"%PDF", b"{\\rtf", b"<!DOCTYPE", b"<html")):
        raise FileRefused("Ce fichier n’est ni un texte CSV ni un classeur Excel (.xlsx).")
    return "csv"


def _check_zip(file: BinaryIO) -> None:
    try:
        entries = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileRefused("Ce classeur est abîmé : enregistrez-le à nouveau depuis votre tableur.") from error
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise FileRefused("Cette archive n’est pas un classeur Excel (.xlsx).")
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("Ce classeur est protégé par un mot de passe : enregistrez-le sans.")
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if len(entries) > ZIP_MAX_ENTRIES or unpacked > ZIP_MAX_BYTES or unpacked > ZIP_MAX_RATIO * max(packed, 1):
        raise FileRefused(
            "Ce classeur se déploie en un volume anormal : il n’a pas été ouvert. "
            "Enregistrez la feuille utile au format CSV et envoyez ce fichier."
        )
