"""Tags that every template may use without loading them."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; without ``label`` it is decoration and hidden from screen readers."""
    href = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icone" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href)
    return format_html('<svg class="icone" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.filter
def nombre(value: float | int | None) -> str:
    """A whole number as the French write it: 6 350 with no-break spaces; a dash when there is none."""
    if value is None or value == "":
        return "–"
    return f"{int(value):,}".replace(",", "\u00a0")
