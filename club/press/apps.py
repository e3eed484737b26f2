"""Press watch: feeds of the partners, stories, what editors keep of them."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "club.press"
    label = "press"
    verbose_name = "Veille"

    def ready(self) -> None:
        from club.core.console import register_rail_item, register_waiting
        from club.press import access, console
        from club.press.panels import press_lines, press_steps
        from members.panels import OrganisationPanel, register_organisation_panel

        for item in console.RAIL:
            register_rail_item(item)
        register_waiting(console.waiting)
        register_organisation_panel(
            OrganisationPanel("Veille de presse", access.SEE, press_lines, order=30, steps=press_steps)
        )
