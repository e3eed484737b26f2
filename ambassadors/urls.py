"""Addresses of the Forum des ambassadeurs, by audience."""

from django.urls import path

from ambassadors.views import console as views
from ambassadors.views import public as public_views

directory = [path("conseillers/<slug:slug>/", public_views.adviser, name="adviser")]
console = [path("ambassadeurs/", views.ambassadors, name="ambassadors")]
