"""Records around memberships: the texts one accepts, the rules of statuses, what staff decided, who left."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from club.core.console_admin import ConsoleAdmin, UsefulFilter
from members.models import Departure, GoverningText, StatusOverride, StatusRule

ACCEPTED = "Ce texte a été accepté par des adhérents\u00a0: créez-en une nouvelle version à partir d’une date."


class RunningFilter(UsefulFilter):
    title = "validité"
    parameter_name = "validite"
    subsets = [
        ("encours", "en vigueur", lambda rows: rows.filter(until__gte=timezone.localdate())),
        ("passes", "passés", lambda rows: rows.filter(until__lt=timezone.localdate())),
        ("tous", "tous", lambda rows: rows),
    ]


class TextForm(forms.ModelForm):
    """What somebody accepted stays as it was accepted."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk and self.changed_data and self.instance.is_accepted():
            raise ValidationError(ACCEPTED)
        return cleaned


@admin.register(GoverningText)
class GoverningTextAdmin(ConsoleAdmin):
    form = TextForm
    search_fields = ()
    list_display = ["kind", "starts_on"]
    list_filter = ["kind"]
    fields = [("kind", "starts_on"), "body"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "body":
            field.help_text = (
                "«\u00a0##\u00a0» commence un titre, «\u00a0-\u00a0» une ligne de liste\u00a0; une ligne vide sépare."
            )
            field.widget.attrs["rows"] = 24
        return field


@admin.register(StatusRule)
class StatusRuleAdmin(ConsoleAdmin):
    """Few rows, read in their order: the first that holds names the status."""

    search_fields = ()
    list_display = ["__str__", "position", "days", "is_on"]
    fields = [("position", "is_on"), ("condition", "days"), "status"]


@admin.register(StatusOverride)
class StatusOverrideAdmin(ConsoleAdmin):
    search_fields = ()
    list_display = ["organisation", "status", "reason", "starts_on", "until", "noted_by"]
    list_filter = [RunningFilter]
    list_select_related = ["organisation", "noted_by"]
    autocomplete_fields = ["organisation"]
    fields = ["organisation", "status", "reason", ("starts_on", "until")]

    def save_model(self, request: HttpRequest, obj: StatusOverride, form: Any, change: bool) -> None:
        obj.noted_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Departure)
class DepartureAdmin(ConsoleAdmin):
    """Read alone: a departure is noted where its effects are shown first."""

    search_fields = ()
    list_display = ["organisation", "kind", "received_on", "effective_on"]
    list_filter = ["kind"]
    list_select_related = ["organisation"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Departure | None = None) -> bool:
        return False
