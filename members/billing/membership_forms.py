"""Forms about a term: choosing options, leaving the Club, a status decided by staff, the list of terms."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from club.core.lists import ListFilter, choice
from club.core.templatetags.club import round_euros
from members.billing.proposal_forms import day_field
from members.models import OptionVersion, Organisation, Status

STAGES = {"encours": "en cours", "avenir": "à venir", "finies": "finies", "toutes": "toutes"}


class TermFilter(ListFilter):
    side = choice("Côté", lambda: list(Organisation.Side.choices), every="tous")
    stage = choice("Adhésions", lambda: list(STAGES.items()))
    useful = {"stage": "encours"}

    def narrow(self, rows: Any) -> Any:
        today, stage = timezone.localdate(), self.chosen("stage")
        if stage == "encours":
            rows = rows.running(today)
        elif stage == "avenir":
            rows = rows.begun().filter(starts_on__gt=today)
        elif stage == "finies":
            rows = rows.filter(ends_on__lt=today)
        if self.chosen("side"):
            rows = rows.filter(organisation__side=self.chosen("side"))
        if self.chosen("q"):
            rows = rows.filter(organisation__in=Organisation.objects.search(self.chosen("q")))
        return rows


class OptionsForm(forms.Form):
    """One field per option on sale, or held: a box when one may be had, else how many."""

    def __init__(self, *args: Any, versions: Sequence[OptionVersion], held: dict[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = versions
        for version in versions:
            option, has = version.option, held.get(version.option_id, 0)
            words = f"{round_euros(version.price)} HT par an. {option.summary}".strip()
            if option.max_quantity == 1:
                field: forms.Field = forms.BooleanField(
                    label=option.name, required=False, initial=has > 0, help_text=words
                )
            else:
                field = forms.IntegerField(
                    label=option.name, min_value=0, max_value=999, initial=has, help_text=words
                )
            self.fields[f"option_{option.pk}"] = field

    def option_fields(self) -> list[forms.BoundField]:
        return [self[f"option_{version.option_id}"] for version in self.versions]

    def wanted(self) -> dict[int, int]:
        """Option id → how many, those wanted alone."""
        found = {v.option_id: int(self.cleaned_data.get(f"option_{v.option_id}") or 0) for v in self.versions}
        return {pk: number for pk, number in found.items() if number}


class ChangeForm(OptionsForm):
    day = day_field("À partir du")

    def __init__(self, *args: Any, seats: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if seats is not None:
            self.fields["seats"] = forms.IntegerField(
                label="Représentants prévus", min_value=1, max_value=500, initial=seats
            )


class ConfirmForm(forms.Form):
    """In the portal: the words, and the figures that were shown."""

    title = forms.CharField(label="Votre fonction", max_length=120)
    authority = forms.BooleanField()
    consent = forms.BooleanField()
    figures = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, words: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in zip(("authority", "consent"), words, strict=True):
            self.fields[name].label = label


class ResignationForm(forms.Form):
    received_on = day_field("Reçue le", initial=timezone.localdate)
    effective_on = day_field("Prend effet le", help_text="Premier jour où l’organisation n’est plus membre.")
    reason = forms.CharField(label="Motif", max_length=1000, widget=forms.Textarea({"rows": 3}))


class ExpulsionForm(forms.Form):
    notice_sent_on = day_field("Mise en demeure envoyée le")
    heard_on = day_field("Organisation entendue le")
    hearing = forms.CharField(
        label="Ce qui a été dit", max_length=4000, required=False, widget=forms.Textarea({"rows": 4})
    )
    decided_by = forms.CharField(label="Organe qui a décidé", max_length=80)
    decided_on = day_field("Décidée le")
    effective_on = day_field("Prend effet le", help_text="Premier jour où l’organisation n’est plus membre.")
    reason = forms.CharField(label="Motif", max_length=1000, widget=forms.Textarea({"rows": 3}))


class OverrideForm(forms.Form):
    status = forms.ChoiceField(label="Statut", choices=Status.choices)
    until = day_field("Jusqu’au (inclus)")
    reason = forms.CharField(label="Motif", max_length=200)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError("Cette date est passée.")
        return until


class RenewForm(forms.Form):
    """For somebody who comes back: from which day."""

    starts_on = day_field("Reprise le", required=False)
