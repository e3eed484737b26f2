"""Department 3: the Forum des ambassadeurs."""

from django.apps import AppConfig


class AmbassadorsConfig(AppConfig):
    name = "ambassadors"
    verbose_name = "Forum des ambassadeurs"

    def ready(self) -> None:
        from ambassadors.models import Ambassador
        from club.core import audiences

        audiences.register(
            audiences.Audience.AMBASSADOR,
            holds=lambda user: Ambassador.objects.active().filter(person=user).exists(),
            people=Ambassador.objects.people,
        )
