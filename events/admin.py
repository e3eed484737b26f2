"""Records of the console: the events of the agenda, the types that they begin from, the series they belong to."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from club.core.console_admin import ConsoleAdmin, UsefulFilter
from club.core.readings import times_read
from club.core.templatetags.club import nombre
from events import officials
from events.access import can_decide
from events.actions import agenda
from events.models import Event, EventType, Series, State
from events.models.events import EventQuerySet
from events.programme_forms import defaults_asked


class ToComeFilter(UsefulFilter):
    title = "date"
    parameter_name = "quand"
    subsets = [
        ("avenir", "à venir", lambda rows: rows.to_come()),
        ("passees", "passées", lambda rows: rows.over().order_by("-starts_at", "-pk")),
        ("toutes", "toutes", lambda rows: rows),
    ]


class EventForm(ModelForm):
    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if self.instance.pk and self.instance.state != State.DRAFT and slug != self.initial.get("slug"):
            raise ValidationError("L’adresse d’une rencontre annoncée ne change plus.")
        return slug

    def clean(self) -> dict[str, Any]:
        """What the action would refuse is said beside the form."""
        cleaned = super().clean() or {}
        if not self.errors and (words := officials.refusal(_with(self.instance, cleaned))):
            raise ValidationError(words)
        if self.instance.pk and self.instance.state != State.DRAFT and not self.errors:
            refusal = agenda.refusal(_with(self.instance, cleaned))
            if refusal:
                raise ValidationError(refusal)
        return cleaned


def _with(event: Event, cleaned: dict[str, Any]) -> Event:
    """``event`` as the form would write it, apart from the row."""
    known = {field.name for field in Event._meta.concrete_fields}
    written = {name: value for name, value in cleaned.items() if name in known}
    return Event(pk=event.pk, **written, state=event.state, notice=event.notice)


@admin.register(Event)
class EventAdmin(ConsoleAdmin):
    form = EventForm
    beginning = "console:event_new"
    search_help_text = "Titre ou résumé."
    list_display = ["title", "kind", "starts_at", "place", "state", "is_public", "read"]
    list_filter = [ToComeFilter, "state", "kind", "department", "is_public"]
    list_select_related = ["commune", "departement"]
    ordering = ["starts_at", "pk"]
    autocomplete_fields = ["commune"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["decide", "state"]
    fieldsets = [
        (None, {"fields": ["decide", "kind", "department", "series", "title", "slug", "summary", "description"]}),
        (
            "Quand et où",
            {"fields": ["starts_at", "ends_at", "is_online", "venue", "address", "commune", "departement"]},
        ),
        ("Invité d’honneur", {"fields": ["guest", "guest_role", "guest_public_from"]}),
        ("Pour qui", {"fields": ["audience", "is_public", "with_officials"]}),
        (
            "Places",
            {
                "fields": [
                    "capacity",
                    "seats_each",
                    "releases_on",
                    "extra_seat",
                    "extra_price",
                    "registration_closes_at",
                    "offers_until_hours",
                ]
            },
        ),
        ("Pour les inscrits", {"fields": ["access_words", "online_link", "is_listed", "reminder_days"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> EventQuerySet:
        return super().get_queryset(request).annotate(read=times_read("event"))

    def response_post_save_add(self, request: HttpRequest, obj: Event) -> HttpResponse:
        """To what comes next: its programme, its announcement."""
        return (
            redirect("console:event", obj.pk)
            if can_decide(request.user)
            else super().response_post_save_add(request, obj)
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return defaults_asked(request.GET)

    def get_fieldsets(self, request: HttpRequest, obj: Event | None = None) -> Any:
        """The way to decide is for who may decide; the others read the state."""
        (first, told), *others = super().get_fieldsets(request, obj)
        state = "decide" if can_decide(request.user) else "state"
        return [(first, {"fields": [state if name == "decide" else name for name in told["fields"]]}), *others]

    @admin.display(description="lectures, 90\u00a0jours", ordering="read")
    def read(self, event: Event) -> str:
        return nombre(event.read)  # type: ignore[attr-defined]

    @admin.display(description="lieu")
    def place(self, event: Event) -> str:
        return event.place_words()

    @admin.display(description="état")
    def decide(self, event: Event) -> str:
        if not event.pk:
            return "En préparation\u00a0: elle s’annonce une fois la fiche enregistrée."
        address = reverse("console:event", args=[event.pk])
        words = event.get_state_display().capitalize()
        return format_html('{} <a class="button button-plain button-small" href="{}">Décider</a>', words, address)

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        before = obj.sequence
        write = agenda.change if change else agenda.create
        write(event=obj, by=request.user)
        if change and obj.is_announced and obj.sequence != before:
            messages.info(request, "Les calendriers des abonnés suivront ce changement.")


@admin.register(EventType)
class EventTypeAdmin(ConsoleAdmin):
    """Few rows; an event keeps its own values when its type changes."""

    search_fields = ()
    list_display = ["name", "kind", "department", "capacity", "seats_each", "series"]
    list_select_related = ["series"]
    autocomplete_fields = ["commune"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "department", "series"]}),
        ("Pour qui", {"fields": ["audience", "is_public", "with_officials"]}),
        (
            "Quand et où",
            {"fields": ["begins_at", "minutes", "is_online", "venue", "address", "commune", "access_words"]},
        ),
        (
            "Places et inscrits",
            {"fields": ["capacity", "seats_each", "release_days", "closing_hours", "is_listed", "reminder_days"]},
        ),
    ]


@admin.register(Series)
class SeriesAdmin(ConsoleAdmin):
    search_fields = ()
    list_display = ["name"]
    fields = ["name"]
