"""Records of the console: suppliers' resources and their editions, key figures."""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from club.core.console import forget_count
from club.core.console_admin import ConsoleAdmin, ContainsFilter, RowsInside, UsefulFilter
from club.core.pages import renew
from club.core.readings import times_read
from club.core.search import matching
from club.core.templatetags.club import nombre
from club.core.topics import Topic
from club.editorial.models import Edition, Figure, Resource
from club.editorial.models.figures import Place


class CurrentFilter(UsefulFilter):
    title = "en cours"
    parameter_name = "encours"
    subsets = [
        ("oui", "en cours", lambda rows: rows.published()),
        ("tout", "toutes", lambda rows: rows),
    ]


class ThemeFilter(ContainsFilter):
    title = "thème"
    parameter_name = "theme"
    field = "themes"
    options = Topic


class EditionInline(RowsInside):
    """Read here; a newer one is added on its own page."""

    add_text = "Ajouter une édition"
    model = Edition
    fields = ["number", "changes", "size", "added_by", "added_at"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Resource)
class ResourceAdmin(ConsoleAdmin):
    search_help_text = "Titre ou résumé."
    list_display = ["title", "organisation", "kind", "audience_label", "published_on", "expires_on", "downloads"]
    list_filter = [CurrentFilter, "kind", ThemeFilter]
    list_select_related = ["organisation"]
    ordering = ["-published_on", "-pk"]
    autocomplete_fields = ["organisation"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["withdrawn_at", "readings", "file"]
    fields = ["organisation", "kind", "title", "slug", "summary", "language", "audience", "themes"]
    fields += ["published_on", "expires_on", "withdrawn_at", "readings", "file"]
    inlines = [EditionInline]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return (matching(queryset, search_term) if search_term.strip() else queryset), False

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.annotate(downloads=times_read("download"), readings=times_read("resource"))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"published_on": timezone.localdate(), **super().get_changeform_initial_data(request)}

    @admin.display(description="ouverte à")
    def audience_label(self, resource: Resource) -> str:
        return resource.audience_words()

    @admin.display(description="téléchargements, 90\u00a0jours", ordering="downloads")
    def downloads(self, resource: Any) -> str:
        return nombre(resource.downloads)

    @admin.display(description="en 90\u00a0jours")
    def readings(self, resource: Any) -> str:
        if not resource.pk:
            return "Compté dès que la ressource paraît."
        read, taken = resource.readings, resource.downloads
        words = f"{nombre(taken)} téléchargement{'s' * (taken > 1)}, {nombre(read)} lecture{'s' * (read > 1)}"
        return f"{words} de la page. Compté sans suivre personne."

    @admin.display(description="fichier")
    def file(self, resource: Resource) -> str:
        if not resource.pk:
            return "Enregistrez d’abord la fiche."
        address = reverse("console:resource_edition", args=[resource.pk])
        return format_html('<a class="button button-plain button-small" href="{}">Ajouter une édition</a>', address)

    def save_model(self, request: HttpRequest, obj: Resource, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(renew, robust=True)


class DueFilter(UsefulFilter):
    title = "mise à jour"
    parameter_name = "jour"
    subsets = [
        ("tous", "tous", lambda rows: rows),
        ("due", "à mettre à jour", lambda rows: rows.to_refresh()),
    ]


class PlaceFilter(ContainsFilter):
    title = "page"
    parameter_name = "page_du_site"
    field = "places"
    options = Place


@admin.register(Figure)
class FigureAdmin(ConsoleAdmin):
    search_help_text = "Chiffre, ce qu’il compte ou source."
    list_display = ["value", "label", "year", "publisher", "next_update", "is_published"]
    list_filter = [DueFilter, "is_published", PlaceFilter]
    ordering = ["position", "pk"]
    prepopulated_fields = {"key": ["label"]}
    fields = ["value", "label", "sentence", "source", "publisher", "url", "year", "next_update"]
    fields += ["places", "position", "key", "is_published"]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = (Q(**{f"{name}__icontains": search_term}) for name in ("value", "label", "source", "publisher"))
        return (queryset.filter(reduce(or_, words)) if search_term.strip() else queryset), False

    def save_model(self, request: HttpRequest, obj: Figure, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        forget_count("console:articles:freshness")
        transaction.on_commit(renew, robust=True)
