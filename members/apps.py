"""People, organisations and what binds them."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "Personnes et organisations"

    def ready(self) -> None:
        from club.core import audiences
        from club.core.console import Card, register_card, register_rail_item, register_waiting
        from club.core.sheets import columns
        from club.core.spelling import register_names
        from club.core.todos import register_todos
        from members import console, joining_console, todos
        from members.access import represents_member
        from members.models import Organisation, User
        from members.resources import OrganisationSheet, PersonSheet, RepresentativeSheet

        audiences.register(
            audiences.Audience.REPRESENTATIVE,
            holds=represents_member,
        )
        for item in (*joining_console.RAIL, *console.RAIL):
            register_rail_item(item)
        register_waiting(console.imports_to_read)
        register_waiting(joining_console.applications_to_study)
        register_waiting(joining_console.prospects_to_call)
        register_waiting(console.asked_by_members)
        register_waiting(console.notices_of_leave)
        register_todos(todos.of_representative)
        register_waiting(console.people_to_inform)
        for model in (User, Organisation):
            register_names(model)
        columns.register(OrganisationSheet)
        columns.register(RepresentativeSheet)
        columns.register(PersonSheet)
        register_card(Card("members/console/aim_card.html", console.aim, aside=True, permission="members.view_user"))
