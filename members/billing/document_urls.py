"""Addresses of dues documents, by audience."""

from django.urls import path

from members.billing.views import accounting, document_steps, documents, portal_documents

portal = [
    path("organisations/<int:organisation>/factures/", portal_documents.documents, name="documents"),
    path("organisations/<int:organisation>/factures/<int:pk>/", portal_documents.pdf, name="document_pdf"),
]
console = [
    path("factures/", documents.documents, name="documents"),
    path("factures/<int:pk>/", documents.document, name="document"),
    path("factures/<int:pk>/pdf/", documents.pdf, name="document_pdf"),
    path("factures/<int:pk>/apercu/", documents.preview, name="document_preview"),
    path("factures/<int:pk>/emettre/", document_steps.issue, name="document_issue"),
    path("factures/<int:pk>/abandonner/", document_steps.discard, name="document_discard"),
    path("factures/<int:pk>/commande/", document_steps.order_number, name="document_order_number"),
    path("factures/<int:pk>/payeur/", document_steps.payer, name="document_payer"),
    path("factures/<int:pk>/avoir/", document_steps.credit, name="document_credit"),
    path("factures/<int:pk>/plateforme/", document_steps.transmission, name="document_transmission"),
    path("comptabilite/", accounting.accounting, name="accounting"),
    path("comptabilite/clore/", accounting.close, name="accounting_close"),
    path("comptabilite/verifier/", accounting.verify, name="accounting_verify"),
    path("comptabilite/exporter/", accounting.export, name="accounting_export"),
]
