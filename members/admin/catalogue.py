"""Records of the catalogue: options, their dated versions, what each version grants."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from club.core import pages
from club.core.console_admin import ConsoleAdmin, UsefulFilter
from members.models import Grant, Option, OptionVersion

USED = "Cette version a servi\u00a0: créez-en une nouvelle à partir d’une date."
STILL_OPEN = {"ends_on"}
"""What may be written in a version that was used: its last day."""


class OfferedFilter(UsefulFilter):
    title = "proposée"
    parameter_name = "proposee"
    subsets = [
        ("oui", "proposées", lambda rows: rows.filter(is_offered=True)),
        ("non", "retirées", lambda rows: rows.filter(is_offered=False)),
        ("toutes", "toutes", lambda rows: rows),
    ]


class VersionForm(forms.ModelForm):
    """A version that was used keeps its price and its first day."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk and set(self.changed_data) - STILL_OPEN and self.instance.is_used():
            raise ValidationError(USED)
        return cleaned


class GrantFormSet(forms.BaseInlineFormSet):
    """The rights of a version that was used stay."""

    def clean(self) -> None:
        super().clean()
        if self.instance.pk and any(form.has_changed() for form in self.forms) and self.instance.is_used():
            raise ValidationError(USED)


class VersionInline(admin.TabularInline):
    model = OptionVersion
    form = VersionForm
    extra = 0
    can_delete = False
    fields = ["starts_on", "ends_on", "price", "vat", "exemption", "account", "opens", "rights"]
    readonly_fields = ["rights"]
    verbose_name = "version"
    verbose_name_plural = "versions"

    @admin.display(description="droits par an")
    def rights(self, version: OptionVersion) -> str:
        """What it grants, leading to where that is written."""
        if not version.pk:
            return "à écrire après l’enregistrement"
        said = ", ".join(map(str, version.grants.all())) or "aucun"
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:members_optionversion_change", args=[version.pk]), said
        )


class GrantInline(admin.TabularInline):
    model = Grant
    formset = GrantFormSet
    extra = 1
    fields = ["kind", "quantity"]


class CatalogueAdmin(ConsoleAdmin):
    """What visitors read of the catalogue is rendered again at once."""

    search_fields = ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        pages.renew()


@admin.register(Option)
class OptionAdmin(CatalogueAdmin):
    list_display = ["name", "for_whom", "price_today", "is_base", "max_quantity", "position"]
    list_filter = [OfferedFilter]
    inlines = [VersionInline]
    fieldsets = [
        (None, {"fields": [("name", "code"), "summary", "sides"]}),
        ("Règles", {"fields": [("is_base", "includes_base"), "needs", ("max_quantity", "position"), "is_offered"]}),
    ]

    @admin.display(description="pour qui")
    def for_whom(self, option: Option) -> str:
        return ", ".join(option.side_labels())

    @admin.display(description="prix du jour (€ HT)")
    def price_today(self, option: Option) -> str:
        version = option.version_on()
        return f"{version.price:,.2f}".replace(",", "\u00a0").replace(".", ",") if version else "–"

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs)


@admin.register(OptionVersion)
class OptionVersionAdmin(CatalogueAdmin):
    form = VersionForm
    list_display = ["option", "starts_on", "ends_on", "price", "vat", "opens"]
    list_filter = ["option"]
    list_select_related = ["option"]
    inlines = [GrantInline]
    fieldsets = [
        (None, {"fields": ["option", ("starts_on", "ends_on"), ("price", "vat"), "exemption"]}),
        ("Comptes et droits", {"fields": [("account", "opens")]}),
    ]
