"""What joins a membership and money: proposals, dues documents, payments, reminders."""

from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "members.billing"
    label = "billing"
    verbose_name = "Cotisations"
