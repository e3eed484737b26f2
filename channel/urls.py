"""Addresses of Channel Expert, by audience."""

from django.urls import path

from channel.views import console as views
from channel.views import public as public_views

directory = [path("experts/<slug:slug>/", public_views.expert, name="expert")]
console = [path("experts/", views.experts, name="experts")]
