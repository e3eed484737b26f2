"""What suppliers give the field to read: calls for content, what they send, where it appeared."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "club.contributions"
    label = "contributions"
    verbose_name = "Contributions des fournisseurs"
