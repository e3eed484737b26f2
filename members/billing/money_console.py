"""What money gives to the console: entries of the rail, what waits on "Aujourd’hui"."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, Min
from django.urls import reverse
from django.utils import timezone

from club.core.console import COUNT_SECONDS, RailItem, Waiting, forget_count
from club.core.days import date_format
from club.core.templatetags.club import euros, nombre, round_euros
from club.core.todos import Todo
from members.access import affiliations_of
from members.billing.dues import next_due
from members.billing.models import BankLine, Document, Hold
from members.billing.overview import ZERO, owed_on, yearly_dues
from members.models import Affiliation, Organisation

SHOWN = 3
SOON = timedelta(days=15)
CARD_SECONDS = 300


def kept(name: str, compute: Callable[[], Iterable[Waiting]]) -> list[Waiting]:
    """What waits, read at most once a minute like the counts of the rail: the page of the day stays light."""
    return cache.get_or_set(f"waiting:{name}", lambda: list(compute()), COUNT_SECONDS) or []


def waiting_lines() -> int:
    """Sums received that nobody has matched nor left aside."""
    return BankLine.objects.waiting().filter(amount__gt=0).count()


def forget_bank() -> None:
    """Somebody has just settled a line, or brought new ones: count them again at the next page."""
    forget_count("console:bank")
    cache.delete("waiting:bank")


def bank_waiting(user: Any) -> Iterable[Waiting]:
    return kept("bank", bank_lines) if user.has_perm("billing.change_bankline") else []


def dues_waiting(user: Any) -> Iterable[Waiting]:
    if not user.has_perm("billing.view_document"):
        return []
    return kept("dues", lambda: chain(vacant_billing(), broken_promises()))


def bank_lines() -> Iterator[Waiting]:
    """Sums received that wait for somebody who may match them."""
    found = BankLine.objects.waiting().filter(amount__gt=0).aggregate(n=Count("pk"), oldest=Min("booked_on"))
    if n := found["n"]:
        title = f"{nombre(n)} {'somme reçue est' if n == 1 else 'sommes reçues sont'} à rapprocher"
        detail = f"La plus ancienne date du {date_format(found['oldest'], 'j F Y')}."
        yield Waiting(title, detail, reverse("console:bank"), "Rapprocher")


def vacant_billing() -> Iterator[Waiting]:
    """Organisations that owe money and have nobody to receive their bills: no payer's address, no billing role."""
    billing = Affiliation.objects.current().filter(roles__contains=["billing"], person__is_active=True)
    rows = Organisation.objects.filter(pk__in=Document.objects.owing().order_by().values("organisation"))
    rows = rows.exclude(payer__email__gt="").exclude(pk__in=billing.values("organisation"))
    for organisation in rows.order_by("sort_key", "pk")[:SHOWN]:
        yield Waiting(
            f"{organisation} n’a personne pour recevoir ses factures",
            "Ni adresse du payeur, ni représentant chargé de la facturation\u00a0: les rappels vont à d’autres.",
            reverse("console:membership", args=[organisation.pk]),
            "Ouvrir",
        )


def broken_promises() -> Iterator[Waiting]:
    """Days promised that went by without the money."""
    today = timezone.localdate()
    promised = Hold.objects.filter(kind=Hold.Kind.PROMISE, ended_on=None, until__lt=today)
    for document in (
        Document.objects.owing().select_related("organisation").filter(pk__in=promised.values("document"))[:SHOWN]
    ):
        yield Waiting(
            f"La promesse de règlement de {document.number} n’a pas été tenue",
            f"{document.organisation}, {euros(document.rest)} restent dus.",
            reverse("console:dues_follow", args=[document.pk]),
            "Suivre",
        )


def to_pay(user: Any) -> Iterator[Todo]:
    """In the portal: what each organisation owes first, for those of its people who deal with bills.

    Of what falls due within a fortnight, one document: that of the first instalment left; the others are counted.
    """
    mine = affiliations_of(user).filter(roles__overlap=["administrator", "billing"]).values("organisation")
    today = timezone.localdate()
    rows = Document.objects.owing().asked(today + SOON).filter(organisation__in=mine, asked__gt=F("paid"))
    found = rows.select_related("organisation").prefetch_related("instalments")
    by_day = sorted(((next_due(row, row.paid) or today, row) for row in found), key=lambda pair: pair[0])
    counts = Counter(row.organisation_id for _, row in by_day)
    first = {row.organisation_id: (day, row) for day, row in reversed(by_day)}
    for day, row in sorted(first.values(), key=lambda pair: pair[0]):
        yield _to_pay_first(row, day, more=counts[row.organisation_id] - 1, late=day < today)


def _to_pay_first(document: Document, day: date, *, more: int, late: bool) -> Todo:
    when = f"échu le {date_format(day, 'j F Y')}" if late else f"à régler le {date_format(day, 'j F Y')}"
    others = f" Puis {more} autre{'s' if more > 1 else ''} document{'s' if more > 1 else ''}." if more else ""
    return Todo(
        f"Réglez {euros(document.asked - document.paid)}",
        f"{document.organisation}, {document.number}, {when}.{others}",
        reverse("portal:billing:documents", args=[document.organisation_id]),
        f"Voir les {more + 1} documents" if more else "Voir le document",
        rank=20 if late else 40,
        urgent=late,
    )


def dues_card(user: Any) -> dict[str, Any]:
    """Yearly dues and what is late, read at most every few minutes."""
    return cache.get_or_set("dues:card", _dues_now, CARD_SECONDS)


def _dues_now() -> dict[str, Any]:
    today = timezone.localdate()
    (now,) = yearly_dues([today])
    coming, late = owed_on(today)
    overdue = sum((amount for _, amount, _ in late), ZERO)
    return {
        "yearly": round_euros(sum(now.values(), ZERO)),
        "coming": round_euros(coming),
        "overdue": round_euros(overdue),
    }


RAIL = [
    RailItem("Cotisations", "Tableau de bord", "console:dues", "billing.view_document", order=40),
    RailItem(
        "Cotisations",
        "Relevés bancaires",
        "console:bank",
        "billing.view_bankline",
        order=43,
        count=waiting_lines,
        calls=True,
    ),
    RailItem("Cotisations", "Règlements", "console:payments", "billing.view_payment", order=44),
    RailItem("Cotisations", "À encaisser", "console:dues_owed", "billing.view_document", order=45),
    RailItem("Cotisations", "Rappels", "console:reminders", "billing.view_reminder", order=46),
]
