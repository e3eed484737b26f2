"""Department 3: the Forum des ambassadeurs."""

from django.apps import AppConfig


class AmbassadorsConfig(AppConfig):
    name = "ambassadors"
    verbose_name = "Forum des ambassadeurs"

    def ready(self) -> None:
        from ambassadors.models import Ambassador
        from ambassadors.resources import AmbassadorSheet
        from club.core import audiences
        from club.core.sheets import columns

        audiences.register(
            audiences.Audience.AMBASSADOR,
            holds=lambda user: Ambassador.objects.active().filter(person=user).exists(),
            people=Ambassador.objects.people,
        )
        columns.register(AmbassadorSheet)
