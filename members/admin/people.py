"""A person's record: who they are, where the address came from, what they are told, what they are for the Club."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import date

from club.core import audit
from club.core.console_admin import ConsoleAdmin, RowsInside, UsefulFilter
from members.actions.people import Means
from members.models import Affiliation, User
from members.models.notices import notice_words
from members.panels import panels_for

ROLES = "members.assign_roles"


class OpenFilter(UsefulFilter):
    title = "compte"
    parameter_name = "compte"
    subsets = [
        ("ouvert", "ouvert", lambda people: people.filter(is_active=True)),
        ("ferme", "fermé", lambda people: people.filter(is_active=False)),
        ("tous", "tous", lambda people: people),
    ]


class NoticeFilter(admin.SimpleListFilter):
    title = "information (art. 14)"
    parameter_name = "information"

    subsets = {
        "attente": ("à informer", lambda people: people.informable()),
        "retard": ("à informer, en retard", lambda people: people.overdue()),
        "impossible": ("n’ont pas pu être informées", lambda people: people.not_informable()),
        "faite": ("informées", lambda people: people.filter(informed_at__isnull=False)),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(word, label) for word, (label, _) in self.subsets.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        chosen = self.subsets.get(self.value() or "")
        return chosen[1](queryset) if chosen else queryset


class AffiliationInline(RowsInside):
    model = Affiliation
    add_text = "Ajouter un rattachement"
    can_delete = False
    autocomplete_fields = ["organisation"]
    fields = ["organisation", "job_title", "roles", "starts_on", "ends_on"]
    verbose_name_plural = "rattachements à des organisations"


class PersonForm(forms.ModelForm):
    """The roles are Django's groups, written by ``sync_roles``."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk == self.actor.pk and not (
            cleaned.get("is_active", True) and cleaned.get("is_staff", True)
        ):  # type: ignore[attr-defined]
            raise ValidationError("Vous ne pouvez pas vous fermer la console à vous-même : demandez à un collègue.")
        return cleaned


@admin.register(User)
class PersonAdmin(ConsoleAdmin):
    form = PersonForm
    export_kind = "personnes"
    change_form_template = "members/console/person.html"
    search_help_text = "Nom ou adresse ; les accents et les fautes de frappe sont pardonnés."
    list_display = ["name", "email", "commune", "origin", "information"]
    list_filter = [OpenFilter, "source", NoticeFilter, "is_staff"]
    list_select_related = ["commune", "notice"]
    ordering = ["sort_key", "pk"]
    autocomplete_fields = ["commune"]
    readonly_fields = ["origin", "information", "last_login"]
    inlines = [AffiliationInline]

    @admin.display(description="nom", ordering="sort_key")
    def name(self, person: User) -> str:
        return person.listed_name

    @admin.display(description="origine de l’adresse")
    def origin(self, person: User) -> str:
        source = person.source_label or person.get_source_display()
        return f"{source}, {date(person.collected_on, 'd/m/Y')}"

    @admin.display(description="information (art. 14)")
    def information(self, person: User) -> str:
        return notice_words(person)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        origin = ["origin", "information"] if obj else ["source_label", "collected_on"]
        sets = [
            (None, {"fields": [("civility", "first_name", "last_name"), ("email", "phone"), "commune"]}),
            ("D’où vient cette adresse", {"fields": origin}),
        ]
        if obj:
            sets.append(("Compte", {"fields": ["is_active", "last_login"]}))
        if request.user.has_perm(ROLES):
            sets.append(("Équipe du Club", {"fields": ["is_staff", "groups"]}))
        return sets

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if "groups" in form.base_fields:
            form.base_fields["groups"].widget.can_add_related = False
        form.actor = request.user
        return form

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs |= {"queryset": Group.objects.order_by("name"), "widget": forms.CheckboxSelectMultiple}
            kwargs |= {"label": "Rôles", "help_text": "Le second facteur est demandé dès la première visite."}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The record of a colleague of the team is changed by those who give roles: its address opens the console."""
        if obj and (obj.is_staff or obj.is_superuser) and not request.user.has_perm(ROLES):
            return False
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
            obj.source = User.Source.STAFF
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data and change:
            EmailAddress.objects.filter(user=obj).exclude(email=obj.email).delete()
            audit.record(actor=request.user, verb="person.address", target=obj)
        for name, verb in (("is_active", "person.open"), ("is_staff", "staff.open")):
            if name in form.changed_data and change:
                audit.record(actor=request.user, verb=verb, target=obj, open=getattr(obj, name))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        before = _roles(form.instance)
        super().save_related(request, form, formsets, change)
        after = _roles(form.instance)
        if before != after:
            audit.record(actor=request.user, verb="staff.roles", target=form.instance, before=before, after=after)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: User | None = None, **kwargs: Any
    ) -> HttpResponse:
        context["panels"] = panels_for(request.user, obj) if obj else []
        context["told_words"] = notice_words(obj) if obj else ""
        context["means"] = Means.choices if obj and _may_note_told(request.user, obj) else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def _roles(person: User) -> list[str]:
    return sorted(person.groups.values_list("name", flat=True))


def _may_note_told(staff: Any, person: User) -> bool:
    """The person is still to inform (art. 14), and ``staff`` may write so."""
    return person.is_active and person.notice_due_on() is not None and staff.has_perm("members.change_user")
