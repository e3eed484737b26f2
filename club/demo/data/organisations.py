"""Seventy organisations that do not exist: thirty institutions of the real kinds, forty brands of all kinds."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Institution:
    """With a ``departement`` its ambassadors are all there; without, it is a head of network and they are everywhere.

    ``weight``: its part among the networks present in a territory.
    """

    name: str
    kind: str
    short: str
    weight: int
    parent: str = ""
    departement: str = ""


@dataclass(frozen=True)
class Brand:
    name: str
    kind: str
    families: list[str]
    departement: str


JOBS = {
    "chamber": [
        "Conseiller entreprises",
        "Chargé de mission commerce",
        "Conseiller en développement numérique",
        "Animateur économique de secteur",
        "Responsable création et transmission",
    ],
    "federation": ["Délégué départemental", "Conseiller technique", "Animateur de section", "Secrétaire général"],
    "regulated": [
        "Expert-comptable associé",
        "Collaborateur comptable",
        "Greffier associé",
        "Responsable clientèle TPE",
    ],
    "court": ["Greffier associé", "Responsable du registre du commerce", "Responsable des formalités"],
    "association": ["Conseiller de gestion", "Responsable d’agence", "Chargé d’accompagnement"],
    "public_spaces": ["Animateur d’espace numérique", "Médiateur numérique", "Coordinateur de réseau"],
    "agency": ["Chef de projet numérique", "Chargé de mission usages", "Responsable de territoire"],
    "public": ["Conseiller territorial", "Chargé d’accompagnement des entreprises"],
    "union": ["Délégué syndical", "Conseiller juridique et social"],
}

FEMININE = {
    "Conseiller ": "Conseillère ",
    "Chargé ": "Chargée ",
    "Animateur ": "Animatrice ",
    "Médiateur ": "Médiatrice ",
    "Coordinateur ": "Coordinatrice ",
    "Collaborateur ": "Collaboratrice ",
    "Chef ": "Cheffe ",
    "Greffier ": "Greffière ",
    "Délégué départemental": "Déléguée départementale",
    "Délégué syndical": "Déléguée syndicale",
    "Secrétaire général": "Secrétaire générale",
    "associé": "associée",
}


def job(rng: random.Random, row: Institution, *, feminine: bool) -> str:
    """A title of the trade of the network, in the person's own gender."""
    title = rng.choice(JOBS["court" if "reffe" in row.name else row.kind])
    for his, hers in FEMININE.items() if feminine else ():
        title = title.replace(his, hers)
    return title


CCI = "Union des chambres de commerce de proximité"
CMA = "Réseau Métiers & Ateliers, chambres de métiers"
ACCOUNTANTS = "Ordre des conseils comptables"
COURTS = "Compagnie des greffes réunis"
MANAGEMENT = "Fédération Gestaline des centres de gestion agréés"
SPACES = "Réseau Cyberclairière des espaces publics numériques"

INSTITUTIONS = [
    Institution(CCI, "chamber", "uccp", 26),
    Institution(CMA, "chamber", "metiers-ateliers", 22),
    Institution("Fédération des bâtisseurs artisans", "federation", "batisseurs", 12),
    Institution(ACCOUNTANTS, "regulated", "conseils-comptables", 14),
    Institution(COURTS, "regulated", "greffes-reunis", 5),
    Institution(MANAGEMENT, "association", "gestaline", 8),
    Institution(SPACES, "public_spaces", "cyberclairiere", 14),
    Institution("Fédération des commerces de centre-bourg", "federation", "centre-bourg", 6),
    Institution("Union syndicale des indépendants de proximité", "union", "indep-proximite", 3),
    Institution("Établissement public Numérelle", "public", "numerelle", 4),
    Institution("Agence numérique du Pays d’Aurelande", "agency", "aurelande", 120, departement="64"),
    Institution("Agence Bourgevallée Numérique", "agency", "bourgevallee", 120, departement="21"),
    Institution("Agence régionale Numérivage", "agency", "numerivage", 120, departement="29"),
    Institution("Agence Sud-Numéria", "agency", "sud-numeria", 80, departement="13"),
    Institution("Agence numérique des Hautes-Brumes", "agency", "hautes-brumes", 120, departement="67"),
    Institution("Chambre de commerce du Val de Brenelle", "chamber", "cc-brenelle", 240, CCI, "37"),
    Institution("Chambre de commerce de la Côte d’Ivelle", "chamber", "cc-ivelle", 160, CCI, "44"),
    Institution("Chambre de commerce des Trois-Vaulx", "chamber", "cc-troisvaulx", 120, CCI, "69"),
    Institution("Chambre de commerce de l’Estrande", "chamber", "cc-estrande", 160, CCI, "33"),
    Institution("Chambre de commerce du Plateau de Mornelle", "chamber", "cc-mornelle", 240, CCI, "45"),
    Institution("Chambre de métiers de la Basse-Ardelle", "chamber", "cm-ardelle", 120, CMA, "59"),
    Institution("Chambre de métiers du Pays velvain", "chamber", "cm-velvain", 240, CMA, "49"),
    Institution("Chambre de métiers des Monts d’Orsanne", "chamber", "cm-orsanne", 240, CMA, "63"),
    Institution("Chambre de métiers de Rivecourte", "chamber", "cm-rivecourte", 160, CMA, "76"),
    Institution("Conseil comptable d’Ostrevalle", "regulated", "cc-ostrevalle", 160, ACCOUNTANTS, "57"),
    Institution("Greffe du commerce de Brassimont", "regulated", "greffe-brassimont", 60, COURTS, "31"),
    Institution("Greffe du commerce de Port-Ellune", "regulated", "greffe-portellune", 100, COURTS, "17"),
    Institution("Centre de gestion agréé de la Sèvrelle", "association", "cga-sevrelle", 240, MANAGEMENT, "85"),
    Institution("Espace numérique du lac d’Azelle", "public_spaces", "azelle", 200, SPACES, "74"),
    Institution("Espace numérique de Saint-Ombrel", "public_spaces", "saint-ombrel", 240, SPACES, "80"),
]

PC, SERVERS, PRINT, MOBILE = "ordinateurs", "serveurs et stockage", "impression et numérisation", "terminaux mobiles"
TILL, WIFI, ACCOUNTS, PAY = "encaissement", "réseau et Wi-Fi", "comptabilité", "paie"
SALES, INVOICE, SHOP, SITE = "devis et gestion", "facture électronique", "boutique en ligne", "création de sites"
SAFETY, BACKUP, MAIL, DIARY = "sécurité", "sauvegarde", "messagerie et bureautique", "agenda et rendez-vous"
ACCESS, VOICE, HOSTING, DOMAIN = "accès Internet", "téléphonie d’entreprise", "hébergement", "noms de domaine"
CARE = "maintenance et infogérance"

BRANDS = [
    Brand("Ordivance", "manufacturer", [PC], "92"),
    Brand("Kaltéra", "manufacturer", [PC, SERVERS], "78"),
    Brand("Imprimagne", "manufacturer", [PRINT], "93"),
    Brand("Encrelune", "manufacturer", [PRINT], "92"),
    Brand("Telvane", "manufacturer", [MOBILE], "92"),
    Brand("Caissandre", "manufacturer", [TILL], "69"),
    Brand("Routelis", "manufacturer", [WIFI], "38"),
    Brand("Stokéon", "manufacturer", [SERVERS, BACKUP], "35"),
    Brand("Puceval", "manufacturer", [PC], "91"),
    Brand("Ondavril", "manufacturer", [WIFI, MOBILE], "22"),
    Brand("Comptéliane", "publisher", [ACCOUNTS], "75"),
    Brand("Gérélande", "publisher", [SALES, ACCOUNTS], "75"),
    Brand("Facturivage", "publisher", [INVOICE], "59"),
    Brand("Échoppine", "publisher", [SHOP], "75"),
    Brand("Coffralume", "publisher", [BACKUP], "44"),
    Brand("Rempardine", "publisher", [SAFETY], "31"),
    Brand("Antivague", "publisher", [SAFETY], "56"),
    Brand("Paielune", "publisher", [PAY], "69"),
    Brand("Signapluie", "publisher", [INVOICE], "33"),
    Brand("Plumebelle Logiciels", "publisher", [MAIL], "92"),
    Brand("Missivole", "publisher", [MAIL], "06"),
    Brand("Agendrille", "publisher", [DIARY], "67"),
    Brand("Chantebrique", "publisher", [SALES], "63"),
    Brand("Pagivore", "publisher", [SITE, SHOP], "34"),
    Brand("Passerelin", "integrator", [CARE], "75"),
    Brand("Câblomont", "integrator", [WIFI, CARE], "74"),
    Brand("Infogérune", "integrator", [CARE, BACKUP], "21"),
    Brand("Maintevale", "integrator", [CARE], "37"),
    Brand("Réseaulune", "integrator", [WIFI, VOICE], "13"),
    Brand("Télévallon", "operator", [ACCESS, VOICE], "75"),
    Brand("Fibrelande", "operator", [ACCESS], "40"),
    Brand("Ondemère", "operator", [MOBILE, VOICE], "92"),
    Brand("Brumefil Télécom", "operator", [ACCESS, VOICE], "29"),
    Brand("Hébergelune", "operator", [HOSTING, DOMAIN], "59"),
    Brand("Domaniel", "operator", [DOMAIN], "75"),
    Brand("Grossorde", "distributor", [PC, PRINT], "77"),
    Brand("Logivague Distribution", "distributor", [PC, SERVERS], "93"),
    Brand("Quadrivente", "distributor", [PRINT, TILL], "69"),
    Brand("Entrepôt Virelune", "distributor", [WIFI, MOBILE], "45"),
    Brand("Sourcévale", "distributor", [PC, MAIL], "76"),
]
