"""Flash info."""

from django.apps import AppConfig


class NewslettersConfig(AppConfig):
    name = "newsletters"
    verbose_name = "Flash info"

    def ready(self) -> None:
        from club.core import audiences
        from members.models import User
        from newsletters.models import Preference

        audiences.register(
            audiences.Audience.SUBSCRIBER,
            holds=lambda user: Preference.objects.subscribed().filter(contact=user).exists(),
            people=lambda: User.objects.active().filter(pk__in=Preference.objects.subscribed().values("contact")),
        )
