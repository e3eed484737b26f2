"""Number 43: approved, ready to be scheduled."""

from datetime import date, timedelta

from club.demo.data.issues import BlockDraft, IssueDraft, on

WEST = ["22", "29", "35", "44", "49", "53", "56", "72", "85"]


OPENING = BlockDraft(
    kind="editorial",
    title="Rétractation : elle se fait aussi en ligne",
    text="""Une directive européenne (2023/2673) demande, depuis le 19 juin 2026, que le client qui a acheté sur un site puisse s’y **rétracter en ligne**, par une fonction facile à trouver, et reçoive un accusé de réception.

Le délai ne change pas : quatorze jours, sans motif. Les exceptions non plus, par exemple les denrées périssables et les biens faits sur mesure.

À vérifier avec l’agence qui tient le site : où se trouve ce bouton, et qui lit les demandes.""",
)


SUPPLIERS = [
    BlockDraft(
        kind="product",
        supplier="Échoppine",
        title="Une boutique de vingt produits en un après-midi",
        text="""Échoppine livre un modèle de boutique prêt pour un commerce de centre-bourg : vingt produits, retrait en magasin, paiement par carte. La fonction de rétractation et les mentions obligatoires y sont déjà.

Le commerçant garde ses fichiers : tout s’exporte dans un tableur, à tout moment.""",
        link="https://www.echoppine.example/modele-centre-bourg",
        link_label="Visiter la boutique modèle",
    ),
    BlockDraft(
        kind="technical",
        supplier="Antivague",
        title="Deux facteurs partout : par où commencer ?",
        text="""La messagerie d’abord, car elle permet de réinitialiser tous les autres mots de passe. La banque ensuite, puis le site et les réseaux sociaux.

Antivague publie un pas-à-pas par service, avec les codes de secours à imprimer et à ranger ailleurs que dans le tiroir de la caisse.""",
        link="https://www.antivague.example/deux-facteurs",
        link_label="Ouvrir le pas-à-pas",
    ),
    BlockDraft(
        kind="marketing",
        supplier="Agendrille",
        title="Rendez-vous en ligne : moins d’oublis, moins d’appels",
        text="""Coiffeur, garagiste, praticien : un rappel envoyé la veille réduit nettement les rendez-vous manqués, à condition que le client puisse **annuler en un geste**.

Agendrille propose un modèle de rappel en deux phrases et une affiche pour la vitrine. Les deux sont modifiables.""",
        link="https://www.agendrille.example/modeles",
        link_label="Prendre les modèles",
    ),
    BlockDraft(
        kind="corporate",
        supplier="Hébergelune",
        title="Où sont vos données ? Une réponse en une page",
        text="""Hébergelune remet désormais à chaque client une page qui dit en clair dans quelles villes sont ses données, qui peut y accéder, combien de temps durent les sauvegardes et comment tout récupérer en partant.

Le modèle de cette page est libre : demandez la même à votre hébergeur, quel qu’il soit.""",
        link="https://www.hebergelune.example/transparence",
        link_label="Voir le modèle de page",
    ),
]


def _for_some(today: date) -> list[BlockDraft]:
    return [
        BlockDraft(
            kind="commercial",
            supplier="Logivague Distribution",
            audience="channel",
            title="Stages d’une journée pour vos techniciens, en région",
            text=f"""Sécuriser le poste et la messagerie d’un client de moins de dix personnes : une journée de pratique, douze places par session, déjeuner compris.

Prochaines dates : {on(today + timedelta(days=25))} à Rennes et {on(today + timedelta(days=33))} à Lyon. Une attestation de présence est remise.""",
            link="https://www.logivague-distribution.example/stages",
            link_label="Réserver une place",
        ),
        BlockDraft(
            kind="editorial",
            audience="ambassadors",
            title="La question du mois, posée par une conseillère",
            text="""*« Un client me demande s’il doit faire un site ou s’il peut se contenter d’une page sur un réseau social. »*

Les deux ne s’opposent pas, mais un seul lui appartient. Commencez par un nom de domaine à lui, une adresse professionnelle, et une page unique avec les horaires et le téléphone : le reste pourra y être ajouté, et il ne dépendra de personne.""",
        ),
        BlockDraft(
            kind="agenda",
            territories=WEST,
            title="Rencontre régionale de l’Ouest : qui vient ?",
            text=f"""Nous cherchons une date autour du **{on(today + timedelta(days=75))}**, à Rennes ou à Nantes. Deux fournisseurs sont prêts, il en faut six.

Répondez à ce message en disant la ville qui vous arrange : les conseillers et les experts des neuf départements de l’Ouest sont concernés.""",
        ),
    ]


def number_43(today: date) -> IssueDraft:
    return IssueDraft(
        number=43,
        title="Vendre en ligne sans mauvaise surprise",
        subject="Vendre en ligne : le bouton de rétractation, et le reste",
        preheader="Ce que la loi demande à une petite boutique, et ce qu’elle ne demande pas.",
        blocks=[OPENING, *SUPPLIERS, *_for_some(today)],
    )
