"""Number 44: in composition, ten blocks."""

from datetime import date, timedelta

from club.demo.data.issues import BlockDraft, IssueDraft, on

OPENING = [
    BlockDraft(
        kind="editorial",
        title="Changer de machine, ou pas encore ?",
        text="""Windows 10 ne reçoit plus de correctifs gratuits depuis le 14 octobre 2025. Un poste resté dans cet état ne devrait plus servir à la banque ni à la messagerie.

Trois issues : la mise à niveau si la machine l’accepte, un autre système si les logiciels du métier le permettent, le remplacement sinon. Dans les trois cas, **sauvegardez d’abord**, et faites effacer le disque que vous quittez.""",
    ),
    BlockDraft(
        kind="product",
        supplier="Ordivance",
        title="Un portable réparable avec un tournevis",
        text="""Batterie, mémoire, disque et clavier de la série Durable se remplacent sans colle ni outil spécial ; les pièces sont garanties disponibles sept ans et leur prix est affiché.

Chaque appareil porte son indice de réparabilité. Un prêt de deux semaines est possible pour les réseaux du Club.""",
        link="https://www.ordivance.example/durable",
        link_label="Voir la série et le prix des pièces",
        picture="laptop",
        picture_alt="Dessin d’un ordinateur portable ouvert, capot retiré, batterie et mémoire visibles",
    ),
]


SUPPLIERS = [
    BlockDraft(
        kind="technical",
        supplier="Routelis",
        title="Le Wi-Fi de la boutique n’est pas celui des clients",
        text="""Deux réseaux séparés, toujours : l’un pour la caisse et l’ordinateur, l’autre pour les visiteurs. C’est un réglage de cinq minutes sur la plupart des bornes.

Le guide Routelis montre comment le vérifier soi-même depuis un téléphone, quelle que soit la marque de la borne.""",
        link="https://www.routelis.example/guides/deux-reseaux",
        link_label="Lire le guide",
    ),
    BlockDraft(
        kind="marketing",
        supplier="Imprimagne",
        title="Imprimer moins, imprimer utile",
        text="""Une imprimante partagée coûte moins que trois petites, à partir d’environ 300 pages par mois. Le calculateur d’Imprimagne compare vos factures d’encre des douze derniers mois, sans demander ni nom ni adresse.

Il sait aussi conclure qu’il ne faut rien acheter.""",
        link="https://www.imprimagne.example/calculateur",
        link_label="Faire le calcul",
    ),
    BlockDraft(
        kind="corporate",
        supplier="Télévallon",
        title="Fin du cuivre : un calendrier par commune",
        text="""Télévallon publie, pour chaque commune qu’il dessert, la date à laquelle l’ancienne ligne s’arrête et la solution proposée : fibre, mobile ou satellite.

Les conseillers peuvent recevoir la liste de leur territoire et la croiser avec celle de leurs adhérents.""",
        link="https://www.televallon.example/fin-du-cuivre",
        link_label="Chercher une commune",
    ),
]


FOR_CHANNEL = [
    BlockDraft(
        kind="commercial",
        supplier="Kaltéra",
        audience="channel",
        specialities=["equipment", "network"],
        title="Petit serveur : tarif d’automne pour les revendeurs",
        text="""Le Kaltéra Socle, deux disques et une alimentation de secours, descend à son tarif d’automne jusqu’à la fin du mois prochain pour les revendeurs référencés.

Prévu pour cinq à quinze postes. La fiche d’installation tient sur deux pages et le support technique répond en français.""",
        link="https://www.kaltera.example/revendeurs/socle",
        link_label="Tarif et fiche technique",
    ),
    BlockDraft(
        kind="technical",
        supplier="Signapluie",
        audience="channel",
        title="Raccorder un logiciel à une plateforme agréée : la documentation est ouverte",
        text="""Signapluie ouvre la documentation de son interface, avec un bac à sable et des factures d’essai, correctes et fautives.

Les agences qui tiennent une boutique en ligne peuvent y brancher la transmission des factures sans attendre une version de leur logiciel.""",
        link="https://www.signapluie.example/developpeurs",
        link_label="Ouvrir la documentation",
    ),
]


def _closing(today: date) -> list[BlockDraft]:
    return [
        BlockDraft(
            kind="product",
            supplier="Caissandre",
            title="Encaisser en tournée, même sans réseau",
            text="""Le terminal Caissandre Poche garde les ventes en mémoire quand le réseau manque et les transmet au retour. Il imprime ou envoie le ticket au choix du client.

Pour les marchés, les artisans en déplacement et les tournées : location au mois, sans engagement.""",
            link="https://www.caissandre.example/poche",
            link_label="Voir le terminal",
        ),
        BlockDraft(
            kind="editorial",
            audience="ambassadors",
            title="Un outil à montrer : l’inventaire en une page",
            text="""Avant tout conseil, faites remplir l’inventaire : combien d’appareils, de quel âge, qui a les mots de passe, où sont les sauvegardes, quelle ligne téléphonique.

Dix minutes suffisent, et la moitié des réponses sont « je ne sais pas » : c’est là que commence le travail.""",
        ),
        BlockDraft(
            kind="agenda",
            title="À noter",
            text=f"""- {on(today + timedelta(days=17))} : Club des Partenaires, Paris 8e, une centaine de responsables de réseaux et de fournisseurs.
- {on(today + timedelta(days=24))} : clôture des propositions d’encarts pour le numéro suivant.
- {on(today + timedelta(days=61))} : rencontre régionale de Paris, sous réserve du nombre de fournisseurs.""",
        ),
    ]


def number_44(today: date) -> IssueDraft:
    return IssueDraft(
        number=44,
        title="Un poste de travail qui dure",
        subject="Faire durer son ordinateur, et savoir quand le changer",
        preheader="Mises à jour, batterie, mémoire : les gestes qui évitent un achat.",
        blocks=[*OPENING, *SUPPLIERS, *FOR_CHANNEL, *_closing(today)],
    )
