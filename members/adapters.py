"""allauth speaks through our outbox: every account mail is an intent first."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter

from club.core import outbox


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        outbox.post(
            key=f"{template_prefix}:{uuid4()}",
            template=template_prefix,
            to=email,
            context={key: value for key, value in context.items() if key != "request"},
            person=context.get("user"),
            secret=True,
        )
