"""Addresses of proposals, by audience."""

from django.urls import path

from members.billing.views import accepting, proposal_steps, proposals

public = [
    path("proposition/<str:token>/", accepting.proposal, name="proposal"),
    path("proposition/<str:token>/proposition.pdf", accepting.pdf, name="proposal_pdf"),
    path("proposition/<str:token>/refuser/", accepting.decline, name="decline"),
    path("proposition/<str:token>/merci/", accepting.thanks, name="thanks"),
]
console = [
    path("propositions/", proposals.proposals, name="proposals"),
    path("propositions/demande/<int:pk>/", proposals.new, name="proposal_new"),
    path("propositions/<int:pk>/", proposals.proposal, name="proposal"),
    path("propositions/<int:pk>/preparer/", proposals.prepare, name="proposal_prepare"),
    path("propositions/<int:pk>/proposition.pdf", proposals.pdf, name="proposal_pdf"),
    path("propositions/<int:pk>/accord.pdf", proposals.evidence, name="proposal_evidence"),
    path("propositions/<int:pk>/remise/", proposal_steps.approve, name="proposal_approve"),
    path("propositions/<int:pk>/envoyer/", proposal_steps.send, name="proposal_send"),
    path("propositions/<int:pk>/accord/", proposal_steps.paper, name="proposal_paper"),
    path("propositions/<int:pk>/commencer/", proposal_steps.activate, name="proposal_activate"),
    path("propositions/<int:pk>/clore/", proposal_steps.close, name="proposal_close"),
    path("propositions/<int:pk>/reprendre/", proposal_steps.reopen, name="proposal_reopen"),
]
