"""The words of the public site, read from the files beside this module: one file per piece."""

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def pieces(kind: str) -> dict[str, dict[str, Any]]:
    """Name → contents of the files of a kind: tips, news, pages, resources."""
    return {file.stem: read(file) for file in sorted((HERE / kind).glob("*.toml"))}


def dossiers() -> dict[str, dict[str, Any]]:
    """Name → contents, the parts in their order under ``parts``."""
    found = {}
    for folder in sorted((HERE / "dossiers").iterdir()):
        if folder.is_dir():
            parts = [{"slug": f.stem.partition("-")[2], **read(f)} for f in sorted((folder / "parts").glob("*.toml"))]
            found[folder.name] = {**read(folder / "dossier.toml"), "parts": parts}
    return found


def figures() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read(HERE / "figures.toml")["figures"]
    return rows


def drawings() -> dict[str, str]:
    """Name → what it shows."""
    return read(HERE / "drawings.toml")


def read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
