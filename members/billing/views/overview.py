"""The dashboard of members and money, on any day."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from club.core.access import staff_page
from club.core.templatetags.club import nombre, round_euros
from members.billing.charts import Bar, bars, floating
from members.billing.money_forms import DayField
from members.billing.overview import Bridge, Members, Money, overview

FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
UNITS = {"representatives": "représentants", "organisations": "organisations"}


class DaysForm(forms.Form):
    """The day looked at, and the one the bridge starts from."""

    au = DayField(label="Au", required=False)
    depuis = DayField(label="Mouvements depuis le", required=False, initial=None)

    def days(self) -> tuple[date, date]:
        """Wrong or missing days: today, and the last day of the year before."""
        said = self.cleaned_data if self.is_valid() else {}
        on = said.get("au") or timezone.localdate()
        if not FIRST <= on <= LAST:
            on = timezone.localdate()
        since = said.get("depuis") or date(on.year - 1, 12, 31)
        return on, min(since, on)


@staff_page("billing.view_document")
@require_safe
def dues(request: HttpRequest) -> HttpResponse:
    on, since = DaysForm(request.GET).days()
    seen = overview(on=on, since=since)
    context: dict[str, Any] = {
        "seen": seen,
        "form": DaysForm(initial={"au": on, "depuis": since}),
        "aim": settings.CLUB_MEMBER_AIM,
        "unit": UNITS[settings.CLUB_MEMBER_AIM_UNIT],
        "member_headings": ["Membres", "Représentants"],
        "bridge_headings": ["Organisations", "Par an"],
        "late_headings": ["Documents", "Montant"],
        "renewal_headings": ["Adhésions", "En jeu"],
        "members": _members(seen.members),
        "closing": round_euros(seen.bridge.closing),
        "bridge": _bridge(seen.bridge),
        "late": _late(seen.money),
        "renewals": _renewals(seen.renewals),
    }
    return render(request, "billing/console/dues.html", context)


def _members(members: Members) -> list[Bar]:
    tones = {"brand": "second", "institution": "first"}
    return bars(
        [
            (kind.label.capitalize(), houses, (nombre(houses), nombre(people)), tones[_side(kind)])
            for kind, houses, people in members.by_kind
        ]
    )


def _side(kind: Any) -> str:
    return "brand" if kind in type(kind).of_side("brand") else "institution"


def _bridge(found: Bridge) -> list[Bar]:
    """Each step starts where the one before ended."""
    rows, at = [], found.opening
    rows.append(("Au départ", Decimal(0), at, _cells("", found.opening, found.counts.get("opening", 0)), "first"))
    steps = [("Nouvelles", "new", 1, "first"), ("En hausse", "up", 1, "first")]
    steps += [("En baisse", "down", -1, "third"), ("Perdues", "lost", -1, "fourth")]
    for label, name, sign, tone in steps:
        value = getattr(found, name)
        cells = _cells("+" if sign > 0 else "−", value, found.counts.get(name, 0))
        rows.append((label, at, at + sign * value, cells, tone))
        at += sign * value
    rows.append(("À l’arrivée", Decimal(0), at, _cells("", found.closing, found.counts.get("closing", 0)), "first"))
    return floating(rows)


def _cells(sign: str, value: Decimal, count: int) -> tuple[str, str]:
    return nombre(count), f"{sign if value else ''}{round_euros(value)}"


def _late(money: Money) -> list[Bar]:
    rows = [("Pas encore échu", money.coming, ("", round_euros(money.coming)), "first")]
    tones = ["third", "third", "fourth", "fourth"]
    for (label, amount, documents), tone in zip(money.late, tones, strict=True):
        rows.append((f"En retard, {label}", amount, (nombre(documents), round_euros(amount)), tone))
    return bars(rows)


def _renewals(found: list[tuple[str, int, Decimal]]) -> list[Bar]:
    tones = dict.fromkeys(("refusée ou sans réponse", "départ"), "fourth") | {"à préparer": "third"}
    return bars(
        [
            (stage.capitalize(), count, (nombre(count), round_euros(amount)), tones.get(stage, "first"))
            for stage, count, amount in found
        ]
    )
