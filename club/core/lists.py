"""Lists of the console: a search, filters that open on the useful subset, pages by key, few statements.

A list is a ``ListFilter`` (the form of its filters) and a template that extends ``console/list.html``.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from django import forms
from django.core.cache import cache, caches
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
KeptT = TypeVar("KeptT")
Tell = Callable[[Any], dict[str, str]]


class QuickSelect(forms.Widget):
    """The list of a ``FilterField``, written at once: Django's own renders a template per option."""

    field: "FilterField"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        options = _options(tuple(self.field.choices))
        mark = format_html('value="{}"', value or "")
        chosen = SafeString(options.replace(f"{mark}>", f"{mark} selected>", 1))
        return format_html('<select name="{}" id="{}">{}</select>', name, (attrs or {}).get("id", ""), chosen)


@lru_cache(maxsize=64)
def _options(choices: tuple[tuple[str, str], ...]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', choices)


class FilterField(forms.Field):
    """One of the choices that ``read`` gives, read once per form; ``every`` names the absence of choice."""

    widget = QuickSelect

    def __init__(self, *, label: str, read: Callable[[], Choices], every: str = "") -> None:
        super().__init__(label=label, required=False)
        self.read, self.every = read, every

    def __deepcopy__(self, memo: dict[int, Any]) -> "FilterField":
        field = super().__deepcopy__(memo)
        field.widget.field = field
        return field

    @cached_property
    def choices(self) -> Choices:
        return [*([("", self.every)] if self.every else []), *self.read()]

    def validate(self, value: Any) -> None:
        if value and value not in dict(self.choices):
            raise forms.ValidationError("Ce choix n’existe pas.")


def remembered(name: str, read: Callable[[], KeptT]) -> KeptT:
    """What changes rarely, kept by each process for ten minutes."""
    return caches["here"].get_or_set(f"remembered:{name}", read, CHOICES_SECONDS)


def departements() -> Choices:
    return remembered(
        "departements", lambda: [(d.pk, f"{d.pk} {d.name}") for d in Departement.objects.order_by("pk")]
    )


def choice(label: str, choices: Callable[[], Choices], *, every: str = "") -> FilterField:
    """A filter; ``every`` names the absence of choice ("tous les réseaux"), none: the first choice holds."""
    return FilterField(label=label, read=choices, every=every)


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
        return self.cleaned_data.get(name) or "" if hasattr(self, "cleaned_data") else ""

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        raise NotImplementedError

    def words(self) -> list[str]:
        """The filters in force; the text searched is not repeated, for it may be somebody's name."""
        said = ["recherche par texte"] if self.chosen("q") else []
        for name, field in self.fields.items():
            value = self.chosen(name)
            if name != "q" and value:
                label = dict(field.choices).get(value, value)  # type: ignore[attr-defined]
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
    request: HttpRequest, form: ListFilter, rows: QuerySet[Any], *, key: str, shown: Sequence[str], tell: Tell
) -> dict[str, Any]:
    """Form, page, count and the address of the same filters for the export.

    ``shown``: the only columns read. ``tell``: what the page says of a row; templates read these lines several times
    as fast as the attributes of rows.
    """
    found = form.narrow(rows)
    related = {name.rpartition("__")[0] for name in shown} - {""}
    page = page_of(found.select_related(*related).only(*shown), request, key=key)
    query = request.GET.copy()
    query.pop("apres", None)
    query.pop("avant", None)
    return {
        "form": form,
        "rows": page.rows,
        "lines": [tell(row) for row in page.rows],
        "previous_url": page.previous_url,
        "next_url": page.next_url,
        "count": spoken_count(found, form) if page.previous_url or page.next_url else str(len(page.rows)),
        "filters": query.urlencode(),
    }
