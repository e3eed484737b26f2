"""The kernel: departments, mail outbox, access, roles, audit, places, console site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CoreConfig(AppConfig):
    name = "club.core"
    label = "core"
    verbose_name = "Noyau"


class ConsoleAdminConfig(admin_apps.AdminConfig):
    """Django's admin, living inside the staff console."""

    default_site = "club.core.console_site.ConsoleSite"
    default = False
