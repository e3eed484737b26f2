"""What suppliers give the field to read: calls for content, what they send, where it appeared."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "club.contributions"
    label = "contributions"
    verbose_name = "Contributions des fournisseurs"

    def ready(self) -> None:
        from club.contributions import todos
        from club.core.todos import register_todos

        register_todos(todos.of_writer)
