"""Department 3: the Forum des ambassadeurs."""

from django.apps import AppConfig


class AmbassadorsConfig(AppConfig):
    name = "ambassadors"
    verbose_name = "Forum des ambassadeurs"

    def ready(self) -> None:
        from ambassadors.console import forum
        from ambassadors.models import Ambassador
        from ambassadors.panels import ambassador_lines
        from ambassadors.resources import AmbassadorSheet
        from club.core import audiences, console
        from club.core.counting import about
        from club.core.sheets import columns
        from members import panels

        audiences.register(
            audiences.Audience.AMBASSADOR,
            holds=lambda user: Ambassador.objects.active().filter(person=user).exists(),
        )
        columns.register(AmbassadorSheet)
        console.register_card(
            console.Card(
                "ambassadors/console/forum_card.html",
                forum,
                order=30,
                aside=True,
                permission="ambassadors.view_ambassador",
            )
        )
        panels.register_panel(
            panels.Panel("Forum des ambassadeurs", "ambassadors.view_ambassador", ambassador_lines, order=10)
        )
        console.register_rail_item(
            console.RailItem(
                section="Départements",
                label="Ambassadeurs",
                url_name="console:ambassadors",
                permission="ambassadors.view_ambassador",
                order=30,
                count=lambda: about(Ambassador.objects.active()),
            )
        )
