"""Django's admin for records of the console: quick lists, forgiving search, a real history, nothing deleted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet, URLField
from django.forms.models import _get_foreign_key
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from club.core import edits
from club.core.counting import CappedPaginator
from club.core.history import history_of


class ChoiceArrays:
    """Arrays of choices as boxes to tick, in admins and inlines; an address of a site without a scheme is https."""

    formfield_overrides = {URLField: {"assume_scheme": "https"}}

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


class RowsInside(ChoiceArrays, admin.TabularInline):
    """Rows of related records inside a record. ``add_text``: the button that gives one more, in good French."""

    extra = 0
    add_text = ""


class TwoEditors:
    """The second of two people on one record is told what the first wrote; saving all the same is a choice."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Locked when it is to be written: Django's own views are one transaction then."""
        record = super().get_object(request, object_id, from_field)  # type: ignore[misc]
        if record is None or request.method != "POST":
            return record
        rows = self.get_queryset(request).select_for_update(no_key=True, of=("self",))  # type: ignore[attr-defined]
        return rows.filter(pk=record.pk).first()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]
        if obj is None or not change or not self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return form
        parts = self._parts(request, obj, form)
        posted = request.method == "POST"
        meanwhile = edits.written_meanwhile(parts, request.POST.get(edits.FIELD, "")) if posted else []
        if meanwhile:
            form = type(form)(form.__name__, (edits.Outrun, form), {"meanwhile": meanwhile})
        form.seal = edits.seal(parts)
        return form

    def _parts(self, request: HttpRequest, record: Model, form: Any) -> edits.Parts:
        """The record as its page shows it, before the form changes it; rows inside are locked as the record is."""
        known = {field.name for field in (*record._meta.fields, *record._meta.many_to_many)}
        parts = edits.fields_of(record, [name for name in form.base_fields if name in known])
        for inline in self.get_inline_instances(request, record):  # type: ignore[attr-defined]
            link = _get_foreign_key(type(record), inline.model, fk_name=inline.fk_name)
            rows = inline.get_queryset(request).filter(**{link.name: record}).order_by("pk")
            if request.method == "POST":
                rows = rows.select_for_update(no_key=True, of=("self",))
            shown = flatten_fieldsets(inline.get_fieldsets(request, record))
            parts |= edits.rows_of(rows, [name for name in shown if name not in inline.readonly_fields])
        return parts

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        context["seal"], context["meanwhile"] = getattr(form, "seal", ""), getattr(form, "meanwhile", [])
        if context["meanwhile"] and hasattr(obj, "events"):
            context["last_write"] = next(iter(history_of(obj)), None)
        response = super().render_change_form(request, context, *args, obj=obj, **kwargs)  # type: ignore[misc]
        response.status_code = 409 if context["meanwhile"] else response.status_code
        return response


class ConsoleAdmin(TwoEditors, ChoiceArrays, admin.ModelAdmin):
    """``search_fields`` only shows the box: the search is the queryset's own ``search()``. ``may_delete``: people
    and firms are closed, never deleted.
    """

    list_per_page = 25
    list_max_show_all = 0
    show_full_result_count = False
    paginator = CappedPaginator
    search_fields = ("pk",)
    may_delete = False
    view_on_site = False  # the console's site has no such redirection
    actions = None
    import_kind = export_kind = ""
    """The kinds of files (``club.core.sheets``) offered above the list."""
    beginning = ""
    """The name of the page where a new record begins; empty when it is the empty form."""
    work_list = ""
    """The name of the page where people find these records every day; empty when Django's list is that page."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return (queryset.search(search_term), False) if search_term.strip() else (queryset, False)  # type: ignore[attr-defined]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_delete and super().has_delete_permission(request, obj)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["list_url"] = self._list_url()
        return super().render_change_form(request, context, *args, **kwargs)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return redirect(self.work_list) if self.work_list else super().response_post_save_change(request, obj)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return redirect(self.work_list) if self.work_list else super().response_post_save_add(request, obj)

    def _list_url(self) -> str:
        return reverse(self.work_list or f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        obj = admin.ModelAdmin.get_object(self, request, object_id)
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        if not hasattr(obj, "events"):
            raise Http404("Ce qui n’est pas suivi n’a pas d’historique.")
        context = {
            **self.admin_site.each_context(request),
            "title": f"Historique · {obj}",
            "original": obj,
            "opts": self.opts,
            "entries": history_of(obj),
            "list_url": self._list_url(),
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
