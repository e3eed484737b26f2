"""Flash info."""

from django.apps import AppConfig


class NewslettersConfig(AppConfig):
    name = "newsletters"
    verbose_name = "Flash info"

    def ready(self) -> None:
        from club.core import audiences, console
        from club.editorial import coming
        from club.press import uses
        from members import refusals
        from newsletters import access, gauges, today
        from newsletters.actions import objections, quoting
        from newsletters.bounces import today as returns_today
        from newsletters.models import Preference
        from newsletters.sending.limits import Limits

        Limits.from_settings()  # refuses contradictions at boot, not in the middle of a night
        console.register_rail_item(
            console.RailItem(
                section="Rédaction",
                label="Flash info",
                url_name="console:flash:issues",
                permission=access.SEE,
                order=60,
                count=today.waiting_count,
                calls=True,
            )
        )
        console.register_waiting(today.waiting)
        console.register_waiting(returns_today.waiting)
        coming.register(today.coming)
        uses.register(quoting.uses)
        console.register_card(
            console.Card("newsletters/console/card.html", today.sending_card, order=20, permission=access.SEE)
        )
        _show_panels()
        gauges.register()
        returns_today.register()
        refusals.register(objections.in_words)
        audiences.register(
            audiences.Audience.SUBSCRIBER,
            holds=lambda user: Preference.objects.subscribed().filter(contact=user).exists(),
        )


def _show_panels() -> None:
    from events import panels_of_event
    from members import panels
    from newsletters.event_panel import PANEL
    from newsletters.panels import PANELS

    for panel in PANELS:
        panels.register_panel(panel)
    panels_of_event.register(PANEL)
