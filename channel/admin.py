"""Records of channel experts and their contacts."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from channel.listing_forms import known_departements
from channel.models import Check, Expert, ExpertContact
from club.core import pages
from club.core.console_admin import ConsoleAdmin, ContainsFilter, RowsInside, UsefulFilter
from club.core.topics import Topic


class StateFilter(UsefulFilter):
    title = "état"
    parameter_name = "etat"
    subsets = [
        ("references", "référencés", lambda rows: rows.filter(state=Expert.State.LISTED)),
        ("a-verifier", "à vérifier", lambda rows: rows.filter(state=Expert.State.CANDIDATE)),
        ("sortis", "sortis", lambda rows: rows.filter(state=Expert.State.LEFT)),
        ("tous", "tous", lambda rows: rows),
    ]


class SpecialityFilter(ContainsFilter):
    title = "spécialité"
    parameter_name = "specialite"
    field = "specialities"
    options = Topic


class ContactInline(RowsInside):
    model = ExpertContact
    add_text = "Ajouter un contact"
    autocomplete_fields = ["person"]
    fields = ["person", "job_title", "is_main"]


class CheckInline(admin.TabularInline):
    """What somebody checked by hand; the name of whoever notes it is written by itself."""

    model = Check
    extra = 0
    add_text = "Ajouter une vérification"
    fields = ["kind", "on", "passed", "note", "by"]
    readonly_fields = ["by"]


class ExpertForm(forms.ModelForm):
    def clean_area(self) -> list[str]:
        return known_departements(self.cleaned_data["area"])


@admin.register(Expert)
class ExpertAdmin(ConsoleAdmin):
    form = ExpertForm
    work_list = "console:experts"
    search_help_text = "Nom, ou premiers chiffres du SIRET ; les accents et les fautes de frappe sont pardonnés."
    list_display = ["name", "kind", "siret", "departement", "commune", "skills", "state"]
    list_filter = [StateFilter, "kind", "departement", SpecialityFilter]
    list_select_related = ["departement", "commune"]
    ordering = ["sort_key", "pk"]
    autocomplete_fields = ["commune", "brands"]
    inlines = [CheckInline, ContactInline]
    fieldsets = [
        (None, {"fields": ["name", ("kind", "siret"), ("naf_code", "naf_version"), "specialities", "brands"]}),
        ("Où", {"fields": [("departement", "commune"), "area"]}),
        ("Annuaire public", {"fields": ["shown", ("website", "phone"), "presentation"]}),
        ("Suivi", {"fields": ["state", "joined_on"]}),
    ]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for inner in formset.forms:
            if isinstance(inner.instance, Check) and inner.instance.by_id is None:
                inner.instance.by = request.user
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The public page follows at once."""
        super().save_related(request, form, formsets, change)
        transaction.on_commit(pages.renew, robust=True)

    @admin.display(description="spécialités")
    def skills(self, expert: Expert) -> str:
        return expert.speciality_words()
