"""Addresses of the Forum des ambassadeurs, by audience."""

from django.urls import path

from ambassadors.views import console as views

console = [path("ambassadeurs/", views.ambassadors, name="ambassadors")]
