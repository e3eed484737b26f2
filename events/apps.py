"""Events of the Club: what is held, announced in the agenda and followed by calendars."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Rencontres"

    def ready(self) -> None:
        from club.core.console import RailItem, register_rail_item, register_waiting
        from club.core.sheets import columns
        from club.core.spelling import register_names
        from club.core.todos import register_todos
        from events import extra_seats, presence, regional_console
        from events.attending import of_invited
        from events.models import Event
        from events.resources import RegistrationSheet
        from events.returns import of_hosts

        columns.register(RegistrationSheet)
        register_names(Event)
        register_todos(of_invited)
        register_todos(of_hosts)
        _show_trainings()
        register_rail_item(
            RailItem(
                section="Rencontres",
                label="Agenda",
                url_name="admin:events_event_changelist",
                permission="events.view_event",
                order=28,
                count=lambda: Event.objects.taking_place().to_come().count(),
            )
        )
        register_rail_item(regional_console.RAIL)
        register_waiting(regional_console.waiting)
        register_waiting(extra_seats.waiting)
        register_waiting(presence.doors)
        register_todos(regional_console.of_supplier)


def _show_trainings() -> None:
    from club.core.console import RailItem, register_rail_item
    from events.models import TrainingProposal
    from events.panels import trainings_followed, trainings_given
    from members import panels

    panels.register_panel(
        panels.Panel("Formations suivies", "events.view_registration", trainings_followed, order=60)
    )
    panels.register_organisation_panel(
        panels.OrganisationPanel("Formations données", "events.view_trainingproposal", trainings_given, order=60)
    )
    register_rail_item(
        RailItem(
            section="Rencontres",
            label="Formations",
            url_name="console:trainings",
            permission="events.view_trainingproposal",
            order=29,
            count=lambda: TrainingProposal.objects.filter(state="proposed").count(),
        )
    )
