"""Department 4: Channel Expert."""

from django.apps import AppConfig


class ChannelConfig(AppConfig):
    name = "channel"
    verbose_name = "Channel Expert"

    def ready(self) -> None:
        from channel.access import firm_of, public_expert, specialities_of_region
        from channel.console import RAIL, firms, waiting
        from channel.directory import listing_of
        from channel.models import Expert, ExpertContact
        from channel.panels import expert_lines
        from channel.resources import ExpertSheet
        from club.core import audiences, console
        from club.core.sheets import columns
        from club.core.spelling import register_names
        from events import sides, wanted
        from members import listings, panels

        audiences.register(
            audiences.Audience.EXPERT,
            holds=lambda user: ExpertContact.objects.active().filter(person=user).exists(),
        )
        columns.register(ExpertSheet)
        listings.register("experts", lambda slug: listing_of(public_expert(slug)))
        register_names(Expert)
        sides.register(sides.Side.EXPERT, firm_of)
        wanted.register(sides.Side.EXPERT, specialities_of_region)
        console.register_card(
            console.Card(
                "channel/console/firms_card.html", firms, order=31, aside=True, permission="channel.view_expert"
            )
        )
        panels.register_panel(panels.Panel("Channel Expert", "channel.view_expert", expert_lines, order=11))
        console.register_waiting(waiting)
        for item in RAIL:
            console.register_rail_item(item)
