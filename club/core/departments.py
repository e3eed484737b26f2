"""The four departments of the Club. They are facts of its statutes, so they are code, not rows."""

from django.db import models


class Department(models.TextChoices):
    CERCLE = "cercle", "Cercle de l’économie numérique"
    PARTNERS = "partners", "Club des Partenaires"
    AMBASSADORS = "ambassadors", "Forum des ambassadeurs"
    CHANNEL = "channel", "Channel Expert"

    @property
    def side(self) -> str:
        """Whose awning it bears: ``tous``, ``ensemble`` (both sides), ``institutions`` or ``marques``."""
        return {
            Department.CERCLE: "tous",
            Department.PARTNERS: "ensemble",
            Department.AMBASSADORS: "institutions",
            Department.CHANNEL: "marques",
        }[self]
