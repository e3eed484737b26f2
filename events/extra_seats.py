"""Seats beyond the rights of a member that were given back once billed: what « Aujourd’hui » asks finance for."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from club.core.console import Waiting
from events.models import Registration
from members.billing.access import ISSUE

SHOWN = 5


def bill_words(row: Registration) -> str:
    """What becomes of the bill of a seat beyond the rights; empty when there never was one."""
    if row.bill is None:
        return "Le brouillon de facture est retiré." if row.is_extra and not row.is_coming else ""
    if row.bill.is_draft:
        return "Un brouillon de facture attend l’équipe des finances."
    if row.is_coming or row.bill.credit_notes.exists():
        return f"Document {row.bill.number}."
    return f"Le document {row.bill.number} est émis pour cette place rendue\u00a0: un avoir est à faire."


def waiting(user: Any) -> Iterator[Waiting]:
    if not user.has_perm(ISSUE):
        return
    rows = Registration.objects.to_credit().select_related("bill", "event", "person")
    for row in rows.order_by("changed_at")[:SHOWN]:
        detail = f"{row.person} ne vient plus\u00a0: «\u00a0{row.event}\u00a0»."
        url = reverse("console:document", args=[row.bill_id])
        yield Waiting(f"{capfirst(str(row.bill))}\u00a0: un avoir est à faire", detail, url, "Voir")
