"""What firms of the demonstration say of themselves: sentences put together, different for each, true of none."""

import random

from club.core.topics import Topic

OPENINGS = {
    "reseller": [
        "{name} équipe et dépanne les commerces, les artisans et les cabinets {place} depuis {year}.",
        "Une équipe de {people} personnes {place}, au service des petites entreprises depuis {year}.",
        "Vente, installation et maintenance informatique {place} : un interlocuteur qui connaît votre dossier.",
        "Depuis {year}, nous suivons les petites entreprises {place}, du premier poste au petit réseau.",
    ],
    "web_agency": [
        "{name} crée des sites simples à tenir soi-même, pour les petites entreprises {place}, depuis {year}.",
        "Agence de {people} personnes {place} : nous écrivons, dessinons et mettons en ligne, sans jargon.",
        "Des sites qui amènent des clients, pour les commerces et les artisans {place}, depuis {year}.",
        "{people} personnes {place}, un devis clair, et un site que vous savez modifier dès la livraison.",
    ],
}
SKILLS = {
    Topic.WEBSITE: "Votre site est livré avec une demi-journée de prise en main.",
    Topic.ECOMMERCE: "Nous mettons en ligne des boutiques de dix à mille articles, retrait en magasin compris.",
    Topic.VISIBILITY: "Fiche d’établissement, avis et référencement local : nous mesurons ce qui change.",
    Topic.SECURITY: "Sauvegarde chaque nuit, essai de restauration chaque trimestre, compte rendu écrit.",
    Topic.NETWORK: "Nous posons le réseau, le Wi-Fi des clients à part de celui de la caisse.",
    Topic.TELEPHONY: "Standard, lignes et mobiles : nous comparons les offres avant de vous en proposer une.",
    Topic.EQUIPMENT: "Postes neufs ou reconditionnés, repris et effacés quand vous en changez.",
    Topic.PRINTING: "Copieurs en location ou à l’achat, prix à la page annoncé.",
    Topic.MANAGEMENT: "Nous installons votre logiciel de gestion et formons ceux qui s’en servent.",
    Topic.INVOICING: "Nous préparons votre passage à la facture électronique avec votre expert-comptable.",
    Topic.COLLABORATION: "Messagerie, agenda partagé et fichiers : la reprise de l’existant est comprise.",
    Topic.PAYMENT: "Caisses et terminaux de paiement, réglés et remplacés sous un jour ouvré.",
    Topic.DATA: "Nous tenons avec vous le registre des traitements, sans l’alourdir.",
    Topic.FUNDING: "Nous vous disons à quelles aides prétendre, et montons le dossier avec vous.",
}
CLOSINGS = [
    "Premier rendez-vous chez vous, sans frais.",
    "Devis sous deux jours ouvrés.",
    "Contrat d’entretien au mois, sans engagement de durée.",
    "Intervention le jour même pour les clients sous contrat.",
    "",
]
REPORTS = [
    "Le numéro de téléphone ne répond plus depuis deux semaines.",
    "L’entreprise a déménagé : elle est maintenant dans la zone artisanale.",
    "Il manque la vente en ligne dans les spécialités, c’est pourtant leur métier.",
]


def presentation(rng: random.Random, *, kind: str, name: str, place: str, topics: list[str]) -> str:
    """Two to four sentences, 800 characters at most."""
    year, people = rng.randrange(1988, 2023), rng.choice(["deux", "trois", "quatre", "cinq", "huit", "douze"])
    opening = rng.choice(OPENINGS[kind]).format(name=name, place=place, year=year, people=people)
    skills = [SKILLS[Topic(topic)] for topic in rng.sample(topics, min(len(topics), 2))]
    text = " ".join(part for part in [opening, *skills, rng.choice(CLOSINGS)] if part)
    return (text[0].upper() + text[1:]).replace(" :", "\u00a0:")
