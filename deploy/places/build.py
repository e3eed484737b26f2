"""Make club/core/data/places.csv.gz from the open data package, once for each yearly edition.

    npm pack @etalab/decoupage-administratif@6.0.0     (edition 2026)
    tar xzf etalab-decoupage-administratif-6.0.0.tgz
    python -m deploy.places.build package/data "2026 (@etalab/decoupage-administratif 6.0.0)"

Sources, all under Licence Ouverte 2.0: Insee (Code officiel géographique, populations légales), La Poste (base des
codes postaux). Communes of today, with the names of those they absorbed and of their districts as other names.
Terres australes and Clipperton have no inhabitant and are left out.
"""

import csv
import gzip
import io
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[2] / "club" / "core" / "data" / "places.csv.gz"
UNINHABITED = {"984", "989"}
COLUMNS = ["kind", "code", "name", "parent", "population", "postcodes", "aliases"]

Row = dict[str, Any]


def rows(folder: Path) -> list[list[str]]:
    """Regions, then départements, then communes, each in the order of its codes."""
    regions, departements, all_communes = (
        json.loads((folder / f"{name}.json").read_text()) for name in ("regions", "departements", "communes")
    )
    communes = [c for c in all_communes if c["type"] == "commune-actuelle" and c["departement"] not in UNINHABITED]
    aliases = other_names(all_communes)
    inhabitants: dict[str, int] = defaultdict(int)
    for commune in communes:
        inhabitants[commune["departement"]] += commune.get("population", 0)
    found = [["r", r["code"], name(r), "", "", "", ""] for r in regions if r["code"] not in UNINHABITED]
    found += [
        ["d", d["code"], name(d), d["region"], str(inhabitants[d["code"]]), "", ""]
        for d in departements
        if d["code"] not in UNINHABITED
    ]
    found += [
        [
            "c",
            c["code"],
            name(c),
            c["departement"],
            str(c.get("population", 0)),
            " ".join(sorted(c.get("codesPostaux", []))),
            " ".join(sorted(aliases[c["code"]] - {name(c)})),
        ]
        for c in communes
    ]
    return sorted(found, key=lambda row: ("rdc".index(row[0]), row[1]))


def other_names(communes: list[Row]) -> dict[str, set[str]]:
    """Code of a commune → names of the communes it absorbed and of its districts."""
    found: dict[str, set[str]] = defaultdict(set)
    for commune in communes:
        if commune["type"] != "commune-actuelle":
            found[commune.get("chefLieu") or commune["commune"]].add(name(commune))
    return found


def name(row: Row) -> str:
    return row["nom"].replace("'", "’")


def main(folder: str, edition: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["#", edition])
    writer.writerow(COLUMNS)
    writer.writerows(rows(Path(folder)))
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
