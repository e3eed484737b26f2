"""The number that names an organisation: SIREN, else RNA of an association, else the VAT number of elsewhere."""

import re
from dataclasses import asdict, dataclass

from stdnum import get_cc_module
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError as Invalid
from stdnum.fr import siren, siret, tva

from club.core.errors import ClubError

RNA = re.compile(r"W[0-9][0-9AB][0-9]{7}")
VAT = re.compile(r"[A-Z]{2,3}[0-9A-Z]{5,16}")
ELSEWHERE = {"GB": "gb", "CHE": "ch", "NO": "no"}
"""Countries outside the European Union whose VAT numbers are checked: prefix → code of python-stdnum."""

WRONG = "Ce numéro n’est pas valide\u00a0: vérifiez ses chiffres, dont le dernier est une clé de contrôle."
UNKNOWN = (
    "Nous ne reconnaissons pas ce numéro. Donnez votre SIREN (neuf chiffres), à défaut le numéro RNA de "
    "l’association (W et neuf chiffres) ou un numéro de TVA étranger (avec son code de pays)."
)


@dataclass(frozen=True)
class Number:
    """Exactly one is filled in."""

    siren: str = ""
    rna: str = ""
    foreign_vat: str = ""

    def fields(self) -> dict[str, str]:
        return asdict(self)


def read(text: str) -> Number:
    """What ``text`` names, checked without asking any register; a SIRET or a French VAT number gives its SIREN."""
    compact = re.sub(r"[\s.\-/\u00a0\u202f]", "", text).upper()
    if compact.isascii() and compact.isdigit():
        return Number(siren=_siren(compact))
    if RNA.fullmatch(compact):
        return Number(rna=compact)
    if compact.startswith("FR") and VAT.fullmatch(compact):
        return Number(siren=_siren_of_vat(compact))
    if VAT.fullmatch(compact) and _is_vat(compact):
        return Number(foreign_vat=compact)
    raise ClubError(UNKNOWN)


def shown(*, siren: str, rna: str, foreign_vat: str) -> str:
    """The number as it was typed, digits of a SIREN by three."""
    return "\u00a0".join(re.findall("...", siren)) if siren else rna or foreign_vat


def _siren(digits: str) -> str:
    if len(digits) == 14 and siret.is_valid(digits):
        return digits[:9]
    if len(digits) not in (9, 14):
        raise ClubError(UNKNOWN)
    if len(digits) == 14 or not siren.is_valid(digits):
        raise ClubError(WRONG)
    return digits


def _siren_of_vat(number: str) -> str:
    if not tva.is_valid(number):
        raise ClubError(WRONG)
    return tva.compact(number)[-9:]


def _is_vat(number: str) -> bool:
    """Of the European Union, the United Kingdom, Switzerland or Norway; raises when its check digits are wrong."""
    if number[:2].lower() in eu_vat.MEMBER_STATES or number.startswith("EL"):
        known = eu_vat.is_valid(number)
    else:
        code = next((code for prefix, code in ELSEWHERE.items() if number.startswith(prefix)), "")
        module = get_cc_module(code, "vat") if code else None
        if module is None:
            return False
        try:
            module.validate(number)
            known = True
        except Invalid:
            known = False
    if not known:
        raise ClubError(WRONG)
    return True
