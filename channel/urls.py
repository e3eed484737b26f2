"""Addresses of Channel Expert, by audience."""

from django.urls import path

from channel.views import console as views

console = [path("experts/", views.experts, name="experts")]
