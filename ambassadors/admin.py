"""Records of ambassadors."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from ambassadors.models import Ambassador
from club.core import pages
from club.core.console_admin import ConsoleAdmin, ContainsFilter, UsefulFilter
from club.core.topics import Topic
from members.models import Organisation


class StateFilter(UsefulFilter):
    title = "état"
    parameter_name = "etat"
    subsets = [
        ("valides", "validés", lambda rows: rows.filter(state=Ambassador.State.VALIDATED)),
        ("a-valider", "à valider", lambda rows: rows.filter(state=Ambassador.State.CANDIDATE)),
        ("partis", "partis", lambda rows: rows.filter(state=Ambassador.State.LEFT)),
        ("tous", "tous", lambda rows: rows),
    ]


class TopicFilter(ContainsFilter):
    title = "sujet"
    parameter_name = "sujet"
    field = "topics"
    options = Topic


class NetworkFilter(admin.SimpleListFilter):
    title = "réseau"
    parameter_name = "reseau"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Organisation.objects.institutions().active().values_list("pk", "name")[:200]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(network=self.value()) if (self.value() or "").isdigit() else queryset


@admin.register(Ambassador)
class AmbassadorAdmin(ConsoleAdmin):
    work_list = "console:ambassadors"
    search_help_text = "Nom ou adresse ; les accents et les fautes de frappe sont pardonnés."
    list_display = ["person", "network", "departement", "commune", "subjects", "state"]
    list_filter = [StateFilter, NetworkFilter, "departement", TopicFilter]
    list_select_related = ["person", "network", "departement", "commune"]
    ordering = ["person__sort_key", "pk"]
    autocomplete_fields = ["person", "network", "commune"]
    fieldsets = [
        (None, {"fields": ["person", ("network", "job_title"), ("departement", "commune"), "topics"]}),
        ("Suivi", {"fields": ["state", ("joined_on", "reconfirmed_on")]}),
    ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The public page follows at once: somebody who has left is no longer there."""
        super().save_related(request, form, formsets, change)
        transaction.on_commit(pages.renew, robust=True)

    @admin.display(description="sujets")
    def subjects(self, ambassador: Ambassador) -> str:
        return ambassador.topic_words()
