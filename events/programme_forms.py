"""The programme as the team types it, by the clock of Paris; the type and the day that a new event begins from."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models.functions import Lower
from django.utils import timezone

from club.core.search import Unaccent
from club.editorial.forms import LineField, day_field
from events.actions.programme import Moment
from events.models import Event, EventType, ProgrammeItem
from events.models.moments import day_words

MOST, BLANK = 40, 3
"""Rows of a programme, and how many empty ones follow those that are kept."""


class MomentForm(forms.Form):
    """A row; emptied, it goes."""

    day = forms.TypedChoiceField(label="Jour", coerce=int, initial="0")
    hour = forms.TimeField(
        label="Heure",
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": "Dites à quelle heure."},
    )
    title = LineField(label="Ce qui se passe", max_length=140, error_messages={"required": "Dites ce qui se passe."})
    speaker = LineField(label="Intervenant", max_length=120, required=False)
    role = LineField(label="Sa fonction", max_length=160, required=False)
    public_from = day_field("Nom public à partir du", required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event, days = event, event.days()
        if len(days) == 1:
            del self.fields["day"]
        else:
            self.fields["day"].choices = list(enumerate(map(day_words, days)))  # type: ignore[attr-defined]

    def clean_hour(self) -> time:
        """Inside the hours of the event."""
        hour, event = self.cleaned_data["hour"], self.event
        if not timedelta(0) <= self._after(hour) <= event.ends_at - event.starts_at:
            raise forms.ValidationError("Hors des heures de la rencontre.")
        return hour

    def clean_public_from(self) -> date | None:
        day = self.cleaned_data["public_from"]
        if day and day > self.event.days()[-1]:
            raise forms.ValidationError("Ce jour vient après la rencontre.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("speaker") and (cleaned.get("role") or cleaned.get("public_from")):
            self.add_error("speaker", "Dites qui intervient.")
        return cleaned

    def moment(self) -> Moment:
        names = ("title", "speaker", "role", "public_from")
        return Moment(self._after(self.cleaned_data["hour"]), **{name: self.cleaned_data[name] for name in names})

    def _after(self, hour: time) -> timedelta:
        day = self.event.days()[self.cleaned_data.get("day", 0)]
        moment = timezone.make_aware(datetime.combine(day, hour))
        return moment.astimezone(UTC) - self.event.starts_at.astimezone(UTC)


class Rows(forms.BaseFormSet):
    """Rows left empty are as if they were not there, those that were kept too."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def moments(self) -> list[Moment]:
        return [form.moment() for form in self if form.cleaned_data]


MomentRows = forms.formset_factory(
    MomentForm, formset=Rows, extra=BLANK, max_num=MOST, absolute_max=MOST, validate_max=True
)


def rows_of(event: Event, data: Any = None) -> Any:
    """The programme that is kept, then empty rows; or what was typed."""
    initial = [typed_of(item) for item in event.items] if data is None else None
    return MomentRows(data, initial=initial, prefix="moment", form_kwargs={"event": event})


def typed_of(item: ProgrammeItem) -> dict[str, Any]:
    moment = timezone.localtime(item.starts_at)
    days = item.event.days()
    kept = {name: getattr(item, name) for name in ("title", "speaker", "role", "public_from")}
    return kept | {"hour": moment.time(), "day": str(days.index(moment.date())) if moment.date() in days else "0"}


class SeenForm(forms.Form):
    """The version of the event that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class BeginningForm(forms.Form):
    type = forms.ModelChoiceField(
        label="Type de rencontre",
        queryset=EventType.objects.order_by(Lower(Unaccent("name"))),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    day = day_field("Jour", help_text="Les heures et les autres jours en découlent\u00a0; tout se modifie ensuite.")

    def query(self) -> str:
        """The address of the new record, filled in."""
        return urlencode({"type": self.cleaned_data["type"].pk, "jour": self.cleaned_data["day"].isoformat()})


def defaults_asked(query: Any) -> dict[str, Any]:
    """The fields of a new event, from the type and the day that an address names; nothing when it names none."""
    form = BeginningForm({"type": query.get("type"), "day": query.get("jour")})
    return form.cleaned_data["type"].defaults_on(form.cleaned_data["day"]) if form.is_valid() else {}
