"""Seats beyond the rights of a member that were given back once billed: what « Aujourd’hui » asks finance for."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from club.core.console import Waiting
from events.models import Registration
from members.billing.access import ISSUE

SHOWN = 5


def waiting(user: Any) -> Iterator[Waiting]:
    if not user.has_perm(ISSUE):
        return
    rows = Registration.objects.to_credit().select_related("bill", "event", "person")
    for row in rows.order_by("changed_at")[:SHOWN]:
        detail = f"{row.person} ne vient plus\u00a0: «\u00a0{row.event}\u00a0»."
        url = reverse("console:document", args=[row.bill_id])
        yield Waiting(f"{row.bill}\u00a0: un avoir est à faire", detail, url, "Voir")
