"""Department 4: Channel Expert."""

from django.apps import AppConfig


class ChannelConfig(AppConfig):
    name = "channel"
    verbose_name = "Channel Expert"

    def ready(self) -> None:
        from channel.models import ExpertContact
        from channel.resources import ExpertSheet
        from club.core import audiences
        from club.core.sheets import columns

        audiences.register(
            audiences.Audience.EXPERT,
            holds=lambda user: ExpertContact.objects.active().filter(person=user).exists(),
            people=ExpertContact.objects.people,
        )
        columns.register(ExpertSheet)
