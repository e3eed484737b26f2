"""Number 42: sent a fortnight ago, read in the public archive."""

from datetime import date, timedelta

from club.demo.data.issues import BlockDraft, IssueDraft, on

FIGURE = BlockDraft(
    kind="editorial",
    title="Le chiffre à citer",
    text="""**31 janvier 2026** : depuis cette date, on ne vend plus d’abonnement ADSL dans près des trois quarts des communes ; les autres suivront. Le réseau de cuivre doit être éteint commune par commune à l’horizon 2030.

Une caisse, une alarme, un terminal de paiement ou un ascenseur branchés sur l’ancienne ligne s’arrêtent avec elle : faites-en la liste avant que l’opérateur ne fixe la date.""",
)

ILE_DE_FRANCE = ["75", "77", "78", "91", "92", "93", "94", "95"]


OPENING = BlockDraft(
    kind="editorial",
    title="Trois vérifications, une demi-heure",
    text="""Depuis le 1er septembre 2026, toute entreprise établie en France doit pouvoir **recevoir** ses factures sous forme électronique. Les plus petites devront aussi les **émettre** à partir du 1er septembre 2027.

- Avez-vous choisi une plateforme agréée, ou demandé à votre comptable laquelle il utilise ?
- Vos fiches clients portent-elles le SIREN et l’adresse de livraison ?
- Qui, chez vous, ouvre les factures reçues, et que se passe-t-il en son absence ?

Un PDF envoyé par courriel ne suffit plus entre entreprises.""",
)


SUPPLIERS = [
    BlockDraft(
        kind="product",
        supplier="Facturivage",
        title="Recevoir ses factures sans changer de logiciel",
        text="""Facturivage relie le logiciel de devis que vous avez déjà à une plateforme agréée : les factures reçues arrivent classées par fournisseur, avec leur échéance.

L’essai dure deux mois, sans carte bancaire. L’offre de départ vise les entreprises de moins de dix salariés qui reçoivent jusqu’à 50 factures par mois.""",
        link="https://www.facturivage.example/recevoir",
        link_label="Voir comment se fait le raccordement",
    ),
    BlockDraft(
        kind="technical",
        supplier="Coffralume",
        title="Sauvegarde : trois copies, dont une hors des murs",
        text="""Trois copies, sur deux supports différents, dont une hors des murs : la règle tient en une ligne, encore faut-il **essayer de relire** la copie.

Notre fiche montre l’installation faite chez un menuisier de quatre personnes : un disque sur place, une copie chiffrée à distance chaque nuit, et un essai de restauration le premier lundi du mois. Coût du matériel, temps passé et erreurs évitées y sont donnés.""",
        link="https://www.coffralume.example/fiches/atelier-3-2-1",
        link_label="Lire la fiche (4 pages)",
    ),
    BlockDraft(
        kind="product",
        supplier="Ordivance",
        title="Un ordinateur remis à neuf, garanti trois ans",
        text="""Ordivance reprend ses propres machines, change batterie et disque, efface les données par écrit et les revend garanties trois ans. Pour la caisse, la comptabilité et la messagerie, c’est assez, et le prix est affiché.

Les conseillers du Club peuvent en emprunter une pendant leurs permanences.""",
        link="https://www.ordivance.example/seconde-vie",
        link_label="Voir les modèles et leurs prix",
    ),
    BlockDraft(
        kind="marketing",
        supplier="Pagivore",
        title="Une page d’accueil que le client comprend en cinq secondes",
        text="""Qui êtes-vous, que vendez-vous, où, et comment vous joindre : si ces quatre réponses ne sont pas visibles sans faire défiler la page sur un téléphone, le visiteur repart.

Pagivore met à disposition une grille de relecture en douze points, à imprimer et à remplir avec l’entreprise que vous conseillez.""",
        link="https://www.pagivore.example/grille",
        link_label="Télécharger la grille",
    ),
    BlockDraft(
        kind="product",
        supplier="Encrelune",
        title="L’encre au litre, sans cartouche",
        text="""Les nouvelles imprimantes Encrelune se remplissent à la bouteille : une page en noir revient à moins d’un centime d’encre. La fiche compare trois ans d’impression, machine comprise, pour 50, 200 et 500 pages par mois.

En dessous de 50 pages, elle conseille de garder l’imprimante que l’on a.""",
        link="https://www.encrelune.example/au-litre",
        link_label="Lire la comparaison",
    ),
]


def _for_some(sent_on: date) -> list[BlockDraft]:
    return [
        BlockDraft(
            kind="corporate",
            supplier="Rempardine",
            audience="ambassadors",
            title="Une heure pour parler d’hameçonnage à vos adhérents",
            text="""Rempardine prête aux conseillers une présentation sans marque ni publicité : huit courriels, quatre vrais et quatre faux, que la salle doit trier. Compter une heure, discussion comprise.

Elle a servi devant 300 artisans ce printemps. Le support et le guide de l’animateur sont libres de droits pour les réseaux du Club.""",
            link="https://www.rempardine.example/ateliers/hameconnage",
            link_label="Recevoir la présentation",
        ),
        BlockDraft(
            kind="commercial",
            supplier="Grossorde",
            audience="channel",
            specialities=["equipment"],
            title="Postes reconditionnés : reprise garantie jusqu’à fin décembre",
            text="""Pour chaque lot de cinq postes reconditionnés de catégorie A, Grossorde reprend les anciens, efface les disques et vous remet le certificat d’effacement, poste par poste.

Réservé aux revendeurs référencés, dans la limite de 200 lots. Délai constaté : six jours ouvrés.""",
            link="https://www.grossorde.example/revendeurs/reprise",
            link_label="Conditions de reprise",
        ),
        BlockDraft(
            kind="agenda",
            territories=ILE_DE_FRANCE,
            title="Rencontre régionale de Paris : les ateliers sont ouverts",
            text=f"""Huit ateliers de 25 personnes, où conseillers et experts travaillent sur les mêmes cas : **{on(sent_on + timedelta(days=47))}**, de 9 h à 17 h, près de la gare de Lyon.

La rencontre n’aura lieu que si six fournisseurs au moins s’y engagent ; vous saurez à quoi vous en tenir trois semaines avant.""",
        ),
    ]


def number_42(sent_on: date) -> IssueDraft:
    return IssueDraft(
        number=42,
        title="Facture électronique : recevoir, c’est déjà obligatoire",
        subject="Facture électronique : trois vérifications avant la prochaine facture",
        preheader="Choisir sa plateforme, mettre à jour ses fiches clients, prévenir son comptable.",
        blocks=[OPENING, *SUPPLIERS, *_for_some(sent_on), FIGURE],
    )
