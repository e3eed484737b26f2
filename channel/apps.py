"""Department 4: Channel Expert."""

from django.apps import AppConfig


class ChannelConfig(AppConfig):
    name = "channel"
    verbose_name = "Channel Expert"

    def ready(self) -> None:
        from channel.console import firms
        from channel.models import Expert, ExpertContact
        from channel.panels import expert_lines
        from channel.resources import ExpertSheet
        from club.core import audiences, console
        from club.core.counting import about
        from club.core.sheets import columns
        from club.core.spelling import register_names
        from members import panels

        audiences.register(
            audiences.Audience.EXPERT,
            holds=lambda user: ExpertContact.objects.active().filter(person=user).exists(),
        )
        columns.register(ExpertSheet)
        register_names(Expert)
        console.register_card(
            console.Card(
                "channel/console/firms_card.html", firms, order=31, aside=True, permission="channel.view_expert"
            )
        )
        panels.register_panel(panels.Panel("Channel Expert", "channel.view_expert", expert_lines, order=11))
        console.register_rail_item(
            console.RailItem(
                section="Départements",
                label="Experts du Channel",
                url_name="console:experts",
                permission="channel.view_expert",
                order=31,
                count=lambda: about(Expert.objects.active()),
            )
        )
