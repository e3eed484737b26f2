"""Department 3: the Forum des ambassadeurs."""

from django.apps import AppConfig


class AmbassadorsConfig(AppConfig):
    name = "ambassadors"
    verbose_name = "Forum des ambassadeurs"

    def ready(self) -> None:
        from ambassadors.access import network_of, public_adviser, topics_of_region
        from ambassadors.console import RAIL, forum
        from ambassadors.directory import listing_of
        from ambassadors.models import Ambassador
        from ambassadors.panels import ambassador_lines
        from ambassadors.resources import AmbassadorSheet
        from ambassadors.todos import of_ambassador
        from club.core import audiences, console
        from club.core.sheets import columns
        from club.core.todos import register_todos
        from events import sides, wanted
        from members import listings, panels

        audiences.register(
            audiences.Audience.AMBASSADOR,
            holds=lambda user: Ambassador.objects.active().filter(person=user).exists(),
        )
        columns.register(AmbassadorSheet)
        sides.register(sides.Side.AMBASSADOR, network_of)
        wanted.register(sides.Side.AMBASSADOR, topics_of_region)
        register_todos(of_ambassador)
        listings.register("conseillers", lambda slug: listing_of(public_adviser(slug)))
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
        console.register_rail_item(RAIL)
