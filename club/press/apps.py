"""Press watch: feeds of the partners, stories, what editors keep of them."""

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "club.press"
    label = "press"
    verbose_name = "Veille"

    def ready(self) -> None:
        from club.core.console import register_rail_item, register_waiting
        from club.press import console

        for item in console.RAIL:
            register_rail_item(item)
        register_waiting(console.waiting)
