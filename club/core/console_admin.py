"""Django's admin for records of the console: quick lists, forgiving search, a real history, nothing deleted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from club.core.counting import CappedPaginator
from club.core.history import history_of


class ChoiceArrays:
    """Arrays of choices as boxes to tick, in admins and inlines."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, ArrayField) and db_field.base_field.choices:
            return forms.MultipleChoiceField(
                choices=db_field.base_field.choices,
                widget=forms.CheckboxSelectMultiple,
                required=not db_field.blank,
                label=str(db_field.verbose_name).capitalize(),
                help_text=db_field.help_text,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class ConsoleAdmin(ChoiceArrays, admin.ModelAdmin):
    """``search_fields`` only shows the box: the search is the queryset's own ``search()``. ``may_delete``: people
    and firms are closed, never deleted.
    """

    list_per_page = 25
    list_max_show_all = 0
    show_full_result_count = False
    paginator = CappedPaginator
    search_fields = ("pk",)
    may_delete = False
    actions = None
    import_kind = export_kind = ""
    """The kinds of files (``club.core.sheets``) offered above the list."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return (queryset.search(search_term), False) if search_term.strip() else (queryset, False)  # type: ignore[attr-defined]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_delete and super().has_delete_permission(request, obj)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"Historique · {obj}",
            "original": obj,
            "opts": self.opts,
            "entries": history_of(obj),
        }
        return TemplateResponse(request, "admin/object_history.html", context)


class UsefulFilter(admin.SimpleListFilter):
    """A filter that opens on the useful subset: its first choice holds unless another is asked for.

    ``subsets``: (word in the address, label, queryset → queryset).
    """

    subsets: list[tuple[str, str, Any]] = []

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(word, label) for word, label, _ in self.subsets]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or self.subsets[0][0]
        return next((keep(queryset) for word, _, keep in self.subsets if word == chosen), queryset)

    def choices(self, changelist: Any) -> Any:
        chosen = self.value() or self.subsets[0][0]
        for word, label, _ in self.subsets:
            yield {
                "selected": chosen == word,
                "query_string": changelist.get_query_string({self.parameter_name: word}),
                "display": label,
            }


class ContainsFilter(admin.SimpleListFilter):
    """Rows whose list of choices (an array) contains one; ``field`` names the array, ``options`` its choices."""

    field = ""
    options: Any = None

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(self.options.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{f"{self.field}__contains": [self.value()]}) if self.value() else queryset
