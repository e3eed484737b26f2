"""Workshops that suppliers of the demonstration promise at regional meetings: title, topic, what one takes home."""

from club.core.topics import Topic

WORKSHOPS = [
    ("Vendre sans boutique en ligne", Topic.ECOMMERCE, "Trois façons d’encaisser une commande reçue par message."),
    (
        "La facture électronique en une heure",
        Topic.INVOICING,
        "Le calendrier, et la liste de ce qu’on vérifie.",
    ),
    ("Être trouvé à deux rues de chez soi", Topic.VISIBILITY, "Une fiche d’établissement remplie de bout en bout."),
    ("Sauvegarder sans y penser", Topic.SECURITY, "La règle des trois copies, à expliquer en dix minutes."),
    ("Choisir une caisse avec un commerçant", Topic.PAYMENT, "Les six questions à poser avant de comparer."),
    ("Après le cuivre : fibre et téléphone", Topic.NETWORK, "Ce que la fermeture du cuivre demande à un commerce."),
    ("Le bon ordinateur pour dix ans", Topic.EQUIPMENT, "Une grille d’achat, neuf ou reconditionné."),
    ("Répondre à un mail frauduleux", Topic.SECURITY, "Un exercice à refaire avec une équipe de trois personnes."),
]
"""In the order of their rooms."""

REFUSALS = ["Salon professionnel la même semaine", "Pas de formateur disponible ce jour-là"]
