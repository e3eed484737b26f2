"""The words that are shown to whoever accepts, kept as they were with the acceptance."""

from members.billing.models import Proposal

CONSENT = {
    Proposal.Kind.JOINING: (
        "J’ai lu la proposition et j’accepte, au nom de l’organisation, l’adhésion, les options et les montants "
        "qu’elle indique, ainsi que les statuts, le règlement intérieur et les conditions d’adhésion du Club."
    ),
    Proposal.Kind.RENEWAL: (
        "J’ai lu la proposition et j’accepte, au nom de l’organisation, le renouvellement de l’adhésion, les options "
        "et les montants qu’elle indique."
    ),
    Proposal.Kind.CHANGE: (
        "J’ai lu la proposition et j’accepte, au nom de l’organisation, le changement d’options, l’avoir et la "
        "facture qu’elle indique."
    ),
}


def consent_words(proposal: Proposal) -> str:
    return CONSENT[Proposal.Kind(proposal.kind)]


def authority_words(proposal: Proposal) -> str:
    return f"Je suis habilité à engager {proposal.organisation.name}."
