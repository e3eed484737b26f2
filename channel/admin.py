"""Records of channel experts and their contacts."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from channel.models import Expert, ExpertContact
from club.core.console_admin import ConsoleAdmin, ContainsFilter, RowsInside, UsefulFilter
from club.core.models import Departement
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


class ExpertForm(forms.ModelForm):
    def clean_area(self) -> list[str]:
        """Numbers of départements that exist, in order."""
        wanted = {code.strip().upper() for code in self.cleaned_data["area"] or []}
        known = set(Departement.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        if unknown := sorted(wanted - known):
            raise ValidationError(f"Département inconnu : {', '.join(unknown)}.")
        return sorted(known)


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
    inlines = [ContactInline]
    fieldsets = [
        (None, {"fields": ["name", ("kind", "siret"), ("naf_code", "naf_version"), "specialities", "brands"]}),
        ("Où", {"fields": [("departement", "commune"), "area"]}),
        ("Coordonnées", {"fields": [("website", "phone")]}),
        ("Suivi", {"fields": ["state", "joined_on"]}),
    ]

    @admin.display(description="spécialités")
    def skills(self, expert: Expert) -> str:
        return expert.speciality_words()
