"""Addresses of dues documents, by audience."""

from django.urls import path

from members.billing.views import document_steps, documents

console = [
    path("factures/", documents.documents, name="documents"),
    path("factures/<int:pk>/", documents.document, name="document"),
    path("factures/<int:pk>/pdf/", documents.pdf, name="document_pdf"),
    path("factures/<int:pk>/emettre/", document_steps.issue, name="document_issue"),
    path("factures/<int:pk>/abandonner/", document_steps.discard, name="document_discard"),
    path("factures/<int:pk>/commande/", document_steps.order_number, name="document_order_number"),
    path("factures/<int:pk>/avoir/", document_steps.credit, name="document_credit"),
    path("factures/<int:pk>/plateforme/", document_steps.transmission, name="document_transmission"),
]
