"""What the Club publishes: articles at three levels, its own pages, key figures, suppliers' resources."""

from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "club.editorial"
    label = "editorial"
    verbose_name = "Contenus"
