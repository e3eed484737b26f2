"""Tags that every template may use without loading them."""

from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from club.core import console, idempotency

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; without ``label`` it is decoration and hidden from screen readers."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.filter
def nombre(value: float | int | None) -> str:
    """A whole number as the French write it: 6 350 with no-break spaces; a dash when there is none."""
    if value is None or value == "":
        return "–"
    return f"{int(value):,}".replace(",", "\u00a0")


@register.simple_tag
def form_key() -> SafeString:
    """The hidden key of an effectful form whose view is guarded by ``idempotency.once``."""
    return format_html('<input type="hidden" name="{}" value="{}">', idempotency.FIELD, idempotency.new_key())


@cache
def _address(name: str) -> str:
    return reverse(name)


@register.simple_tag(takes_context=True)
def console_rail(context: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rail of the person signed in; the entry whose address begins the page's own is the current one."""
    request = context["request"]
    sections = console.rail_for(request.user)
    entries = [entry for _, items in sections for entry in items]
    for entry in entries:
        count, calls = entry["count"], entry["calls"]
        entry["url"], entry["label"] = _address(entry["item"].url_name), entry["item"].label
        entry["number"] = nombre(count) if count or (count == 0 and not calls) else ""
        entry["calls"] = calls and bool(count)
    inside = [entry for entry in entries if request.path.startswith(entry["url"])]
    if inside:
        max(inside, key=lambda entry: len(entry["url"]))["current"] = True
    return sections
