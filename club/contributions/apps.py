"""What suppliers give the field to read: calls for content, what they send, where it appeared."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "club.contributions"
    label = "contributions"
    verbose_name = "Contributions des fournisseurs"

    def ready(self) -> None:
        from club.contributions import checks, console, todos
        from club.core.console import register_rail_item, register_waiting
        from club.core.todos import register_todos
        from newsletters.checks import register_check

        register_check(checks.agreed)
        register_todos(todos.of_writer)
        for item in console.RAIL:
            register_rail_item(item)
        register_waiting(console.waiting)
