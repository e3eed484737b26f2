"""Facts that look true and belong to nobody: numbers, names of firms, addresses.

- SIREN begin with 0: their key is right, yet Insee gives none in that range;
- telephone numbers are of the ranges that Arcep keeps for works of fiction;
- addresses end in ``.example`` (RFC 2606): no message can reach anybody.
"""

import random
import re
from dataclasses import dataclass
from functools import lru_cache

from stdnum import luhn

from club.core.search import plain
from club.demo.data.names import FAMILIES, MEN, WOMEN, words

PHONE_RANGES = ["01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49"]
MOBILE_RANGE = "06 39 98"

_HEADS = words("""Abri Alde Ambre Arbo Arma Bali Baste Belli Bora Brava Brume Cale Cardi Cela Civa Corbe Dalme Dava
Dori Durba Ecla Elva Embri Esta Falu Fede Fila Fonta Gali Garo Givre Glane Hali Hedo Ili Iro Jala Jovi Kali Keri
Lamba Levi Lisi Luno Mada Meli Miro Monga Nali Neve Nori Obli Olva Orbe Palu Pela Pixi Quali Queri Rabi Reli Rovi
Sabe Sili Sola Tabo Teli Toru Tiva Umbra Vali Veli Virgo Voli Xala Yori Zabe Zeli
Aubri Axo Bruli Cando Cheva Clari Coli Crista Drui Ecru Feno Flori Gauri Grani Hydro Isa Javi Loba Luci Maru Nacri
Ocre Opa Plani Pruni Quiva Rosi Safra Sarri Tanga Tilla Ursi Vani Vermi Zephi""")
_TAILS = words("""bec bert brac cade celle chon cival clair daine dour drel fane fier gance gard gnol lande lec lier
lombe mance melle mier mont nance net nielle pance piel quin rance reau rec ridan rion salle sec sile sonne tais
tel tier trel vance vault vert viel vigne vron zac zelle
bane bise boire bourg champ chet cran dalle dec dune feuil flore gel goule grain joux laine lauze lix lune
marne mesnil mine nard nec nelle noix nuit pert pluie prune quel rame rive roc sable seuil sole taille terre
tige toile trame val voile zan""")
_RESELLERS = """{} Informatique|{} Bureautique|{} Micro|{} Systèmes|{} Réseaux|{} Services|Ets {}|{} Télécom|{} PC|
{} Copieurs|Comptoir {}|{} Maintenance|{} & Fils""".replace("\n", "").split("|")
_AGENCIES = """Studio {}|Agence {}|Atelier {}|{} Web|{} Digital|{} Interactive|{} Création|{} Communication|
Pixels de {}|{} & Co|Fabrique {}""".replace("\n", "").split("|")


@dataclass(frozen=True)
class Identity:
    civility: str
    first_name: str
    last_name: str


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """``Le Gall`` → ``le-gall``: letters and digits of addresses."""
    return re.sub(r"[^a-z0-9]+", "-", plain(text)).strip("-")


def identity(rng: random.Random) -> Identity:
    woman = rng.random() < 0.5
    return Identity("mme" if woman else "m", rng.choice(WOMEN if woman else MEN), rng.choice(FAMILIES))


def siren(rng: random.Random) -> str:
    body = f"0{rng.randrange(10**6, 10**7)}"
    return body + luhn.calc_check_digit(body)


def siret(rng: random.Random) -> str:
    body = f"{siren(rng)}{rng.randrange(1, 60):04d}"
    return body + luhn.calc_check_digit(body)


def phone(rng: random.Random, departement: str, *, mobile: bool = False) -> str:
    """Of the fiction range of the territory's zone (01 Île-de-France … 05 south-west), or a mobile."""
    prefix = MOBILE_RANGE if mobile else PHONE_RANGES[zone(departement)]
    return f"{prefix} {rng.randrange(100):02d} {rng.randrange(100):02d}"


def zone(departement: str) -> int:
    """Index of the telephone zone of a territory; overseas territories dial 02 or 05, taken here as 05."""
    zones = [
        "75 77 78 91 92 93 94 95",
        "14 18 22 27 28 29 35 36 37 41 44 45 49 50 53 56 61 72 76 85",
        "02 08 10 21 25 39 51 52 54 55 57 58 59 60 62 67 68 70 71 80 88 89 90",
        "01 03 04 05 06 07 11 13 15 26 2A 2B 30 34 38 42 43 48 63 66 69 73 74 83 84",
    ]
    return next((index for index, codes in enumerate(zones) if departement in codes.split()), 4)


def stems(rng: random.Random) -> list[str]:
    """Every coined word, shuffled: the heart of the name of a firm. None is drawn twice."""
    words = [f"{head}{tail}" for head in _HEADS for tail in _TAILS]
    rng.shuffle(words)
    return words


def firm_name(rng: random.Random, stem: str, *, web_agency: bool) -> str:
    return rng.choice(_AGENCIES if web_agency else _RESELLERS).format(stem)


class Addresses:
    """Gives each person an address; a namesake at the same domain gets a number."""

    def __init__(self, taken: set[str] | None = None) -> None:
        self.taken = set(taken or ())

    def give(self, local: str, domain: str) -> str:
        number, address = 1, f"{local}@{domain}"
        while address in self.taken:
            number += 1
            address = f"{local}{number}@{domain}"
        self.taken.add(address)
        return address

    def of(self, who: Identity, domain: str) -> str:
        return self.give(f"{slug(who.first_name)}.{slug(who.last_name)}", domain)
