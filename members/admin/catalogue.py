"""Records of the catalogue: options, their dated versions, what each version grants."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from club.core import pages
from club.core.console_admin import ConsoleAdmin, RowsInside, UsefulFilter
from members.models import Grant, Option, OptionVersion

USED = "Cette version a servi\u00a0: créez-en une nouvelle à partir d’une date."
VERSION = "admin:members_optionversion"
STILL_OPEN = {"ends_on"}
"""What may be written in a version that was used: its last day."""
COPIED = ["price", "vat", "exemption", "account", "opens"]


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk and "starts_on" in self.fields:
            self.fields["starts_on"].help_text = "La version précédente finit la veille\u00a0: écrivez-le d’abord."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk and set(self.changed_data) - STILL_OPEN and self.instance.is_used():
            raise ValidationError(USED)
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:  # PostgreSQL makes no range of these two to compare
            self.add_error("ends_on", "La date de fin précède la date de début.")
        return cleaned


class GrantFormSet(forms.BaseInlineFormSet):
    """The rights of a version that was used stay."""

    def clean(self) -> None:
        super().clean()
        if self.instance.pk and any(form.has_changed() for form in self.forms) and self.instance.is_used():
            raise ValidationError(USED)


class VersionInline(RowsInside):
    """Read here; each leads to its own page, where its rights are written too."""

    model = OptionVersion
    add_text = "Ajouter une version"
    can_delete = False
    fields = readonly_fields = ["starts_on", "ends_on", "price", "vat", "opens", "rights"]
    verbose_name = "version"
    verbose_name_plural = "versions"

    def has_add_permission(self, request: HttpRequest, obj: Option | None = None) -> bool:
        return False

    @admin.display(description="droits par an")
    def rights(self, version: OptionVersion) -> str:
        said = ", ".join(map(str, version.grants.all())) or "aucun"
        return format_html('<a href="{}">{}</a>', reverse(f"{VERSION}_change", args=[version.pk]), said)


class GrantInline(RowsInside):
    model = Grant
    formset = GrantFormSet
    add_text = "Ajouter un droit"
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
    readonly_fields = ["new_version"]

    def get_fieldsets(self, request: HttpRequest, obj: Option | None = None) -> Any:
        if obj is None or not request.user.has_perm("members.add_optionversion"):
            return self.fieldsets
        return [*self.fieldsets, ("Prix et droits", {"fields": ["new_version"]})]

    @admin.display(description="nouvelle version")
    def new_version(self, option: Option) -> str:
        url = f"{reverse(f'{VERSION}_add')}?option={option.pk}"
        return format_html('<a href="{}">Écrire une version à partir d’une date</a>', url)

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
    """A new version begins as the last one of its option: what changes is written, the rest stays."""

    form = VersionForm
    list_display = ["option", "starts_on", "ends_on", "price", "vat", "opens"]
    list_filter = ["option"]
    list_select_related = ["option"]
    inlines = [GrantInline]
    fieldsets = [
        (None, {"fields": ["option", ("starts_on", "ends_on"), ("price", "vat"), "exemption"]}),
        ("Comptes et droits", {"fields": [("account", "opens")]}),
    ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        last = _last_version(request)
        return initial | {name: getattr(last, name) for name in COPIED} if last else initial

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        last = _last_version(request) if request.method == "GET" and not obj.pk else None
        if last:
            kwargs["initial"] = list(last.grants.values("kind", "quantity"))
        return kwargs

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """As many empty rows as the last version has rights, and one more."""
        last = None if obj else _last_version(request)
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.extra = last.grants.count() + 1 if last else inline.extra
            yield formset, inline


def _last_version(request: HttpRequest) -> OptionVersion | None:
    """Of the option that the address names (``?option=``)."""
    pk = request.GET.get("option", "")
    return OptionVersion.objects.filter(option=pk).order_by("-starts_on").first() if pk.isdecimal() else None
