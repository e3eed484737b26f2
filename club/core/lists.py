"""Lists of the console: a search, filters that open on the useful subset, pages by key, few statements.

A list is a ``ListFilter`` (the form of its filters) and a template that extends ``console/list.html``.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from club.core.counting import PAGED_UP_TO
from club.core.models import Departement
from club.core.paging import page_of

CHOICES_SECONDS = 600
COUNT_SECONDS = 60
Choices = list[tuple[str, str]]


class QuickSelect(forms.Select):
    """A list of choices written at once: Django's own renders a template per option."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((v, _selected(str(v) == chosen), label) for v, label in self.choices),
        )
        identity = (attrs or {}).get("id", f"id_{name}")
        return format_html('<select name="{}" id="{}">{}</select>', name, identity, options)


def _selected(chosen: bool) -> SafeString:
    return SafeString(" selected") if chosen else SafeString("")


def remembered(name: str, read: Callable[[], Choices]) -> Choices:
    """Choices that change rarely, kept in the cache for ten minutes."""
    known = cache.get(f"choices:{name}")
    if known is None:
        known = read()
        cache.set(f"choices:{name}", known, CHOICES_SECONDS)
    return known


def departements() -> Choices:
    return remembered(
        "departements", lambda: [(d.pk, f"{d.pk} {d.name}") for d in Departement.objects.order_by("pk")]
    )


def choice(label: str, choices: Callable[[], Choices], *, every: str = "") -> forms.ChoiceField:
    """A filter; ``every`` names the absence of choice ("tous les réseaux"), none: the first choice holds."""
    empty = [("", every)] if every else []
    return forms.ChoiceField(
        label=label, required=False, choices=lambda: [*empty, *choices()], widget=QuickSelect, initial=""
    )


class ListFilter(forms.Form):
    """Filters of a list. ``narrow`` applies them; a wrong value in the address is as if nothing were asked."""

    q = forms.CharField(label="Chercher", required=False, max_length=120, widget=forms.TextInput({"type": "search"}))
    useful: dict[str, str] = {}
    """Values that hold when the address says nothing: what the list opens on."""

    def __init__(self, request: HttpRequest) -> None:
        asked = {name: request.GET[name] for name in self.base_fields if name in request.GET}
        super().__init__({**self.useful, **asked})
        self.full_clean()

    def chosen(self, name: str) -> str:
        return self.cleaned_data.get(name, "") if hasattr(self, "cleaned_data") else ""

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        raise NotImplementedError

    def words(self) -> list[str]:
        """The filters in force; the text searched is not repeated, for it may be somebody's name."""
        said = ["recherche par texte"] if self.chosen("q") else []
        for name, field in self.fields.items():
            value = self.chosen(name)
            if name != "q" and value:
                label = next((label for key, label in field.choices if str(key) == value), value)  # type: ignore[attr-defined]
                said.append(f"{str(field.label).lower()}\u00a0: {label}")
        return said

    @property
    def is_narrowed(self) -> bool:
        return any(self.chosen(name) != self.useful.get(name, "") for name in self.fields)


def spoken_count(rows: QuerySet[Any], form: ListFilter) -> str:
    """ "1 187", or "plus de 10 000"; remembered for a minute per set of filters."""
    asked = repr(sorted((name, form.chosen(name)) for name in form.fields))
    key = f"count:{rows.model._meta.label_lower}:{hashlib.sha256(asked.encode()).hexdigest()[:24]}"
    count = cache.get(key)
    if count is None:
        count = rows.order_by()[: PAGED_UP_TO + 1].count()
        cache.set(key, count, COUNT_SECONDS)
    text = f"{min(count, PAGED_UP_TO):,}".replace(",", "\u00a0")
    return f"plus de {text}" if count > PAGED_UP_TO else text


def list_context(
    request: HttpRequest, form: ListFilter, rows: QuerySet[Any], *, key: str, related: Sequence[str] = ()
) -> dict[str, Any]:
    """Form, page, count and the address of the same filters for the export."""
    found = form.narrow(rows)
    page = page_of(found.select_related(*related), request, key=key)
    query = request.GET.copy()
    query.pop("apres", None)
    query.pop("avant", None)
    return {
        "form": form,
        "rows": page.rows,
        "previous_url": page.previous_url,
        "next_url": page.next_url,
        "count": spoken_count(found, form),
        "filters": query.urlencode(),
    }
