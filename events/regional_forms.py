"""Forms of regional meetings; they check what was typed and give what the actions take."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from club.core.topics import Topic
from events.actions.deciding import Kept
from events.actions.pledging import Words
from events.models import Event, Pledge
from members.models import Organisation

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
HOUR = {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}


class PledgeForm(forms.Form):
    """A workshop in its supplier’s words. ``atelier`` and ``seen``: the promise that is changed, as it was read."""

    atelier = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label="Titre de l’atelier", max_length=100, help_text="Lu par les participants.")
    topic = forms.ChoiceField(label="Sujet", choices=[("", "À choisir"), *Topic.choices])
    speaker = forms.CharField(label="Qui l’anime", max_length=110, help_text="Nom et fonction.")
    brings = forms.CharField(
        label="Ce que les participants emportent",
        max_length=280,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une méthode, une fiche, un essai\u00a0: une phrase.",
    )

    def words(self) -> Words:
        told = self.cleaned_data
        return Words(told["title"], Topic(told["topic"]), told["speaker"], told["brings"])


def typed(pledge: Pledge) -> dict[str, Any]:
    """What the form shows of a promise."""
    words = {name: getattr(pledge, name) for name in ("title", "topic", "speaker", "brings")}
    return words | {"atelier": pledge.pk, "seen": pledge.version}


class StaffPledgeForm(PledgeForm):
    """The same, written by the team for a supplier."""

    organisation = forms.ModelChoiceField(label="Fournisseur", queryset=Organisation.objects.none())
    sponsored = forms.BooleanField(
        label="Atelier parrainé",
        required=False,
        help_text="Hors des droits inclus dans l’adhésion\u00a0; dit aux participants.",
    )
    field_order = ["organisation", "title", "topic", "speaker", "brings", "sponsored"]

    def __init__(self, *args: Any, suppliers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(pk__in=suppliers).order_by("sort_key")
        self.fields["organisation"].queryset = rows  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    """What a search needs: a day, a number of suppliers, a number of workshops."""

    decides_on = forms.DateField(label="On décide le", **DAY)
    quorum = forms.IntegerField(label="Fournisseurs", min_value=1, max_value=30, initial=6)
    workshops = forms.IntegerField(label="Ateliers", min_value=1, max_value=30, initial=8)


class DecisionForm(forms.Form):
    """Go, on the version of the meeting that was read; ``despite``: why, when the count is not there."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    despite = forms.CharField(
        label="Pourquoi elle a lieu malgré tout",
        max_length=200,
        required=False,
        help_text="Gardé dans le journal, jamais montré aux participants.",
    )


class PostponeForm(forms.Form):
    """A postponement, with what it keeps."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Pourquoi",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Une phrase que les participants, les fournisseurs et le public liront.",
    )
    pledges = forms.ChoiceField(
        label="Les ateliers promis",
        choices=[("garder", "gardés pour la nouvelle date"), ("rendre", "rendus, avec le droit qu’ils ont pris")],
        widget=forms.RadioSelect,
        initial="garder",
    )
    registrations = forms.ChoiceField(
        label="Les inscriptions",
        choices=[("garder", "gardées sous réserve pour la nouvelle date"), ("rendre", "annulées")],
        widget=forms.RadioSelect,
        initial="garder",
    )

    def kept(self) -> Kept:
        told = self.cleaned_data
        return Kept(pledges=told["pledges"] == "garder", registrations=told["registrations"] == "garder")


class NewDayForm(forms.Form):
    """The new day of a postponed meeting, its hours, and the day on which it will be decided."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(label="Nouvelle date", **DAY)
    starts = forms.TimeField(label="De", **HOUR)
    ends = forms.TimeField(label="À", **HOUR)
    decides_on = forms.DateField(label="On décide le", **DAY)

    def hours(self) -> tuple[datetime, datetime]:
        first, last = (self._at(name) for name in ("starts", "ends"))
        return first, last

    def _at(self, name: str) -> datetime:
        hour: time = self.cleaned_data[name]
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], hour))


def hours_of(event: Event) -> dict[str, time]:
    """The hours that a new day begins with: those of the old one."""
    return {"starts": timezone.localtime(event.starts_at).time(), "ends": timezone.localtime(event.ends_at).time()}


class LaterForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    decides_on = forms.DateField(label="On décide le", **DAY)
