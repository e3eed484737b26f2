"""Records of organisations, of who acts for them, and of the families that make two suppliers rivals."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from club.core.console_admin import ConsoleAdmin, ContainsFilter, RowsInside, UsefulFilter
from members.models import Affiliation, Organisation, ProductFamily
from members.panels import organisation_panels_for


class FollowedFilter(UsefulFilter):
    title = "suivi"
    parameter_name = "suivi"
    subsets = [
        ("suivies", "suivies", lambda rows: rows.filter(is_active=True)),
        ("closes", "closes", lambda rows: rows.filter(is_active=False)),
        ("toutes", "toutes", lambda rows: rows),
    ]


class CurrentFilter(UsefulFilter):
    title = "validité"
    parameter_name = "validite"
    subsets = [
        ("encours", "en cours", lambda rows: rows.current()),
        ("passes", "passés", lambda rows: rows.filter(ends_on__lt=timezone.localdate())),
        ("tous", "tous", lambda rows: rows),
    ]


class RoleFilter(ContainsFilter):
    title = "rôle"
    parameter_name = "role"
    field = "roles"
    options = Affiliation.Role


class RepresentativeInline(RowsInside):
    model = Affiliation
    add_text = "Ajouter un représentant"
    can_delete = False
    autocomplete_fields = ["person"]
    fields = ["person", "job_title", "roles", "starts_on", "ends_on"]
    verbose_name_plural = "représentants"


@admin.register(Organisation)
class OrganisationAdmin(ConsoleAdmin):
    change_form_template = "members/console/organisation.html"
    import_kind = export_kind = "organisations"
    search_help_text = "Nom ou raison sociale ; les accents et les fautes de frappe sont pardonnés."
    list_display = ["name", "side", "kind", "siren", "place", "parent"]
    list_filter = [FollowedFilter, "side", "kind", "product_families"]
    list_select_related = ["commune", "parent"]
    ordering = ["sort_key", "pk"]
    autocomplete_fields = ["parent", "commune"]
    inlines = [RepresentativeInline]
    fieldsets = [
        (None, {"fields": [("name", "legal_name"), ("side", "kind"), "parent", "product_families"]}),
        ("Identifiants", {"fields": [("siren", "rna", "foreign_vat")]}),
        ("Coordonnées", {"fields": [("website", "phone"), "commune"]}),
        ("Suivi", {"fields": ["is_active"]}),
    ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> Any:
        context["panels"] = organisation_panels_for(request.user, obj) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description="commune", ordering="commune__sort_key")
    def place(self, organisation: Organisation) -> str:
        return str(organisation.commune or "")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs)


@admin.register(Affiliation)
class AffiliationAdmin(ConsoleAdmin):
    import_kind = export_kind = "representants"
    search_help_text = "Personne ou organisation."
    list_display = ["person", "organisation", "job_title", "held", "starts_on", "ends_on"]
    list_filter = [CurrentFilter, RoleFilter, "organisation__side"]
    list_select_related = ["person", "organisation"]
    ordering = ["person__sort_key", "pk"]
    autocomplete_fields = ["person", "organisation"]
    fields = ["person", "organisation", "job_title", "roles", ("starts_on", "ends_on"), "source"]

    @admin.display(description="rôles")
    def held(self, affiliation: Affiliation) -> str:
        return ", ".join(map(str, affiliation.role_labels()))


@admin.register(ProductFamily)
class ProductFamilyAdmin(ConsoleAdmin):
    """Few rows, no search box; a family that no organisation bears may go."""

    search_fields = ()
    list_display = ["name"]
    may_delete = True
