"""Addresses of Channel Expert, by audience."""

from django.urls import path

from channel.views import claims, waiting
from channel.views import console as views
from channel.views import public as public_views

directory = [
    path("reclamation/envoyee/", claims.claim_asked, name="claim_asked"),
    path("reclamation/<str:token>/", claims.claim_proof, name="claim_proof"),
    path("experts/<slug:slug>/", public_views.expert, name="expert"),
    path("experts/<slug:slug>/reclamer/", claims.claim, name="claim"),
]
portal = [path("experts/<int:pk>/", claims.firm, name="firm")]
console = [
    path("experts/", views.experts, name="experts"),
    path("annuaire/", waiting.listings, name="listings"),
    path("annuaire/reclamations/<int:pk>/", waiting.claim, name="claim"),
    path("annuaire/signalements/<int:pk>/", waiting.report, name="listing_report"),
]
