"""The demonstration. Installed only when CLUB_MODE is demo or test; above every other app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "club.demo"
    label = "demo"
    verbose_name = "Démonstration"
