"""Communes and départements as files write them: postcode, name of the town, number or name of the département."""

import re
from difflib import get_close_matches
from typing import Any

from club.core.models import Commune, Departement
from club.core.search import plain
from club.core.sheets.columns import Row

_SPECIAL_DELIVERY = re.compile(r"\bcedex\b.*$")
_DISTRICT = re.compile(r"\b(\d{1,2})(e|er|eme|ieme)?( arrondissement)?$")
_NUMBERED = re.compile(r"^(\d{1,3}|2[ab])\b")
_BRACKETED = re.compile(r"\(\s*(\d{1,3}|2[ab])\s*\)", re.I)


def fold(name: str) -> str:
    """ "ST-DENIS CEDEX 2" and "Saint-Denis" meet; so do "Paris 8e" and "Paris"."""
    words = _SPECIAL_DELIVERY.sub("", re.sub(r"[-'’.]", " ", plain(name))).strip()
    words = _DISTRICT.sub("", words).strip()
    long = {"st": "saint", "ste": "sainte", "s": "sur"}
    return " ".join(long.get(word, word) for word in words.split())


def departement_of(postcode: str) -> str:
    """The département of a postcode, deliveries by cedex included (Corsica: 200 and 201 are 2A, the rest 2B)."""
    if postcode.startswith(("97", "98")):
        return postcode[:3]
    if postcode.startswith("20"):
        return "2A" if postcode[:3] in ("200", "201") else "2B"
    return postcode[:2]


class Places:
    """The territories, read once for a whole file."""

    def __init__(self) -> None:
        self.departements = dict(Departement.objects.values_list("code", "name"))
        self._remembered: dict[tuple[str, str, str], tuple[str | None, list[str]]] = {}
        self._named = {fold(name): code for code, name in self.departements.items()}
        self._towns: dict[str, list[str]] = {}
        self._in_departement: dict[str, list[str]] = {}
        self._folded: dict[str, str] = {}
        self.communes: dict[str, str] = {}
        self._former: dict[str, str] = {}
        fields = ("code", "name", "aliases", "postcodes", "departement_id")
        for code, name, former, postcodes, departement in Commune.objects.order_by("code").values_list(*fields):
            self.communes[code] = name
            if former:
                self._former[code] = former
            self._in_departement.setdefault(departement, []).append(code)
            for postcode in postcodes:
                self._towns.setdefault(postcode, []).append(code)

    def _named_alike(self, code: str) -> str:
        if code not in self._folded:
            self._folded[code] = fold(self.communes[code])
        return self._folded[code]

    def departement(self, text: str, notes: list[str]) -> str:
        """The code; raises ValueError with a sentence."""
        number = _BRACKETED.search(text) or _NUMBERED.match(text.strip().lower())
        if number:
            code = number[1].upper()
            code = code.lstrip("0").zfill(2) if len(code) < 3 or code not in self.departements else code
            if len(number[1]) == 1:
                notes.append("département : zéro initial rétabli")
            if code in self.departements:
                return code
        folded = fold(text)
        if folded in self._named:
            return self._named[folded]
        close = get_close_matches(folded, self._named, n=1, cutoff=0.75)
        hint = f" Vouliez-vous dire « {self.departements[self._named[close[0]]]} » ?" if close else ""
        raise ValueError(f"Département inconnu : « {text} ».{hint}")

    def of_postcode(self, postcode: str) -> str:
        code = departement_of(postcode)
        if code not in self.departements:
            raise ValueError(f"Le code postal « {postcode} » n’est d’aucun département.")
        return code

    def commune(self, postcode: str, name: str, departement: str | None, notes: list[str]) -> str | None:
        """The commune's code, or None with a note: a town that is not recognised does not refuse the row."""
        key = (postcode, name, departement or "")
        if key not in self._remembered:
            said: list[str] = []
            self._remembered[key] = (self._commune(*key, said), said)
        code, said = self._remembered[key]
        notes += said
        return code

    def _commune(self, postcode: str, name: str, departement: str, notes: list[str]) -> str | None:
        towns = self._towns.get(postcode, [])
        if not name:
            if len(towns) > 1:
                notes.append(f"commune non précisée : {len(towns)} communes partagent le code postal {postcode}")
            return towns[0] if len(towns) == 1 else None
        for code in towns:
            if self.communes[code] == name:
                return code
        folded = fold(name)
        around = self._in_departement.get(departement or departement_of(postcode or "00"), [])
        for nearby in (towns, around):  # postcodes of a cedex or of a firm name no commune
            exact = [code for code in nearby if self._named_alike(code) == folded]
            if len(exact) == 1:
                return exact[0]
        for code in towns:
            if code in self._former and f" {folded} " in f" {fold(self._former[code])} ":
                return code
        close = get_close_matches(folded, map(self._named_alike, towns), n=1, cutoff=0.8)
        if close:
            code = next(code for code in towns if self._named_alike(code) == close[0])
            notes.append(f"commune « {name} » lue « {self.communes[code]} »")
            return code
        notes.append(f"commune « {name} » non reconnue, laissée vide")
        return None

    def words(self, path: str, value: str) -> str:
        """The name of a territory by its code."""
        if path.endswith("commune_id"):
            return self.communes.get(value, "")
        return f"{self.departements[value]} ({value})" if value in self.departements else ""


def settle_place(places: Places, row: Row, told: dict[str, Any], table: str) -> None:
    """Fill ``departement_id`` and ``commune_id`` from the columns département, postcode and commune."""
    postcode, name, values = told.get("postcode", ""), told.get("commune", ""), row.values[table]
    try:
        if "departement" in told:
            values["departement_id"] = places.departement(told["departement"], row.notes)
        elif postcode:
            values["departement_id"] = places.of_postcode(postcode)
    except ValueError as error:
        row.reasons.append(str(error))
    if postcode or name:
        commune = places.commune(postcode, name, values.get("departement_id"), row.notes)
        if commune:
            values["commune_id"] = commune
