"""The kernel: departments, mail outbox, access, roles, audit, places, console site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CoreConfig(AppConfig):
    name = "club.core"
    label = "core"
    verbose_name = "Noyau"

    def ready(self) -> None:
        from club.core import audiences, console, health, mail_views, outbox

        audiences.register(audiences.Audience.PUBLIC, holds=lambda user: True)
        console.register_rail_item(
            console.RailItem(
                section="Équipe",
                label="Courriels de service",
                url_name="console:mails",
                permission="core.view_outboxmail",
                order=91,
                count=outbox.count_uncertain,
                calls=True,
            )
        )
        console.register_rail_item(
            console.RailItem(
                section="Équipe",
                label="Journal des actes",
                url_name="admin:core_auditentry_changelist",
                permission="core.view_auditentry",
                order=90,
            )
        )

        console.register_waiting(mail_views.waiting)
        health.register_gauge(
            health.Gauge(
                "outbox_oldest_ready_seconds", "Age of the oldest mail that is due", outbox.oldest_due_age, limit=900
            )
        )
        health.register_gauge(
            health.Gauge("outbox_uncertain", "Mails handed over without an answer", outbox.count_uncertain)
        )


class ConsoleAdminConfig(admin_apps.AdminConfig):
    """Django's admin, living inside the staff console."""

    default_site = "club.core.console_site.ConsoleSite"
    default = False
