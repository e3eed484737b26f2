"""What joins a membership and money: proposals, dues documents, payments, reminders."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "members.billing"
    label = "billing"
    verbose_name = "Cotisations"

    def ready(self) -> None:
        from club.core import console
        from club.core.todos import register_todos
        from members import leaving
        from members.billing import document_console, money_console, proposal_console
        from members.billing.actions import proposals
        from members.panels import register_application_panel

        for item in [*proposal_console.RAIL, *document_console.RAIL, *money_console.RAIL]:
            console.register_rail_item(item)
        console.register_waiting(proposal_console.waiting)
        console.register_waiting(document_console.waiting)
        register_application_panel(proposal_console.PANEL)
        leaving.register(proposals.withdraw_of_leaver)
        register_todos(proposal_console.answers_awaited)
        register_todos(money_console.to_pay)
        console.register_waiting(money_console.bank_waiting)
        console.register_waiting(money_console.dues_waiting)
        console.register_card(
            console.Card(
                "billing/console/dues_card.html",
                money_console.dues_card,
                order=5,
                aside=True,
                permission="billing.view_document",
            )
        )
