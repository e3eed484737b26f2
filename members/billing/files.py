"""The PDF of issued documents and their proofs: private files named by their SHA-256, safe on disk once written."""

import hashlib
import os
from pathlib import Path
from uuid import uuid4

from club.core.storage import PrivateStorage

FOLDER = "billing"


def name_of(sha256: str) -> str:
    """The name of a PDF in the private storage."""
    return f"{FOLDER}/{sha256}.pdf"


def path_of(sha256: str) -> Path:
    return Path(PrivateStorage().path(name_of(sha256)))


def keep(content: bytes) -> str:
    """Write a file under its SHA-256 and gives that hash: it is on disk, its folder too, when this returns."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{uuid4().hex}")
    with open(draft, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return sha256


def read(sha256: str) -> bytes:
    return path_of(sha256).read_bytes()
