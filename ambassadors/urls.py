"""Addresses of the Forum des ambassadeurs, by audience."""

from django.urls import path

from ambassadors.views import console as views
from ambassadors.views import portal as portal_views
from ambassadors.views import public as public_views

directory = [path("conseillers/<slug:slug>/", public_views.adviser, name="adviser")]
portal = [path("ambassadeur/annuaire/", portal_views.consent, name="consent")]
console = [path("ambassadeurs/", views.ambassadors, name="ambassadors")]
