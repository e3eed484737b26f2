"""Tags that every template may use without loading them."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template import defaultfilters
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from club.core import console, idempotency, structured
from club.core.days import first_of_month

register = template.Library()
_ONE = r"\d[\d\s,.]*%?"
_NUMBER = re.compile(rf"{_ONE}(?:\s?à\s{_ONE})?")


@register.simple_tag
@cache
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; without ``label`` it is decoration and hidden from screen readers."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.filter(name="date", expects_localtime=True, is_safe=False)
def day(value: Any, wanted: str | None = None) -> Any:
    """Django's own ``date``, in French to the first day of the month; HTML's ``datetime`` knows no millionths."""
    whole = value.replace(microsecond=0) if isinstance(value, datetime) else value
    return first_of_month(defaultfilters.date(whole, wanted))


@register.filter
def nombre(value: float | int | None) -> str:
    """A whole number as the French write it: 6 350 with no-break spaces; a dash when there is none."""
    if value is None or value == "":
        return "–"
    return f"{int(value):,}".replace(",", "\u00a0")


@register.filter
def euros(value: Decimal | None) -> str:
    """An amount as the French write it: 27 000,00 € with no-break spaces; a dash when there is none."""
    if value is None or value == "":
        return "–"
    return f"{value:,.2f}".replace(",", "\u00a0").replace(".", ",").replace("-", "−") + "\u00a0€"


def round_euros(value: Decimal) -> str:
    """« 6 000 € », with cents only where there are some: columns of round figures read better."""
    return euros(value).replace(",00\u00a0€", "\u00a0€")


@register.filter
def chiffre(value: str) -> SafeString:
    """A key figure, its unit apart: « 196,4 <span>milliards d’euros</span> »; a range is one number.

    What stands between them stays as it was typed: « 24h/24 » has no space.
    """
    found = _NUMBER.match(value)
    if not found or found.end() == len(value):
        return format_html("{}", value)
    return format_html("{}<span>{}</span>", found[0], value[found.end() :])


@register.filter
def rows_data(formset: Any) -> str:
    """What Django's script reads of the rows inside a record, the button that adds one in our words."""
    data = json.loads(formset.inline_formset_data())
    data["options"]["addText"] = formset.opts.add_text
    return json.dumps(data)


@register.simple_tag
def form_key() -> SafeString:
    """The hidden key of an effectful form whose view is guarded by ``idempotency.once``."""
    return format_html('<input type="hidden" name="{}" value="{}">', idempotency.FIELD, idempotency.new_key())


@cache
def _address(name: str) -> str:
    return reverse(name)


@register.simple_tag(takes_context=True)
def console_rail(context: dict[str, Any]) -> SafeString:
    """The entries of the person signed in; the one whose address begins the page's own is the current one."""
    request = context["request"]
    sections = console.rail_for(request.user)
    addresses = [_address(entry["item"].url_name) for _, entries in sections for entry in entries]
    current = max((url for url in addresses if request.path.startswith(url)), key=len, default="")
    return _rail(
        tuple((section, tuple(_rail_entry(entry, current) for entry in entries)) for section, entries in sections)
    )


@dataclass(frozen=True)
class RailEntry:
    url: str
    label: str
    number: str
    calls: bool
    current: bool


def _rail_entry(entry: dict[str, Any], current: str) -> RailEntry:
    count, calls, url = entry["count"], entry["calls"], _address(entry["item"].url_name)
    number = nombre(count) if count or (count == 0 and not calls) else ""
    return RailEntry(url, entry["item"].label, number, calls and bool(count), url == current)


@lru_cache(maxsize=500)
def _rail(sections: tuple[tuple[str, tuple[RailEntry, ...]], ...]) -> SafeString:
    """The same for everybody who sees the same entries and counts."""
    return render_to_string("ui/rail_entries.html", {"sections": sections})


class _Head(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Any) -> str:
        html = self.nodelist.render(context)
        told = structured.head(html, path=context.get("page_path", ""), picture=context.get("card", ""))
        return f"{html}{told}{context.get('structured', '')}"


@register.tag
def head(parser: Any, token: Any) -> _Head:
    """Adds to the head of a page what it says of itself to machines: ``{% head %}…{% endhead %}``."""
    inside = parser.parse(("endhead",))
    parser.delete_first_token()
    return _Head(inside)


@register.simple_tag(takes_context=True)
def breadcrumb_data(context: dict[str, Any]) -> SafeString:
    """The way to a page of the site, for machines; nothing in the portal and the console."""
    path, current = context.get("page_path"), context.get("current")
    if not (path and current) or context.get("home_url") or context.get("no_home"):
        return SafeString("")
    steps = [("Accueil", "/"), *context.get("trail", [])]
    if context.get("parent"):
        steps.append((context["parent"], context["parent_url"]))
    return structured.script(structured.breadcrumb([(str(label), url) for label, url in [*steps, (current, path)]]))
